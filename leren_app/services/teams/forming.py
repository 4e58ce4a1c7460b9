"""Making a team: those chosen become members, everybody else who applied hears where they stand, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, StaleError
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.roles import SYSTEM, Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Application, Placement, Project, TeamMember
from leren_app.services.applications.moving import decide
from leren_app.services.placements.people import roles_towards
from leren_app.services.projects import forming
from leren_app.services.projects.forming import Chosen
from leren_app.services.teams.candidates import (
    Candidates,
    describe,
    get_placement,
    list_candidates,
    list_placed,
    sizes_of,
)
from leren_app.services.teams.reasons import NO_PLACE_ELSEWHERE, TEAM_IS_FULL, of_member


@dataclass(frozen=True)
class Choice:
    """What a lecturer decided: who is in, and what the others on the same page hear.

    `listed` are the applications the lecturer saw; who applied since is left alone. An empty `reason` is the standard
    sentence, which everybody reads in their own language.
    """

    members: frozenset[UUID]
    listed: frozenset[UUID]
    declines_rest: bool = False
    reason: str = ""


class LeftError(StaleError):
    """Somebody who was chosen withdrew in the meantime."""

    def __init__(self, n: int) -> None:
        super().__init__()
        self.message = (_ONE_LEFT if n == 1 else _SOME_LEFT).with_(n=n)


def form_team(session: Session, placement_id: UUID, choice: Choice, *, actor: Actor, city: City) -> Project:
    """Make a team out of the chosen applicants and tell everybody on the list.

    Raises FieldError for a team too small or too large, LeftError when one of them withdrew meanwhile (nothing has
    happened then), TransitionError when the placement is not agreed.
    """
    placement = get_placement(session, placement_id, actor, lock=True)
    candidates = list_candidates(session, placement.challenge_id, actor)
    chosen = _chosen(candidates, choice)
    _must_fit(placement, len(chosen))
    reasons = _reasons(placement, chosen)
    members = [Chosen(each.profile.user, reasons[each.id]) for each in chosen]
    project = forming.form(session, placement, members, actor=actor, city=city)
    _must_be_placed(chosen)
    roles = roles_towards(actor, placement)
    rest = [each for each in candidates.seen if each.id in choice.listed - choice.members]
    _tell_rest(session, rest, choice, actor=actor, roles=roles)
    if placement.challenge.taken >= placement.challenge.slots:
        _tell_unseen(session, candidates.unseen)
    return project


def add_member(session: Session, project: Project, application_id: UUID, *, actor: Actor) -> TeamMember:
    """Give an applicant a place in a team that has one left; the last place is given once.

    Raises TransitionError when the team is full or at its end, LeftError for who withdrew meanwhile.
    """
    placement = get_placement(session, project.placement_id, actor)
    application = list_candidates(session, placement.challenge_id, actor).find(application_id)
    if application is None:
        raise LeftError(1)
    reason = _reasons(placement, [application])[application.id]
    member = forming.add_member(session, project, Chosen(application.profile.user, reason), actor=actor)
    _must_be_placed([application])
    return member


def release_members(session: Session, project: Project, reason: str, *, actor: Actor, roles: frozenset[Role]) -> int:
    """Put everybody in a team that does not start back on the waiting list; gives how many."""
    users = {member.user_id for member in project.members if member.left_at is None}
    challenge_id = project.placement.challenge_id
    placed = [each for each in list_placed(session, challenge_id) if each.profile.user_id in users]
    for application in placed:
        decide(session, application, "release", actor=actor, roles=roles, reason=reason)
    return len(placed)


def _chosen(candidates: Candidates, choice: Choice) -> list[Application]:
    found = [each for each in candidates.seen if each.id in choice.members]
    if len(found) < len(choice.members):
        raise LeftError(len(choice.members) - len(found))
    return found


def _must_be_placed(chosen: list[Application]) -> None:
    """Who withdrew between the look and the joining was not placed; then nobody is."""
    left = sum(each.state is not ApplicationState.PLACED for each in chosen)
    if left:
        raise LeftError(left)


def _reasons(placement: Placement, chosen: list[Application]) -> dict[UUID, str]:
    """What each brings to this very team, in their own language."""
    brings = describe(placement, chosen)
    return {each.id: of_member(brings.get(each.id), placement).in_(each.profile.user.language) for each in chosen}


def _must_fit(placement: Placement, n: int) -> None:
    sizes = sizes_of(placement)
    if not sizes.low <= n <= sizes.high:
        raise FieldError("members", _SIZE.with_(n=n, low=sizes.low, high=sizes.high))


def _tell_rest(
    session: Session, rest: Iterable[Application], choice: Choice, *, actor: Actor, roles: frozenset[Role]
) -> None:
    """Waiting or declined; who was waiting and goes on waiting hears nothing new."""
    name = "decline" if choice.declines_rest else "wait"
    for each in rest:
        if choice.declines_rest or each.state is ApplicationState.OPEN:
            reason = choice.reason.strip() or TEAM_IS_FULL.in_(each.profile.user.language)
            decide(session, each, name, actor=actor, roles=roles, reason=reason)


def _tell_unseen(session: Session, unseen: Iterable[Application]) -> None:
    """Applicants of other institutions, when no course of theirs can take the challenge any more."""
    for each in unseen:
        if each.state is ApplicationState.OPEN:
            reason = NO_PLACE_ELSEWHERE.in_(each.profile.user.language)
            decide(session, each, "wait", actor=SYSTEM, roles=SYSTEM.roles, reason=reason)


_ONE_LEFT = Text(
    "Iemand die u koos, heeft zich intussen teruggetrokken. Er is nog niets verstuurd. Kijk wie er nu staan.",
    "Somebody you chose has withdrawn in the meantime. Nothing was sent. Look who is here now.",
)
_SOME_LEFT = Text(
    "{n} mensen die u koos, zijn er niet meer bij. Er is nog niets verstuurd. Kijk wie er nu staan.",
    "{n} people you chose are not available any more. Nothing was sent. Look who is here now.",
)
_SIZE = Text(
    "U koos {n} mensen. Een team heeft er minstens {low} en hoogstens {high}.",
    "You chose {n} people. A team has at least {low} and at most {high}.",
)
