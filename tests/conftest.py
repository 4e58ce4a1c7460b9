"""The application under test: one migrated database per run, emptied for each test, on SQLite or PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from config import Settings
from leren_app import create_app
from leren_app.cli.translations import compile_catalogues
from leren_app.extensions import db, limiter
from leren_app.models import Base
from tests import servers
from tests.client import PageClient

BASE_URL = "http://127.0.0.1:5000"


@pytest.fixture(scope="session", autouse=True)
def dutch() -> None:
    """The compiled catalogue, which is never committed; quick where it did not change."""
    compile_catalogues()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database; tests that use it run on both kinds."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'test.db'}"
        return
    with servers.postgres(folder) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application in demo mode on a migrated database."""
    app = create_app(settings_for(database_url, tmp_path_factory.mktemp("instance")))
    app.config["TESTING"] = True
    with app.app_context():
        flask_migrate.upgrade()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    """The application with empty tables, inside an application context."""
    with migrated_app.app_context():
        empty_all()
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
    db.session.connection(execution_options={"writes": True})
    for table in reversed(Base.metadata.sorted_tables):
        db.session.execute(text(f'DELETE FROM "{table.name}"'))
    db.session.commit()
    db.session.remove()
