"""One ready text, in both languages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired

from leren_app.domain.lifecycles.question_reasons import ENDING_REASONS
from leren_app.domain.text import Text
from leren_app.models import BlockPurpose
from leren_app.services.text_blocks import Block, Written
from leren_app.web.fields import LONGEST_LINK, web_address
from leren_app.web.forms import VersionedForm, area, line
from leren_app.web.language import spoken_language
from leren_app.web.texts.words import PURPOSES

LONGEST_TITLE = 120


class BlockForm(VersionedForm):
    """Where it is of use, how colleagues find it, and what the asker reads."""

    purpose = SelectField(_l("For which answer?"), validators=[DataRequired(_l("Choose for which answer this is"))])
    reason = SelectField(_l("Reason it goes with"))
    title_nl = line(_l("Name in Dutch"), required=_l("Give it a name in Dutch"), longest=LONGEST_TITLE)
    title_en = line(_l("Name in English"), required=_l("Give it a name in English"), longest=LONGEST_TITLE)
    text_nl = area(_l("Text in Dutch"), required=_l("Write the text in Dutch"))
    text_en = area(_l("Text in English"), required=_l("Write the text in English"))
    link = line(_l("Link"), longest=LONGEST_LINK)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = spoken_language()
        self.purpose.choices = {"": gettext("Choose an answer"), **{p.value: str(PURPOSES[p]) for p in BlockPurpose}}
        reasons = {code: text.in_(language) for code, text in ENDING_REASONS.items()}
        self.reason.choices = {"": gettext("No reason"), **reasons}

    def validate_link(self, field: Any) -> None:
        """Only pages on the web."""
        web_address(self, field)

    def show(self, block: Block) -> None:
        """Fill in what a text says now."""
        self.purpose.data, self.reason.data, self.link.data = block.purpose.value, block.reason, block.link
        self.title_nl.data, self.title_en.data = block.title.nl, block.title.en
        self.text_nl.data, self.text_en.data = block.text.nl, block.text.en

    @property
    def written(self) -> Written:
        """What was filled in, for the service."""
        return Written(
            purpose=BlockPurpose(self.purpose.data),
            title=Text(self.title_nl.data or "", self.title_en.data or ""),
            text=Text(self.text_nl.data or "", self.text_en.data or ""),
            reason=self.reason.data or "",
            link=self.link.data or "",
        )
