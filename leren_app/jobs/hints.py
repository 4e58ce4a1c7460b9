"""The queue: it tells the worker which rows to look at. What it forgets or says twice does no harm."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

from leren_app.jobs.run import JOB_SECONDS

NAME = "leren"
BATCH = 50
FUNCTION = "leren_app.jobs.run.run"
HINT_SECONDS = 600  # a hint nobody took by then is worth nothing; the relay gave newer ones


def connect(redis_url: str) -> Redis:
    """A connection that gives up soon and does not try again by itself."""
    return Redis.from_url(redis_url, socket_connect_timeout=1, socket_timeout=2, retry=Retry(NoBackoff(), 0))


def queue_of(connection: Redis) -> Queue:
    """The one queue, without pickle."""
    return Queue(NAME, connection=connection, serializer=JSONSerializer)


def has_room(queue: Queue) -> bool:
    """Whether telling more makes sense: a long queue must be worked off first."""
    return queue.count <= 2 * BATCH


def tell(queue: Queue, ids: Iterable[UUID]) -> None:
    """Give one hint for each row."""
    queue.enqueue_many(
        [
            Queue.prepare_data(
                FUNCTION,
                args=(str(outbox_id),),
                job_id=f"{outbox_id.hex}-{uuid4().hex[:8]}",
                timeout=JOB_SECONDS,
                result_ttl=0,
                failure_ttl=HINT_SECONDS,
                ttl=HINT_SECONDS,
                description=str(outbox_id),
            )
            for outbox_id in ids
        ]
    )
