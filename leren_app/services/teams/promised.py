"""How many hours a week people promised to teams they are in, so that nobody is asked for more than they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Challenge, Placement, Project, TeamMember
from leren_app.services.profiles.fitting import hours_a_week
from leren_app.services.projects.forming import CHANGING


def hours_promised(session: Session, user_ids: Collection[UUID], challenge_id: UUID) -> Mapping[UUID, int]:
    """Hours a week by account, in teams that still work in the same period as this challenge.

    A challenge that does not say how much work it is counts for nothing; one without dates counts as the same period.
    """
    asked = session.get_one(Challenge, challenge_id)
    rows = session.execute(
        select(TeamMember.user_id, Challenge)
        .join(TeamMember.project)
        .join(Project.placement)
        .join(Placement.challenge)
        .where(TeamMember.user_id.in_(user_ids), TeamMember.left_at.is_(None), Project.state.in_(CHANGING))
        .where(Challenge.id != challenge_id)
    )
    promised: Counter[UUID] = Counter()
    for user_id, challenge in rows:
        if _at_once(asked, challenge):
            promised[user_id] += hours_a_week(challenge) or 0
    return promised


def _at_once(one: Challenge, other: Challenge) -> bool:
    """Whether the two take place in part at the same time, as far as both say when."""
    periods = ((one.starts_on, other.ends_on), (other.starts_on, one.ends_on))
    return not any(start and end and start > end for start, end in periods)
