"""Letting time pass, with everything that becomes due on the way."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from leren_app.jobs.play import run_due


def let_pass(app: Flask, session: Session, until: datetime) -> None:
    """Move the clock to a moment and do what is due; the session sees both afterwards. Commits."""
    session.commit()
    app.extensions["leren.run_due"](until)
    session.rollback()
    session.info.clear()  # it remembers how far the demo's clock was moved
    session.info["is_demo"] = True


def work(session: Session) -> None:
    """What the worker does with all that is promised by now. Commits; the session reads anew afterwards."""
    session.commit()
    run_due()
    session.rollback()
    session.expire_all()
