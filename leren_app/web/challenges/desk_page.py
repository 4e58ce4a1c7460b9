"""What the coordinators' pages of a challenge show: what is missing and where to fill it in, the next step, history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from leren_app.domain.errors import DomainError
from leren_app.domain.lifecycle import Step
from leren_app.domain.lifecycles import challenge_needs as needs
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_needs import ChallengeFacts
from leren_app.domain.lifecycles.challenge_states import LABELS, ChallengeState
from leren_app.domain.lifecycles.placement_states import PASS_REASON_NAMES, PassReason
from leren_app.domain.lifecycles.shared_needs import has_no_personal_data
from leren_app.domain.roles import ROLE_NAMES, Actor
from leren_app.domain.text import Text
from leren_app.extensions import db
from leren_app.models import Challenge, Event, Placement
from leren_app.services.challenges import reading
from leren_app.services.challenges.facts import facts_of, why_too_late
from leren_app.services.challenges.people import find_next_place, requesting_lecturers
from leren_app.services.placements.reading import list_of_challenge
from leren_app.services.suggestions.reading import list_who_put_aside
from leren_app.web.challenge_cards import status_of, title_of
from leren_app.web.challenge_words import skill_names
from leren_app.web.challenges.page import frame_facts
from leren_app.web.challenges.words import EVENT_WORDS, STEP_WORDS, who_hears
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.placing import course_name, placement_status, season_of, together_words
from leren_app.web.stepping import StepWords
from leren_app.web.templating import day

S = ChallengeState
FILLED = "-"
"""Stands for what a step's own form will ask."""
Found = tuple[str, str]
"""What is missing, in a sentence, and the address where it can be filled in."""


@dataclass(frozen=True)
class Frame:
    """The lamp frame: where it stands and what to do now. `main` and `second` are (text, address)."""

    title: str
    text: str
    main: tuple[str, str] | None = None
    second: tuple[str, str] | None = None


@dataclass(frozen=True)
class Entry:
    """One line of the history."""

    at: datetime
    who: str
    what: str
    notes: list[str]


@dataclass(frozen=True)
class InCourse:
    """A course that asked for it, was proposed, works on it or did."""

    course: str
    href: str
    weeks: str
    status: tuple[str, str]


@dataclass(frozen=True)
class DeskPage:
    """Everything on the page of one challenge at the desk."""

    challenge: Challenge
    title: str
    status: tuple[str, str]
    frame: Frame
    missing: list[Found]
    facts: list[tuple[str, str]]
    skills: list[str]
    courses: list[InCourse]
    together: str
    put_aside: str
    ways: list[tuple[str, str]]
    may_write: bool
    may_name_client: bool
    entries: list[Entry]
    asked_client_on: datetime | None

    @classmethod
    def of(cls, challenge: Challenge, actor: Actor) -> DeskPage:
        """The page of a challenge for a coordinator."""
        session = db.session()
        facts = _as_filled(challenge)
        events = reading.list_events(session, challenge)
        placements = sorted(list_of_challenge(session, challenge), key=lambda each: (each.run.starts_on, each.id))
        missing = missing_of(challenge, facts) if challenge.state in {S.DRAFT, S.CLOSED, S.WITHDRAWN} else []
        frame = FRAMES[challenge.state](challenge, missing)
        shown = {frame.main and frame.main[1], frame.second and frame.second[1]}
        ways = [
            _to(challenge, step.name)
            for step in CHALLENGE.open_to(challenge.state, actor.roles)
            if step.name in STEP_WORDS
        ]
        return cls(
            challenge=challenge,
            title=title_of(challenge),
            status=status_of(challenge),
            frame=frame,
            missing=missing,
            facts=frame_facts(challenge),
            skills=skill_names(reading.skill_keys(challenge)),
            courses=[_in_course(each) for each in placements],
            together=together_words(placements),
            put_aside=_put_aside(challenge),
            ways=[way for way in ways if way[1] not in shown and not (missing and way == _to(challenge, "open"))],
            may_write=challenge.state in {S.DRAFT, S.OPEN, S.PAUSED},
            may_name_client=challenge.state in {S.DRAFT, S.OPEN, S.PAUSED},
            entries=[_entry(event) for event in reversed(events)],
            asked_client_on=next((e.at for e in reversed(events) if e.step == "name_client"), None),
        )


def missing_of(challenge: Challenge, facts: ChallengeFacts) -> list[Found]:
    """What stands between a challenge and `open`, each with the address where it can be mended."""
    slug, language = challenge.slug, spoken_language()
    text = url_for("slices.edit", slug=slug)
    client = url_for("slices.show", slug=slug, _anchor="client")
    if challenge.client_id is None:
        client = url_for("slices.client", slug=slug)
    framed = replace(facts, level=FILLED, work_form=FILLED, period=FILLED, field_language=FILLED)
    checks: list[tuple[Text | None, str]] = [
        (needs.has_public_question(facts), url_for("intake.show", reference=challenge.question.reference)),
        (needs.has_public_texts(facts), f"{text}#{_first_gap(challenge)}"),
        (has_no_personal_data(facts), f"{text}#title_nl"),
        (needs.has_frame(replace(facts, skills=1)), f"{text}#frame"),
        (needs.has_frame(framed), url_for("slices.skills", slug=slug)),
        (needs.has_slots(facts), f"{text}#slots"),
        (why_too_late(challenge, facts.today), f"{text}#last_plan_on"),
        (needs.has_client_with_hours(facts), client),
    ]
    return [(said.in_(language), address) for said, address in checks if said is not None]


def _first_gap(challenge: Challenge) -> str:
    names = ("title_nl", "title_en", "summary_nl", "summary_en")
    return next((name for name in names if not getattr(challenge, name)), "title_nl")


def _as_filled(challenge: Challenge) -> ChallengeFacts:
    return facts_of(db.session(), challenge, the_city(), reason=FILLED, until=today() + timedelta(days=1))


def _to(challenge: Challenge, name: str) -> tuple[str, str]:
    return STEP_WORDS[name].heading, url_for("slices.step", slug=challenge.slug, name=name)


def _draft(challenge: Challenge, missing: Sequence[Found]) -> Frame:
    if not missing:
        return Frame(gettext("Ready to be opened"), gettext("It has everything it needs."), _to(challenge, "open"))
    write = (gettext("Write on"), url_for("slices.edit", slug=challenge.slug))
    return Frame(gettext("This has to be there before it opens"), "", write)


def _open(challenge: Challenge, _missing: Sequence[Found]) -> Frame:
    last = challenge.planned_until
    text = gettext("Courses can plan it until %(day)s; then it closes by itself.", day=day(last)) if last else ""
    who = (gettext("Who asks for it"), url_for("placements.of_challenge", slug=challenge.slug))
    see = (gettext("See the public page"), url_for("challenges.show", slug=challenge.slug))
    return Frame(gettext("Lecturers and students can ask for it"), text, who, see)


def _paused(challenge: Challenge, _missing: Sequence[Found]) -> Frame:
    until = challenge.paused_until
    is_over = until is not None and until <= today()
    title = gettext("The pause is over: does it go on?") if is_over else gettext("It rests for a while")
    until_when = day(until) if until else ""
    text = gettext("Paused until %(day)s. On that day it goes on by itself.", day=until_when) if until else ""
    return Frame(title, text, _to(challenge, "resume"))


def _ended(challenge: Challenge, missing: Sequence[Found]) -> Frame:
    label = LABELS[challenge.state].in_(spoken_language())
    text = (
        gettext("It can be opened again.") if not missing else gettext("To open it again, this has to be mended first:")
    )
    return Frame(label, text, None, None if missing else _to(challenge, "reopen"))


FRAMES: dict[ChallengeState, Callable[[Challenge, Sequence[Found]], Frame]] = {
    S.DRAFT: _draft,
    S.OPEN: _open,
    S.PAUSED: _paused,
    S.CLOSED: _ended,
    S.WITHDRAWN: _ended,
}


def _in_course(placement: Placement) -> InCourse:
    return InCourse(
        course_name(placement.run),
        url_for("placements.show", placement_id=placement.id),
        season_of(placement.run),
        placement_status(placement),
    )


def _put_aside(challenge: Challenge) -> str:
    """How often lecturers put it aside and why, in one sentence; empty where nobody did."""
    found = list_who_put_aside(db.session(), challenge)
    reasons = Counter(reason for _, reason in found if reason in tuple(PassReason))
    names = [
        f"{PASS_REASON_NAMES[PassReason(reason)].in_(spoken_language()).lower()} ({n})"
        for reason, n in reasons.most_common()
    ]
    if not found:
        return ""
    return ngettext(
        "%(num)d course put it aside: %(reasons)s.",
        "%(num)d courses put it aside: %(reasons)s.",
        len(found),
        reasons=", ".join(names),
    )


def _entry(event: Event) -> Entry:
    language = spoken_language()
    what = EVENT_WORDS.get(event.step) or CHALLENGE.step(event.step).label.in_(language)
    who = event.user.name if event.user else ROLE_NAMES[event.role].in_(language)
    return Entry(event.at, who, str(what), sorted({note.text for note in event.notes}))


# ---- one step ----


@dataclass(frozen=True)
class StepPage:
    """The page of one step."""

    challenge: Challenge
    step: Step
    words: StepWords
    hears: list[str]
    line: str
    missing: list[Found]
    closed: str
    """Why the step is not open at all in this state; empty when it is."""
    latest_event: Event | None

    @classmethod
    def of(cls, challenge: Challenge, name: str, actor: Actor) -> StepPage:
        """The page of a step on a challenge."""
        session, step = db.session(), CHALLENGE.step(name)
        closed, events = _why_closed(name, challenge, actor), reading.list_events(session, challenge)
        has_next = find_next_place(session, challenge) is not None
        return cls(
            challenge=challenge,
            step=step,
            words=STEP_WORDS[name],
            hears=who_hears(step, challenge, len(requesting_lecturers(session, challenge)), has_next_place=has_next),
            line=step.line.in_(spoken_language()) if step.line else "",
            missing=[] if closed else _missing_for(challenge, step),
            closed=closed,
            latest_event=events[-1] if events else None,
        )

    def is_done_by(self, actor: Actor) -> bool:
        """Whether this person did exactly this a moment ago: a second click, not a second wish."""
        event = self.latest_event
        if event is None or (event.step, event.user_id) != (self.step.name, actor.user_id):
            return False
        return self.step.target == self.challenge.state


def _missing_for(challenge: Challenge, step: Step) -> list[Found]:
    facts = _as_filled(challenge)
    if step.name in {"open", "reopen"}:
        return missing_of(challenge, facts)
    here, language = url_for("slices.show", slug=challenge.slug), spoken_language()
    return [(said.in_(language), here) for said in CHALLENGE.missing(step, facts)]


def _why_closed(name: str, challenge: Challenge, actor: Actor) -> str:
    try:
        CHALLENGE.check(name, challenge.state, actor.roles)
    except DomainError as error:
        return error.message.in_(spoken_language())
    return ""
