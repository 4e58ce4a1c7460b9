"""The tables of the models are those of the migrations, and a filled database goes down and up without losing a row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import flask_migrate
import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, func, inspect, select, text

from config import ROOT
from leren_app import create_app
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Base, Question, TokenPurpose
from leren_app.services import clock, tokens
from leren_app.services.questions import handling, splitting
from tests.conftest import settings_for
from tests.makers import actor, make_follower, make_question, make_user, the_city
from tests.makers_education import make_project

pytestmark = [  # an index on lower(mail) cannot be read back; its name is checked below
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]


@pytest.fixture
def empty_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, in which there is nothing yet."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        name = f"empty_{uuid4().hex}"
        with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        url = database_url.replace("/postgres?", f"/{name}?")
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def fill() -> None:
    """Rows in every table that one walk fills."""
    session = db.session()
    coordinator = make_user(session, Role.COORDINATOR)
    question = make_question(session, "publish", coordinator, themes=("gezondheid",))
    make_question(session, "ask_more", coordinator)
    make_follower(session, question)
    handling.add_note(session, question, "notitie", actor=actor(coordinator))
    make_project(session, "publish")
    tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)
    session.commit()


def counts() -> dict[str, int]:
    """How many rows each table has that is in the database now."""
    there = set(inspect(db.engine).get_table_names())
    tables = [table for table in Base.metadata.sorted_tables if table.name in there]
    found = {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    db.session.rollback()
    return found


def revisions() -> list[str]:
    """All migrations, the first one first."""
    return [script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()][::-1]


def test_the_migrations_make_the_tables_of_the_models(empty_app: Flask) -> None:
    flask_migrate.upgrade()

    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_migrations_make_every_check_and_index_by_its_name(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    found = inspect(db.engine)
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        catalogue = (
            "SELECT name FROM sqlite_master WHERE type = 'index'" if is_sqlite else "SELECT indexname FROM pg_indexes"
        )
        indexes = set(connection.execute(text(catalogue)).scalars())

    for table in Base.metadata.sorted_tables:
        checks = {str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)}
        assert {c["name"] for c in found.get_check_constraints(table.name)} == checks, table.name
        assert {str(index.name) for index in table.indexes} <= indexes, table.name


def test_a_filled_database_goes_down_and_up_again_step_by_step_and_keeps_its_rows(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    fill()
    before = counts()
    assert sum(before.values()) > 30

    for revision in reversed(revisions()[:-1]):
        flask_migrate.downgrade(revision=revision)
        older = counts()
        assert older == {name: before[name] for name in older}, revision
        flask_migrate.upgrade()
        again = counts()
        assert {name: again[name] for name in older} == older, revision
        flask_migrate.downgrade(revision=revision)


def test_the_day_the_asker_hears_is_worked_out_for_questions_that_were_there(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    session = db.session()
    coordinator = make_user(session, Role.COORDINATOR)
    for until in ("confirm", "take", "ask_more", "agree", "publish"):
        make_question(session, until, coordinator)
    who, city = actor(coordinator), the_city()
    whole = make_question(session, "ask_more", coordinator)
    half = splitting.split(session, whole, whole.raw_text, form_key="k", actor=who, city=city)
    clock.move(session, timedelta(days=4))
    handling.take(session, half, actor=who, city=city)  # a step within our turn moves no day
    session.commit()
    days = select(Question.reference, Question.hear_by).order_by(Question.reference)
    before = session.execute(days).all()
    session.rollback()

    flask_migrate.downgrade(revision="0005")
    flask_migrate.upgrade()

    assert db.session.execute(days).all() == before
    assert sum(day is not None for _, day in before) == 4


def test_everything_can_be_taken_down_and_put_up_anew(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    fill()

    flask_migrate.downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade()

    assert set(counts()) == {table.name for table in Base.metadata.sorted_tables}
    assert sum(counts().values()) == 0


def test_migrations_are_numbered_in_one_line(empty_app: Flask) -> None:
    found = revisions()

    assert found == sorted(found)
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_the_database_refuses_what_the_life_cycle_never_allows(empty_app: Flask) -> None:
    flask_migrate.upgrade()
    fill()
    broken = (
        "UPDATE question SET agreed_version = NULL WHERE state = 'public'",
        "UPDATE question SET confirmed_at = NULL WHERE state = 'waiting'",
        "UPDATE question SET due_on = NULL WHERE state = 'waiting'",
        "UPDATE question SET state = 'referred' WHERE state = 'waiting'",
        "UPDATE question SET state = 'nonsense'",
        "UPDATE question SET merged_into_id = id",
        "UPDATE contact SET mail = NULL",
        "UPDATE outbox SET state = 'leased'",
        "UPDATE token SET contact_id = NULL",
    )

    for statement in broken:
        with pytest.raises(Exception, match=r"(?i)check|constraint"), db.engine.begin() as connection:
            connection.execute(text(statement))
