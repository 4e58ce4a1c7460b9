"""Whether a page is sound: nothing that axe finds, nothing that sticks out at the side."""

from __future__ import annotations

from playwright.sync_api import Page

from config import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
FINDINGS = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join()}`))"


def check_axe(page: Page) -> None:
    """With JavaScript, which axe is written in."""
    page.evaluate(AXE)  # not as a script tag, which our policy forbids
    found = page.evaluate(FINDINGS)
    assert found == [], f"{page.url}: {found}"
    check_width(page)


def check_width(page: Page) -> None:
    """Nobody has to scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} is too wide"
