"""Intake: what else an asker tells, files, tasks, relations, ready texts, saved filters, more kinds of links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.tables import key, keyed

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TYPED = {
    "for_whom": "on whose behalf, as typed; as private as raw_text",
    "tried": "what was tried already, as typed",
    "good_result": "what would help, as typed",
}
KINDS = ("challenge", "report", "personal", "crisis", "commercial", "other")
TASKS = ("call", "letter", "personal_data", "fault", "not_helped", "other")
PURPOSES = ("ask_more", "put_before", "refer", "refuse", "answer")
LINKS = ("card", "card_code", "follow", "follower_page")
LINKS_BEFORE = "purpose IN ('confirm', 'asker_page', 'client_page', 'sign_in')"
LINKS_AFTER = (
    "purpose IN ('confirm', 'asker_page', 'card', 'card_code', 'client_page', 'follow', 'follower_page', 'partner',"
    " 'sign_in')"
)
SUBJECT_OF_QUESTION = "user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NOT NULL AND challenge_id IS NULL)"
SIGN_IN = (
    "(purpose = 'sign_in' AND user_id IS NOT NULL AND contact_id IS NULL AND question_id IS NULL"
    " AND challenge_id IS NULL)"
)
CLIENT = (
    "(purpose = 'client_page' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NULL"
    " AND challenge_id IS NOT NULL)"
)
PARTNER = (
    "(purpose = 'partner' AND user_id IS NULL AND contact_id IS NOT NULL AND question_id IS NULL"
    " AND challenge_id IS NULL)"
)
SUBJECT_BEFORE = f"{SIGN_IN} OR (purpose IN ('confirm', 'asker_page') AND {SUBJECT_OF_QUESTION} OR {CLIENT}"
SUBJECT_AFTER = (
    f"{SIGN_IN} OR (purpose IN ('confirm', 'asker_page', 'follow', 'follower_page', 'card', 'card_code')"
    f" AND {SUBJECT_OF_QUESTION} OR {CLIENT} OR {PARTNER}"
)


def upgrade() -> None:
    _widen_question()
    _make_tables()
    _change_links(LINKS_AFTER, SUBJECT_AFTER)


def _widen_question() -> None:
    with op.batch_alter_table("question") as batch_op:
        for name, comment in TYPED.items():
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default="", comment=comment))
        batch_op.add_column(
            sa.Column(
                "wanted_by",
                sa.String(length=120),
                nullable=False,
                server_default="",
                comment="by when, in the asker's words",
            )
        )
        batch_op.add_column(
            sa.Column(
                "result_public",
                sa.Boolean(),
                nullable=False,
                server_default=sa.true(),
                comment="the asker agrees that a result becomes public",
            )
        )
        batch_op.add_column(
            sa.Column(
                "is_urgent",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="words of a crisis were found: on top of the queue",
            )
        )
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(*KINDS, name="kind", native_enum=False, length=24),
                nullable=True,
                comment="as a person decided; empty until then",
            )
        )
        batch_op.add_column(
            sa.Column(
                "erase_on", sa.Date(), nullable=True, comment="when personal data goes, once the question has ended"
            )
        )
        batch_op.create_check_constraint(op.f("ck_question_kind"), f"kind IN {KINDS}")
        batch_op.create_index("ix_question_merged_into_id", ["merged_into_id"])
    with op.batch_alter_table("question") as batch_op:
        for name in TYPED:  # rows that were there have a value now; new ones always bring their own
            batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)
        batch_op.alter_column("wanted_by", existing_type=sa.String(length=120), server_default=None)
        for name in ("result_public", "is_urgent"):
            batch_op.alter_column(name, existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("clinic_version") as batch_op:
        batch_op.add_column(
            sa.Column(
                "by_asker",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="the asker wrote this version and sent it back",
            )
        )
    with op.batch_alter_table("clinic_version") as batch_op:
        batch_op.alter_column("by_asker", existing_type=sa.Boolean(), server_default=None)


def _make_tables() -> None:
    op.create_table(
        "question_file",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column(
            "name",
            sa.String(length=200),
            nullable=False,
            comment="as its owner called it; shown, never used as a path",
        ),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        *keyed(),
        sa.CheckConstraint("size > 0", name=op.f("ck_question_file_not_empty")),
        key("question_id", "question", "question_file", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_file")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_question_file_stored_name")),
    )
    op.create_index("ix_question_file_question_id", "question_file", ["question_id"])
    op.create_table(
        "question_relation",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("question_id < other_id", name=op.f("ck_question_relation_in_order")),
        key("question_id", "question", "question_relation", ondelete="CASCADE"),
        key("other_id", "question", "question_relation", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("question_id", "other_id", name=op.f("pk_question_relation")),
    )
    op.create_index("ix_question_relation_other_id", "question_relation", ["other_id"])
    op.create_table(
        "task",
        sa.Column(
            "kind",
            sa.Enum(*TASKS, name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(length=60), nullable=False, comment="the mail that a call or letter stands for"),
        sa.Column("path", sa.String(length=300), nullable=False, comment="the public page a report is about"),
        sa.Column("text", sa.Text(), nullable=False, comment="what to say, or what was reported; internal"),
        sa.Column("reply_to", sa.String(length=254), nullable=False, comment="mail of who reported, if they gave it"),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column(
            "idem_key", sa.String(length=120), nullable=False, comment="a second promise of the same task is void"
        ),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Uuid(), nullable=True),
        sa.Column("done_note", sa.Text(), nullable=False, comment="how it went; internal"),
        sa.Column("version", sa.Integer(), nullable=False),
        *keyed(),
        sa.CheckConstraint("done_by_id IS NULL OR done_at IS NOT NULL", name=op.f("ck_task_done_has_moment")),
        key("question_id", "question", "task", ondelete="CASCADE"),
        key("owner_id", "user_account", "task", ondelete="SET NULL"),
        key("done_by_id", "user_account", "task", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("idem_key", name=op.f("uq_task_idem_key")),
    )
    op.create_index("ix_task_open", "task", ["done_at", "due_on", "id"])
    op.create_index("ix_task_question_id", "task", ["question_id"])
    op.create_table(
        "saved_filter",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False, comment="the checked query string of the queue"),
        *keyed(),
        key("user_id", "user_account", "saved_filter", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_filter_user_id_name")),
    )
    op.create_table(
        "text_block",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(*PURPOSES, name="purpose", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.String(length=40),
            nullable=False,
            comment="reason code of refer and refuse it goes with",
        ),
        sa.Column("title_nl", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("is_used", sa.Boolean(), nullable=False, comment="no longer offered when false"),
        sa.Column("version", sa.Integer(), nullable=False),
        *keyed(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_block")),
        sa.UniqueConstraint("key", name=op.f("uq_text_block_key")),
    )


def _change_links(purposes: str, subject: str) -> None:
    with op.batch_alter_table("token") as batch_op:
        batch_op.drop_constraint(op.f("ck_token_one_subject"), type_="check")
        batch_op.drop_constraint(op.f("ck_token_purpose"), type_="check")
        batch_op.create_check_constraint(op.f("ck_token_purpose"), purposes)
        batch_op.create_check_constraint(op.f("ck_token_one_subject"), subject)


def downgrade() -> None:
    op.execute("DELETE FROM token WHERE purpose IN ('card', 'card_code', 'follow', 'follower_page', 'partner')")
    _change_links(LINKS_BEFORE, SUBJECT_BEFORE)
    for table in ("text_block", "saved_filter", "task", "question_relation", "question_file"):
        op.drop_table(table)
    with op.batch_alter_table("clinic_version") as batch_op:
        batch_op.drop_column("by_asker")
    with op.batch_alter_table("question") as batch_op:
        batch_op.drop_index("ix_question_merged_into_id")
        batch_op.drop_constraint(op.f("ck_question_kind"), type_="check")
        for name in ("erase_on", "kind", "is_urgent", "result_public", "wanted_by", *reversed(TYPED)):
            batch_op.drop_column(name)
