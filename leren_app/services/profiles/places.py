"""Whether somebody can still get a place on a challenge: taking it on themselves, or in a team of their institution."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select

from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.models import Challenge, Course, CourseRun, Placement, Project
from leren_app.services.challenges.reading import has_free_slot
from leren_app.services.projects.forming import CHANGING

PROMISED = (PlacementState.ACCEPTED, PlacementState.AGREED)


def has_place_for(institution_id: UUID | None) -> ColumnElement[bool]:
    """The condition of queries: a slot is free, or a class of this institution has a team to make or to fill."""
    if institution_id is None:
        return has_free_slot()
    of_placement = Project.placement_id == Placement.id
    is_made = exists().where(of_placement, Project.state != ProjectState.NOT_STARTED)
    has_room = exists().where(of_placement, Project.state.in_(CHANGING), Project.member_count < Project.team_max)
    in_class = (
        select(Placement.id)
        .join(Placement.run)
        .join(CourseRun.course)
        .where(
            Placement.challenge_id == Challenge.id,
            Placement.state.in_(PROMISED),
            CourseRun.person_id.is_(None),
            Course.organisation_id == institution_id,
            or_(~is_made, has_room),
        )
    )
    return or_(has_free_slot(), in_class.exists())
