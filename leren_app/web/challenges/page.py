"""What the public pages of challenges show, gathered so that the templates only have to say it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Challenge
from leren_app.services.challenges import reading
from leren_app.services.challenges.reading import Filter, Status
from leren_app.services.questions.facts import agreed_version
from leren_app.services.questions.progress import NOTHING_YET, progress_of
from leren_app.web.challenge_cards import ChallengeCard, cards_of
from leren_app.web.challenge_words import (
    FIELD_LANGUAGES,
    WORK_FORMS,
    load_words,
    period_words,
    places_words,
    skill_names,
    team_words,
)
from leren_app.web.guards import current_actor
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """One select of the filters."""

    name: str
    label: str
    options: Options
    chosen: str


def choices_of(wanted: Filter, counts: Counter[tuple[str, str]]) -> list[Choice]:
    """The selects above the list, each option with how many there are."""
    city, language = the_city(), spoken_language()
    themes = [(t.key, t.name.in_(language)) for t in city.themes]
    # Levels and places that nobody asks for now would only lead to empty lists.
    levels = [
        (level.key, level.name.in_(language))
        for level in city.levels
        if _is_offered("level", level.key, wanted, counts)
    ]
    places = [(d.key, d.name.in_(language)) for d in city.all_districts]
    status = [
        (Status.OPEN.value, gettext("Open now")),
        (Status.FREE.value, gettext("With a place left")),
        (Status.NOT_NOW.value, gettext("Paused or closed")),
    ]
    speaks = [("", gettext("All languages")), ("en", _counted(gettext("Also without Dutch"), counts["language", "en"]))]
    return [
        Choice("thema", gettext("Theme"), _options(gettext("All themes"), "theme", themes, counts), wanted.theme),
        Choice("niveau", gettext("For whom"), _options(gettext("All levels"), "level", levels, counts), wanted.level),
        Choice(
            "wijk", gettext("District"), _options(gettext("All districts"), "district", places, counts), wanted.district
        ),
        Choice("taal", gettext("Language"), speaks, "en" if wanted.without_dutch else ""),
        Choice("stand", gettext("Status"), status, wanted.status.value),
    ]


def filter_words(wanted: Filter) -> str:
    """What was filtered by, after the count: "about Health & Wellbeing, for hbo, in Morsdistrict"."""
    city, language = the_city(), spoken_language()
    parts = []
    if wanted.theme:
        parts.append(gettext("about %(theme)s", theme=city.theme(wanted.theme).name.in_(language)))
    if wanted.level:
        parts.append(gettext("for %(level)s", level=city.level(wanted.level).name.in_(language)))
    if wanted.district:
        parts.append(gettext("in %(district)s", district=city.district(wanted.district).name.in_(language)))
    if wanted.without_dutch:
        parts.append(gettext("also without Dutch"))
    if wanted.status is Status.FREE:
        parts.append(gettext("with a place left"))
    if wanted.status is Status.NOT_NOW:
        parts.append(gettext("paused or closed"))
    return ", ".join(parts)


def _options(every: str, name: str, found: Options, counts: Counter[tuple[str, str]]) -> Options:
    return [("", every), *((key, _counted(words, counts[name, key])) for key, words in found)]


def _is_offered(name: str, key: str, wanted: Filter, counts: Counter[tuple[str, str]]) -> bool:
    return counts[name, key] > 0 or wanted.level == key


def _counted(words: str, n: int) -> str:
    return f"{words} ({n})"


@dataclass(frozen=True)
class Way:
    """How somebody takes a challenge: whom it is for, how it goes, and the next step."""

    title: str
    text: str
    button: str
    href: str
    more: tuple[str, str] | None = None
    """Another way for the same people: its words and address."""


@dataclass(frozen=True)
class ChallengePage:
    """A challenge that everyone sees, on its own page."""

    card: ChallengeCard
    challenge: Challenge
    research_question: str
    why: str
    question_href: str
    asker: str
    partner: str
    facts: list[tuple[str, str]]
    skills: list[str]
    ways: list[Way]
    why_not: str
    others: list[ChallengeCard]

    @classmethod
    def of(cls, challenge: Challenge) -> ChallengePage:
        """The page of a challenge; the asker's name only by their own tick, the client's never."""
        session, question = db.session(), challenge.question
        version, english = agreed_version(question), spoken_language() == "en"
        progress = progress_of(session, [question.id]).get(question.id, NOTHING_YET)
        named = question.asker.name_public and question.adopted_by_id is None
        organisation = challenge.client.organisation if challenge.client else None
        return cls(
            card=ChallengeCard.of(challenge, progress),
            challenge=challenge,
            research_question=(version.research_question_en if english else version.research_question_nl)
            if version
            else "",
            why=_unless_said(challenge, (version.summary_en if english else version.summary_nl) if version else ""),
            question_href=url_for("questions.show", reference=question.reference),
            asker=question.adopted_by.name if question.adopted_by else question.asker.name if named else "",
            partner=organisation.name if organisation else "",
            facts=frame_facts(challenge),
            skills=skill_names(reading.skill_keys(challenge)),
            ways=ways_of(challenge) if _can_be_taken(challenge) else [],
            why_not=_why_not(challenge),
            others=[card for card in cards_of(question, progress) if card.id != challenge.id],
        )


def frame_facts(challenge: Challenge) -> list[tuple[str, str]]:
    """Level, form, load, weeks, team, language and places, each in words."""
    from_city = ChallengeCard.of(challenge)
    return [
        (gettext("Level"), from_city.level if challenge.level else ""),
        (gettext("Work form"), str(WORK_FORMS[challenge.work_form]) if challenge.work_form else ""),
        (gettext("Work for each student"), load_words(challenge.hours, challenge.level)),
        (gettext("Team"), team_words(challenge.team_min, challenge.team_max)),
        (gettext("Period"), period_words(challenge.starts_on, challenge.ends_on)),
        (gettext("Can be planned until"), day(challenge.planned_until) if challenge.planned_until else ""),
        (
            gettext("Language in the field"),
            str(FIELD_LANGUAGES[challenge.field_language]) if challenge.field_language else "",
        ),
        (gettext("Places"), places_words(challenge)),
    ]


def ways_of(challenge: Challenge) -> list[Way]:
    """How lecturers and students take it; who is signed in as one of them sees that way first."""
    lecturer = Way(
        gettext("For lecturers"),
        gettext(
            "Put the edition of your course in: weeks, places, level, language. Then ask for this challenge. The client"
            " answers, you both tick the agreement, and your students can start."
        ),
        gettext("Ask for it with my course"),
        url_for("fits.choose", slug=challenge.slug),
    )
    student = Way(
        gettext("For students and researchers"),
        gettext(
            "Say in two minutes what you can and want. You see at once whether this fits, and why. Then apply with one"
            " sentence. Everyone who applies hears whether there is a place, and why."
        ),
        gettext("Apply for this"),
        url_for("students.apply", slug=challenge.slug),
        (gettext("Or take it as your thesis, internship or research"), url_for("fits.alone", slug=challenge.slug)),
    )
    is_student = current_actor().has(Role.STUDENT, Role.RESEARCHER)
    return [student, lecturer] if is_student else [lecturer, student]


def _can_be_taken(challenge: Challenge) -> bool:
    return challenge.state is ChallengeState.OPEN and challenge.taken < challenge.slots


def _unless_said(challenge: Challenge, summary: str) -> str:
    """What the question says beyond its challenge; a slice that took over the summary says it already."""
    return "" if summary in (challenge.summary_nl, challenge.summary_en) else summary


def _why_not(challenge: Challenge) -> str:
    """Why nobody can take it now; empty when somebody can."""
    if challenge.state is ChallengeState.PAUSED and challenge.paused_until:
        return gettext(
            "The client needs a pause. You can ask for it again from %(day)s.", day=day(challenge.paused_until)
        )
    if challenge.state is ChallengeState.CLOSED:
        return gettext("This challenge can no longer be planned. What comes out of it is published with the question.")
    if challenge.taken >= challenge.slots:
        return gettext("All places are taken. Do you want to hear when one comes free? Then mail us.")
    return ""
