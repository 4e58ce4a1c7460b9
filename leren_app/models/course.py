"""Courses, their editions in time, and who teaches them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.organisation import Organisation
from leren_app.models.user import User


class CourseKind(StrEnum):
    """What sort of education it is."""

    COURSE = "course"
    MINOR = "minor"
    HONOURS = "honours"
    THESIS = "thesis"
    INTERNSHIP = "internship"
    WORK_PLACEMENT = "work_placement"
    RESEARCH = "research"


class Course(Keyed, Base):
    """A course of an institution, or the frame for a thesis, internship or research."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("organisation_id", "code"),)

    code: Mapped[str] = mapped_column(String(40))
    name_nl: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    level: Mapped[str] = mapped_column(String(8), comment="key of a level in the city file")
    kind: Mapped[CourseKind] = mapped_column(one_of(CourseKind, "kind"), default=CourseKind.COURSE)
    hours: Mapped[int | None] = mapped_column(comment="hours of work for one student; 28 make one EC")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, comment="languages it is taught in: nl, en")
    goals: Mapped[str] = mapped_column(Text, default="", comment="learning goals, as pasted")
    themes: Mapped[list[str]] = mapped_column(JSON, default=list, comment="keys in the city file")
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list, comment="template: [{nl, en, week}] with week counted from the start, 1 first"
    )
    is_shown: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    lecturers: Mapped[list[CourseLecturer]] = relationship(cascade="all, delete-orphan", back_populates="course")
    skills: Mapped[list[CourseSkill]] = relationship(order_by="CourseSkill.skill", cascade="all, delete-orphan")
    runs: Mapped[list[CourseRun]] = relationship(order_by="CourseRun.starts_on", back_populates="course")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class CourseLecturer(Base):
    """Who teaches a course."""

    __tablename__ = "course_lecturer"
    __table_args__ = (Index("ix_course_lecturer_user_id", "user_id"),)

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True)

    course: Mapped[Course] = relationship(back_populates="lecturers")
    user: Mapped[User] = relationship()


class CourseSkill(Base):
    """A skill the course teaches; the key stands in the vocabulary of skills."""

    __tablename__ = "course_skill"

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(60), primary_key=True)


class CourseRun(Keyed, Base):
    """An edition of a course: its weeks, its planning deadline, its places and teams."""

    __tablename__ = "course_run"
    __table_args__ = (
        CheckConstraint("planning_deadline < starts_on AND starts_on <= ends_on", name="days_in_order"),
        CheckConstraint("team_min >= 1 AND team_min <= team_max", name="team_sizes"),
        CheckConstraint("places >= 1", name="has_places"),
        CheckConstraint("person_id IS NULL OR places = 1", name="individual_has_one_place"),
        Index("ix_course_run_course_id", "course_id"),
        Index("ix_course_run_deadline", "planning_deadline", "id"),
    )

    course_id: Mapped[UUID] = mapped_column(ForeignKey("course.id", ondelete="CASCADE"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    planning_deadline: Mapped[date] = mapped_column(comment="last day on which a challenge can be planned")
    places: Mapped[int]
    team_min: Mapped[int] = mapped_column(default=1)
    team_max: Mapped[int] = mapped_column(default=1)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list, comment="languages the class speaks in the field")
    days: Mapped[list[str]] = mapped_column(JSON, default=list, comment="days the class can be in the city: mon … sun")
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), comment="an individual run: thesis, internship, research"
    )
    version: Mapped[int] = mapped_column(default=1)

    course: Mapped[Course] = relationship(back_populates="runs")
    person: Mapped[User | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class ImportState(StrEnum):
    """How far an import is."""

    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # rows are wrong: nothing was written


class CourseImport(Keyed, Base):
    """A file with courses and editions that somebody brought: looked at first, then all of it or nothing."""

    __tablename__ = "course_import"
    __table_args__ = (Index("ix_course_import_user_id", "user_id"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200), comment="the file as its owner called it")
    state: Mapped[ImportState] = mapped_column(one_of(ImportState, "state"), default=ImportState.PREVIEW)
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="the rows that were read, as text")
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="[{line, column, nl, en}]")
    done: Mapped[int] = mapped_column(default=0, comment="rows looked at so far")
    made: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
