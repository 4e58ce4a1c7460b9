"""The application under test: one migrated database of each kind per run, emptied for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from leren_app import create_app
from leren_app.cli.translations import compile_catalogues
from leren_app.extensions import db, limiter
from leren_app.models import Base
from leren_app.services.indexes.keeping import forget
from tests import servers
from tests.client import PageClient
from tests.spreading import pytest_collection_finish, pytest_collection_modifyitems, pytest_xdist_make_scheduler

__all__ = ["pytest_collection_finish", "pytest_collection_modifyitems", "pytest_xdist_make_scheduler"]

BASE_URL = "http://127.0.0.1:5000"
LIMITS = "LIMITS_OF_THE_TESTS"
"""The limiter is one for the process, and belongs to the application that was made last: each gets its own back."""


@pytest.fixture(scope="session", autouse=True)
def dutch() -> None:
    """The compiled catalogue, which is never committed; quick where it did not change."""
    compile_catalogues()


@pytest.fixture(scope="session")
def url_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """The address of the run's database of a kind, made when it is first asked for.

    A parametrised fixture would stop the server at every change of kind, which is twice in each file.
    """
    with ExitStack() as servers_of_run:

        @cache
        def url(kind: str) -> str:
            folder = tmp_path_factory.mktemp(kind)
            sqlite = f"sqlite:///{folder / 'test.db'}"
            return sqlite if kind == "sqlite" else servers_of_run.enter_context(servers.postgres(folder))

        yield url


@pytest.fixture(scope="session")
def app_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """The run's application on a database; it stays, with all templates and statements it compiled."""
    with ExitStack() as engines_of_run:

        @cache
        def make(url: str) -> Flask:
            app = create_app(settings_for(url, tmp_path_factory.mktemp("instance")))
            app.config["TESTING"] = True
            app.config[LIMITS] = dict(vars(limiter))
            with app.app_context():
                flask_migrate.upgrade()
                engines_of_run.callback(db.engine.dispose)
            return app

        yield make


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, url_of: Callable[[str], str]) -> str:
    """The address of a database; tests that use it run on both kinds."""
    return url_of(request.param)


@pytest.fixture(scope="session")
def migrated_app(database_url: str, app_on: Callable[[str], Flask]) -> Flask:
    """The application in demo mode on a migrated database."""
    return app_on(database_url)


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application with empty tables, inside an application context."""
    with migrated_app.app_context():
        empty_all()
        forget(migrated_app.config["INDEX_DIR"])
        vars(limiter).update(migrated_app.config[LIMITS])
        limiter.reset()
        yield migrated_app
        db.session.remove()


@pytest.fixture
def session(app: Flask) -> Session:
    """The session of the application context; tests may commit, the next test starts empty."""
    found: Session = db.session()
    return found


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without JavaScript that checks every page it gets."""
    return PageClient(app)


def settings_for(database_url: str, instance: Path, **changes: object) -> Settings:
    """Settings of a demo without servers; `changes` replace any of them."""
    values: dict[str, object] = {
        "secret_key": "a-secret-of-the-tests-that-is-long-enough",
        "database_url": database_url,
        "base_url": BASE_URL,
        "demo": True,
        "instance_dir": instance,
        "city": os.environ.get("LEREN_CITY") or "leiden",
    }
    return Settings(**{**values, **changes})  # type: ignore[arg-type]


def empty_all() -> None:
    """Delete every row, children first."""
    db.session.rollback()
    connection = db.session.connection(execution_options={"writes": True})
    filled = set(connection.exec_driver_sql(_which_hold_rows()).scalars())  # most tables hold none: a question for all
    deletes = [f'DELETE FROM "{table}"' for table in _tables() if table in filled]
    if connection.dialect.name == "postgresql" and deletes:
        deletes = ["; ".join(deletes)]  # one message to the server
    for statement in deletes:
        connection.exec_driver_sql(statement)
    db.session.commit()
    db.session.remove()


@cache
def _tables() -> list[str]:
    return [table.name for table in reversed(Base.metadata.sorted_tables)]


@cache
def _which_hold_rows() -> str:
    return " UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in _tables())
