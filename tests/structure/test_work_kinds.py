"""Every kind of work that services promise is done by some function, and no function waits for work nobody promises."""

from __future__ import annotations

import re

from config import ROOT
from leren_app import jobs
from leren_app.jobs.registry import DAILY, DAILY_KINDS, HANDLERS

PROMISED = re.compile(r"\"(mail|(?:question|challenge|placement|project|suggestions|courses)\.\w+)\"")


def promised_kinds() -> set[str]:
    """The kinds named in services."""
    sources = (ROOT / "leren_app" / "services").rglob("*.py")
    return {kind for source in sources for kind in PROMISED.findall(source.read_text()) if kind != "question.id"}


def test_every_promised_kind_has_a_handler_and_every_handler_a_promise() -> None:
    assert jobs.handlers
    assert promised_kinds() == {kind for kind in HANDLERS if not kind.startswith(DAILY)}


def test_every_daily_kind_has_a_handler() -> None:
    assert {DAILY + name for name in DAILY_KINDS} == {kind for kind in HANDLERS if kind.startswith(DAILY)}
