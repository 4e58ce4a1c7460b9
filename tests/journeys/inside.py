"""Rows made in a running installation, where a journey begins in the middle of things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from config import Settings
from leren_app import create_app
from leren_app.extensions import db
from leren_app.transaction import transaction
from tests.journeys.conftest import Installation
from tests.start.launching import running


@contextmanager
def inside(installation: Installation) -> Iterator[tuple[Flask, Session]]:
    """An application on the database of the installation, with the settings of its worker; commits at the end.

    By our own way of writing, which waits its turn: worker and relay write at the same time.
    """
    environ = Path(f"/proc/{running(installation.folder)['worker']}/environ").read_text(encoding="utf-8")
    env = dict(pair.split("=", 1) for pair in environ.split("\0") if "=" in pair)
    app = create_app(Settings.from_env(env))
    with app.app_context():
        with transaction() as session:
            yield app, session
        db.session.remove()
        db.engine.dispose()
