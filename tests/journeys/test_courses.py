"""A lecturer with only a keyboard, and one with only a list: both get their courses in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import keyboard
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.looking import check_axe
from tests.journeys.walking import PRIMARY
from tests.journeys.ways import only_on

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@only_on("sqlite")
def test_a_course_and_its_edition_are_put_in_by_keyboard_on_a_phone_without_javascript(
    person: Callable[..., Page],
) -> None:
    page = person(PHONE, script=False)
    become_lecturer(page, "")
    page.goto("/mijn/vakken/nieuw")
    for name, words in (("name_nl", "Toetsenbord"), ("name_en", "Keyboard"), ("code", "TB-1")):
        keyboard.write(page, page.locator(f"[name={name}]"), words)
    keyboard.reach(page, page.locator("[name=level]").first)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    keyboard.write(page, page.locator("[name=goals]"), "Studenten interviewen bewoners.")
    keyboard.write(page, page.locator("[name=load]"), "7,5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/uitvoering")
    keyboard.write(page, page.locator("[name=weeks]"), "54")
    keyboard.write(page, page.locator("[name=places]"), "24")
    keyboard.tick(page, page.locator("[name=days][value=tue]"))
    keyboard.press(page, page.locator(PRIMARY))

    expect(page.locator(".lms-summary")).to_contain_text("heeft geen week 54")
    expect(page.locator("[name=days][value=tue]")).to_be_checked()
    keyboard.write(page, page.locator("[name=weeks]"), "20-24")
    keyboard.press(page, page.locator(PRIMARY))

    page.wait_for_url("**/vragen")
    expect(page.locator("main")).to_contain_text("week 20 tot en met 24")


@only_on("postgresql")
def test_a_list_of_courses_is_read_in_at_a_desk(person: Callable[..., Page]) -> None:
    page = person(DESK)
    become_lecturer(page, "/en")
    page.goto("/en/mijn/vakken/inlezen")
    check_axe(page)
    choose(page, "veel")
    expect(page.get_by_role("heading", level=1)).to_have_text("1 row has to change first")
    check_axe(page)

    page.get_by_role("link", name="Choose the file again").click()
    choose(page, "24")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look it over first")
    check_axe(page)
    page.get_by_role("button", name="Yes, read it in").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your file is read in", timeout=30_000)
    page.get_by_role("link", name="To my courses").click()
    expect(page.locator("main")).to_contain_text("Reading along")
    check_axe(page)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    check_axe(page)


def choose(page: Page, places: str) -> None:
    """Choose a file with one course and so many places, and have it looked at."""
    start = datetime.now(UTC).date() + timedelta(days=120)
    rows = f"LIJST-1;Meelezen;Reading along;hbo;{start};{start + timedelta(days=60)};{places}"
    data = f"Vakcode;Naam (nl);Naam (en);Niveau;Eerste dag;Laatste dag;Plaatsen\r\n{rows}\r\n".encode("cp1252")
    page.set_input_files("[name=file]", {"name": "vakken.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Look what it would do").click()


def become_lecturer(page: Page, root: str) -> None:
    """Sign in as the demo's lecturer of applied sciences."""
    page.goto(root + "/dev/mensen")
    heading = page.get_by_role("heading", name=re.compile("docent|lecturer", re.IGNORECASE))
    page.locator("section", has=heading).first.get_by_role("button", name=re.compile("hbo")).first.click()
    expect(page).not_to_have_url(re.compile("dev/mensen"))
