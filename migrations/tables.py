"""Words that migrations share. They never change: a migration must do tomorrow what it did before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def keyed() -> tuple[sa.Column[object], ...]:
    """A random key, and when the row was made and last touched."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


def key(column: str, of: str, table: str, *, ondelete: str) -> sa.ForeignKeyConstraint:
    """A column of a table that holds the id of another."""
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}_{of}"), ondelete=ondelete)
