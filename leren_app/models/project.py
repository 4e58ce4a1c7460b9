"""Teams at work: project, members, milestones, files, result, baton, and who was promised to hear."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.contact import Contact
from leren_app.models.placement import Placement
from leren_app.models.user import User


class Project(Keyed, Base):
    """A team at work on a placement."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('delivered', 'approved', 'public') OR delivered_at IS NOT NULL", name="delivered_has_date"
        ),
        CheckConstraint("state <> 'public' OR ended_at IS NOT NULL", name="public_has_date"),
        CheckConstraint(
            "state <> 'stopped' OR (stop_reason_nl <> '' AND stop_reason_en <> '')", name="stopped_says_why"
        ),
        CheckConstraint("member_count >= 0 AND member_count <= team_max", name="team_not_too_large"),
        Index("ix_project_placement_id", "placement_id"),
        Index("ix_project_state", "state", "created_at", "id"),
    )

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    placement_id: Mapped[UUID] = mapped_column(ForeignKey("placement.id"))
    state: Mapped[ProjectState] = mapped_column(one_of(ProjectState, "state"), default=ProjectState.FORMING)
    team_min: Mapped[int]
    team_max: Mapped[int]
    member_count: Mapped[int] = mapped_column(default=0, comment="live members, by guarded UPDATE")
    started_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    delivered_at: Mapped[datetime | None]
    client_looked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(comment="when the result became public or the project stopped")
    stop_reason_nl: Mapped[str] = mapped_column(Text, default="")
    stop_reason_en: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    team_n: Mapped[int | None] = query_expression()
    """Which team of its placement this is, counted by the lists that show it; nothing is stored."""
    teams: Mapped[int | None] = query_expression()

    placement: Mapped[Placement] = relationship()
    members: Mapped[list[TeamMember]] = relationship(order_by="TeamMember.joined_at", back_populates="project")
    milestones: Mapped[list[Milestone]] = relationship(order_by="Milestone.due_on", cascade="all, delete-orphan")
    result: Mapped[Result | None] = relationship(back_populates="project")
    baton: Mapped[Baton | None] = relationship(back_populates="project")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class TeamMember(Keyed, Base):
    """Somebody in a team, from a moment until a moment."""

    __tablename__ = "team_member"
    __table_args__ = (
        Index(
            "uq_team_member_live",
            "project_id",
            "user_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
        Index("ix_team_member_user_id", "user_id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="", comment="why this person, as the person reads it")
    name_public: Mapped[bool | None] = mapped_column(comment="consent to stand with the result; empty = not said yet")

    project: Mapped[Project] = relationship(back_populates="members")
    user: Mapped[User] = relationship()


class Milestone(Keyed, Base):
    """Something a team has ready on a day."""

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_project_id", "project_id"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    title_nl: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160))
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]


class StoredFile(Keyed, Base):
    """A file that somebody handed in; on disk under a random name."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="not_empty"), Index("ix_stored_file_project_id", "project_id"))

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(200), comment="as its owner called it; shown, never used as a path")
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))


class Result(Keyed, Base):
    """What came out, for everyone."""

    __tablename__ = "result"
    __table_args__ = (
        CheckConstraint(
            "published_at IS NULL OR (title_nl <> '' AND title_en <> '' AND summary_nl <> '' AND summary_en <> ''"
            " AND licence <> '')",
            name="public_is_whole",
        ),
        CheckConstraint(
            "(first_nl = '' AND first_en = '' AND now_nl = '' AND now_en = '')"
            " OR (first_nl <> '' AND first_en <> '' AND now_nl <> '' AND now_en <> '')",
            name="change_is_whole",
        ),
        Index("ix_result_published", "published_at", "id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), unique=True)
    title_nl: Mapped[str] = mapped_column(String(160), default="")
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary_nl: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(
        Text, default="", comment="in Dutch; where lesson_en is empty, in either language"
    )
    lesson_en: Mapped[str] = mapped_column(Text, default="")
    first_nl: Mapped[str] = mapped_column(Text, default="", comment="how it was before; all four or none")
    first_en: Mapped[str] = mapped_column(Text, default="")
    now_nl: Mapped[str] = mapped_column(Text, default="", comment="what changed")
    now_en: Mapped[str] = mapped_column(Text, default="")
    licence: Mapped[str] = mapped_column(String(24), default="")
    checklist: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="line → who ticked it and when")
    embargo_until: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    retracted_at: Mapped[datetime | None]
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))

    project: Mapped[Project] = relationship(back_populates="result")
    report: Mapped[StoredFile | None] = relationship()


class Baton(Keyed, Base):
    """What the next team should know: open ends, data that can be shared, what not to ask again."""

    __tablename__ = "baton"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), unique=True)
    open_ends: Mapped[str] = mapped_column(
        Text, default="", comment="in Dutch; where open_ends_en is empty, in either language"
    )
    open_ends_en: Mapped[str] = mapped_column(Text, default="")
    shareable: Mapped[str] = mapped_column(Text, default="", comment="as open_ends")
    shareable_en: Mapped[str] = mapped_column(Text, default="")
    do_not_ask: Mapped[str] = mapped_column(Text, default="")

    project: Mapped[Project] = relationship(back_populates="baton")


class Promise(Keyed, Base):
    """Somebody who took part and was promised to hear what came out."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint("told_at IS NULL OR delete_on IS NOT NULL", name="told_is_deleted"),
        Index("ix_promise_project_id", "project_id"),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    purpose: Mapped[str] = mapped_column(String(200), default="")
    told_at: Mapped[datetime | None]
    delete_on: Mapped[date | None]

    contact: Mapped[Contact] = relationship()
