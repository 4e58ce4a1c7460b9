"""What is said to somebody who has no mail, on the phone or in a letter: the line of the step and what we wrote.

Without a name or anything else of the person: a host reads it as well, and may not read who asked what.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.text import Text
from leren_app.models import Challenge, Channel, Contact, Event, NoteAudience, Placement, Project, Question, TaskKind
from leren_app.services import clock, tasks
from leren_app.services.questions.clinic import latest_put_version

HANDED_OVER = frozenset({"question/received"})
"""Topics for which nobody has to call: the card that was printed at the desk is the receipt."""
WITH_TEXT = frozenset({"question/put_before", "question/reminder_articulated", "question/agreed"})
WORKING_DAYS = 2
_LIVES_ON = Text(
    "Uw vraag gaat verder als {reference}. Dit gebeurde daar:",
    "Your question lives in {reference}. This happened there:",
)
LINES = {
    cycle.name: {step.name: step.line or step.label for step in cycle.steps}
    for cycle in (QUESTION, CHALLENGE, PLACEMENT, PROJECT)
}


def promise(session: Session, payload: Mapping[str, Any], contact: Contact, idem_key: str, *, city: City) -> None:
    """A call or a letter instead of a mail, within two working days, or by the day of the answer where that is sooner.

    Nothing for what the asker holds on paper already.
    """
    topic = str(payload["topic"])
    question = _question(session, payload)
    if topic in HANDED_OVER or question is None:
        return
    today = clock.today(session, city)
    day = calendar.add_working_days(today, WORKING_DAYS, city.closed_days)
    promised = question.due_on
    tasks.promise_task(
        session,
        TaskKind.LETTER if contact.channel is Channel.LETTER else TaskKind.CALL,
        idem_key.removeprefix("mail:"),
        due_on=promised if promised is not None and today <= promised < day else day,
        question=_own(session, contact, question),
        topic=topic,
        text=words(session, payload, contact, question),
    )


def words(session: Session, payload: Mapping[str, Any], contact: Contact, question: Question) -> str:
    """What to say, in the language of who hears it; only the asker hears what was written to the asker."""
    event = session.get(Event, UUID(str(payload["event"])))
    if event is None:
        return ""
    line = LINES.get(event.subject, {}).get(event.step)
    said = [line.in_(contact.language) if line else ""]
    if _own(session, contact, question) is not question:
        said.insert(0, _LIVES_ON.with_(reference=question.reference).in_(contact.language))
    if contact.id == question.asker_id:
        said += [part for n in event.notes if n.audience is NoteAudience.ASKER for part in (n.text, n.link or "")]
        said += _text_of(question, contact.language) if payload["topic"] in WITH_TEXT else []
    return "\n\n".join(part for part in said if part)


def _own(session: Session, contact: Contact, question: Question) -> Question:
    """The question of theirs that was merged into this one, at which they are to be called; else this one."""
    merged = select(Question).where(Question.asker_id == contact.id, Question.merged_into_id == question.id)
    own = session.scalar(merged.order_by(Question.reference).limit(1))
    return question if own is None or contact.id == question.asker_id else own


def _text_of(question: Question, language: str) -> list[str]:
    """The text that lies before the asker."""
    version = latest_put_version(question)
    names = ("title", "research_question", "summary")
    return [getattr(version, f"{name}_{language}") for name in names] if version else []


def _question(session: Session, payload: Mapping[str, Any]) -> Question | None:
    """The question that the mail is about, however far away it is."""
    if "question" in payload:
        return session.get(Question, UUID(payload["question"]))
    challenge = _challenge(session, payload)
    return challenge.question if challenge else None


def _challenge(session: Session, payload: Mapping[str, Any]) -> Challenge | None:
    if "challenge" in payload:
        return session.get(Challenge, UUID(payload["challenge"]))
    project = session.get(Project, UUID(payload["project"])) if "project" in payload else None
    if project is not None:
        return project.placement.challenge
    placement = session.get(Placement, UUID(payload["placement"])) if "placement" in payload else None
    return placement.challenge if placement else None
