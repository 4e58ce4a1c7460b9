"""The asker changes a box on a phone without JavaScript; the coordinator sees it, and cuts three slices."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import keyboard
from tests.journeys.conftest import DESK
from tests.journeys.looking import check_axe, check_width
from tests.journeys.speaking import speaker
from tests.journeys.walking import PRIMARY, Walk
from tests.journeys.ways import only_on

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def sharpened(walk: Walk) -> Walk:
    """A question that lies before its asker."""
    walk.ask()
    walk.confirm()
    walk.sign_in()
    walk.take()
    walk.write()
    walk.put_before()
    return walk


@only_on("sqlite")
def test_an_asker_changes_a_box_on_a_phone_and_the_coordinator_sees_each_word(person: Callable[..., Page]) -> None:
    walk = sharpened(Walk(person(script=False), person(DESK), speaker("nl"), "nl", mail="a.jansen@example.org"))
    asker, desk = walk.asker, walk.coordinator

    walk.open_mail(asker, 3)
    asker.get_by_role("link", name="Ik wil zelf iets aanpassen").click()
    worry = asker.get_by_label("Wat zit u dwars?")
    expect(worry).to_be_visible()
    check_width(asker)
    worry.fill("Vier flats, 240 woningen. Buren groeten elkaar niet meer.")
    asker.get_by_role("button", name="Verstuur mijn aanpassing").press("Enter")
    expect(asker.locator("main")).to_contain_text("Ik heb zelf aangepast: ‘Wat zit u dwars?’.")

    desk.goto(f"/werk/vragen/{walk.reference}/spreekuur")
    expect(desk.locator("main")).to_contain_text("Versie 2 is van de vraagsteller")
    expect(desk.locator("#versions ~ details del").first).to_contain_text("Drie")
    expect(desk.locator("#versions ~ details ins").first).to_contain_text("Vier")
    check_axe(desk)
    walk.put_before()
    walk.say_yes(mails=4)


@only_on("postgresql")
def test_a_coordinator_cuts_three_slices_at_once_by_keyboard(person: Callable[..., Page]) -> None:
    walk = sharpened(Walk(person(), person(DESK), speaker("en"), "en", mail="b.smith@example.org"))
    walk.say_yes(mails=3)
    desk = walk.coordinator

    desk.goto(f"/en/werk/vraagstukken/van/{walk.reference}")
    expect(desk.locator("main")).to_contain_text(re.compile(r"Can begin in .+ at the earliest, week \d+"))
    check_axe(desk)
    for form in ("exercise", "course_part", "thesis"):
        keyboard.tick(desk, desk.locator(f"[name=work_form][value={form}]"))
    keyboard.press(desk, desk.locator(PRIMARY))

    expect(desk.locator("main")).to_contain_text("3 drafts are made")
    expect(desk.locator("main tbody tr")).to_have_count(3)
    desk.locator("main tbody tr a").first.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Why do older people stay away from the drop-in?")
