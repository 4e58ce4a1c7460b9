"""Public questions that are like the one on the page, each with why."""

from __future__ import annotations

from dataclasses import dataclass

from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions.facts import latest_version
from leren_app.services.questions.reading import Published
from leren_app.services.questions.similar import Similar, similar_questions, similar_to
from leren_app.web.cards import QuestionCard
from leren_app.web.here import the_city
from leren_app.web.reason_words import Sentence, sentences_of_found


@dataclass(frozen=True)
class Like:
    """One of them."""

    title: str
    href: str
    because: list[Sentence]

    @classmethod
    def of(cls, similar: Similar) -> Like:
        """The line of a question that is like another."""
        card = QuestionCard.of(similar.published)
        return cls(card.title, card.href, sentences_of_found(similar.reasons))


def likes_of(published: Published) -> list[Like]:
    """At most three for a public question."""
    return [Like.of(each) for each in similar_to(db.session(), published, city=the_city())]


def likes_for_desk(question: Question) -> list[Like]:
    """At most five for a coordinator, who may compare what was typed where the clinic wrote nothing yet."""
    version, city = latest_version(question), the_city()
    text, language = question.raw_text, question.language
    if version is not None and version.title_nl:
        text, language = ". ".join((version.title_nl, version.summary_nl, version.research_question_nl)), "nl"
    found = similar_questions(db.session(), text, language, city=city, but=question.id)
    return [Like.of(each) for each in found]
