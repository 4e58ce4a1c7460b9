"""Mails about an application, to the applicant alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.models import Application, Placement, Project, TeamMember

OWN_APPLICATIONS = "students.applications"


@about("application")
def application(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The challenge, the reason as it stands now, for who was placed the others in the team, and where to read on."""
    found = session.get_one(Application, UUID(payload["application"]))
    title = found.challenge.title_en if recipient.language == "en" else found.challenge.title_nl
    return {
        "title": title,
        "motivation": found.motivation,
        "reason": found.reason,
        "team": _others(session, found),
        "link": link(OWN_APPLICATIONS, recipient.language),
    }


def _others(session: Session, application: Application) -> list[str]:
    """The names of the others in the newest team of this challenge that the applicant is in."""
    mine = (
        select(TeamMember.project_id)
        .join(Project, Project.id == TeamMember.project_id)
        .join(Placement, Placement.id == Project.placement_id)
        .where(
            Placement.challenge_id == application.challenge_id,
            TeamMember.user_id == application.profile.user_id,
            TeamMember.left_at.is_(None),
        )
        .order_by(Project.created_at.desc())
        .limit(1)
    )
    project_id = session.scalar(mine)
    if project_id is None:
        return []
    members = session.get_one(Project, project_id).members
    return [m.user.name for m in members if m.left_at is None and m.user_id != application.profile.user_id]
