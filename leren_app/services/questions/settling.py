"""What a person decides about a new message: its kind, themes and place; and handling it at once where that is all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError, TransitionError
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_reasons import REFER_REASONS
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Event, EventNote, NoteAudience, Question, QuestionKind, QuestionTheme
from leren_app.services import clock
from leren_app.services.questions import handling
from leren_app.services.questions.queue import IN_WORK
from leren_app.services.stepping import must_have_seen

TRIAGE = "triage"
"""What the event is called when somebody says what a message is; no step of the life cycle."""
OPEN_IN = (QuestionState.UNCONFIRMED, *IN_WORK)
"""While nothing of it is public, kind, themes and place can be changed."""

KIND_NAMES: dict[QuestionKind, Text] = {
    QuestionKind.CHALLENGE: Text("leervraag", "learning question"),
    QuestionKind.REPORT: Text("melding", "report for the municipality"),
    QuestionKind.PERSONAL: Text("hulp voor één persoon", "help for one person"),
    QuestionKind.CRISIS: Text("crisis", "crisis"),
    QuestionKind.COMMERCIAL: Text("opdracht voor een bedrijf", "commissioned work"),
    QuestionKind.OTHER: Text("pers en overig", "press and other"),
}


@dataclass(frozen=True)
class Settled:
    """What it is; `place` is a key of the city file, as on the form of the asker."""

    kind: QuestionKind
    place: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """What the asker gets at once; the reason decides whether they are referred or not taken on."""

    reason: str
    text: str
    link: str | None = None


def settle(
    session: Session,
    question: Question,
    settled: Settled,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Write down what a person decided; what is no crisis is not urgent any more.

    Raises StaleError when somebody changed the question meanwhile, TransitionError once it is public or ended.
    """
    must_have_seen(question, seen_version)
    if question.state not in OPEN_IN or question.merged_into_id is not None:
        raise TransitionError(_TOO_LATE)
    known = {theme.key for theme in city.themes}
    chosen = sorted(known.intersection(settled.themes))
    try:
        place = city.place(settled.place)
    except NotFoundError:
        raise FieldError("place", _CHOOSE_PLACE) from None
    question.kind, question.is_urgent = settled.kind, settled.kind is QuestionKind.CRISIS
    question.district = place.district.key
    question.neighbourhood = place.neighbourhood.key if place.neighbourhood else None
    kept = {theme.theme: theme for theme in question.themes}
    question.themes = [kept.get(key) or QuestionTheme(theme=key) for key in chosen]
    said = " · ".join((KIND_NAMES[settled.kind].nl, place.name.nl, *(city.theme(key).name.nl for key in chosen)))
    event = Event(
        subject=QUESTION.name,
        subject_id=question.id,
        step=TRIAGE,
        role=Role.COORDINATOR,
        user_id=actor.user_id,
        at=clock.now(session),
        notes=[EventNote(audience=NoteAudience.INTERNAL, text=said)],
    )
    session.add(event)
    session.flush()
    return event


def handle(
    session: Session,
    question: Question,
    settled: Settled,
    sent: Sent | None,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Decide what it is, take it on where nobody has it yet, and send the asker on where a text is given."""
    event = settle(session, question, settled, actor=actor, city=city, seen_version=seen_version)
    if question.state is QuestionState.RECEIVED:
        event = handling.take(session, question, actor=actor, city=city)
    if sent is not None:
        end = handling.refer if sent.reason in REFER_REASONS else handling.refuse
        event = end(session, question, reason=sent.reason, text=sent.text, link=sent.link, actor=actor, city=city)
    session.flush()
    return event


_TOO_LATE = Text(
    "Soort, thema en wijk staan nu vast: de vraag is openbaar, afgerond of samengevoegd.",
    "Kind, theme and district cannot change now: the question is public, ended or merged.",
)
_CHOOSE_PLACE = Text("Kies de wijk waar het om gaat.", "Choose the district it is about.")
