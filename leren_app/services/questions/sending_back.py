"""The asker writes in the clinic too: changes a box or a text that lies before them, and sends it back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.clinic_texts import BOXES, SPOKEN, names_of_changed
from leren_app.domain.errors import FieldError, StaleError
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import ClinicVersion, Event, Question
from leren_app.services.questions.clinic import (
    add_version,
    latest_put_version,
    one_writer_at_a_time,
    stop_waiting,
    text_of,
)
from leren_app.services.questions.facts import latest_version
from leren_app.services.questions.moving import move
from leren_app.services.stepping import Said


@dataclass(frozen=True)
class AskersText:
    """What an asker can change: the four boxes, and the public text in the one language they read."""

    worry: str
    difference: str
    known: str
    feasible: str
    title: str
    summary: str
    research_question: str


def as_read(version: ClinicVersion, language: str) -> AskersText:
    """What a version says to somebody who reads it in this language."""
    boxes = {name: getattr(version, name) for name in BOXES}
    return AskersText(**boxes, **{name: getattr(version, f"{name}_{language}") for name in SPOKEN})


def send_back(
    session: Session, question: Question, written: AskersText, *, language: str, actor: Actor, city: City, seen_n: int
) -> Event:
    """Keep the asker's text as the next version and take the step `change`; the other language stays as it was.

    `seen_n` is the version they started from. Raises StaleError when another one was put before them since, and
    FieldError when nothing differs or a text is gone that has to be there.
    """
    one_writer_at_a_time(session, question)
    put = latest_put_version(question)
    if put is None or put.n != seen_n:
        raise StaleError
    _must_differ(written, as_read(put, language))
    boxes = {name: getattr(written, name) for name in BOXES}
    spoken = {f"{name}_{language}": getattr(written, name) for name in SPOKEN}
    text = replace(text_of(put), **boxes, **spoken)
    names = ", ".join(names_of_changed(put, text, language))
    version = add_version(session, question, text, by_asker=True)
    event = move(
        session, question, "change", actor=actor, city=city, said=(Said(_SUMMARY.in_(language).format(names=names)),)
    )
    version.saved_at = event.at
    stop_waiting(question)
    session.flush()
    return event


def base_of(question: Question, version: ClinicVersion) -> ClinicVersion | None:
    """The version that another was made from: for an asker what lay before them, for us the one before; or None."""
    earlier = [each for each in question.clinic_versions if each.n < version.n]
    if version.by_asker:
        return next((each for each in reversed(earlier) if each.put_at is not None), None)
    return earlier[-1] if earlier else None


def unseen_by_asker(question: Question) -> ClinicVersion | None:
    """A draft of ours that the asker had not seen when they sent the latest version back; None when there is none."""
    latest = latest_version(question)
    if latest is None or not latest.by_asker:
        return None
    base = base_of(question, latest)
    drafts = [v for v in question.clinic_versions if base is not None and base.n < v.n < latest.n]
    return drafts[-1] if drafts else None


def sent_back_at(question: Question, event: Event) -> ClinicVersion | None:
    """The version that the asker sent back with this step; None when they only wrote why."""
    return next((v for v in question.clinic_versions if v.by_asker and v.saved_at == event.at), None)


def is_sent_back(question: Question, written: AskersText, language: str) -> bool:
    """Whether this very text came back a moment ago: the button was pressed twice."""
    latest = latest_version(question)
    return latest is not None and latest.by_asker and as_read(latest, language) == written


def _must_differ(written: AskersText, before: AskersText) -> None:
    for name in (*BOXES, *SPOKEN):
        if not getattr(written, name).strip():
            raise FieldError(name, _MAY_NOT_GO)
    if written == before:
        raise FieldError("worry", _NOTHING_CHANGED)


_SUMMARY = Text("Ik heb zelf aangepast: {names}.", "I changed this myself: {names}.")
_NOTHING_CHANGED = Text(
    "U hebt nog niets veranderd. Pas een tekst aan, of ga terug en zeg ja.",
    "You have not changed anything yet. Change a text, or go back and say yes.",
)
_MAY_NOT_GO = Text(
    "Hier moet iets staan. Klopt het niet, schrijf dan hoe het wel is.",
    "Something has to stand here. If it is not right, write what is.",
)
