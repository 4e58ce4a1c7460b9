"""The teams somebody is in."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.models import Challenge, Placement, Project, TeamMember


def list_own_projects(session: Session, user_id: UUID) -> list[Project]:
    """The projects somebody is in now, the newest first, with who else is in them."""
    mine = select(TeamMember.project_id).where(TeamMember.user_id == user_id, TeamMember.left_at.is_(None))
    return list(
        session.scalars(
            select(Project)
            .where(Project.id.in_(mine))
            .options(
                selectinload(Project.members).joinedload(TeamMember.user),
                joinedload(Project.placement).joinedload(Placement.challenge).joinedload(Challenge.question),
            )
            .order_by(Project.created_at.desc(), Project.id)
        )
    )
