"""An administrator invites a colleague by keyboard; the mail lets them in; the role ends, and its pages with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from leren_app.domain.roles import ROLE_NAMES, Role
from tests.journeys import keyboard
from tests.journeys.conftest import DESK, Installation
from tests.journeys.looking import check_axe
from tests.journeys.speaking import Say, speaker
from tests.journeys.walking import MAIL_WAITS_MS

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PRIMARY = "main .utrecht-button--primary-action"
LANGUAGE = {"sqlite": "nl", "postgresql": "en"}


def administrator(person: Callable[..., Page], root: str) -> Page:
    """Signed in as the demo's administrator."""
    page = person(DESK)
    page.goto("/dev/mensen")
    heading = re.compile("beheerder", re.IGNORECASE)
    section = page.locator("section", has=page.get_by_role("heading", name=heading)).first
    section.get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/werk/mensen$"))
    page.goto(f"{root}/werk/mensen")
    return page


def open_mail(page: Page, mail: str) -> None:
    """Wait for the mail to this address and follow its link; the demo's mailbox stands for a mail program."""
    for _ in range(MAIL_WAITS_MS // 250):
        page.goto("/dev/mail")
        if page.locator("tr", has_text=mail).count():
            break
        page.wait_for_timeout(250)
    page.locator("tr", has_text=mail).get_by_role("link").first.click()
    page.locator("main a", has_text="/v/").first.click()
    page.wait_for_url(lambda url: "/dev/mail" not in url)


def invite(page: Page, say: Say, mail: str, language: str) -> None:
    """From the list to the page of the new colleague, by keyboard alone."""
    check_axe(page)
    keyboard.press(page, page.get_by_role("link", name=say("Invite a colleague")))
    keyboard.press(page, page.locator(PRIMARY))
    expect(page.locator("#errors")).to_be_focused()
    check_axe(page)
    keyboard.write(page, page.get_by_label(say("Name"), exact=True), "Fatima Aydin")
    keyboard.write(page, page.get_by_label(say("Email address")), mail)
    keyboard.pick(page, page.get_by_label(say("Institution")), "hogeschool-leiden")
    keyboard.choose(page, page.get_by_label("English" if language == "en" else "Nederlands", exact=True))
    keyboard.tick(page, page.get_by_label(ROLE_NAMES[Role.COORDINATOR].in_(language), exact=True))
    keyboard.press(page, page.locator(PRIMARY))
    expect(page.get_by_role("heading", level=1)).to_have_text("Fatima Aydin")
    check_axe(page)


def test_a_colleague_is_invited_signs_in_and_loses_the_page_when_the_role_ends(
    person: Callable[..., Page], installation: Installation, request: pytest.FixtureRequest
) -> None:
    language = LANGUAGE[request.node.callspec.params["installation"]]
    say, root, mail = speaker(language), "/en" if language == "en" else "", f"{uuid4().hex[:8]}@demo.test"
    admin, colleague = administrator(person, root), person()

    invite(admin, say, mail, language)
    open_mail(colleague, mail)
    keyboard.press(colleague, colleague.locator(PRIMARY))
    expect(colleague).to_have_url(re.compile(f"{root}/werk/rij$"))
    admin.reload()
    keyboard.press(admin, admin.locator("#roles + * , #roles ~ *").get_by_role("link").first)
    check_axe(admin)
    keyboard.write(admin, admin.get_by_label(say("Why?")), "Ander werk")
    keyboard.press(admin, admin.locator(PRIMARY))
    expect(admin.locator("main")).to_contain_text("Ander werk")
    expect(admin.get_by_role("status")).to_contain_text(
        say("The role has ended. They are signed out, and a mail tells them.")
    )

    colleague.reload()

    expect(colleague).to_have_url(re.compile(f"{root}/inloggen$"))
    admin.set_viewport_size({"width": 360, "height": 740})
    check_axe(admin)
