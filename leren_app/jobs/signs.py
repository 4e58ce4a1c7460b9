"""Signs of life of worker and relay, given from inside their loops: a loop that hangs gives none."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from leren_app.services import pulse
from leren_app.transaction import transaction

EVERY_SECONDS = 2.0

log = logging.getLogger("leren.jobs")


class Pulse:
    """The sign of life of one process; `beat` may be called as often as the loop turns."""

    def __init__(self, app: Flask, process: str) -> None:
        self.app = app
        self.process = process
        self.last = float("-inf")

    def beat(self) -> None:
        """Write the sign if the last one is two seconds old; a database that is away is no reason to stop."""
        if time.monotonic() - self.last < EVERY_SECONDS:
            return
        try:
            with self.app.app_context(), transaction() as session:
                pulse.beat(session, self.process, self.app.config["RUN_ID"], at=datetime.now(UTC))
        except SQLAlchemyError as error:
            log.warning("%s could not give its sign of life: %s", self.process, type(error).__name__)
        else:
            self.last = time.monotonic()
