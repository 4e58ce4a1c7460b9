"""Colleagues: the version of what administrators change, when somebody signed in last, and a list by name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added in place: a rebuild of this table on SQLite would lose its index on lower(mail). So the default stays.
    op.add_column(
        "user_account",
        sa.Column(
            "version",
            sa.Integer(),
            nullable=False,
            server_default=sa.text("1"),
            comment="of what administrators change: roles, open or closed; raised while the row is locked",
        ),
    )
    op.add_column(
        "user_account",
        sa.Column(
            "last_signed_in_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="in the domain's time; shown as a day",
        ),
    )
    op.execute(
        "UPDATE user_account SET last_signed_in_at ="
        " (SELECT max(login_session.created_at) FROM login_session WHERE login_session.user_id = user_account.id)"
    )
    op.create_index("ix_user_account_name", "user_account", ["name", "id"])


def downgrade() -> None:
    op.drop_index("ix_user_account_name", table_name="user_account")
    op.drop_column("user_account", "last_signed_in_at")
    op.drop_column("user_account", "version")
