"""What the guards of the life cycle need to know of a challenge, gathered from its row and its placements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.lifecycles.challenge_needs import ChallengeFacts
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.text import Text
from leren_app.models import Challenge, Placement
from leren_app.services import clock

PROMISED = (PlacementState.ACCEPTED, PlacementState.AGREED)


@dataclass(frozen=True)
class Waiting:
    """How many placements of a challenge wait for an answer, and how many were promised."""

    requested: int = 0
    promised: int = 0


def count_placements(session: Session, challenge: Challenge) -> Waiting:
    """The placements that bind a challenge."""
    counted = select(Placement.state, func.count(Placement.id)).where(Placement.challenge_id == challenge.id)
    by_state = {row[0]: row[1] for row in session.execute(counted.group_by(Placement.state))}
    return Waiting(by_state.get(PlacementState.REQUESTED, 0), sum(by_state.get(state, 0) for state in PROMISED))


def facts_of(
    session: Session,
    challenge: Challenge,
    city: City,
    *,
    reason: str = "",
    until: date | None = None,
    by_clock: bool = False,
) -> ChallengeFacts:
    """The facts at this moment; `reason` and `until` are what was filled in for the step at hand."""
    waiting = count_placements(session, challenge)
    return ChallengeFacts(
        today=clock.today(session, city),
        question_state=challenge.question.state,
        public_texts=public_texts(challenge),
        level=challenge.level,
        work_form=challenge.work_form or "",
        period="set" if challenge.starts_on and challenge.ends_on else "",
        field_language=challenge.field_language or "",
        skills=len(challenge.skills),
        slots=challenge.slots,
        taken=challenge.taken,
        has_client_hours=challenge.client_id is not None and challenge.client_confirmed_at is not None,
        requested_placements=waiting.requested,
        promised_placements=waiting.promised,
        # Whoever ticked, ticked the text as it is now: an edit before the tick cleared the terms.
        ticked_version=challenge.text_version if waiting.promised else 0,
        next_version=challenge.text_version + 1,
        last_plan_on=challenge.last_plan_on,
        until=until,
        paused_until=challenge.paused_until,
        reason=reason,
        by_clock=by_clock,
    )


def public_texts(challenge: Challenge) -> tuple[str, ...]:
    """What would be shown: title and summary, each in Dutch and English."""
    return challenge.title_nl, challenge.title_en, challenge.summary_nl, challenge.summary_en


def why_too_late(challenge: Challenge, on: date) -> Text | None:
    """Why no course could take it any more, would it be opened on this day."""
    last = challenge.planned_until
    return _TOO_LATE if last is not None and last < on else None


_TOO_LATE = Text(
    "De laatste dag om dit in te plannen is voorbij. Kies eerst een latere dag.",
    "The last day to plan this has passed. First choose a later day.",
)
