"""How students come to a challenge in the year: they apply, think again, are put in a team; and whom they promise."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from leren_app.cli import demo_people
from leren_app.cli.demo_crowd import Student
from leren_app.cli.demo_turn import Turn
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.text import Text
from leren_app.models import Application, Channel, Project, User
from leren_app.services.applications.applying import apply, withdraw
from leren_app.services.projects import forming, promises
from leren_app.services.projects.forming import Chosen
from leren_app.services.teams.candidates import get_placement, list_candidates, propose
from leren_app.services.teams.forming import Choice, form_team
from matching.skills import own_vocabulary

PARTS = 3
"""In so many days do the students of one challenge apply."""
EVERY, THINKS_AGAIN = 7, 4
"""Of every seven who applied for a challenge, the fifth takes it back."""
BRINGS = Text("Je volgt dit vak en brengt mee: {skills}.", "You take this course and bring: {skills}.")
TAKES = Text("Je volgt dit vak.", "You take this course.")


def wish(turn: Turn) -> None:
    """Some of the students apply, each in their own words."""
    mine = turn.world.year.wishes[turn.key][turn.told["part"] :: PARTS]
    cut = turn.slice_
    course = turn.world.year.courses.get(cut.get("course", "")) or {"languages": ["nl", "en"], "level": cut["level"]}
    for each in mine:
        if each.by:
            user = demo_people.get(turn.session, each.by)
        else:
            one = turn.world.crowd.choose(course, cut["field"], cut["skills"], 1, writes=each.language)[0]
            user = turn.session.get_one(User, one.user_id)
        made = apply(turn.session, turn.challenge, each.says, actor=turn.acting(user), city=turn.city)
        turn.world.applications.setdefault(turn.key, []).append(made.id)


def think_again(turn: Turn) -> None:
    """Now and then somebody takes an application back; nobody with an account of the demo does."""
    for application_id in turn.world.applications.get(turn.key, [])[THINKS_AGAIN::EVERY]:
        application = turn.session.get_one(Application, application_id)
        user = application.profile.user
        if not _is_known(user) and application.state is ApplicationState.OPEN:
            withdraw(turn.session, application, actor=turn.acting(user))


def form(turn: Turn) -> None:
    """The lecturer makes the teams: first one of who applied, then of who is in the class."""
    made = _of_applicants(turn)
    cut, course = turn.slice_, turn.world.year.courses[turn.slice_["course"]]
    size = _size(turn)
    while len(made) < turn.told["teams"]:
        chosen = turn.world.crowd.choose(course, cut["field"], cut["skills"], size)
        if len(chosen) < size:
            break
        members = [_because(turn.session, one, cut["skills"]) for one in chosen]
        made.append(forming.form(turn.session, turn.placement, members, actor=turn.lecturer, city=turn.city))
    turn.world.projects[turn.key] = [team.id for team in made]


def promise(turn: Turn) -> None:
    """A member notes to whom of the people they spoke they promised to tell what comes out."""
    team = turn.teams[0]
    actor = turn.acting(team.members[0].user)
    for each in turn.world.year.promised[turn.key]:
        made = promises.promise_to_tell(
            turn.session, team, each["name"], each["reach"], Channel(each["channel"]), each["language"], actor=actor
        )
        if each.get("told"):
            turn.world.told_by_hand.setdefault(turn.key, []).append(made.id)


def tell_promised(turn: Turn) -> None:
    """The coordinator calls or writes to those who have no mail; who is not reached is still to be told."""
    team, by_hand = turn.teams[0], turn.world.told_by_hand.get(turn.key, [])
    for each in promises.list_promises(turn.session, team):
        if each.id in by_hand:
            promises.tick_told(turn.session, team, each, actor=turn.coordinator)


def _of_applicants(turn: Turn) -> list[Project]:
    """The team that the matcher suggests, as the lecturer takes it; nobody may have applied."""
    session, lecturer = turn.session, turn.lecturer
    placement = get_placement(session, turn.placement.id, lecturer)
    candidates = list_candidates(session, placement.challenge_id, lecturer)
    if not candidates.seen:
        return []
    suggested = {member for team in propose(placement, candidates).teams[:1] for member in team.members}
    ranked = sorted(candidates.seen, key=lambda each: (not _is_known(each.profile.user), each.id not in suggested))
    ids = [each.id for each in ranked]
    reason = turn.world.year.turned_away.get(turn.key, "")
    choice = Choice(frozenset(ids[: _size(turn)]), frozenset(ids), bool(reason), reason)
    return [form_team(session, placement.id, choice, actor=lecturer, city=turn.city)]


def _size(turn: Turn) -> int:
    largest: int = min(turn.slice_["team"][1], turn.world.year.courses[turn.slice_["course"]]["team"][1])
    return largest


def _is_known(user: User) -> bool:
    return user.mail in {person.mail for person in demo_people.PEOPLE}


def _because(session: Session, one: Student, asked: Iterable[str]) -> Chosen:
    user = session.get_one(User, one.user_id)
    brought = [own_vocabulary().skills[key] for key in asked if key in one.skills]
    names = Text(", ".join(s.nl for s in brought), ", ".join(s.en for s in brought))
    said = BRINGS.with_(skills=names.in_(user.language)) if brought else TAKES
    return Chosen(user, said.in_(user.language))
