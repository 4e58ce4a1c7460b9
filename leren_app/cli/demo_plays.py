"""How the year's scenes about education are played: each is one or two calls of the services, by whoever acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app import storage
from leren_app.cli import demo_people
from leren_app.cli.demo_crowd import Crowd, Student
from leren_app.cli.demo_paper import paper
from leren_app.cli.demo_year import Year
from leren_app.domain.city import City
from leren_app.domain.editions import Planned
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import (
    Challenge,
    Course,
    CourseKind,
    CourseRun,
    FieldLanguage,
    Placement,
    Project,
    Question,
    User,
    WorkForm,
)
from leren_app.services import accounts, clock
from leren_app.services.applications.applying import apply
from leren_app.services.challenges import client, drafting, steps
from leren_app.services.challenges.client import Client, ClientIs
from leren_app.services.challenges.drafting import Draft
from leren_app.services.courses import editing, runs
from leren_app.services.courses.editing import CourseText
from leren_app.services.placements import agreement, answering, asking
from leren_app.services.projects import ending, files, forming, working
from leren_app.services.projects.facts import CHECKLIST
from leren_app.services.projects.forming import Chosen
from leren_app.services.projects.working import HandedIn
from leren_app.services.questions import answering as answers
from leren_app.services.teams.candidates import list_candidates
from leren_app.services.teams.forming import Choice, form_team
from matching.skills import own_vocabulary

CLIENT_HOURS = 12
PAUSE = timedelta(weeks=10)
BRINGS = Text("Je volgt dit vak en brengt mee: {skills}.", "You take this course and bring: {skills}.")
TAKES = Text("Je volgt dit vak.", "You take this course.")


@dataclass
class World:
    """What came to be so far, by the keys of the files."""

    year: Year
    crowd: Crowd
    files: Path | None = None
    """Where reports are kept; without it none is handed in."""
    courses: dict[str, UUID] = field(default_factory=dict)
    runs: dict[tuple[str, str], UUID] = field(default_factory=dict)
    """By course and question; the edition that can still be planned has no question."""
    challenges: dict[str, UUID] = field(default_factory=dict)
    placements: dict[str, UUID] = field(default_factory=dict)
    projects: dict[str, list[UUID]] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """A scene that is being played."""

    session: Session
    city: City
    world: World
    key: str
    told: Mapping[str, Any]
    question: Question | None = None

    @property
    def slice_(self) -> Mapping[str, Any]:
        """How the question was cut."""
        sliced: Mapping[str, Any] = self.world.year.questions[self.key]["slice"]
        return sliced

    @property
    def said(self) -> Mapping[str, Any]:
        """What was said at a turn that did not go by itself."""
        return self.world.year.said.get(self.key, {})

    @property
    def challenge(self) -> Challenge:
        """The challenge made of the question."""
        return self.session.get_one(Challenge, self.world.challenges[self.key])

    @property
    def placement(self) -> Placement:
        """The challenge in a course."""
        return self.session.get_one(Placement, self.world.placements[self.key])

    @property
    def run(self) -> CourseRun:
        """The edition this scene is about."""
        course = self.told["course"]
        return self.session.get_one(CourseRun, self.world.runs[course, "" if self.told["ahead"] else self.key])

    @property
    def teams(self) -> list[Project]:
        """Everybody at work on it."""
        return [self.session.get_one(Project, each) for each in self.world.projects.get(self.key, [])]

    @property
    def coordinator(self) -> Actor:
        """Who took the question."""
        user = self.question.assignee if self.question is not None else None
        return self.acting(user or demo_people.get(self.session, "coordinator"))

    @property
    def lecturer(self) -> Actor:
        """Who teaches the course."""
        return self.world.crowd.lecturer(self.session, self.told.get("course") or self.slice_["course"])

    @property
    def client(self) -> Actor:
        """The client contact of the challenge."""
        return Actor(contact_id=self.challenge.client_id)

    def acting(self, user: User) -> Actor:
        """Somebody with an account."""
        return accounts.actor_of(user, clock.now(self.session))


def _enrol(turn: Turn) -> None:
    turn.world.crowd.enrol(turn.session, turn.city, turn.world.year.programmes[turn.told["programme"]])


def _teach(turn: Turn) -> None:
    """Lecturers come in, and write down their courses."""
    turn.world.crowd.teach(turn.session, turn.city, turn.world.year.courses.values())
    for key, course in turn.world.year.courses.items():
        written = CourseText(
            code=course["code"],
            name_nl=course["name_nl"],
            name_en=course["name_en"],
            level=course["level"],
            kind=CourseKind(course.get("kind", CourseKind.COURSE)),
            hours=course["hours"],
            goals=course["goals"],
            themes=tuple(course["themes"]),
            skills=tuple(course["skills"]),
            milestones=tuple(_milestones(course.get("weeks", 10))),
        )
        actor = turn.world.crowd.lecturer(turn.session, key)
        made = editing.create_course(turn.session, written, actor=actor, city=turn.city)
        turn.world.courses[key] = made.id


def _milestones(weeks: int) -> list[dict[str, Any]]:
    spread = (max(1, weeks // 5), max(2, weeks // 2), weeks)
    return [{**line, "week": week} for line, week in zip(forming.STANDARD, spread, strict=True)]


def _plan(turn: Turn) -> None:
    key, told = turn.told["course"], turn.told
    course = turn.world.year.courses[key]
    low, high = course["team"]
    planned = Planned(
        told["starts_on"], told["ends_on"], told["deadline"], course["places"], low, high, tuple(course["languages"])
    )
    made = turn.session.get_one(Course, turn.world.courses[key])
    run = runs.add_run(turn.session, made, planned, actor=turn.lecturer, city=turn.city)
    turn.world.runs[key, "" if told["ahead"] else turn.key] = run.id


def _slice(turn: Turn) -> None:
    """The coordinator cuts the question to size and asks the asker to be the client."""
    assert turn.question is not None  # noqa: S101 - the file slices questions only
    cut, who = turn.slice_, turn.coordinator
    made = drafting.slice_question(turn.session, turn.question, actor=who, city=turn.city, form=WorkForm(cut["form"]))
    low, high = cut["team"]
    draft = Draft(
        title_nl=made.title_nl,
        title_en=made.title_en,
        summary_nl=made.summary_nl,
        summary_en=made.summary_en,
        level=cut["level"],
        work_form=WorkForm(cut["form"]),
        hours=cut["hours"],
        team_min=low,
        team_max=high,
        field_language=FieldLanguage(cut["field"]),
        slots=1,
        **turn.told,
    )
    drafting.save(turn.session, made, draft, actor=who, city=turn.city)
    drafting.set_skills(turn.session, made, cut["skills"], actor=who, city=turn.city)
    client.name_client(turn.session, made, Client(ClientIs.ASKER), CLIENT_HOURS, actor=who)
    turn.world.challenges[turn.key] = made.id


def _wish(turn: Turn) -> None:
    """Students apply, each in their own words."""
    lines = turn.world.year.wishes.get(turn.key, ())
    cut = turn.slice_
    course = turn.world.year.courses.get(cut.get("course", "")) or {"languages": ["nl", "en"], "level": cut["level"]}
    for one, line in zip(turn.world.crowd.choose(course, cut["field"], cut["skills"], len(lines)), lines, strict=False):
        actor = turn.acting(turn.session.get_one(User, one.user_id))
        apply(turn.session, turn.challenge, line, actor=actor, city=turn.city)


def _request(turn: Turn) -> None:
    made = asking.request(turn.session, turn.challenge, turn.run, actor=turn.lecturer, city=turn.city)
    turn.world.placements[turn.key] = made.id


def _propose(turn: Turn) -> None:
    made = asking.propose(turn.session, turn.challenge, turn.run, actor=turn.coordinator, city=turn.city)
    turn.world.placements[turn.key] = made.id


def _tick(turn: Turn, who: Actor) -> None:
    placement = turn.placement
    agreement.tick(turn.session, placement, actor=who, city=turn.city, seen_agreement=placement.agreement_version)


def _form(turn: Turn) -> None:
    """The lecturer makes the teams: of who applied, or of who is in the class."""
    session, placement, lecturer = turn.session, turn.placement, turn.lecturer
    applied = list_candidates(session, placement.challenge_id, lecturer).seen
    if applied:
        ids = [each.id for each in applied]
        choice = Choice(frozenset(ids[: turn.slice_["team"][1]]), frozenset(ids))
        turn.world.projects[turn.key] = [form_team(session, placement.id, choice, actor=lecturer, city=turn.city).id]
        return
    cut, course = turn.slice_, turn.world.year.courses[turn.slice_["course"]]
    size = min(cut["team"][1], course["team"][1])
    made = []
    for _ in range(turn.told["teams"]):
        chosen = turn.world.crowd.choose(course, cut["field"], cut["skills"], size)
        if len(chosen) < size:
            break
        members = [_because(session, one, cut["skills"]) for one in chosen]
        made.append(forming.form(session, placement, members, actor=lecturer, city=turn.city).id)
    turn.world.projects[turn.key] = made


def _because(session: Session, one: Student, asked: list[str]) -> Chosen:
    user = session.get_one(User, one.user_id)
    brought = [own_vocabulary().skills[key] for key in asked if key in one.skills]
    names = Text(", ".join(s.nl for s in brought), ", ".join(s.en for s in brought))
    said = BRINGS.with_(skills=names.in_(user.language)) if brought else TAKES
    return Chosen(user, said.in_(user.language))


def _start(turn: Turn) -> None:
    for team in turn.teams:
        working.start(turn.session, team, actor=turn.lecturer, city=turn.city)


def _not_start(turn: Turn) -> None:
    for team in turn.teams:
        working.not_start(turn.session, team, turn.said["reason"], actor=turn.lecturer, city=turn.city)


def _milestone(turn: Turn) -> None:
    for team in turn.teams:
        ahead = next((each for each in team.milestones if each.done_at is None), None)
        if ahead is not None:
            forming.finish_milestone(turn.session, team, ahead, actor=_member(turn, team))


def _member(turn: Turn, team: Project) -> Actor:
    return turn.acting(team.members[0].user)


def _stop(turn: Turn) -> None:
    reason = Text(turn.said["reason_nl"], turn.said["reason_en"])
    for team in turn.teams:
        working.stop(turn.session, team, reason, turn.said["open_ends"], actor=turn.lecturer, city=turn.city)


def _hand_in(turn: Turn) -> None:
    """The team hands in its report; everyone says whether their name may stand with it."""
    team, found = turn.teams[0], turn.world.year.results[turn.key]
    assert turn.world.files is not None  # noqa: S101 - the telling gives the folder
    page = paper(found["title_nl"], found["summary_nl"], found["title_en"], found["summary_en"], found["lesson"])
    kept = storage.store(turn.world.files, BytesIO(page), f"verslag-{turn.key}.pdf", only="application/pdf")
    actor = _member(turn, team)
    report = files.keep(turn.session, team, kept, actor=actor)
    for n, member in enumerate(team.members):
        working.consent(turn.session, team, actor=turn.acting(member.user), is_public=n % 3 != 0)
    last = next((each for each in team.milestones if each.done_at is None), None)
    if last is not None:
        forming.finish_milestone(turn.session, team, last, actor=actor)
    work = HandedIn(
        title_nl=found["title_nl"],
        title_en=found["title_en"],
        summary_nl=found["summary_nl"],
        summary_en=found["summary_en"],
        lesson=found["lesson"],
        open_ends=found["open_ends"],
        do_not_ask=found["do_not_ask"],
        report_id=report.id,
    )
    working.hand_in(turn.session, team, work, actor=actor, city=turn.city)


def _answer(turn: Turn) -> None:
    assert turn.question is not None  # noqa: S101
    text = turn.world.year.said["answers"][turn.key]
    answers.answer(turn.session, turn.question, text, actor=turn.coordinator, city=turn.city)


def _until(turn: Turn) -> date:
    return (clock.now(turn.session) + PAUSE).date()


PLAYS: dict[str, Callable[[Turn], object]] = {
    "enrol": _enrol,
    "teach": _teach,
    "plan": _plan,
    "slice": _slice,
    "confirm_hours": lambda turn: client.confirm_hours(turn.session, turn.challenge, CLIENT_HOURS, actor=turn.client),
    "open": lambda turn: steps.open_(turn.session, turn.challenge, actor=turn.coordinator, city=turn.city),
    "wish": _wish,
    "pause": lambda turn: steps.pause(
        turn.session, turn.challenge, turn.said["reason"], _until(turn), actor=turn.coordinator, city=turn.city
    ),
    "withdraw_challenge": lambda turn: steps.withdraw(
        turn.session, turn.challenge, turn.said["reason"], actor=turn.coordinator, city=turn.city
    ),
    "propose": _propose,
    "request": _request,
    "retract": lambda turn: asking.retract(turn.session, turn.placement, actor=turn.lecturer, city=turn.city),
    "decline": lambda turn: answering.decline(
        turn.session, turn.placement, turn.said["reason"], actor=turn.client, city=turn.city
    ),
    "accept": lambda turn: answering.accept(turn.session, turn.placement, actor=turn.client, city=turn.city),
    "terms": lambda turn: agreement.write(
        turn.session, turn.placement, {}, turn.placement.run.starts_on, actor=turn.lecturer
    ),
    "tick": lambda turn: _tick(turn, turn.lecturer),
    "tick_client": lambda turn: _tick(turn, turn.client),
    "form": _form,
    "start": _start,
    "not_start": _not_start,
    "milestone": _milestone,
    "stop": _stop,
    "hand_in": _hand_in,
    "look": lambda turn: working.client_looked(turn.session, turn.teams[0], actor=turn.client),
    "approve": lambda turn: ending.approve(
        turn.session, turn.teams[0], licence="cc-by", embargo_on=None, actor=turn.lecturer, city=turn.city
    ),
    "publish_result": lambda turn: ending.publish(
        turn.session, turn.teams[0], tuple(CHECKLIST), actor=turn.coordinator, city=turn.city
    ),
    "answer": _answer,
}
