"""A placement as its two sides and coordinators see it, gathered so that the templates only have to say it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from leren_app.domain import agreement, calendar, days
from leren_app.domain.agreement import TERMS
from leren_app.domain.errors import DomainError, NotFoundError
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.placement_states import LABELS, PASS_REASON_NAMES, PassReason, PlacementState
from leren_app.domain.roles import ROLE_NAMES, Actor, Role
from leren_app.domain.text import Text
from leren_app.extensions import db
from leren_app.models import CourseRun, Event, Placement
from leren_app.services.placements import agreement as agreeing
from leren_app.services.placements import answering, asking, reading
from leren_app.services.placements.people import roles_towards
from leren_app.web.challenge_words import level_name, team_words
from leren_app.web.forms import VersionedForm
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.placing_forms import STEP_FORMS, AgreementForm, StepForm, TickForm
from leren_app.web.templating import day, iso_day

S = PlacementState
STATUS_KINDS: dict[PlacementState, str] = {
    S.PROPOSED: "new",
    S.REQUESTED: "busy",
    S.ACCEPTED: "busy",
    S.AGREED: "done",
    S.DONE: "done",
    S.DECLINED: "away",
    S.WITHDRAWN: "away",
    S.EXPIRED: "late",
    S.CANCELLED: "away",
}
AT_WORK = (S.ACCEPTED, S.AGREED, S.DONE)
THEIR_TURN = {("lecturer", S.PROPOSED), ("client", S.REQUESTED), ("lecturer", S.ACCEPTED), ("client", S.ACCEPTED)}
# What happened at each step, as it reads afterwards; the labels of the table are the words on buttons.
HAPPENED: dict[str, Text] = {
    "propose": Text("Voorgesteld aan het vak", "Proposed to the course"),
    "request": Text("Aangevraagd", "Requested"),
    "pass": Text("Past niet bij het vak", "Does not fit the course"),
    "accept": Text("De opdrachtgever zei ja", "The client said yes"),
    "decline": Text("De opdrachtgever zei nee", "The client said no"),
    "retract": Text("Aanvraag ingetrokken", "Request withdrawn"),
    "expire": Text("Termijn voorbij", "Time ran out"),
    agreeing.WRITE: Text("Voorstel voor de afspraak", "Proposal for the agreement"),
    agreeing.TICK: Text("Ja tegen de afspraak", "Yes to the agreement"),
    "agree": Text("Afspraak staat vast", "Agreement settled"),
    "amend": Text("Afspraak weer open", "Agreement open again"),
    "cancel": Text("Afgezegd", "Cancelled"),
    "finish": Text("Klaar", "Done"),
}
DONE_WORDS = {
    "request": lambda: gettext("Your request is on its way to the client."),
    "pass": lambda: gettext("Thank you. We look for another course."),
    "accept": lambda: gettext("The yes is recorded. Now agree on a day to start."),
    "decline": lambda: gettext("The no is recorded, with your reason."),
    "retract": lambda: gettext("Your request is withdrawn."),
    "amend": lambda: gettext("The agreement is open again. Both sides tick it anew."),
    "cancel": lambda: gettext("The placement is cancelled. The other side gets a mail."),
}


@dataclass(frozen=True)
class Addresses:
    """Where the forms of a placement go to, which differs for who has an account and who has a link."""

    step: Callable[[str], str]
    write: str
    tick: str
    pdf: str
    calendar: str
    team: str = ""


@dataclass(frozen=True)
class Tick:
    """Whether a side said yes to the version that counts, in words."""

    text: str
    is_yes: bool


@dataclass(frozen=True)
class PlacementPage:
    """Everything on the page of a placement. `side` is lecturer, client or coordinator."""

    placement: Placement
    at: Addresses
    side: str
    title: str
    course: str
    institution: str
    weeks: str
    status: tuple[str, str]
    can: frozenset[str]
    forms: Mapping[str, VersionedForm]
    write: AgreementForm
    tick: TickForm
    terms: list[tuple[str, str]]
    ticks: list[Tick]
    mine_ticked: bool
    log: list[tuple[str, str, str, bool]]
    last_words: str
    facts: list[tuple[str, str]]
    contact: str

    @classmethod
    def of(cls, placement: Placement, actor: Actor, at: Addresses, form: VersionedForm | None = None) -> PlacementPage:
        """The page for who looks at it; `form` is the one that came back with errors, if any."""
        roles, language, run = roles_towards(actor, placement), spoken_language(), placement.run
        side = agreeing.side_of(roles) or "coordinator"
        events = reading.list_events(db.session(), placement)
        can = frozenset(step.name for step in PLACEMENT.open_to(placement.state, roles) if step.name in STEP_FORMS)
        return cls(
            placement=placement,
            at=at,
            side=side,
            title=title_of(placement),
            course=course_name(run),
            institution=run.course.organisation.name,
            weeks=days.weeks(run.starts_on, run.ends_on).in_(language),
            status=placement_status(placement, side),
            can=can,
            forms={name: _form(name, placement, form) for name in can},
            write=_write_form(placement, form),
            tick=_tick_form(placement, form),
            terms=terms_of(placement, language),
            ticks=_ticks(placement),
            mine_ticked=side != "coordinator" and getattr(placement, f"{side}_ticked") == placement.agreement_version,
            log=[line_of(event, language, is_last=event is events[-1]) for event in events],
            last_words=_last_words(events, language),
            facts=facts_of(placement),
            contact=_contact(placement) if side != "client" and placement.state in (S.ACCEPTED, S.AGREED) else "",
        )

    @property
    def team_words(self) -> tuple[str, str]:
        """What comes after the agreement: a sentence, and the words on the button."""
        if self.placement.run.person_id is None:
            return gettext("Next comes the team: who applied, and who fits together."), gettext("To the team")
        return gettext("Next comes the project. It is made in one click."), gettext("To the project")

    @property
    def state(self) -> str:
        """Its state, for the template to choose by."""
        return self.placement.state.value


def title_of(placement: Placement) -> str:
    """The title of its challenge in the language of the page: as agreed on, where there is an agreement."""
    kept: Mapping[str, Any] = placement.terms.get(agreeing.SNAPSHOT, {})
    challenge = placement.challenge
    if spoken_language() == "en":
        return str(kept.get("title_en") or challenge.title_en)
    return str(kept.get("title_nl") or challenge.title_nl)


def course_name(run: CourseRun) -> str:
    """The name of its course in the language of the page."""
    return run.course.name_en if spoken_language() == "en" else run.course.name_nl


def season_of(run: CourseRun) -> str:
    """ "week 36 tot en met 46, 2026"."""
    weeks = days.weeks(run.starts_on, run.ends_on).in_(spoken_language())
    year = calendar.week_of(run.ends_on).year
    return weeks if weeks.endswith(f", {year}") else f"{weeks}, {year}"


def together_words(placements: Iterable[Placement]) -> str:
    """Whether the courses that work on one challenge do so at once or in relay, in a sentence; empty for one alone."""
    runs = sorted((p.run for p in placements if p.state in AT_WORK), key=lambda run: (run.starts_on, run.id))
    later = sum(run.starts_on > max(r.ends_on for r in runs[:n]) for n, run in enumerate(runs) if n)
    if len(runs) < 2:
        return ""
    if later == len(runs) - 1:
        return gettext("%(n)d courses work on it in relay: each goes on where the one before ended.", n=len(runs))
    if not later:
        return gettext("%(n)d courses work on it at the same time.", n=len(runs))
    return gettext("%(n)d courses work on it, some at the same time and some later, in relay.", n=len(runs))


def placement_status(placement: Placement, side: str = "") -> tuple[str, str]:
    """Drawing and words for where it stands; the lamp where it is this side's turn."""
    kind = "you" if (side, placement.state) in THEIR_TURN else STATUS_KINDS[placement.state]
    return kind, LABELS[placement.state].in_(spoken_language())


def terms_of(placement: Placement, language: str) -> list[tuple[str, str]]:
    """Heading and words of each term."""
    return [(term.heading.in_(language), agreement.said(placement.terms, term).in_(language)) for term in TERMS]


def facts_of(placement: Placement) -> list[tuple[str, str]]:
    """Course, people, weeks, teams and deadline in words."""
    run, language = placement.run, spoken_language()
    teachers = [lecturer.user.name for lecturer in run.course.lecturers]
    return [
        (gettext("Course"), course_name(run)),
        (gettext("Institution"), run.course.organisation.name),
        (gettext("Lecturer") if run.person is None else gettext("Who"), ", ".join(teachers) or _name_of(run)),
        (gettext("Level"), level_name(run.course.level)),
        (gettext("Weeks"), days.weeks(run.starts_on, run.ends_on).in_(language)),
        (gettext("Teams"), team_words(run.team_min, run.team_max) if run.person is None else ""),
        (gettext("Answer by"), day(run.planning_deadline) if placement.state is S.REQUESTED else ""),
        (gettext("Day to start"), day(placement.kickoff_on) if placement.kickoff_on else ""),
        *_others(placement),
    ]


def _others(placement: Placement) -> list[tuple[str, str]]:
    """The other courses that agreed to work on the same challenge: before this one, at once with it, or after it."""
    found = []
    for other in reading.list_in_courses(db.session(), placement.challenge):
        run, own = other.run, placement.run
        when = gettext("At the same time")
        if run.ends_on < own.starts_on:
            when = gettext("Before this, in relay")
        elif run.starts_on > own.ends_on:
            when = gettext("After this, in relay")
        if other.id != placement.id:
            found.append((when, f"{course_name(run)}, {run.course.organisation.name}, {season_of(run)}"))
    return found


def line_of(event: Event, language: str, *, is_last: bool) -> tuple[str, str, str, bool]:
    """One event for the timeline: ISO day, day in words, who did what, whether it is the latest."""
    words = HAPPENED[event.step].in_(language)
    who = event.user.name if event.user else ROLE_NAMES[event.role].in_(language)
    says_who = event.role in (Role.CLOCK, Role.SYSTEM) or (
        event.role is Role.CLIENT and event.step in ("accept", "decline")
    )
    return iso_day(event.at), day(event.at), words if says_who else f"{words} ({who})", is_last


def do_step(placement: Placement, name: str, form: VersionedForm, actor: Actor) -> None:
    """Take one of the steps of the page with what was filled in."""
    session, city, seen = db.session(), the_city(), form.version
    words = str(form["reason"].data or "") if "reason" in form else ""
    note = str(form["note"].data or "") if "note" in form else ""
    if name == "request":
        asking.request(session, placement.challenge, placement.run, actor=actor, city=city)
    elif name == "accept":
        answering.accept(session, placement, actor=actor, city=city, note=note, seen_version=seen)
    elif name == "retract":
        asking.retract(session, placement, actor=actor, city=city, seen_version=seen)
    else:
        with_words = {
            "pass": asking.pass_by,
            "decline": answering.decline,
            "amend": agreeing.amend,
            "cancel": answering.cancel,
        }
        with_words[name](session, placement, words, actor=actor, city=city, seen_version=seen)


def do_write(placement: Placement, form: AgreementForm, actor: Actor) -> None:
    """Keep a proposal, and say yes to it where the box was ticked."""
    session = db.session()
    agreeing.write(session, placement, form.terms, form.kickoff_on.data, actor=actor, seen_version=form.version)
    if form.yes.data:
        agreeing.tick(session, placement, actor=actor, city=the_city(), seen_agreement=placement.agreement_version)


def do_tick(placement: Placement, form: TickForm, actor: Actor) -> None:
    """Say yes to the version that was read."""
    note = form.note.data or ""
    agreeing.tick(db.session(), placement, actor=actor, city=the_city(), seen_agreement=form.n, note=note)


def step_form(name: str) -> StepForm:
    """The form of a step as it was sent. Raises NotFoundError for a step that has none."""
    if name not in STEP_FORMS:
        raise NotFoundError
    form = STEP_FORMS[name](prefix=name)
    form.step = name
    return form


def why_closed(placement: Placement, name: str, actor: Actor) -> Text | None:
    """Why a step is not open to somebody now; None when it is."""
    try:
        PLACEMENT.check(name, placement.state, roles_towards(actor, placement))
    except DomainError as error:
        return error.message
    return None


def done_words(name: str) -> str:
    """What is said when a step was taken."""
    return DONE_WORDS[name]()


def _name_of(run: CourseRun) -> str:
    return run.person.name if run.person else ""


def _contact(placement: Placement) -> str:
    """Who the client is and how to reach them; for the lecturers of what was accepted."""
    client = placement.challenge.client
    if client is None:
        return ""
    return ", ".join(part for part in (client.name, client.mail or client.phone or "") if part)


def _ticks(placement: Placement) -> list[Tick]:
    run = placement.run
    sides = (
        (_name_of(run) or gettext("The lecturer"), placement.lecturer_ticked, placement.lecturer_ticked_at),
        (gettext("The client"), placement.client_ticked, placement.client_ticked_at),
    )
    found = []
    for who, version, at in sides:
        is_yes = version == placement.agreement_version and at is not None
        text = gettext("%(who)s said yes on %(day)s", who=who, day=day(at)) if is_yes and at else ""
        found.append(Tick(text or gettext("%(who)s has not said yes yet", who=who), is_yes))
    return found


def _last_words(events: list[Event], language: str) -> str:
    """The reason given at the latest step, if both sides may read it."""
    notes = reading.notes_for_parties(events[-1]) if events else []
    if not notes:
        return ""
    text = notes[-1].text
    return PASS_REASON_NAMES[PassReason(text)].in_(language) if text in tuple(PassReason) else text


def _form(name: str, placement: Placement, came_back: VersionedForm | None) -> VersionedForm:
    is_it = isinstance(came_back, StepForm) and came_back.step == name
    form = came_back if is_it and came_back is not None else STEP_FORMS[name](formdata=None, prefix=name)
    form.seen_version.data = str(placement.version)
    return form


def _write_form(placement: Placement, came_back: VersionedForm | None) -> AgreementForm:
    if isinstance(came_back, AgreementForm):
        came_back.seen_version.data = str(placement.version)
        return came_back
    language = spoken_language()
    words = {f"term_{term.key}": agreement.said(placement.terms, term).in_(language) for term in TERMS}
    return AgreementForm(
        formdata=None,
        prefix="write",
        data={**words, "kickoff_on": placement.kickoff_on, "seen_version": str(placement.version)},
    )


def _tick_form(placement: Placement, came_back: VersionedForm | None) -> TickForm:
    form = came_back if isinstance(came_back, TickForm) else TickForm(formdata=None, prefix="tick")
    form.seen_agreement.data = str(placement.agreement_version)
    form.seen_version.data = str(placement.version)
    return form
