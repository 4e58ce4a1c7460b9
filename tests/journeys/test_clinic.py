"""The asker changes a box on a phone without JavaScript; the coordinator sees it, and cuts three slices."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from config import ROOT
from tests.journeys.conftest import DESK
from tests.journeys.speaking import speaker
from tests.journeys.walking import Walk
from tests.journeys.ways import only_on

pytestmark = [pytest.mark.browser, pytest.mark.processes]

AXE = Path(ROOT / "node_modules/axe-core/axe.min.js")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def sharpened(walk: Walk) -> Walk:
    """A question that lies before its asker."""
    walk.ask()
    walk.confirm()
    walk.sign_in()
    walk.take()
    walk.write()
    walk.put_before()
    return walk


def faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found["violations"]]


def fits(page: Page) -> bool:
    """Whether nothing makes the page scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@only_on("sqlite")
def test_an_asker_changes_a_box_on_a_phone_and_the_coordinator_sees_each_word(person: Callable[..., Page]) -> None:
    walk = sharpened(Walk(person(script=False), person(DESK), speaker("nl"), "nl", mail="a.jansen@example.org"))
    asker, desk = walk.asker, walk.coordinator

    walk.open_mail(asker, 3)
    asker.get_by_role("link", name="Ik wil zelf iets aanpassen").click()
    assert fits(asker)
    asker.get_by_label("Wat zit u dwars?").fill("Vier flats, 240 woningen. Buren groeten elkaar niet meer.")
    asker.get_by_role("button", name="Verstuur mijn aanpassing").press("Enter")
    expect(asker.locator("main")).to_contain_text("Ik heb zelf aangepast: ‘Wat zit u dwars?’.")

    desk.goto(f"/werk/vragen/{walk.reference}/spreekuur")
    expect(desk.locator("main")).to_contain_text("Versie 2 is van de vraagsteller")
    expect(desk.locator("#versions ~ details del").first).to_contain_text("Drie")
    expect(desk.locator("#versions ~ details ins").first).to_contain_text("Vier")
    assert faults(desk) == []
    walk.put_before()
    walk.say_yes(mails=4)


@only_on("postgresql")
def test_a_coordinator_cuts_three_slices_at_once_by_keyboard(person: Callable[..., Page]) -> None:
    walk = sharpened(Walk(person(), person(DESK), speaker("en"), "en", mail="b.smith@example.org"))
    walk.say_yes(mails=3)
    desk = walk.coordinator

    desk.goto(f"/en/werk/vraagstukken/van/{walk.reference}")
    expect(desk.locator("main")).to_contain_text(re.compile(r"Can begin in .+ at the earliest, week \d+"))
    assert faults(desk) == []
    for form in ("exercise", "course_part", "thesis"):
        desk.locator(f"[name=work_form][value={form}]").focus()
        desk.keyboard.press("Space")
    desk.locator("main .utrecht-button--primary-action").press("Enter")

    expect(desk.locator("main")).to_contain_text("3 drafts are made")
    expect(desk.locator("main tbody tr")).to_have_count(3)
    desk.locator("main tbody tr a").first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Why do older people stay away from the drop-in?")
