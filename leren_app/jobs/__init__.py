"""Promised work gets done: the relay finds it, the worker does it. See jobs.registry for how to add a kind."""

from __future__ import annotations

from flask import Flask

from leren_app.jobs import daily, handlers
from leren_app.jobs.play import run_due

__all__ = ["handlers", "init_app"]


def init_app(app: Flask) -> None:
    """Hand the web a way to do what is due; it may not import jobs."""
    app.extensions["leren.run_due"] = run_due
    app.extensions["leren.pass_over_days"] = daily.pass_over
