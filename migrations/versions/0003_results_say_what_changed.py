"""Results say what changed; lesson and baton in two languages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RESULT = ("lesson_en", "first_nl", "first_en", "now_nl", "now_en")
BATON = ("open_ends_en", "shareable_en")
COMMENTS = {"first_nl": "how it was before; all four or none", "now_nl": "what changed"}
EITHER = {
    ("result", "lesson"): "in Dutch; where lesson_en is empty, in either language",
    ("baton", "open_ends"): "in Dutch; where open_ends_en is empty, in either language",
    ("baton", "shareable"): "as open_ends",
}
WHOLE = (
    "(first_nl = '' AND first_en = '' AND now_nl = '' AND now_en = '')"
    " OR (first_nl <> '' AND first_en <> '' AND now_nl <> '' AND now_en <> '')"
)


def upgrade() -> None:
    for table, names in (("result", RESULT), ("baton", BATON)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:
                column = sa.Column(name, sa.Text(), nullable=False, server_default="", comment=COMMENTS.get(name))
                batch_op.add_column(column)
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in names:  # rows that were there have an empty text now; new ones always bring their own
                batch_op.alter_column(name, existing_type=sa.Text(), server_default=None)
            for (owner, name), words in EITHER.items():
                if owner == table:
                    batch_op.alter_column(name, existing_type=sa.Text(), existing_nullable=False, comment=words)
            if table == "result":
                batch_op.create_check_constraint(op.f("ck_result_change_is_whole"), WHOLE)


def downgrade() -> None:
    for table, names in (("baton", BATON), ("result", RESULT)):
        with op.batch_alter_table(table, schema=None) as batch_op:
            if table == "result":
                batch_op.drop_constraint(op.f("ck_result_change_is_whole"), type_="check")
            for (owner, name), words in EITHER.items():
                if owner == table:
                    batch_op.alter_column(
                        name, existing_type=sa.Text(), existing_nullable=False, comment=None, existing_comment=words
                    )
            for name in names:
                batch_op.drop_column(name)
