"""A host writes down a question by keyboard and prints the card; its holder reads the status on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import keyboard
from tests.journeys.conftest import DESK
from tests.journeys.looking import check_axe, check_width
from tests.journeys.speaking import Say, speaker
from tests.journeys.ways import each_language, only_on

pytestmark = [pytest.mark.browser, pytest.mark.processes]

RAW = "KANARIE In onze straat durft niemand meer naar buiten."
PHONE_NUMBER = "06 98765432"


def sign_in(page: Page) -> None:
    """As the demo's host, with one click."""
    page.goto("/dev/mensen")
    desk = page.locator("section", has=page.get_by_role("heading", name=re.compile("balie", re.IGNORECASE))).first
    desk.get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/werk/balie$"))


def write_down(page: Page, say: Say, root: str) -> str:
    """Fill in the whole form by keyboard; gives the reference."""
    page.goto(root + "/werk/balie")
    keyboard.press(page, page.get_by_role("link", name=say("Write down a question")))
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Write down a question"))
    keyboard.write(page, page.get_by_label(say("What is going on?")), RAW)
    keyboard.pick(page, page.get_by_label(say("In which district is this?")), "morsdistrict")
    keyboard.write(page, page.get_by_label(say("The name of the asker")), "KANARIE naam")
    keyboard.write(page, page.get_by_label(say("Phone number")), PHONE_NUMBER)
    for label in (
        "The asker is 16 or older, or a parent or carer is here too",
        "I read this aloud, and the asker said yes",
    ):
        keyboard.tick(page, page.get_by_label(say(label)))
    keyboard.press(page, page.get_by_role("button", name=say("Save the question")))
    expect(page.locator("main")).to_contain_text(say("There is no card yet"))
    return page.url.rsplit("/", 1)[1]


def print_card(page: Page, say: Say, folder: Path) -> str:
    """The text of the PDF."""
    keyboard.reach(page, page.get_by_role("button", name=say("Print the card")))
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(path).pages)


@each_language
def test_a_question_told_at_the_desk_is_followed_with_its_card(
    person: Callable[..., Page], tmp_path: Path, language: str
) -> None:
    say, root = speaker(language), "/en" if language == "en" else ""
    host, holder = person(DESK), person(script=language == "en")

    sign_in(host)
    reference = write_down(host, say, root)
    card = print_card(host, say, tmp_path)
    code = re.search(r"\b[A-Z0-9]{5}-[A-Z0-9]{5}\b", card)
    assert reference in card
    assert code

    holder.goto(root + "/mijn-vraag/kaart")
    holder.get_by_label(say("The number of your question")).fill(reference.lower())
    holder.get_by_label(say("The code on your card")).fill(code.group().lower())
    holder.get_by_role("button", name=say("Show my question")).click()

    expect(holder.get_by_role("heading", level=1)).to_have_text(say("Question %(reference)s", reference=reference))
    expect(holder.locator("main")).to_contain_text(say("What happened"))
    check_width(holder)
    host.goto(f"{root}/werk/balie/{reference}")
    for page in (host, holder):
        assert "KANARIE" not in page.content()
        assert PHONE_NUMBER not in page.content()


@only_on("postgresql")
def test_axe_finds_nothing_on_the_pages_of_the_desk_and_the_card(person: Callable[..., Page], tmp_path: Path) -> None:
    host, say = person(DESK), speaker("nl")
    sign_in(host)
    check_axe(host)
    for path in ("/werk/balie/nieuw", "/mijn-vraag/kaart", "/mijn-vraag/adres-gewist"):
        host.goto(path)
        check_axe(host)
    host.goto("/werk/balie/nieuw")
    host.get_by_role("button", name=say("Save the question")).click()
    check_axe(host)
    reference = write_down(host, say, "")
    check_axe(host)
    code = re.search(r"\b[A-Z0-9]{5}-[A-Z0-9]{5}\b", print_card(host, say, tmp_path))
    assert code
    host.goto("/werk/balie")
    check_axe(host)
    host.goto("/mijn-vraag/kaart")
    host.get_by_label(say("The number of your question")).fill(reference)
    host.get_by_label(say("The code on your card")).fill(code.group())
    host.get_by_role("button", name=say("Show my question")).click()
    expect(host.locator("main")).to_contain_text(say("What happened"))
    check_axe(host)
