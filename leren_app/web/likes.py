"""Questions that are like the one on the page, each with why, where, when, how far it is and what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from leren_app.domain.lifecycles.question_states import BRIDGE_NAMES, Bridge
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions.open_alike import item_for_desk
from leren_app.services.questions.progress import bridge_with
from leren_app.services.questions.reading import Published
from leren_app.services.questions.similar import Similar, alike, similar_questions, similar_to
from leren_app.web.cards import QuestionCard
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.reason_words import BY_LEXICON, TYPED, Sentence, Voices, sentences_of_found
from leren_app.web.templating import ZONE
from matching.explaining import Reason

STATUS_KINDS = {Bridge.MATCHED: "new", Bridge.RESEARCHED: "busy"}


@dataclass(frozen=True)
class Like:
    """One of them, as everyone may read it."""

    reference: str
    title: str
    href: str
    because: list[Sentence]
    place: str
    year: int
    status: tuple[str, str]
    found: str
    """What came out, in a sentence; empty without a result."""
    result_href: str

    @classmethod
    def of(cls, published: Published, reasons: Sequence[Reason] = (), voices: Voices = BY_LEXICON) -> Like:
        """The card of a public question, with why it is like another."""
        card, progress = QuestionCard.of(published), published.progress
        bridge = bridge_with(published.question.state, progress) or Bridge.MATCHED
        bridge = Bridge.ANSWERED if bridge is Bridge.LOOKED_BACK else bridge  # what counts here: there is an answer
        at = progress.result_at or published.question.published_at or published.question.submitted_at
        return cls(
            reference=card.reference,
            title=card.title,
            href=card.href,
            because=sentences_of_found(reasons, voices) if reasons else [],
            place=card.place,
            year=at.astimezone(ZONE).year,
            status=(STATUS_KINDS.get(bridge, "done"), BRIDGE_NAMES[bridge].in_(spoken_language())),
            found=progress.found_en if spoken_language() == "en" else progress.found_nl,
            result_href=url_for("results.show", slug=progress.result) if progress.result else "",
        )


def likes_of(published: Published) -> list[Like]:
    """At most three for a public question."""
    return _cards(similar_to(db.session(), published, city=the_city()))


def likes_of_text(text: str, but: UUID | None = None) -> list[Like]:
    """At most five for something that is being typed, or was typed a moment ago; the language is guessed.

    `but` is the question that holds the text: it is never shown as its own likeness.
    """
    return _cards(similar_questions(db.session(), text, city=the_city(), but=but), TYPED)


def _cards(found: Sequence[Similar], voices: Voices = BY_LEXICON) -> list[Like]:
    return [Like.of(each.published, each.reasons, voices) for each in found]


def likes_for_desk(question: Question) -> list[Like]:
    """At most five for a coordinator, who may compare what was typed where the clinic wrote nothing yet."""
    city = the_city()
    return _cards(alike(db.session(), item_for_desk(question), 5, city))
