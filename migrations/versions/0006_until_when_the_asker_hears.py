"""Until when an asker hears from us stands with the question, so that the queue can watch and sort by it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from flask import current_app

from leren_app.domain import calendar

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OUR_TURN = ("received", "intake", "agreed")
question = sa.table(
    "question",
    sa.column("id", sa.Uuid()),
    sa.column("state", sa.String()),
    sa.column("submitted_at", sa.DateTime(timezone=True)),
    sa.column("due_on", sa.Date()),
    sa.column("first_answer_at", sa.DateTime(timezone=True)),
    sa.column("hear_by", sa.Date()),
)
event = sa.table(
    "event",
    sa.column("subject", sa.String()),
    sa.column("subject_id", sa.Uuid()),
    sa.column("from_state", sa.String()),
    sa.column("to_state", sa.String()),
    sa.column("at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    # In place: a rebuild of the table on SQLite would do the same and touch every row twice.
    comment = "until when the asker hears from us; empty: not our turn"
    op.add_column("question", sa.Column("hear_by", sa.Date(), nullable=True, comment=comment))
    _name_the_days()


def _name_the_days() -> None:
    """The day that each asker's page named until now: that of the first answer, or as long after our turn began."""
    connection = op.get_bind()
    is_ours = question.c.state.in_(OUR_TURN)
    connection.execute(
        question.update().where(is_ours, question.c.first_answer_at.is_(None)).values(hear_by=question.c.due_on)
    )
    began = (
        sa.select(sa.func.max(event.c.at))
        .where(
            event.c.subject == "question",
            event.c.subject_id == question.c.id,
            event.c.to_state.in_(OUR_TURN),
            sa.or_(event.c.from_state.is_(None), event.c.from_state.not_in(OUR_TURN)),
        )
        .scalar_subquery()
    )
    answered = sa.select(question.c.id, sa.func.coalesce(began, question.c.submitted_at)).where(
        is_ours, question.c.first_answer_at.is_not(None)
    )
    for key, at in connection.execute(answered).all():
        connection.execute(question.update().where(question.c.id == key).values(hear_by=_day_after(at)))


def _day_after(at: datetime) -> date:
    """The last of the working days that the city promises, counted from a moment; SQLite keeps those without a zone."""
    city: Any = current_app.extensions["city"]
    since = at if at.tzinfo else at.replace(tzinfo=UTC)
    return calendar.due_on(since, city.service.answer_working_days, city)


def downgrade() -> None:
    op.drop_column("question", "hear_by")
