"""Filling in the template of a topic, in the language of who reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from leren_app.jobs.letters.people import Recipient
from leren_app.services.outbox import NotRetryableError

Context = dict[str, object]
About = Callable[[Session, Mapping[str, Any], Recipient], Context]

SUBJECT = "Subject:"
UNFOLLOW = "unfollow"
"""Under this name a context says where a follower stops; all others leave it out or empty."""
LETTERS: dict[str, About] = {}


@dataclass(frozen=True)
class Written:
    """What a mail says; `unfollow` is the whole address where a follower stops, empty for everybody else."""

    subject: str
    body: str
    unfollow: str = ""


def about(subject: str) -> Callable[[About], About]:
    """The decorated function looks up what mails on this subject say; it runs in the transaction that sends them."""

    def register(function: About) -> About:
        LETTERS[subject] = function
        return function

    return register


def write(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> tuple[str, str]:
    """Subject and body. Raises NotRetryableError for a topic nobody writes about."""
    written = compose(session, payload, recipient)
    return written.subject, written.body


def compose(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Written:
    """All that a mail says. Raises NotRetryableError for a topic nobody writes about."""
    topic = str(payload["topic"])
    look_up = LETTERS.get(topic.partition("/")[0])
    if look_up is None:
        raise NotRetryableError(f"nobody writes about {topic}")
    language = recipient.language
    context = {"language": language, "name": recipient.name, "topic": topic, **look_up(session, payload, recipient)}
    subject, body = fill_in(topic, language, context)
    return Written(subject, body, str(context.get(UNFOLLOW, "")))


def fill_in(topic: str, language: str, context: Context) -> tuple[str, str]:
    """Subject and body of a topic; an unknown name in the template is an error."""
    template = current_app.jinja_env.get_template(f"mail/{topic}.{language}.txt")
    with force_locale(language):
        text = template.render(context)
    head, _, body = text.lstrip().partition("\n\n")
    if not head.startswith(SUBJECT):
        raise NotRetryableError(f"the template of {topic} ({language}) does not begin with {SUBJECT}")
    return head.removeprefix(SUBJECT).strip(), body


def link(endpoint: str, language: str, **values: Any) -> str:
    """The whole address of a page in a language; there is no request to take it from."""
    base = urlsplit(str(current_app.config["BASE_URL"]))
    script_name = base.path.rstrip("/") + ("/en" if language == "en" else "")
    adapter = current_app.url_map.bind(base.netloc, script_name=script_name or "/", url_scheme=base.scheme)
    return adapter.build(endpoint, values, force_external=True)
