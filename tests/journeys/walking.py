"""The first walk, by keyboard: a resident asks, a coordinator makes it sharp with them, everybody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from leren_app.domain.lifecycles.question import QUESTION
from tests.journeys import keyboard
from tests.journeys.speaking import Say
from tests.makers import WRITTEN

PRIMARY = "main .utrecht-button--primary-action"
ASKED = {
    "nl": "Veel ouderen in onze flats zijn eenzaam, kan iemand helpen?",
    "en": "Many older people in our flats are lonely, can somebody help?",
}
MAIL_WAITS_MS = 60_000


@dataclass
class Walk:
    """One question on its way; `root` is "" in Dutch and "/en" in English, `look` sees every page passed."""

    asker: Page
    coordinator: Page
    say: Say
    language: str
    mail: str = "m.degraaf@example.org"
    reference: str = ""
    words: str = ""
    look: Callable[[Page], None] = lambda page: None

    def __post_init__(self) -> None:
        self.words = self.words or ASKED[self.language]

    @property
    def root(self) -> str:
        """What every path begins with."""
        return "/en" if self.language == "en" else ""

    def send_nothing(self) -> None:
        """An empty form comes back; what is wrong stands on top and has the focus."""
        page = self.asker
        self.go(page, "/stel-uw-vraag")
        self.enter(page, page.locator(PRIMARY))
        expect(page.locator("#errors")).to_be_focused()

    def send_until_stopped(self) -> None:
        """Who sends six times in a minute is asked kindly to wait, and keeps the form."""
        page = self.asker
        self.go(page, "/stel-uw-vraag")
        stop = page.locator("main", has_text=re.compile("Wacht een minuut|Wait a minute"))
        for _ in range(6):
            if stop.count():
                break
            keyboard.press(page, page.locator(PRIMARY))
        expect(stop).to_have_count(1)
        self.look(page)

    def ask(self) -> None:
        """From home through the form to the thanks page."""
        page, say = self.asker, self.say
        self.go(page, "/")
        self.enter(page, page.locator("main").get_by_role("link", name=say("Ask your question")).first)
        keyboard.write(page, page.get_by_label(say("What is going on?")), self.words)
        keyboard.pick(page, page.get_by_label(say("In which district is this?")), "morsdistrict")
        keyboard.write(page, page.get_by_label(say("Your name")), "M. de Graaf")
        keyboard.write(page, page.get_by_label(say("Your e-mail address")), self.mail)
        self.enter(page, page.get_by_role("button", name=say("Send my question")))
        expect(page.get_by_role("heading", level=1)).to_have_text(say("Almost there: look in your mail"))
        found = re.search(r"[A-Z]+-\d{4}-\d{3,}", page.locator("main").inner_text())
        assert found
        self.reference = found.group()

    def confirm(self) -> None:
        """Open the link in the mail; only the button confirms."""
        self.open_mail(self.asker, 1)
        self.enter(self.asker, self.asker.get_by_role("button", name=self.say("Yes, I asked this")))
        expect(self.asker.locator("main")).to_contain_text(self.say("It is our turn"))

    def sign_in(self) -> None:
        """As the demo's coordinator, with one press."""
        page = self.coordinator
        self.go(page, "/dev/mensen")
        heading = re.compile("coordinator|coördinator", re.IGNORECASE)
        section = page.locator("section", has=page.get_by_role("heading", name=heading)).first
        self.enter(page, section.get_by_role("button").first)
        expect(page).not_to_have_url(re.compile("dev/mensen"))  # it opens in the account's own language

    def take(self) -> None:
        """Find it among nobody's and make it one's own."""
        page = self.coordinator
        self.go(page, "/werk/rij?tab=nobody")
        self.enter(page, page.locator("tr", has_text=self.reference).get_by_role("button"))
        self.expect_done("This question is with you now.")

    def settle(self, done: str) -> None:
        """Agree with what the panel proposes."""
        page = self.coordinator
        self.go(page, f"/werk/vragen/{self.reference}")
        self.enter(page, page.locator("form[action$='/voorstel'] .lms-actions button").last)
        self.expect_done(done)

    def note(self, text: str) -> None:
        """Write something down for colleagues alone."""
        page = self.coordinator
        self.go(page, f"/werk/vragen/{self.reference}")
        form = page.locator("form[action$='/notitie']")
        keyboard.write(page, form.locator("textarea"), text)
        self.enter(page, form.locator("button"))
        expect(page.locator("main")).to_contain_text(text)

    def ask_more(self, text: str) -> None:
        """Ask the asker something."""
        self.step("ask_more")
        keyboard.write(self.coordinator, self.coordinator.locator("main textarea").first, text)
        self.press("Your question is on its way to the asker.")

    def reply(self, text: str) -> None:
        """Answer from the newest mail, without an account."""
        self.open_mail(self.asker, 3)
        keyboard.write(self.asker, self.asker.get_by_label(self.say("Your answer")), text)
        self.enter(self.asker, self.asker.get_by_role("button", name=self.say("Send my answer")))
        expect(self.asker.locator("main")).to_contain_text(text)

    def write(self) -> None:
        """Fill in the four boxes and the public texts in two languages."""
        page = self.coordinator
        self.go(page, f"/werk/vragen/{self.reference}/spreekuur")
        for name in WRITTEN.__dataclass_fields__:
            keyboard.write(page, page.locator(f"[name={name}]"), getattr(WRITTEN, name))
        self.enter(page, page.locator(PRIMARY, has_text="1"))
        expect(page.locator("main")).to_contain_text(self.say("Version %(n)d", n=1))

    def put_before(self) -> None:
        """Ask: is this your question?"""
        self.step("put_before")
        self.press("The text is on its way to the asker.")

    def try_to_publish_too_early(self) -> None:
        """Without the yes there is no way to publish, and the page says why."""
        self.step("publish")
        expect(self.coordinator.get_by_role("alert")).to_contain_text(QUESTION.step("publish").label.in_(self.language))
        expect(self.coordinator.locator(PRIMARY)).to_have_count(0)

    def say_yes(self, mails: int) -> None:
        """Yes, from the mail."""
        self.open_mail(self.asker, mails)
        self.enter(self.asker, self.asker.get_by_role("button", name=self.say("Yes, this is my question")))
        expect(self.asker.locator("main")).to_contain_text(self.say("You said yes"))

    def publish(self) -> None:
        """Everybody may read it."""
        self.step("publish")
        self.press("The question is on the website.")

    def expect_it_public_in_both_languages(self, reader: Page) -> None:
        """A visitor finds it in the list and reads it, in Dutch and in English."""
        for root, title in (("", WRITTEN.title_nl), ("/en", WRITTEN.title_en)):
            reader.goto(root + "/vragen")
            self.enter(reader, reader.locator("a", has_text=title).first)
            expect(reader.get_by_role("heading", level=1)).to_have_text(title)
            assert self.words not in reader.content()
            assert self.mail not in reader.content()

    # ---- small steps ----

    def go(self, page: Page, path: str) -> None:
        """Open a page in the language of the walk."""
        page.goto(self.root + path)
        self.look(page)

    def enter(self, page: Page, target: Locator) -> None:
        """Follow a link or press a button by keyboard, as far as the next page."""
        keyboard.press(page, target)
        self.look(page)

    def step(self, name: str) -> None:
        """Open the page of a step."""
        self.go(self.coordinator, f"/werk/vragen/{self.reference}/stap/{name}")

    def press(self, done: str) -> None:
        """The one primary button, and what the page says after it."""
        self.enter(self.coordinator, self.coordinator.locator(PRIMARY).first)
        self.expect_done(done)

    def expect_done(self, done: str) -> None:
        """The page says that it happened."""
        expect(self.coordinator.locator("main")).to_contain_text(self.say(done))

    def open_mail(self, page: Page, at_least: int) -> None:
        """Wait until the asker has so many mails and follow the link in the newest.

        The demo's mailbox stands for a mail program, which is not ours to use by keyboard.
        """
        self.wait_for_mails(page, at_least)
        self.open_newest_mail(page)

    def open_newest_mail(self, page: Page) -> None:
        """From the mailbox, follow the link in the asker's newest mail."""
        page.locator("tr", has_text=self.mail).get_by_role("link").first.click()
        page.locator("main a", has_text="/v/").first.click()
        page.wait_for_url(lambda url: "/dev/mail" not in url)
        self.look(page)

    def wait_for_mails(self, page: Page, at_least: int) -> None:
        """Ask until the relay and the worker have brought them, and open the mailbox."""
        mails = page.locator("tr", has_text=self.mail)
        for _ in range(MAIL_WAITS_MS // 250):
            if self.says(page, "/dev/mail").count(self.mail) >= at_least:
                page.goto(self.root + "/dev/mail")
                if mails.count() >= at_least:
                    return
            page.wait_for_timeout(250)
        raise AssertionError(f"not {at_least} mails to {self.mail}")

    def says(self, page: Page, path: str) -> str:
        """What a page says to this browser, without drawing it: that takes ten times as long."""
        return page.request.get(self.root + path).text()
