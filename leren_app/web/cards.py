"""What a reader sees of a public question, on a card and on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.question_states import BRIDGE_NAMES, Bridge
from leren_app.services.questions.progress import Progress, bridge_with
from leren_app.services.questions.reading import Published
from leren_app.web.challenge_cards import ChallengeCard, cards_of, matched_note
from leren_app.web.here import bridge_names, number_of, the_city, themes_of
from leren_app.web.language import spoken_language
from leren_app.web.look import Bridge as PathStep
from leren_app.web.look import canal
from leren_app.web.templating import day


@dataclass(frozen=True)
class QuestionCard:
    """A public question on a card, in the language of the page."""

    reference: str
    href: str
    title: str
    summary: str
    place: str
    themes: tuple[Theme, ...]
    bridge: int
    bridge_name: str
    published: datetime | None

    @classmethod
    def of(cls, published: Published) -> QuestionCard:
        """The card for a public question."""
        question, version = published.question, published.version
        english = spoken_language() == "en"
        bridge = bridge_with(question.state, published.progress) or Bridge.MATCHED
        city = the_city()
        return cls(
            reference=question.reference,
            href=url_for("questions.show", reference=question.reference),
            title=version.title_en if english else version.title_nl,
            summary=version.summary_en if english else version.summary_nl,
            place=city.place(question.neighbourhood or question.district).name.in_(spoken_language()),
            themes=themes_of(question),
            bridge=number_of(bridge),
            bridge_name=BRIDGE_NAMES[bridge].in_(spoken_language()),
            published=question.published_at,
        )


@dataclass(frozen=True)
class QuestionPage:
    """A public question on its own page."""

    card: QuestionCard
    research_question: str
    asker: str
    adopted_by: str
    path: list[PathStep]
    progress: Progress
    challenges: list[ChallengeCard]

    @classmethod
    def of(cls, published: Published) -> QuestionPage:
        """The page for a public question; the asker's name only by their own tick, and never when it was adopted."""
        question, version = published.question, published.version
        card = QuestionCard.of(published)
        named = question.asker.name_public and question.adopted_by_id is None
        return cls(
            card=card,
            research_question=(
                version.research_question_en if spoken_language() == "en" else version.research_question_nl
            ),
            asker=question.asker.name if named else "",
            adopted_by=question.adopted_by.name if question.adopted_by else "",
            path=canal(bridge_names(), card.bridge, _dates(published)),
            progress=published.progress,
            challenges=cards_of(question, published.progress),
        )


def _dates(published: Published) -> dict[int, str]:
    question = published.question
    dates = {
        Bridge.ASKED: question.confirmed_at or question.submitted_at,
        Bridge.DISCUSSED: question.first_answer_at,
        Bridge.SHARPENED: published.version.agreed_at,
        Bridge.MATCHED: question.published_at,
        Bridge.RESEARCHED: published.progress.started_at,
        Bridge.ANSWERED: published.progress.result_at or question.answered_at,
    }
    notes = {number_of(bridge): day(at) for bridge, at in dates.items() if at is not None}
    matched = number_of(Bridge.MATCHED)
    if bridge_with(question.state, published.progress) is Bridge.MATCHED and matched in notes:
        notes[matched] = f"{notes[matched]}. {matched_note(published.progress)}"
    return notes
