"""How Alembic runs here: on the application's engine, SQLite without foreign keys while tables are rebuilt."""

from __future__ import annotations

import warnings

from alembic import context
from flask import current_app
from sqlalchemy import Connection

import leren_app.models

target = leren_app.models.Base.metadata


def run() -> None:
    """Migrate inside one transaction; on SQLite check afterwards that no row lost its parent."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:  # a batch rebuild with keys on deletes every child row; the PRAGMA is void inside a transaction
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        connection = connection.execution_options(writes=True)
        context.configure(connection=connection, target_metadata=target, render_as_batch=is_sqlite, compare_type=True)
        with context.begin_transaction(), warnings.catch_warnings():
            # Rebuilding a table reads those it points to. An index on lower(mail) cannot be read back: a step that
            # rebuilds contact or user_account itself makes theirs again.
            warnings.filterwarnings("ignore", "Skipped unsupported reflection of expression-based index")
            context.run_migrations()
            if is_sqlite:
                check_foreign_keys(connection)
        if (
            is_sqlite
        ):  # switching keys on again is void here too: the next one who asks gets a new connection, with keys
            connection.invalidate()


def check_foreign_keys(connection: Connection) -> None:
    """Refuse a migration that left rows without their parent."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"the migration broke {len(broken)} foreign keys, first: {broken[0]}")


run()
