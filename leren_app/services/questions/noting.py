"""Writing down what happened to a question beside its life cycle: merged, taken apart, split, related."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.domain.errors import NotAllowedError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, NoteAudience, Question
from leren_app.services import clock

MERGE, MERGED_HERE, UNMERGE, UNMERGED_HERE = "merge", "merged_here", "unmerge", "unmerged_here"
SPLIT, SPLIT_OFF, RELATE, UNRELATE = "split", "split_off", "relate", "unrelate"

FACT_NAMES: dict[str, Text] = {
    MERGE: Text("Samengevoegd met", "Merged into"),
    MERGED_HERE: Text("Hierbij gevoegd", "Merged into this one"),
    UNMERGE: Text("Weer losgemaakt van", "Taken apart again from"),
    UNMERGED_HERE: Text("Hier weer van losgemaakt", "Taken apart again from this one"),
    SPLIT: Text("Hiervan afgesplitst", "Split off from this one"),
    SPLIT_OFF: Text("Afgesplitst van", "Split off from"),
    RELATE: Text("Hoort bij", "Belongs with"),
    UNRELATE: Text("Hoort niet meer bij", "No longer belongs with"),
}


def must_coordinate(actor: Actor) -> None:
    """Raise NotAllowedError for who is no coordinator."""
    if not actor.has(Role.COORDINATOR):
        raise NotAllowedError(_COORDINATORS)


def note_fact(
    session: Session,
    question: Question,
    fact: str,
    other: Question,
    *,
    actor: Actor,
    said: str = "",
    to_state: QuestionState | None = None,
) -> Event:
    """Record a fact, with the reference of the other question for colleagues and what was said to the asker."""
    event = Event(
        subject=QUESTION.name,
        subject_id=question.id,
        step=fact,
        to_state=to_state,
        role=Role.COORDINATOR,
        user_id=actor.user_id,
        at=clock.now(session),
    )
    event.notes = [EventNote(audience=NoteAudience.INTERNAL, text=other.reference)]
    if said.strip():
        event.notes.append(EventNote(audience=NoteAudience.ASKER, text=said))
    session.add(event)
    session.flush()
    return event


_COORDINATORS = Text("Dit kan alleen een coördinator.", "Only a coordinator can do this.")
