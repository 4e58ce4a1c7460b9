"""How the steps are called to which a ready text belongs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from leren_app.models import BlockPurpose

PURPOSES: dict[BlockPurpose, str] = {
    BlockPurpose.ASK_MORE: _l("Ask for more information"),
    BlockPurpose.PUT_BEFORE: _l("Put the text before the asker"),
    BlockPurpose.REFER: _l("Refer, with a text and a link"),
    BlockPurpose.REFUSE: _l("Do not take it on, with advice"),
    BlockPurpose.ANSWER: _l("Tell what came out"),
}
