"""Courses and partners: languages and days, imports, what partners promised, what is asked of people in the city."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.tables import key, keyed

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATES = ("preview", "running", "done", "refused")
ACTIVITIES = ("interview", "survey", "visit")


def upgrade() -> None:
    with op.batch_alter_table("course") as batch_op:
        batch_op.add_column(
            sa.Column(
                "languages",
                sa.JSON(),
                nullable=False,
                server_default=sa.text("'[]'"),
                comment="languages it is taught in: nl, en",
            )
        )
    with op.batch_alter_table("course_run") as batch_op:
        batch_op.add_column(
            sa.Column(
                "days",
                sa.JSON(),
                nullable=False,
                server_default=sa.text("'[]'"),
                comment="days the class can be in the city: mon … sun",
            )
        )
    # Added in place: a rebuild of this table on SQLite would lose its index on lower(mail). So the default stays.
    op.add_column(
        "contact",
        sa.Column(
            "position",
            sa.String(length=120),
            nullable=False,
            server_default="",
            comment="what they do at their organisation",
        ),
    )
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(
            sa.Column(
                "district",
                sa.String(length=40),
                nullable=False,
                server_default="",
                comment="key in the city file; empty = the whole city",
            )
        )
        batch_op.add_column(sa.Column("website", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("notes", sa.Text(), nullable=False, server_default="", comment="for coordinators only")
        )
        batch_op.add_column(
            sa.Column(
                "hours_per_semester",
                sa.Integer(),
                nullable=True,
                comment="what it can give to contact with students, in all",
            )
        )
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1")))
    _no_defaults()
    _make_tables()


def _no_defaults() -> None:
    """Rows that were there have a value now; new ones always bring their own."""
    columns: tuple[tuple[str, str, sa.types.TypeEngine[object]], ...] = (
        ("course", "languages", sa.JSON()),
        ("course_run", "days", sa.JSON()),
        ("organisation", "district", sa.String(length=40)),
        ("organisation", "website", sa.String(length=300)),
        ("organisation", "notes", sa.Text()),
        ("organisation", "version", sa.Integer()),
    )
    for table, name, type_ in columns:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(name, existing_type=type_, server_default=None)


def _make_tables() -> None:
    op.create_table(
        "partner_promise",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("semester", sa.String(length=40), nullable=False, comment="key of a semester in the city file"),
        sa.Column("hours", sa.Integer(), nullable=True, comment="hours of contact in that semester"),
        sa.Column("text", sa.Text(), nullable=False, comment="what was promised, in words; for coordinators"),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True), nullable=True, comment="when the contact was mailed to confirm"
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True, comment="a coordinator saw that it was kept"),
        *keyed(),
        sa.CheckConstraint("hours IS NULL OR hours >= 0", name=op.f("ck_partner_promise_hours_not_negative")),
        key("organisation_id", "organisation", "partner_promise", ondelete="CASCADE"),
        key("contact_id", "contact", "partner_promise", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_promise")),
    )
    op.create_index("ix_partner_promise_organisation_id", "partner_promise", ["organisation_id"])
    op.create_table(
        "course_import",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False, comment="the file as its owner called it"),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("rows", sa.JSON(), nullable=False, comment="the rows that were read, as text"),
        sa.Column("faults", sa.JSON(), nullable=False, comment="[{line, column, nl, en}]"),
        sa.Column("done", sa.Integer(), nullable=False, comment="rows looked at so far"),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        *keyed(),
        key("user_id", "user_account", "course_import", ondelete="CASCADE"),
        key("organisation_id", "organisation", "course_import", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_import")),
    )
    op.create_index("ix_course_import_user_id", "course_import", ["user_id"])
    op.create_table(
        "field_activity",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*ACTIVITIES, name="kind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False, comment="how many people are asked to take part"),
        sa.Column("district", sa.String(length=40), nullable=False, comment="key in the city file; empty = none"),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        *keyed(),
        sa.CheckConstraint("people >= 1", name=op.f("ck_field_activity_asks_somebody")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_field_activity_days_in_order")),
        key("placement_id", "placement", "field_activity", ondelete="CASCADE"),
        key("organisation_id", "organisation", "field_activity", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_activity")),
    )
    op.create_index("ix_field_activity_placement_id", "field_activity", ["placement_id"])
    op.create_index("ix_field_activity_district", "field_activity", ["district", "starts_on", "id"])
    op.create_index("ix_field_activity_organisation_id", "field_activity", ["organisation_id", "starts_on", "id"])


def downgrade() -> None:
    for table in ("field_activity", "course_import", "partner_promise"):
        op.drop_table(table)
    columns = {
        "organisation": ("version", "hours_per_semester", "notes", "website", "district"),
        "course_run": ("days",),
        "course": ("languages",),
    }
    for table, names in columns.items():
        with op.batch_alter_table(table) as batch_op:
            for name in names:
                batch_op.drop_column(name)
    op.drop_column("contact", "position")
