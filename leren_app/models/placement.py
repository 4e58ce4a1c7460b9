"""A challenge in an edition of a course: suggested, requested, accepted, agreed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.challenge import Challenge
from leren_app.models.course import CourseRun
from leren_app.models.user import User

LIVE = "state IN ('proposed', 'requested', 'accepted', 'agreed')"


class Placement(Keyed, Base):
    """A challenge placed in an edition. Both sides tick one version of the agreement."""

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_live",
            "challenge_id",
            "run_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        CheckConstraint(
            "state NOT IN ('agreed', 'done') OR (kickoff_on IS NOT NULL AND lecturer_ticked = agreement_version"
            " AND client_ticked = agreement_version)",
            name="agreed_has_both_ticks",
        ),
        Index("ix_placement_run_id", "run_id"),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("course_run.id"))
    state: Mapped[PlacementState] = mapped_column(one_of(PlacementState, "state"))
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    kickoff_on: Mapped[date | None]
    agreement_version: Mapped[int] = mapped_column(default=1)
    terms: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict, comment="contact, language, data, publication, costs, if_it_fails; and the challenge's text"
    )
    lecturer_ticked: Mapped[int | None] = mapped_column(comment="the version of the agreement that was ticked")
    lecturer_ticked_at: Mapped[datetime | None]
    client_ticked: Mapped[int | None]
    client_ticked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    challenge: Mapped[Challenge] = relationship()
    run: Mapped[CourseRun] = relationship()
    requested_by: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class Suggestion(Keyed, Base):
    """A challenge that fits an edition or a person, with reasons; rebuilt by jobs, never edited but for a dismissal."""

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("(run_id IS NULL) <> (user_id IS NULL)", name="for_run_or_person"),
        Index("uq_suggestion_run", "run_id", "challenge_id", unique=True),
        Index("uq_suggestion_user", "user_id", "challenge_id", unique=True),
        Index("ix_suggestion_challenge_id", "challenge_id"),
    )

    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("course_run.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    score: Mapped[float]
    label: Mapped[str] = mapped_column(String(40), default="", comment="calendar: fits, tight, …")
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    index_version: Mapped[str] = mapped_column(String(64), default="")
    dismissed_reason: Mapped[str | None] = mapped_column(String(24))
    dismissed_at: Mapped[datetime | None]

    challenge: Mapped[Challenge] = relationship()
