"""What a lecturer sees when making a team: who applied, the team that is suggested and why, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from babel.dates import get_day_names
from flask_babel import gettext

from leren_app.domain.lifecycles.application_states import LABELS, ApplicationState
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ENDED
from leren_app.domain.lifecycles.project_states import LABELS as PROJECT_LABELS
from leren_app.models import Application, Placement, Project
from leren_app.services.projects.forming import CHANGING
from leren_app.services.teams.candidates import Candidates, Proposal, Sizes, propose, sizes_of
from leren_app.services.teams.reasons import LANGUAGE_NAMES, skill_name
from leren_app.web.challenge_cards import title_of
from leren_app.web.challenge_words import skill_names
from leren_app.web.language import spoken_language
from matching.teams import Member


@dataclass(frozen=True)
class CandidateRow:
    """Somebody who applied, as a lecturer may see them."""

    id: UUID
    name: str
    programme: str
    skills: list[str]
    languages: str
    hours: int | None
    motivation: str
    is_waiting: bool
    brings: str

    @classmethod
    def of(cls, application: Application, member: Member | None) -> CandidateRow:
        """The row of an applicant; `member` is their part in the team that is suggested."""
        profile, language = application.profile, spoken_language()
        return cls(
            id=application.id,
            name=profile.user.name,
            programme=profile.programme,
            skills=skill_names(each.skill for each in profile.skills),
            languages=", ".join(LANGUAGE_NAMES[key].in_(language) for key in profile.languages),
            hours=profile.hours_per_week,
            motivation=application.motivation,
            is_waiting=application.state is ApplicationState.WAITING,
            brings=_brings(member) if member else "",
        )


@dataclass(frozen=True)
class TeamView:
    """A team that was made, with what each brings and how many places are left."""

    project: Project
    state: str
    members: list[tuple[str, str]]
    left: int

    @classmethod
    def of(cls, project: Project) -> TeamView:
        """The team of a project."""
        return cls(
            project=project,
            state=PROJECT_LABELS[project.state].in_(spoken_language()),
            members=[(m.user.name, m.reason) for m in project.members if m.left_at is None],
            left=project.team_max - project.member_count if project.state in CHANGING else 0,
        )


@dataclass(frozen=True)
class TeamPage:
    """The whole page."""

    placement: Placement
    title: str
    course: str
    sizes: Sizes
    rows: list[CandidateRow]
    suggested: list[str]
    why_none: str
    lacks: str
    days: str
    unseen: int
    teams: list[TeamView]
    is_agreed: bool
    waiting_label: str

    @classmethod
    def of(cls, placement: Placement, candidates: Candidates, projects: list[Project]) -> TeamPage:
        """The page of a placement."""
        proposal, english = propose(placement, candidates), spoken_language() == "en"
        course = placement.run.course
        return cls(
            placement=placement,
            title=title_of(placement.challenge),
            course=course.name_en if english else course.name_nl,
            sizes=sizes_of(placement),
            rows=_rows(candidates, proposal),
            suggested=[str(each) for each in proposal.members],
            why_none=proposal.suggestions.why_none("en" if english else "nl"),
            lacks=", ".join(skill_name(key, spoken_language()) for key in proposal.lacks),
            days=_days(proposal.shared_days),
            unseen=len(candidates.unseen),
            teams=[TeamView.of(each) for each in projects if each.state not in ENDED],
            is_agreed=placement.state is PlacementState.AGREED,
            waiting_label=LABELS[ApplicationState.WAITING].in_(spoken_language()),
        )

    @property
    def with_room(self) -> list[TeamView]:
        """Teams that somebody can still join."""
        return [team for team in self.teams if team.left > 0]


def _rows(candidates: Candidates, proposal: Proposal) -> list[CandidateRow]:
    """Those of the suggested team first, then the others by name."""
    rows = [CandidateRow.of(each, proposal.members.get(each.id)) for each in candidates.seen]
    return sorted(rows, key=lambda row: (row.id not in proposal.members, row.name, row.id))


def _brings(member: Member) -> str:
    """What somebody adds to the team that is suggested, for the lecturer."""
    parts = []
    if member.covers:
        names = dict.fromkeys(skill_name(cover.need, spoken_language()) for cover in member.covers)
        parts.append(gettext("Brings %(skills)s.", skills=", ".join(names)))
    if member.speaks:
        parts.append(gettext("Speaks the language of the field work."))
    return " ".join(parts) or gettext("Makes the team large enough.")


def _days(days: tuple[int, ...]) -> str:
    names = get_day_names("wide", locale=spoken_language())
    return ", ".join(names[day - 1] for day in days)
