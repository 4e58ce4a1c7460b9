"""Questions from the city, the clinic in which they are made sharp, and who follows them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.models.base import Base, Keyed, one_of
from leren_app.models.contact import Contact
from leren_app.models.organisation import Organisation
from leren_app.models.user import User


class AskerKind(StrEnum):
    """On whose behalf somebody asks."""

    RESIDENT = "resident"
    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"


class QuestionKind(StrEnum):
    """What sort of message it is; only the first is a learning question, the others have a quicker way."""

    CHALLENGE = "challenge"
    REPORT = "report"  # a fault or nuisance for the municipality: melding
    PERSONAL = "personal"  # individual help
    CRISIS = "crisis"
    COMMERCIAL = "commercial"
    OTHER = "other"  # press and what fits nowhere else


class AgreedHow(StrEnum):
    """How the asker said yes."""

    LINK = "link"
    PHONE = "phone"
    PAPER = "paper"


class FollowingSource(StrEnum):
    """Why somebody follows a question."""

    ALSO_MINE = "also_mine"
    MERGED = "merged"
    OWN = "own"


class Question(Keyed, Base):
    """A question as somebody asked it, and where it stands. `raw_text` is never published."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('public', 'answered', 'closed') OR agreed_version IS NOT NULL OR adopted_by_id IS NOT NULL",
            name="public_has_yes",
        ),
        CheckConstraint(
            "state IN ('unconfirmed', 'lapsed', 'withdrawn') OR confirmed_at IS NOT NULL OR recorded_by_id IS NOT NULL",
            name="received_is_confirmed",
        ),
        CheckConstraint("state NOT IN ('referred', 'refused') OR ended_because IS NOT NULL", name="ended_has_reason"),
        CheckConstraint(
            "state IN ('unconfirmed', 'lapsed', 'withdrawn') OR due_on IS NOT NULL", name="received_has_date"
        ),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_merged_into_itself"),
        Index("ix_question_merged_into_id", "merged_into_id"),
        Index("ix_question_queue", "state", "due_on", "id"),
        Index(
            "ix_question_public",
            "published_at",
            "id",
            sqlite_where=text("published_at IS NOT NULL"),
            postgresql_where=text("published_at IS NOT NULL"),
        ),
        Index("ix_question_assignee_id", "assignee_id"),
        Index("ix_question_asker_id", "asker_id"),
    )

    reference: Mapped[str] = mapped_column(String(24), unique=True, comment="rises within a year")
    form_key: Mapped[str] = mapped_column(
        String(64), unique=True, comment="one per form shown: a double click asks once"
    )
    raw_text: Mapped[str] = mapped_column(Text, comment="as typed; for the asker and coordinators only")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    asks_as: Mapped[AskerKind] = mapped_column(one_of(AskerKind, "asks_as"), default=AskerKind.RESIDENT)
    for_whom: Mapped[str] = mapped_column(Text, default="", comment="on whose behalf, as typed; as private as raw_text")
    tried: Mapped[str] = mapped_column(Text, default="", comment="what was tried already, as typed")
    good_result: Mapped[str] = mapped_column(Text, default="", comment="what would help, as typed")
    wanted_by: Mapped[str] = mapped_column(String(120), default="", comment="by when, in the asker's words")
    result_public: Mapped[bool] = mapped_column(default=True, comment="the asker agrees that a result becomes public")
    kind: Mapped[QuestionKind | None] = mapped_column(
        one_of(QuestionKind, "kind"), comment="as a person decided; empty until then"
    )
    is_urgent: Mapped[bool] = mapped_column(default=False, comment="words of a crisis were found: on top of the queue")
    district: Mapped[str] = mapped_column(String(40), comment="key in the city file")
    neighbourhood: Mapped[str | None] = mapped_column(String(40), comment="key in the city file")
    state: Mapped[QuestionState] = mapped_column(one_of(QuestionState, "state"), default=QuestionState.UNCONFIRMED)
    asker_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    submitted_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(comment="the last day for the first human answer")
    first_answer_at: Mapped[datetime | None]
    hear_by: Mapped[date | None] = mapped_column(comment="until when the asker hears from us; empty: not our turn")
    put_at: Mapped[datetime | None] = mapped_column(comment="when we last asked the asker something")
    reminders: Mapped[int] = mapped_column(default=0, comment="sent since put_at")
    agreed_version: Mapped[int | None] = mapped_column(comment="number of the clinic version that got the yes")
    adopted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisation.id"))
    published_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(String(40), comment="reason code of refer and refuse")
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("question.id"))
    split_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("question.id"))
    erase_on: Mapped[date | None] = mapped_column(comment="when personal data goes, once the question has ended")
    version: Mapped[int] = mapped_column(default=1)

    asker: Mapped[Contact] = relationship()
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    adopted_by: Mapped[Organisation | None] = relationship()
    themes: Mapped[list[QuestionTheme]] = relationship(order_by="QuestionTheme.theme", cascade="all, delete-orphan")
    clinic_versions: Mapped[list[ClinicVersion]] = relationship(order_by="ClinicVersion.n", back_populates="question")
    files: Mapped[list[QuestionFile]] = relationship(
        order_by="QuestionFile.created_at, QuestionFile.id", cascade="all, delete-orphan", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the shape SQLAlchemy documents


class QuestionTheme(Base):
    """A theme a question touches; the key stands in the city file."""

    __tablename__ = "question_theme"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)


class ClinicVersion(Keyed, Base):
    """One version of the question made sharp. Immutable but for the facts of putting and agreeing."""

    __tablename__ = "clinic_version"
    __table_args__ = (
        UniqueConstraint("question_id", "n"),
        CheckConstraint("agreed_at IS NULL OR agreed_how IS NOT NULL", name="agreed_says_how"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    n: Mapped[int]
    worry: Mapped[str] = mapped_column(Text, default="", comment="what worries you")
    difference: Mapped[str] = mapped_column(Text, default="", comment="what would be different")
    known: Mapped[str] = mapped_column(Text, default="", comment="what is known")
    feasible: Mapped[str] = mapped_column(Text, default="", comment="what can be asked in N weeks")
    title_nl: Mapped[str] = mapped_column(String(160), default="")
    title_en: Mapped[str] = mapped_column(String(160), default="")
    summary_nl: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    research_question_nl: Mapped[str] = mapped_column(Text, default="")
    research_question_en: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    by_asker: Mapped[bool] = mapped_column(default=False, comment="the asker wrote this version and sent it back")
    saved_at: Mapped[datetime]
    put_at: Mapped[datetime | None]
    agreed_at: Mapped[datetime | None]
    agreed_how: Mapped[AgreedHow | None] = mapped_column(one_of(AgreedHow, "agreed_how"))
    agreed_on: Mapped[date | None] = mapped_column(comment="the day of the yes, when it was by phone or on paper")

    question: Mapped[Question] = relationship(back_populates="clinic_versions")
    author: Mapped[User | None] = relationship()


class Following(Keyed, Base):
    """Somebody who wants to hear how a question goes on."""

    __tablename__ = "following"
    __table_args__ = (UniqueConstraint("contact_id", "question_id"),)

    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    source: Mapped[FollowingSource] = mapped_column(one_of(FollowingSource, "source"))
    confirmed_at: Mapped[datetime | None]

    contact: Mapped[Contact] = relationship()


class QuestionFile(Keyed, Base):
    """A photo or PDF that came with a question; as private as its words, on disk under a random name."""

    __tablename__ = "question_file"
    __table_args__ = (
        CheckConstraint("size > 0", name="not_empty"),
        Index("ix_question_file_question_id", "question_id"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200), comment="as its owner called it; shown, never used as a path")
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))


class QuestionRelation(Base):
    """Two questions that have to do with each other without being one; stored once, the smaller key first."""

    __tablename__ = "question_relation"
    __table_args__ = (
        CheckConstraint("question_id < other_id", name="in_order"),
        Index("ix_question_relation_other_id", "other_id"),
    )

    question_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), primary_key=True)


class ReferenceCounter(Base):
    """The last number given out in a year, raised by one guarded UPDATE."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
