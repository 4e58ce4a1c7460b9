"""Challenges: slices of a public question that a course, student or researcher can take."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.contact import Contact
from leren_app.models.question import Question


class WorkForm(StrEnum):
    """How the work is done, from a two-week exercise to research without a class."""

    EXERCISE = "exercise"
    COURSE_PART = "course_part"
    MINOR = "minor"
    THESIS = "thesis"
    INTERNSHIP = "internship"
    WORK_PLACEMENT = "work_placement"
    RESEARCH = "research"


class FieldLanguage(StrEnum):
    """The language that somebody in the team must speak in the field."""

    DUTCH = "nl"
    ENGLISH = "en"
    ANY = "any"


class Challenge(Keyed, Base):
    """A publishable slice of a question. `text_version` rises with each edit of the public text."""

    __tablename__ = "challenge"
    __table_args__ = (
        CheckConstraint("team_min >= 1 AND team_min <= team_max", name="team_sizes"),
        CheckConstraint("taken >= 0 AND taken <= slots", name="not_overbooked"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR starts_on <= ends_on", name="period_runs_forward"),
        CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR (title_nl <> '' AND title_en <> '' AND summary_nl <> ''"
            " AND summary_en <> '')",
            name="shown_has_texts",
        ),
        Index("ix_challenge_question_id", "question_id"),
        Index("ix_challenge_client_id", "client_id"),
        Index("ix_challenge_open", "state", "opened_at", "id"),
    )

    slug: Mapped[str] = mapped_column(String(120), unique=True)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id"))
    title_nl: Mapped[str] = mapped_column(String(160), default="")
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary_nl: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    text_version: Mapped[int] = mapped_column(default=1)
    level: Mapped[str] = mapped_column(String(8), default="", comment="key of a level in the city file")
    work_form: Mapped[WorkForm | None] = mapped_column(one_of(WorkForm, "work_form"))
    hours: Mapped[int | None] = mapped_column(comment="hours of work for one student; 28 make one EC")
    team_min: Mapped[int] = mapped_column(default=1)
    team_max: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date | None] = mapped_column(comment="first day on which the work may begin")
    ends_on: Mapped[date | None] = mapped_column(comment="last day on which an answer is still of use")
    last_plan_on: Mapped[date | None] = mapped_column(comment="last day on which a course can still plan it")
    field_language: Mapped[FieldLanguage | None] = mapped_column(one_of(FieldLanguage, "field_language"))
    slots: Mapped[int] = mapped_column(default=1)
    taken: Mapped[int] = mapped_column(default=0, comment="accepted and agreed placements, by guarded UPDATE")
    client_id: Mapped[UUID | None] = mapped_column(ForeignKey("contact.id"))
    client_hours: Mapped[int | None] = mapped_column(comment="hours in all that the client has for contact")
    client_confirmed_at: Mapped[datetime | None]
    state: Mapped[ChallengeState] = mapped_column(one_of(ChallengeState, "state"), default=ChallengeState.DRAFT)
    opened_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    question: Mapped[Question] = relationship()
    client: Mapped[Contact | None] = relationship()
    skills: Mapped[list[ChallengeSkill]] = relationship(order_by="ChallengeSkill.skill", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents

    @property
    def planned_until(self) -> date | None:
        """The last day on which somebody can still plan it: the one that was chosen, else the last of its period."""
        return self.last_plan_on or self.ends_on


class ChallengeSkill(Base):
    """A skill the work asks for; the key stands in the vocabulary of skills."""

    __tablename__ = "challenge_skill"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(60), primary_key=True)
