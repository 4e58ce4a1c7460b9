"""What a reader sees of a challenge in a list: on a card, or as a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.challenge_states import LABELS, ChallengeState
from leren_app.domain.lifecycles.question_states import BRIDGE_NAMES, SHOWN_TO_ALL, Bridge
from leren_app.extensions import db
from leren_app.models import Challenge, Question
from leren_app.services.challenges.reading import list_of_question
from leren_app.services.questions.progress import NOTHING_YET, Progress, bridge_with
from leren_app.web.challenge_words import level_name
from leren_app.web.here import number_of, the_city, themes_of, today
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

PLANNING_IS_URGENT_DAYS = 35
STATUS_KINDS = {
    ChallengeState.DRAFT: "new",
    ChallengeState.OPEN: "busy",
    ChallengeState.PAUSED: "away",
    ChallengeState.CLOSED: "done",
    ChallengeState.WITHDRAWN: "away",
}


@dataclass(frozen=True)
class ChallengeCard:
    """A challenge in the language of the page."""

    id: UUID
    slug: str
    href: str
    title: str
    summary: str
    place: str
    level: str
    themes: tuple[Theme, ...]
    bridge: int
    bridge_name: str
    fact: str
    status: tuple[str, str]
    opened: datetime | None

    @classmethod
    def of(cls, challenge: Challenge, progress: Progress = NOTHING_YET) -> ChallengeCard:
        """The card for a challenge that everyone sees."""
        question = challenge.question
        bridge = bridge_with(question.state, progress) or Bridge.MATCHED
        return cls(
            id=challenge.id,
            slug=challenge.slug,
            href=url_for("challenges.show", slug=challenge.slug),
            title=title_of(challenge),
            summary=challenge.summary_en if spoken_language() == "en" else challenge.summary_nl,
            place=the_city().place(question.neighbourhood or question.district).name.in_(spoken_language()),
            level=level_name(challenge.level),
            themes=themes_of(question),
            bridge=number_of(bridge),
            bridge_name=BRIDGE_NAMES[bridge].in_(spoken_language()),
            fact=fact_of(challenge, today()),
            status=status_of(challenge),
            opened=challenge.opened_at,
        )


def cards_of(question: Question, progress: Progress = NOTHING_YET) -> list[ChallengeCard]:
    """The challenges of a question that everyone sees, oldest first; none while the question itself is hidden."""
    if question.state not in SHOWN_TO_ALL:
        return []
    found = list_of_question(db.session(), question, only_shown=True)
    return [ChallengeCard.of(challenge, progress) for challenge in found]


def matched_note(progress: Progress) -> str:
    """What stands below the fourth bridge while the boat lies there: who takes the question on."""
    if progress.starts_on is not None:
        return gettext("The work begins on %(day)s", day=day(progress.starts_on))
    if progress.matched:
        return gettext("A course or student takes it on")
    return gettext("We look for a course or student")


def title_of(challenge: Challenge) -> str:
    """The title in the language of the page; of a draft without one, the other language's or the address."""
    first, second = challenge.title_nl, challenge.title_en
    if spoken_language() == "en":
        first, second = second, first
    return first or second or challenge.slug


def status_of(challenge: Challenge) -> tuple[str, str]:
    """Drawing and words for where it stands."""
    return STATUS_KINDS[challenge.state], LABELS[challenge.state].in_(spoken_language())


def fact_of(challenge: Challenge, on: date) -> str:
    """The one thing to know before anything else: until when, how many places, or why not now."""
    left = challenge.slots - challenge.taken
    if challenge.state is ChallengeState.PAUSED and challenge.paused_until:
        return gettext("Paused until %(day)s", day=day(challenge.paused_until))
    if challenge.state is not ChallengeState.OPEN:
        return LABELS[challenge.state].in_(spoken_language())
    if left < 1:
        return gettext("All places are taken")
    last = challenge.planned_until
    if last is None:
        return ngettext("%(num)d place left", "%(num)d places left", left)
    if (last - on).days <= PLANNING_IS_URGENT_DAYS:
        return gettext("Can be planned until %(day)s", day=day(last))
    return ngettext("%(num)d place left, plan by %(day)s", "%(num)d places left, plan by %(day)s", left, day=day(last))
