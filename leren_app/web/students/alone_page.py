"""What somebody who works alone reads before their project is made, and how their requests stand on their desk."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import Actor
from leren_app.models import Placement, Project
from leren_app.web.placing import course_name, placement_status, title_of
from leren_app.web.templating import day


@dataclass(frozen=True)
class AlonePage:
    """The page that says what is made: for whom, from which day, or why it cannot be yet."""

    placement: Placement
    title: str
    course: str
    name: str
    kickoff: str
    is_own: bool
    is_agreed: bool
    made: str

    @classmethod
    def of(cls, placement: Placement, made: Project | None, actor: Actor) -> AlonePage:
        """The page of a placement; `made` is its project if there is one already."""
        run = placement.run
        return cls(
            placement=placement,
            title=title_of(placement),
            course=course_name(run),
            name=run.person.name if run.person else "",
            kickoff=day(placement.kickoff_on) if placement.kickoff_on else "",
            is_own=actor.user_id == run.person_id,
            is_agreed=placement.state is PlacementState.AGREED,
            made=url_for("projects.show", slug=made.slug) if made else "",
        )


@dataclass(frozen=True)
class OwnRequest:
    """A challenge that somebody asked for alone, in a row of their desk."""

    title: str
    href: str
    status: tuple[str, str]
    course: str
    is_agreed: bool
    is_my_turn: bool

    @classmethod
    def of(cls, placement: Placement) -> OwnRequest:
        """The row of a placement; when it is agreed, its project waits to be made."""
        is_agreed = placement.state is PlacementState.AGREED
        ticks = placement.state is PlacementState.ACCEPTED and placement.lecturer_ticked != placement.agreement_version
        return cls(
            is_agreed=is_agreed,
            is_my_turn=is_agreed or ticks,
            title=title_of(placement),
            href=url_for("placements.show", placement_id=placement.id),
            status=placement_status(placement, "lecturer"),
            course=course_name(placement.run),
        )
