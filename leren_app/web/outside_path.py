"""The way of a question as it may be shown to whoever has to do with it: bridges and days, and no words."""

from __future__ import annotations

from flask_babel import gettext

from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import reading
from leren_app.services.questions.progress import NOTHING_YET, progress_of
from leren_app.web.here import bridge_names, number_of
from leren_app.web.look import Bridge as PathStep
from leren_app.web.look import canal
from leren_app.web.templating import day


def outside_path(question: Question) -> list[PathStep]:
    """The seven bridges, with the day of each one passed and the lamp where the question is."""
    events = reading.list_events(db.session(), question)
    progress = progress_of(db.session(), [question.id]).get(question.id, NOTHING_YET)
    here = number_of(reading.furthest_bridge(question, events, progress))
    dates = {number_of(bridge): at for bridge, at in reading.bridge_dates(question, events, progress).items()}
    notes = {number: day(at) for number, at in dates.items() if number <= here}
    return canal(bridge_names(), here, notes, gettext("The question is here now"))
