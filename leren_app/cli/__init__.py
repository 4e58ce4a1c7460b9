"""Commands that run beside the web: start, first set-up, demo year, documents made from the code."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing hangs on the application itself; the commands are modules started with `python -m`."""
