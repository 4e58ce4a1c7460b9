"""What a lecturer sees when making a team: who applied, the team that is suggested and why, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
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
from leren_app.services.teams.reasons import LANGUAGE_NAMES, by_nearness, skill_name
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
    promised: int
    motivation: str
    is_waiting: bool
    brings: str

    @classmethod
    def of(cls, application: Application, promised: int, brings: str) -> CandidateRow:
        """The row of an applicant; `brings` is their part in the team that is ticked."""
        profile, language = application.profile, spoken_language()
        return cls(
            id=application.id,
            name=profile.user.name,
            programme=profile.programme,
            skills=skill_names(each.skill for each in profile.skills),
            languages=", ".join(LANGUAGE_NAMES[key].in_(language) for key in profile.languages),
            hours=profile.hours_per_week,
            promised=promised,
            motivation=application.motivation,
            is_waiting=application.state is ApplicationState.WAITING,
            brings=brings,
        )


@dataclass(frozen=True)
class TeamOption:
    """A team that is suggested: who, what each brings, what it covers, lacks and shares."""

    number: int
    ids: list[str]
    members: list[tuple[str, str]]
    covers: str
    lacks: str
    days: str
    programmes: str
    more: int  # percent of the needs by which a team that was not tried might cover more

    @classmethod
    def of(cls, number: int, proposal: Proposal, candidates: Candidates) -> TeamOption:
        """One of the proposals, in the language of the page."""
        known = {each.id: each for each in candidates.seen}
        chosen = [known[each] for each in proposal.members]
        programmes = sorted({each.profile.programme for each in chosen if each.profile.programme})
        return cls(
            number=number,
            ids=[str(each.id) for each in chosen],
            members=[
                (each.profile.user.name, _brings(proposal.members[each.id], each.profile.programme, is_first=not place))
                for place, each in enumerate(chosen)
            ],
            covers=", ".join(skill_names(proposal.covers)),
            lacks=", ".join(skill_names(proposal.lacks)),
            days=_days(proposal.shared_days),
            programmes=", ".join(programmes) if len(programmes) > 1 else "",
            more=round(100 * proposal.gap),
        )

    def brings(self, application_id: UUID) -> str:
        """What somebody brings to this team; empty for who is not in it."""
        parts = dict(zip(self.ids, self.members, strict=True))
        return parts[str(application_id)][1] if str(application_id) in parts else ""


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
    ticked: TeamOption | None
    others: list[TeamOption]
    why_none: str
    unseen: int
    teams: list[TeamView]
    is_agreed: bool
    waiting_label: str

    @classmethod
    def of(cls, placement: Placement, candidates: Candidates, projects: list[Project], wanted: int = 1) -> TeamPage:
        """The page of a placement, with the wanted team of those suggested ticked, or the first."""
        proposals, english = propose(placement, candidates), spoken_language() == "en"
        course = placement.run.course
        options = [TeamOption.of(n, each, candidates) for n, each in enumerate(proposals.teams, start=1)]
        ticked = next((each for each in options if each.number == wanted), options[0] if options else None)
        return cls(
            placement=placement,
            title=title_of(placement.challenge),
            course=course.name_en if english else course.name_nl,
            sizes=sizes_of(placement),
            rows=_rows(candidates, ticked),
            ticked=ticked,
            others=[each for each in options if each is not ticked],
            why_none=proposals.suggestions.why_none("en" if english else "nl"),
            unseen=len(candidates.unseen),
            teams=[TeamView.of(each) for each in projects if each.state not in ENDED],
            is_agreed=placement.state is PlacementState.AGREED,
            waiting_label=LABELS[ApplicationState.WAITING].in_(spoken_language()),
        )

    @property
    def with_room(self) -> list[TeamView]:
        """Teams that somebody can still join."""
        return [team for team in self.teams if team.left > 0]


def _rows(candidates: Candidates, ticked: TeamOption | None) -> list[CandidateRow]:
    """Those of the ticked team first, then the others by name."""
    rows = [
        CandidateRow.of(
            each, candidates.promised.get(each.profile.user_id, 0), ticked.brings(each.id) if ticked else ""
        )
        for each in candidates.seen
    ]
    return sorted(rows, key=lambda row: (not row.brings, row.name, row.id))


def _brings(member: Member, programme: str, *, is_first: bool) -> str:
    """What somebody adds to a team that is suggested, for the lecturer; the first of a team differs from nobody."""
    exact, near = by_nearness(member)
    parts = [gettext("Brings %(skills)s.", skills=_names(exact))] if exact else []
    for own, need in near:
        parts.append(gettext("Can do %(own)s, which is near to %(need)s.", own=_names([own]), need=_names([need])))
    if member.speaks:
        parts.append(gettext("Speaks the language of the field work."))
    if programme and "discipline" in member.adds and not is_first:
        parts.append(gettext("Adds another field of study: %(programme)s.", programme=programme))
    return " ".join(parts) or gettext("Makes the team large enough.")


def _names(keys: Iterable[str]) -> str:
    return ", ".join(skill_name(key, spoken_language()) for key in keys)


def _days(days: tuple[int, ...]) -> str:
    names = get_day_names("wide", locale=spoken_language())
    return ", ".join(names[day - 1] for day in days)
