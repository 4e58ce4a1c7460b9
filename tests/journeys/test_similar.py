"""S3 in Chromium: it was asked before and answered; following instead, asking anyway, merging and taking apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from redis import Redis

from config import ROOT, Settings
from leren_app import create_app
from leren_app.extensions import db
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind
from tests.journeys.conftest import DESK, Installation
from tests.journeys.speaking import Say, speaker
from tests.journeys.walking import Walk
from tests.makers_education import make_project
from tests.start.launching import running, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.processes]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
FORM = "/stel-uw-vraag"
TITLES = {"nl": "Welke plek brengt eenzame ouderen naar buiten?", "en": "Which place draws lonely older people out?"}
TYPED = {
    "nl": "Veel ouderen in de Mors zijn eenzaam, kan iemand helpen?",
    "en": "lonely seniors in De Mors, who can help them?",
}


@pytest.fixture(autouse=True)
def _fresh_limits(installation: Installation) -> Iterator[None]:
    """All journeys come from one network; none may use up the posts of the next."""
    yield
    with Redis(unix_socket_path=str(next(installation.folder.rglob("*.sock")))) as redis:
        for key in redis.scan_iter("LIMITS*"):
            redis.delete(key)


@pytest.fixture(scope="module")
def answered(installation: Installation) -> tuple[str, str, str]:
    """A finished project about loneliness: the reference of its question, its asker's address, what came out."""
    env = dict(
        pair.split("=", 1)
        for pair in Path(f"/proc/{running(installation.folder)['worker']}/environ")
        .read_text(encoding="utf-8")
        .split("\0")
        if "=" in pair
    )
    app = create_app(Settings.from_env(env))
    with app.app_context():
        session = db.session()
        project = make_project(session, "publish")
        question = project.placement.challenge.question
        for version in question.clinic_versions:
            version.title_nl, version.title_en = TITLES["nl"], TITLES["en"]
        assert project.result is not None
        made = question.reference, str(question.asker.mail), project.result.title_en
        session.commit()
        keeping.build(session, Kind.QUESTIONS, app.extensions["city"])
        db.session.remove()
        db.engine.dispose()
    return made


def test_without_javascript_on_a_phone_the_answer_stands_after_asking_and_is_followed_instead(
    person: Callable[..., Page], answered: tuple[str, str, str]
) -> None:
    page, say = person(script=False), speaker("nl")
    ask(page, say, "nl", "zonder.script@example.org")

    card = page.locator("section[aria-labelledby=similar]")
    expect(card).to_contain_text(TITLES["nl"])
    expect(card.locator("mark").first).to_be_visible()
    expect(card).to_contain_text("Beantwoord")
    expect(card.locator("a[href*='/resultaten/']")).to_have_count(1)
    card.get_by_role("button", name=say("Follow this one instead")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Look in your mail"))

    open_mail(page, "zonder.script@example.org", "Wilt u deze vraag volgen?", "")
    page.get_by_role("button", name=say("Yes, I want to follow it")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["nl"])
    expect(page.locator("main")).to_contain_text(say("You follow %(reference)s", reference=answered[0]))
    page.get_by_role("button", name=say("Stop following")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(say("You no longer follow this question"))


def test_with_javascript_by_keyboard_it_is_shown_while_typing_asked_anyway_merged_and_taken_apart(
    person: Callable[..., Page], answered: tuple[str, str, str]
) -> None:
    page, say, (target, target_mail, found) = person(DESK), speaker("en"), answered
    mail = "asks.anyway@example.org"
    page.goto("/en" + FORM)
    tab_to(page, "text")
    page.keyboard.type("de het een en dat is er")
    page.wait_for_timeout(1500)
    expect(page.locator("section[aria-labelledby=similar]")).to_have_count(0)
    page.keyboard.press("Control+A")
    page.keyboard.type(TYPED["en"])
    card = page.locator("section[aria-labelledby=similar]")
    expect(card).to_contain_text(TITLES["en"])
    expect(card).to_contain_text(found)
    assert page.evaluate("document.activeElement.name") == "text"
    expect(page.locator("[data-similar] [role=status]")).to_contain_text("may be like yours")
    check_axe(page)
    page.keyboard.press("Tab")
    expect(card.get_by_role("link", name=TITLES["en"]).first).to_be_focused()

    tab_to(page, "place")
    page.keyboard.type("Mors")
    tab_to(page, "mail")
    page.keyboard.type(mail)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(say("Almost there: look in your mail"))
    check_axe(page)
    reference = reference_on(page)
    open_mail(page, mail, "Confirm your question", "/en")
    page.keyboard.press("Tab")
    page.get_by_role("button", name=say("Yes, I asked this")).press("Enter")
    expect(page.locator("main")).to_contain_text(say("It is our turn"))
    own_page = page.url

    desk = person(DESK)
    Walk(page, desk, say, "en").sign_in()
    desk.goto(f"/en/werk/vragen/{reference}")
    check_axe(desk)
    desk.locator("#alike > summary").press("Enter")
    desk.locator(f"a[href*='samen/{target}/merge']").press("Enter")
    check_axe(desk)
    expect(desk.locator("main")).to_contain_text(TYPED["en"])
    desk.get_by_role("button", name=say("Merge")).press("Enter")
    expect(desk.locator("main")).to_contain_text(say("The questions are merged. Both askers get a mail."))

    page.goto(own_page)
    expect(page.locator("main")).to_contain_text(say("Your question now lives in %(reference)s", reference=target))
    check_axe(page)
    wait_for(lambda: all(words in mailbox(page) for words in ("goes on together with another one",)), seconds=30)
    wait_for(lambda: mailbox(page).count(target_mail) > 0, seconds=30)
    page.goto(f"/en/vragen/{reference}")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["en"])

    desk.get_by_role("link", name=say("Take the two questions apart")).press("Enter")
    desk.get_by_role("button", name=say("Take them apart")).press("Enter")
    expect(desk.locator("main")).to_contain_text(say("The questions are apart again. Both askers get a mail."))
    page.goto(own_page)
    expect(page.locator("main")).to_contain_text(say("It is our turn"))
    page.goto(f"/en/vragen/{target}")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["en"])
    check_axe(page)


# ---- small steps ----


def ask(page: Page, say: Say, language: str, mail: str) -> None:
    """The form, filled in with as little as it takes."""
    page.goto(("/en" if language == "en" else "") + FORM)
    page.get_by_label(say("What is going on?")).fill(TYPED[language])
    page.get_by_label(say("In which district is this?")).select_option("morsdistrict")
    page.get_by_label(say("Your e-mail address")).fill(mail)
    page.locator("main .utrecht-button--primary-action").click()


def reference_on(page: Page) -> str:
    found = re.search(r"[A-Z]+-\d{4}-\d{3,}", page.locator("main").inner_text())
    assert found
    return found.group()


def mailbox(page: Page) -> str:
    return page.request.get("/dev/mail").text()


def open_mail(page: Page, mail: str, subject: str, root: str) -> None:
    """Wait for the mail with this subject and follow the link in it."""
    wait_for(lambda: mail in mailbox(page) and subject in mailbox(page), seconds=30)
    page.goto(root + "/dev/mail")
    page.locator("tr", has_text=mail).filter(has_text=subject).get_by_role("link").first.click()
    page.locator("main a", has_text="/v/").first.click()


def tab_to(page: Page, name: str) -> None:
    """By the Tab key alone."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || document.activeElement.type") == name:
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def check_axe(page: Page) -> None:
    """Nothing found by axe, and nothing that sticks out at the side."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes.map(n => n.html).join()}`))")
    assert found == [], f"{page.url}: {found}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
