"""Addresses for supervisors, search engines and security researchers. They open no session and set no cookie."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from leren_app.domain.city import City
from leren_app.extensions import db
from leren_app.services import pulse
from leren_app.web.guards import public

OK, DOWN, OFF = "ok", "down", "off"
PROCESSES = ("worker", "relay")
SECURITY_LASTS = timedelta(days=180)  # the standard wants less than a year
NOT_FOR_ROBOTS = ("/v/", "/dev/", "/healthz")

blueprint = Blueprint("system", __name__)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Whether database, queue, worker and relay answer: 200 or 503."""
    parts = {"database": _database(), "queue": _queue(), **_processes()}
    is_well = DOWN not in parts.values()
    body: dict[str, Any] = {"status": OK if is_well else DOWN, "run": current_app.config["RUN_ID"], **parts}
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response, 200 if is_well else 503


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return DOWN
    return OK


def _queue() -> str:
    url = current_app.config["REDIS_URL"]
    if not url:
        return OFF
    no_retry = Retry(NoBackoff(), 0)
    try:
        with Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1, retry=no_retry) as server:
            return OK if server.ping() else DOWN
    except (RedisError, OSError, ValueError):
        return DOWN


def _processes() -> dict[str, str]:
    """Each process by its last sign of life; without a queue there is no worker, and the relay does its work."""
    try:
        alive = pulse.list_alive(db.session(), current_app.config["RUN_ID"], at=datetime.now(UTC))
    except SQLAlchemyError:
        db.session.rollback()
        alive = set()
    states = {process: OK if process in alive else DOWN for process in PROCESSES}
    return states if current_app.config["REDIS_URL"] else {**states, "worker": OFF}


@blueprint.get("/.well-known/security.txt")
@public
def security_txt() -> ResponseReturnValue:
    """Where to report a hole (RFC 9116)."""
    city: City = current_app.extensions["city"]
    expires = (datetime.now(UTC) + SECURITY_LASTS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{city.sender.reply_to or city.sender.mail}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {current_app.config['BASE_URL']}/.well-known/security.txt",
    )
    return _plain(lines)


@blueprint.get("/robots.txt")
@public
def robots_txt() -> ResponseReturnValue:
    """What search engines leave alone: links that stand for a right, and what is not for readers."""
    return _plain(("User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)))


def _plain(lines: tuple[str, ...]) -> Response:
    return Response("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
