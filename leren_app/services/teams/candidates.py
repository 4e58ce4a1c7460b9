"""Who applied for a challenge that was agreed with a course, and the team that could be made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.domain.errors import NotFoundError
from leren_app.domain.lifecycles.application_states import LIVE, ApplicationState
from leren_app.domain.permissions import Permission, Person, may_see_person, require
from leren_app.domain.roles import Actor
from leren_app.models import (
    Application,
    Challenge,
    Course,
    CourseRun,
    FieldLanguage,
    Placement,
    Profile,
    Project,
    TeamMember,
    User,
)
from leren_app.services.profiles.fitting import hours_a_week
from leren_app.services.teams.promised import hours_promised
from matching import teams as matching


@dataclass(frozen=True)
class Sizes:
    """How small and how large a team may be: what challenge and edition both allow."""

    low: int
    high: int


@dataclass(frozen=True)
class Candidates:
    """Live applications that the actor may see, by name; of the others only how many there are."""

    seen: tuple[Application, ...] = ()
    unseen: tuple[Application, ...] = ()
    promised: Mapping[UUID, int] = field(default_factory=dict)  # hours a week of an account in other teams then

    def find(self, application_id: UUID) -> Application | None:
        """The one with this id, if it may be seen and is still live."""
        return next((each for each in self.seen if each.id == application_id), None)


@dataclass(frozen=True)
class Proposal:
    """A team as the matcher would make it; members by the id of their application, who brings most first."""

    members: dict[UUID, matching.Member]
    covers: tuple[str, ...]
    lacks: tuple[str, ...]
    shared_days: tuple[int, ...]
    gap: float  # the part of the needs by which another team might cover more; 0 where none does

    @classmethod
    def of(cls, team: matching.Team) -> Proposal:
        """The matcher's team in terms of the app."""
        return cls(
            {UUID(member.id): member for member in team.members},
            tuple(cover.need for cover in team.covers),
            team.lacks,
            tuple(sorted(int(day) for day in team.shared_days)),
            team.gap,
        )


@dataclass(frozen=True)
class Proposals:
    """Up to three teams, the best first, or in the matcher's words why there is none."""

    teams: tuple[Proposal, ...]
    suggestions: matching.TeamSuggestions


def get_placement(session: Session, placement_id: UUID, actor: Actor, *, lock: bool = False) -> Placement:
    """A placement with its challenge and course, for who may make teams of it. Raises NotFoundError for others.

    `lock`: two who make a team at once go one after the other.
    """
    query = _placements().where(Placement.id == placement_id)
    found = session.scalar(query.with_for_update(of=Placement) if lock else query)
    if found is None:
        raise NotFoundError
    require(actor, Permission.MAKE_TEAM, found.run.course)
    return found


def list_candidates(session: Session, challenge_id: UUID, actor: Actor) -> Candidates:
    """Live applications of people who let lecturers see their profile; those the actor may not see apart."""
    found = session.scalars(
        select(Application)
        .join(Application.profile)
        .join(Profile.user)
        .where(
            Application.challenge_id == challenge_id,
            Application.state.in_(LIVE),
            Profile.consented_at.is_not(None),
            User.deactivated_at.is_(None),
        )
        .options(
            joinedload(Application.profile).options(
                joinedload(Profile.user).joinedload(User.institution), selectinload(Profile.skills)
            )
        )
        .order_by(User.name, Application.id)
    ).all()
    seen = tuple(each for each in found if may_see_person(actor, person_of(each.profile.user)))
    promised = hours_promised(session, [each.profile.user_id for each in seen], challenge_id)
    return Candidates(seen, tuple(each for each in found if each not in seen), promised)


def list_projects(session: Session, placement_id: UUID) -> list[Project]:
    """The teams of a placement with their members, the first made first."""
    return list(
        session.scalars(
            select(Project)
            .where(Project.placement_id == placement_id)
            .options(selectinload(Project.members).joinedload(TeamMember.user))
            .order_by(Project.created_at, Project.id)
        )
    )


def get_project(session: Session, project_id: UUID, placement_id: UUID) -> Project:
    """A team of this placement. Raises NotFoundError."""
    found = session.scalar(select(Project).where(Project.id == project_id, Project.placement_id == placement_id))
    if found is None:
        raise NotFoundError
    return found


def person_of(user: User) -> Person:
    """An account as the permissions know it."""
    return Person(user_id=user.id, institution_id=user.institution_id)


def sizes_of(placement: Placement) -> Sizes:
    """The sizes both allow; where they exclude each other, those of the edition."""
    challenge, run = placement.challenge, placement.run
    low, high = max(challenge.team_min, run.team_min), min(challenge.team_max, run.team_max)
    return Sizes(low, high) if low <= high else Sizes(run.team_min, run.team_max)


def propose(placement: Placement, candidates: Candidates) -> Proposals:
    """The best teams of the largest size out of these candidates, with what each brings and what is lacking."""
    sizes, challenge = sizes_of(placement), placement.challenge
    hours = float(hours_a_week(challenge) or 0)
    needs = matching.Needs(
        skills=_skills(challenge),
        minimum=sizes.low,
        maximum=sizes.high,
        field_language=_field_language(challenge),
        hours=hours,
    )
    people = [_person(each, hours, candidates.promised.get(each.profile.user_id, 0)) for each in candidates.seen]
    suggestions = matching.suggest_teams(people, needs)
    return Proposals(tuple(map(Proposal.of, suggestions.teams)), suggestions)


def describe(placement: Placement, chosen: Sequence[Application]) -> dict[UUID, matching.Member]:
    """What each of these brings to the team they make together; empty where none of them brings anything."""
    needs = matching.Needs(_skills(placement.challenge), 1, len(chosen), _field_language(placement.challenge))
    team = matching.describe_team([_person(each) for each in chosen], needs)
    return {UUID(member.id): member for member in team.members if team.covers or member.speaks}


def list_placed(session: Session, challenge_id: UUID) -> list[Application]:
    """Applications for a challenge that ended in a team."""
    return list(
        session.scalars(
            select(Application)
            .where(Application.challenge_id == challenge_id, Application.state == ApplicationState.PLACED)
            .options(joinedload(Application.profile).joinedload(Profile.user))
            .order_by(Application.id)
        )
    )


def _skills(challenge: Challenge) -> tuple[str, ...]:
    return tuple(each.skill for each in challenge.skills)


def _field_language(challenge: Challenge) -> str | None:
    language = challenge.field_language
    return None if language in (None, FieldLanguage.ANY) else str(language)


def _person(application: Application, asked: float = 0.0, promised: int = 0) -> matching.Person:
    """An applicant for the matcher; who did not say how many hours counts as having enough beside all promised."""
    profile = application.profile
    hours = asked + promised if profile.hours_per_week is None else profile.hours_per_week
    return matching.Person(
        id=str(application.id),
        skills=tuple(matching.OwnSkill(each.skill) for each in profile.skills),
        languages=frozenset(profile.languages),
        hours=float(hours),
        busy=float(promised),
        free_days=frozenset(map(str, profile.free_days)),
        discipline=profile.programme.lower(),
        institution=str(profile.user.institution_id or ""),
        level=profile.level,
    )


def _placements() -> Select[Placement]:
    return select(Placement).options(
        joinedload(Placement.challenge).options(selectinload(Challenge.skills), joinedload(Challenge.question)),
        joinedload(Placement.run)
        .joinedload(CourseRun.course)
        .options(selectinload(Course.lecturers), joinedload(Course.organisation)),
    )
