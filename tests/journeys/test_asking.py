"""S1 in Chromium, on a telephone: with script and without, by keyboard, with a photo, and when the connection goes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from leren_app.models import Contact, Question
from tests.journeys import keyboard
from tests.journeys.conftest import Installation
from tests.journeys.inside import inside
from tests.journeys.looking import check_axe
from tests.journeys.speaking import Say, speaker
from tests.journeys.walking import PRIMARY, Walk
from tests.journeys.ways import Way, each_language, every_way, only_on
from tests.photos import CANARY, photo

pytestmark = [pytest.mark.browser, pytest.mark.processes]
FORM = "/stel-uw-vraag"
LOST = "The connection was lost. Your text and photos are still here. Press the button once more."
ONE_EACH = [("sqlite", False), ("postgresql", True)]
WORDS = "Veel ouderen in de Mors zijn eenzaam, kan iemand helpen? <b>"
AGE = """ms => {
  const draft = JSON.parse(sessionStorage.getItem("ask-draft"));
  sessionStorage.setItem("ask-draft", JSON.stringify({ ...draft, at: draft.at - ms }));
}"""
PHOTO = {"name": "bankje.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(1200, 900))}


def photos_on_disk(installation: Installation) -> list[bytes]:
    return [path.read_bytes() for path in (installation.folder / "files").glob("*.jpg")]


def expect_thanks(page: Page, say: Say) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Almost there: look in your mail"))
    assert re.search(r"[A-Z]+-\d{4}-\d{3,}", page.locator("main").inner_text())


@only_on("sqlite")
def test_a_resident_without_javascript_asks_with_a_photo_and_loses_nothing_on_the_way(
    person: Callable[..., Page], installation: Installation
) -> None:
    page, say, before = person(script=False), speaker("nl"), len(photos_on_disk(installation))
    page.goto(FORM)
    page.locator(PRIMARY).click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^Fout: "))

    page.get_by_label(say("What is going on?")).fill(WORDS)
    page.get_by_label(say("In which district is this?")).select_option("morsdistrict")
    page.get_by_text(say("Would you like to tell more?")).click()
    page.get_by_label(say("What was tried already?")).fill("Een brief")
    page.get_by_label(say("Photos or a PDF")).set_input_files(PHOTO)
    page.locator(PRIMARY).click()
    expect(page.locator("#photos-error")).to_be_visible()  # the browser let go of it, and the page says so
    expect(page.get_by_label(say("What was tried already?"))).to_have_value("Een brief")

    page.get_by_label(say("Your e-mail address")).fill("zonder@example.org")
    page.get_by_label(say("Photos or a PDF")).set_input_files(PHOTO)
    page.locator(PRIMARY).click()
    expect_thanks(page, say)

    kept = photos_on_disk(installation)
    assert len(kept) == before + 1
    assert not any(CANARY.encode() in content or b"Exif" in content for content in kept)


@every_way
def test_a_resident_asks_without_an_account_and_sees_where_it_stands(person: Callable[..., Page], way: Way) -> None:
    page = way.page(person)
    walk = Walk(page, page, way.say, way.language, mail=f"s1.{way}@example.org", words=WORDS, look=way.look)

    walk.send_nothing()
    walk.ask()
    expect(page.locator("main")).to_contain_text(re.compile("hoort u uiterlijk|hear from us by"))
    walk.open_mail(page, 1)
    expect(page.locator("blockquote")).to_contain_text(WORDS)
    walk.confirm()
    expect(page.locator("main")).to_contain_text(walk.reference)
    walk.send_until_stopped()


@only_on("postgresql")
def test_with_javascript_photos_stay_chosen_and_one_can_be_taken_off(
    person: Callable[..., Page], installation: Installation
) -> None:
    page, say = person(), speaker("nl")
    page.goto(FORM)
    keyboard.write(page, page.locator("[name=text]"), WORDS)
    keyboard.pick(page, page.locator("[name=place]"), "morsdistrict")
    page.get_by_label(say("Photos or a PDF")).set_input_files([PHOTO, {**PHOTO, "name": "weg.jpg", "buffer": photo()}])
    page.get_by_role("button", name="weg.jpg").press("Enter")
    keyboard.reach(page, page.locator(PRIMARY))
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#photos-error")).to_have_count(0)
    check_axe(page)

    keyboard.write(page, page.locator("[name=mail]"), "toets@example.org")
    keyboard.press(page, page.locator(PRIMARY))
    expect_thanks(page, say)
    assert not any(CANARY.encode() in content for content in photos_on_disk(installation))


@pytest.mark.parametrize(("installation", "script"), ONE_EACH, indirect=["installation"], scope="session")
def test_reload_back_and_pressing_once_more_ask_once(
    person: Callable[..., Page], installation: Installation, script: bool
) -> None:
    page = person(script=script)
    walk = Walk(page, page, speaker("nl"), "nl", mail=f"terug.{script}@example.org".lower())
    walk.ask()

    page.reload()
    expect(page.locator("main")).to_contain_text(walk.reference)
    page.go_back()
    page.go_forward()
    expect(page.locator("main")).to_contain_text(walk.reference)
    page.go_back()
    keyboard.press(page, page.locator(PRIMARY))

    with inside(installation) as (_, session):
        mails = select(func.count(Question.id)).join(Contact).where(Contact.mail == walk.mail)
        assert session.scalar(mails) == 1


@only_on("postgresql")
def test_words_stay_on_the_device_through_a_lost_page_and_a_lost_connection(person: Callable[..., Page]) -> None:
    page, say = person(), speaker("nl")
    page.goto(FORM)
    page.get_by_label(say("What is going on?")).fill(WORDS)
    page.get_by_text(say("Would you like to tell more?")).click()
    page.get_by_label(say("By when would you like it?")).fill("voor de zomer")
    page.get_by_label(say("Do not put my name on the website")).uncheck()

    page.goto("/vragen")
    page.goto("/en" + FORM)
    expect(page.locator("#draft")).to_be_visible()
    check_axe(page)
    page.goto(FORM)
    expect(page.get_by_label(say("By when would you like it?"))).to_have_value("voor de zomer")
    expect(page.get_by_label(say("Do not put my name on the website"))).not_to_be_checked()

    page.get_by_label(say("In which district is this?")).select_option("morsdistrict")
    page.get_by_label(say("Your e-mail address")).fill("kwijt@example.org")
    page.get_by_label(say("Photos or a PDF")).set_input_files(PHOTO)
    page.context.set_offline(True)
    page.locator(PRIMARY).click()
    expect(page.locator("#sending")).to_contain_text(say(LOST))
    page.context.set_offline(False)
    page.locator(PRIMARY).click()
    expect_thanks(page, say)

    page.goto(FORM)
    expect(page.get_by_label(say("What is going on?"))).to_have_value("")
    expect(page.locator("#draft")).to_be_hidden()


@only_on("postgresql")
def test_who_throws_the_draft_away_begins_with_an_empty_form(person: Callable[..., Page]) -> None:
    page, say = person(), speaker("en")
    page.goto("/en" + FORM)
    page.get_by_label(say("What is going on?")).fill(WORDS)
    page.reload()

    page.get_by_role("button", name=say("Throw it away")).click()

    expect(page.get_by_label(say("What is going on?"))).to_be_focused()
    expect(page.get_by_label(say("What is going on?"))).to_have_value("")
    page.reload()
    expect(page.locator("#draft")).to_be_hidden()


@only_on("sqlite")
def test_a_new_window_shows_nobodys_words_unless_they_were_kept_on_the_device(person: Callable[..., Page]) -> None:
    page, say = person(), speaker("nl")
    keep, text = say("Keep what I type on this device for a week"), say("What is going on?")
    page.goto(FORM)
    page.get_by_label(text).fill(WORDS)
    page.goto("/vragen")

    def next_window() -> Page:
        new = page.context.new_page()
        new.goto(FORM)
        expect(new.locator("#draft-kept")).to_be_visible()  # the module has run
        return new

    expect(next_window().get_by_label(text)).to_have_value("")
    page.goto(FORM)
    expect(page.get_by_label(text)).to_have_value(WORDS)
    page.get_by_label(keep).check()
    page.goto("/vragen")
    other = next_window()
    expect(other.get_by_label(text)).to_have_value(WORDS)
    expect(other.get_by_label(keep)).to_be_checked()
    check_axe(other)
    other.get_by_label(keep).uncheck()
    other.goto("/vragen")
    expect(next_window().get_by_label(text)).to_have_value("")


@only_on("sqlite")
def test_a_window_that_stood_open_for_half_a_day_shows_nothing_any_more(person: Callable[..., Page]) -> None:
    page, say = person(), speaker("nl")
    page.goto(FORM)
    page.get_by_label(say("What is going on?")).fill(WORDS)
    page.goto("/vragen")
    page.evaluate(AGE, 13 * 3600 * 1000)

    page.goto(FORM)

    expect(page.locator("#draft-kept")).to_be_visible()
    expect(page.get_by_label(say("What is going on?"))).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('ask-draft')") is None


@only_on("sqlite")
def test_words_outlive_a_session_that_was_lost(person: Callable[..., Page]) -> None:
    page, say = person(), speaker("nl")
    page.goto(FORM)
    page.get_by_label(say("What is going on?")).fill(WORDS)
    page.context.clear_cookies()
    page.locator(PRIMARY).click()
    expect(page.get_by_label(say("What is going on?"))).to_have_value(WORDS)

    page.goto(FORM)
    expect(page.get_by_label(say("What is going on?"))).to_have_value(WORDS)


@each_language
def test_a_page_is_reported_from_its_foot(person: Callable[..., Page], language: str) -> None:
    page, say, root = person(), speaker(language), "/en" if language == "en" else ""
    page.goto(root + "/vragen")
    page.get_by_role("contentinfo").get_by_role("link", name=say("Is something here wrong or private?")).click()
    expect(page.locator("main")).to_contain_text(root + "/vragen")
    page.locator(PRIMARY).click()
    expect(page.locator("#errors")).to_be_focused()
    check_axe(page)

    page.get_by_label(say("Something private stands here")).check()
    page.get_by_label(say("What do you see, and where on the page?")).fill("Mijn buurman")
    page.locator(PRIMARY).click()

    expect(page.get_by_role("heading", level=1)).to_have_text(say("Thank you, we have your report"))
    check_axe(page)
