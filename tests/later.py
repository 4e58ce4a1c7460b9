"""Letting time pass, with everything that becomes due on the way."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session


def let_pass(app: Flask, session: Session, until: datetime) -> None:
    """Move the clock to a moment and do what is due; the session sees both afterwards. Commits."""
    session.commit()
    app.extensions["leren.run_due"](until)
    session.rollback()
    session.info.clear()  # it remembers how far the demo's clock was moved
    session.info["is_demo"] = True
