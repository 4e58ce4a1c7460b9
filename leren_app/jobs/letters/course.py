"""Mails about courses: what fits before planning closes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.domain import days
from leren_app.domain.text import Text
from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import Context, about, link
from leren_app.services.suggestions.deadlines import Due, list_due

DESK = "courses.desk"
FITS = "fits.index"


@about("course")
def course(session: Session, payload: Mapping[str, Any], recipient: Recipient) -> Context:
    """The editions of a lecturer that close soon, as they are when the mail is written."""
    day = date.fromisoformat(payload["day"])
    due = list_due(session, UUID(payload["user"]), day)
    return {
        "editions": [_edition(each, day, recipient.language) for each in due],
        "link": link(DESK, recipient.language),
    }


def _edition(due: Due, day: date, language: str) -> dict[str, object]:
    run = due.run
    return {
        "course": Text(run.course.name_nl, run.course.name_en),
        "weeks": days.weeks(run.starts_on, run.ends_on),
        "deadline": days.spoken(run.planning_deadline, day),
        "n": due.n,
        "best": [(Text(b.challenge.title_nl, b.challenge.title_en), b.fit.text) for b in due.best],
        "link": link(FITS, language, run_id=run.id),
    }
