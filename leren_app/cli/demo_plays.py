"""How the year's scenes about education are played: each is one or two calls of the services, by whoever acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from leren_app import storage
from leren_app.cli import demo_teams
from leren_app.cli.demo_paper import paper
from leren_app.cli.demo_turn import Turn
from leren_app.domain.editions import Planned
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import (
    Course,
    CourseKind,
    FieldLanguage,
    Project,
    User,
    WorkForm,
)
from leren_app.services import clock
from leren_app.services.challenges import client, drafting, steps
from leren_app.services.challenges.client import Client, ClientIs
from leren_app.services.challenges.drafting import Draft
from leren_app.services.courses import editing, runs
from leren_app.services.courses.editing import CourseText
from leren_app.services.courses.runs import Alone
from leren_app.services.placements import agreement, answering, asking
from leren_app.services.projects import ending, files, forming, working
from leren_app.services.projects.facts import CHECKLIST
from leren_app.services.projects.working import HandedIn
from leren_app.services.questions import answering as answers

CLIENT_HOURS = 12
PAUSE = timedelta(weeks=10)


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
            languages=tuple(course["languages"]),
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


def _request(turn: Turn) -> None:
    made = asking.request(turn.session, turn.challenge, turn.run, actor=turn.lecturer, city=turn.city)
    turn.world.placements[turn.key] = made.id


def _alone(turn: Turn) -> None:
    """A student without a class asks for it as a thesis of their own."""
    cut = turn.slice_
    course = turn.world.year.courses[cut["course"]]
    one = turn.world.crowd.choose(course, cut["field"], cut["skills"], 1)[0]
    person = turn.session.get_one(User, one.user_id)
    alone = Alone(CourseKind(cut["form"]), one.languages)
    made = asking.request_alone(
        turn.session, turn.challenge, alone, person=person, actor=turn.acting(person), city=turn.city
    )
    turn.world.placements[turn.key] = made.id


def _propose(turn: Turn) -> None:
    made = asking.propose(turn.session, turn.challenge, turn.run, actor=turn.coordinator, city=turn.city)
    turn.world.placements[turn.key] = made.id


def _tick(turn: Turn, who: Actor) -> None:
    placement = turn.placement
    agreement.tick(turn.session, placement, actor=who, city=turn.city, seen_agreement=placement.agreement_version)


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
    open_ends = Text(turn.said["open_ends"], turn.said["open_ends_en"])
    for team in turn.teams:
        working.stop(turn.session, team, reason, open_ends, actor=turn.lecturer, city=turn.city)


def _hand_in(turn: Turn) -> None:
    """The team hands in its report; everyone says whether their name may stand with it."""
    team, found = turn.teams[0], turn.world.year.results[turn.key]
    assert turn.world.files is not None  # noqa: S101 - the telling gives the folder
    page = paper(found["title_nl"], found["summary_nl"], found["title_en"], found["summary_en"], found["lesson"])
    kept = storage.store(turn.world.files, BytesIO(page), f"verslag-{turn.key}.pdf", kinds=storage.PDF)
    actor = _member(turn, team)
    report = files.keep(turn.session, team, kept, actor=actor)
    for n, member in enumerate(team.members):
        working.consent(turn.session, team, actor=turn.acting(member.user), is_public=n % 3 != 0)
    last = next((each for each in team.milestones if each.done_at is None), None)
    if last is not None:
        forming.finish_milestone(turn.session, team, last, actor=actor)
    work = HandedIn(**found, report_id=report.id)
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
    "wish": demo_teams.wish,
    "think_again": demo_teams.think_again,
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
    "cancel": lambda turn: answering.cancel(
        turn.session, turn.placement, turn.said["reason"], actor=turn.lecturer, city=turn.city
    ),
    "alone": _alone,
    "form": demo_teams.form,
    "promise": demo_teams.promise,
    "tell_promised": demo_teams.tell_promised,
    "start": _start,
    "not_start": _not_start,
    "milestone": _milestone,
    "stop": _stop,
    "hand_in": _hand_in,
    "look": lambda turn: working.client_looked(turn.session, turn.teams[0], actor=turn.client),
    "approve": lambda turn: ending.approve(
        turn.session,
        turn.teams[0],
        licence="cc-by",
        embargo_on=turn.told.get("embargo_on"),
        actor=turn.lecturer,
        city=turn.city,
    ),
    "publish_result": lambda turn: ending.publish(
        turn.session, turn.teams[0], tuple(CHECKLIST), actor=turn.coordinator, city=turn.city
    ),
    "answer": _answer,
}
