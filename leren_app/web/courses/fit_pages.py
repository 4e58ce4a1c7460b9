"""What the pages of suggestions show: what fits an edition, which edition fits a challenge, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from leren_app.domain.city import Theme
from leren_app.domain.fitting import Label, fit_of, misses
from leren_app.domain.lifecycles.placement_states import PASS_REASON_NAMES, PassReason
from leren_app.domain.text import Text
from leren_app.extensions import db
from leren_app.models import Challenge, Course, CourseRun
from leren_app.services.partners.fieldwork import Asked, list_everywhere
from leren_app.services.placements import asking
from leren_app.services.suggestions import reading
from leren_app.services.suggestions.comparing import edition_of, wanted_of
from leren_app.services.suggestions.reading import Suggested
from leren_app.web.challenge_cards import title_of
from leren_app.web.challenge_words import level_name, load_words, team_words
from leren_app.web.courses.forms import DismissForm
from leren_app.web.courses.pages import Year, name_of
from leren_app.web.courses.words import deadline_words, in_short
from leren_app.web.here import the_city, themes_of, today
from leren_app.web.language import spoken_language
from leren_app.web.placing import season_of
from leren_app.web.reason_words import LanguageOf, Sentence, Voices, sentences_of
from matching.text import guess_language, words_of


@dataclass(frozen=True)
class FitCard:
    """A suggestion for an edition."""

    id: UUID
    label: str
    fit: str
    title: str
    href: str
    summary: str
    themes: tuple[Theme, ...]
    place: str
    level: str
    load: str
    because: list[Sentence]
    reasons: list[str]
    but: list[str]
    can_ask: bool
    no: DismissForm

    @classmethod
    def of(
        cls, found: Suggested, run: CourseRun, warnings: Mapping[str, Text], no: DismissForm | None = None
    ) -> FitCard:
        """The card of a suggestion for an edition; `no` is the form that came back with an error, if any.

        `warnings` say of districts that much is asked of people there while the edition runs.
        """
        challenge, question, language = found.challenge, found.challenge.question, spoken_language()
        form = no or DismissForm(formdata=None, prefix=f"c{challenge.id.hex[:12]}")
        form.challenge.data = str(challenge.id)
        return cls(
            id=challenge.id,
            label=found.fit.label.value,
            fit=_fit(found),
            title=title_of(challenge),
            href=url_for("challenges.show", slug=challenge.slug),
            summary=challenge.summary_en if language == "en" else challenge.summary_nl,
            themes=themes_of(question),
            place=the_city().place(question.neighbourhood or question.district).name.in_(language),
            level=level_name(challenge.level),
            load=load_words(challenge.hours, challenge.level),
            because=_because(found, run),
            reasons=[reason.in_(language) for reason in found.reasons],
            but=[*_but(found), *(warnings[key].in_(language) for key in (question.district,) if key in warnings)],
            can_ask=found.fit.label is not Label.NEXT,
            no=form,
        )


@dataclass(frozen=True)
class FitsPage:
    """What fits an edition, or why nothing does."""

    run: CourseRun
    course: str
    season: str
    short: str
    deadline: str
    is_closed: bool
    year: Year
    now: list[FitCard]
    later: list[FitCard]
    aside: list[tuple[str, str, str]]
    asked: int
    why_none: str
    is_looking: bool

    @classmethod
    def of(cls, run: CourseRun, no: DismissForm | None = None) -> FitsPage:
        """The page of an edition; `no` is the form that came back with an error, if any."""
        session, day = db.session(), today()
        sent = no.challenge.data if no is not None else None
        put_aside = reading.list_put_aside(session, run.course_id)
        found = reading.list_for_run(session, run, day, put_aside)
        warnings = _warnings(session, run) if found else {}
        cards = [FitCard.of(each, run, warnings, no if sent == str(each.challenge.id) else None) for each in found]
        now = [card for card in cards if card.label != Label.NEXT]
        under_way = reading.under_way(session, run)
        is_looking = not now and under_way.is_looking
        return cls(
            run=run,
            course=name_of(run.course),
            season=season_of(run),
            short=in_short(run),
            deadline=deadline_words(run.planning_deadline, day),
            is_closed=run.planning_deadline < day,
            year=Year.of(run, day, f"{season_of(run)}, {in_short(run)}"),
            now=now,
            later=[card for card in cards if card.label == Label.NEXT],
            aside=[_aside(row.challenge, row.dismissed_reason or "") for row in put_aside if row.run_id == run.id],
            asked=under_way.asked,
            why_none="" if now or is_looking else reading.why_none(session, run, day).in_(spoken_language()),
            is_looking=is_looking,
        )


def _warnings(session: Session, run: CourseRun) -> dict[str, Text]:
    """Where too much is asked of people while an edition runs, by district, in one statement."""
    everywhere = list_everywhere(session, the_city(), [(run.starts_on, run.ends_on)])[0]
    return {asked.key: asked.warning for asked in everywhere if asked.warning is not None}


@dataclass(frozen=True)
class RunChoice:
    """One of a lecturer's editions for a challenge: whether it fits, or what is in the way, or what it is already."""

    id: str
    course: str
    season: str
    short: str
    label: str
    fit: str
    why_not: str
    placement_href: str
    mind: str

    @classmethod
    def of(cls, run: CourseRun, challenge: Challenge, asked: Asked) -> RunChoice:
        """The line of an edition; `asked` is how much is asked in the district of the question in its weeks."""
        edition, wanted, language = edition_of(run), wanted_of(challenge), spoken_language()
        live = asking.find_live(db.session(), challenge, run)
        missed = misses(edition, wanted, today())
        fit = None if missed else fit_of(edition, wanted, today())
        return cls(
            id=str(run.id),
            course=name_of(run.course),
            season=season_of(run),
            short=in_short(run),
            label=fit.label.value if fit else "",
            fit=fit.text.in_(language) if fit else "",
            why_not=", ".join(said.in_(language) for said in missed.values()),
            placement_href=url_for("placements.show", placement_id=live.id) if live else "",
            mind=asked.warning.in_(language) if asked.warning else "",
        )


def _because(found: Suggested, run: CourseRun) -> list[Sentence]:
    """Why words of course and challenge fit, each in the language of the text it stands in."""
    return sentences_of(found.row.reasons, Voices(_spoken_in_course(run.course), _spoken_in(found.challenge)))


def _spoken_in(challenge: Challenge) -> LanguageOf:
    texts = {
        "nl": f"{challenge.title_nl} {challenge.summary_nl}".lower(),
        "en": f"{challenge.title_en} {challenge.summary_en}".lower(),
    }
    return lambda word: _unless_of_page(word, texts, "")


def _spoken_in_course(course: Course) -> LanguageOf:
    goals = course.goals.lower()
    texts = {"nl": course.name_nl.lower(), "en": course.name_en.lower()}
    written_in = guess_language(words_of(goals))
    texts[written_in] += f" {goals}"
    return lambda word: _unless_of_page(word, texts, written_in)


def _unless_of_page(word: str, texts: Mapping[str, str], in_doubt: str) -> str:
    """The language of the text in which a word stands, unless it stands in the one of the page too."""
    page = spoken_language()
    other = "nl" if page == "en" else "en"
    if word.lower() in texts[page]:
        return ""
    if word.lower() in texts[other]:
        return other
    return "" if in_doubt == page else in_doubt


def _fit(found: Suggested) -> str:
    if found.instead is not None:
        return gettext("Too large: take “%(title)s”", title=title_of(found.instead))
    return found.fit.text.in_(spoken_language())


def _but(found: Suggested) -> list[str]:
    """What somebody should know before they ask."""
    challenge = found.challenge
    said = []
    if challenge.client_hours:
        said.append(
            ngettext(
                "Mind: the client has %(num)d hour in all",
                "Mind: the client has %(num)d hours in all",
                challenge.client_hours,
            )
        )
    if found.fit.label is Label.TOO_LARGE:
        said.append(gettext("Mind: it asks for %(team)s", team=team_words(challenge.team_min, challenge.team_max)))
    if found.is_lowered:
        said.append(
            gettext("It stands lower because you put two challenges of this size or smaller aside as too large")
        )
    return said


def _aside(challenge: Challenge, reason: str) -> tuple[str, str, str]:
    return str(challenge.id), title_of(challenge), pass_reason(reason)


def pass_reason(reason: str) -> str:
    """Why something was put aside, in words; empty for a reason that is no more."""
    return PASS_REASON_NAMES[PassReason(reason)].in_(spoken_language()) if reason in tuple(PassReason) else ""
