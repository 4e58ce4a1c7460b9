"""A coordinator on Monday, in Chromium: many questions to a colleague by keyboard, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import keyboard
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.looking import check_axe
from tests.journeys.speaking import speaker
from tests.journeys.walking import Walk
from tests.journeys.ways import in_each

pytestmark = [pytest.mark.browser, pytest.mark.processes]

LOOKED_AT = ("/werk/rij", "/werk/rij?tab=due&kind=report", "/werk/taken", "/werk/teksten", "/werk/teksten/press")


@in_each("size, language", (DESK, "nl"), (PHONE, "en"))
def test_two_questions_go_to_a_colleague_by_keyboard_and_the_pages_are_sound(
    person: Callable[..., Page], size: tuple[int, int], language: str
) -> None:
    asker, page, say = person(), person(size), speaker(language)
    walks = [Walk(asker, page, say, language, mail=f"monday{n}.{language}@example.org") for n in range(2)]
    for walk in walks:
        walk.ask()
        walk.confirm()
    walks[0].sign_in()
    page.goto(walks[0].root + "/werk/rij?tab=nobody")

    for walk in walks:
        keyboard.tick(page, page.locator("tr", has_text=walk.reference).get_by_role("checkbox"))
    expect(page.locator("[data-chosen]")).to_have_text(": 2")
    keyboard.reach(page, page.get_by_label(say("To whom?")))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("2 ")
    for walk in walks:
        expect(page.locator("tr", has_text=walk.reference)).to_have_count(0)
    for path in LOOKED_AT:
        page.goto(walks[0].root + path)
        check_axe(page)
