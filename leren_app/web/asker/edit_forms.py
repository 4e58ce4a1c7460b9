"""What an asker can change in the text that lies before them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from leren_app.services.questions.sending_back import AskersText
from leren_app.web.forms import ClinicSeenForm, area, line

_EMPTY = _l("Something has to stand here. If it is not right, write what is.")


class EditForm(ClinicSeenForm):
    """The four boxes, and title, research question and summary in the language of the page."""

    worry = area(_l("What worries you?"), required=_EMPTY)
    difference = area(_l("What would be different if it works out?"), required=_EMPTY)
    known = area(_l("What do we know already?"), required=_EMPTY)
    feasible = area(_l("What can be done in 10 weeks?"), required=_EMPTY)
    title = line(_l("Title"), required=_EMPTY)
    research_question = area(_l("Research question"), required=_EMPTY)
    summary = area(_l("Summary"), required=_EMPTY)

    @property
    def names(self) -> tuple[str, ...]:
        """The texts, in the order of the page."""
        return ("worry", "difference", "known", "feasible", "title", "research_question", "summary")

    @property
    def written(self) -> AskersText:
        """What was typed, for the service."""
        return AskersText(**{name: self[name].data or "" for name in AskersText.__dataclass_fields__})

    def fill_in(self, text: AskersText) -> None:
        """Put a text into the fields."""
        for name in self.names:
            self[name].data = getattr(text, name)
