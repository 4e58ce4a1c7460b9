"""The second half of the walk: a challenge, a course, a client, a student, a team, a result that everybody reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys import keyboard
from tests.journeys.walking import MAIL_WAITS_MS, PRIMARY, Walk

SMALLEST_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501
RESULT = {
    "title_nl": "Een vaste dag naast de apotheek werkt beter dan een brief",
    "title_en": "A fixed day next to the pharmacy works better than a letter",
    "summary_nl": "Wij spraken 25 ouderen. Zij komen als iemand die zij kennen hen vraagt.",
    "summary_en": "We spoke with 25 older people. They come when somebody they know asks them.",
    "first_nl": "Een brief, en vier mensen bij de inloop.",
    "first_en": "A letter, and four people at the drop-in.",
    "now_nl": "Een vaste dag, en twaalf mensen aan tafel.",
    "now_en": "A fixed day, and twelve people at the table.",
    "lesson": "Begin bij een plek waar mensen toch al komen.",
    "lesson_en": "Begin where people come anyway.",
    "open_ends": "Wat werkt in de winter?",
    "open_ends_en": "What works in winter?",
}


@dataclass
class Chain(Walk):
    """One question from public to its result."""

    lecturer: Page = field(kw_only=True)
    student: Page = field(kw_only=True)
    client: Page = field(kw_only=True)
    client_mail: str = "fatima@example.org"
    slug: str = ""
    placement: str = ""
    project: str = ""

    # ---- coordinator and client: a challenge ----

    def slice(self) -> None:
        """From the public question to a draft with text, skills and a client."""
        page = self.coordinator
        self.go(page, f"/werk/vraagstukken/van/{self.reference}")
        self.choose(page, "work_form", "course_part")
        self.primary(page)
        page.wait_for_url("**/tekst")
        start = in_days(60)
        self.choose(page, "level", "hbo")
        self.choose(page, "field_language", "nl")
        self.fill(page, starts_on=start, ends_on=start + timedelta(days=150), team_min=1, team_max=4, slots=2)
        self.fill(page, last_plan_on=start - timedelta(days=5))
        self.primary(page)
        self.slug = page.url.rsplit("/", 1)[1].split("#")[0]

    def name_skills_and_client(self) -> None:
        """Two skills, and a partner who answers from a mail."""
        page = self.coordinator
        self.go(page, f"/werk/vraagstukken/{self.slug}/vaardigheden")
        if not page.locator("[name=skills]").first.is_visible():
            keyboard.unfold(page, page.locator("main details").first)
        for _ in range(2):
            keyboard.tick(page, page.locator("[name=skills]:not(:checked):visible").first)
        self.primary(page)
        self.go(page, f"/werk/vraagstukken/{self.slug}/opdrachtgever")
        self.choose(page, "who", "partner")
        self.fill(page, name="Fatima", mail=self.client_mail, organisation="Buurthuis", client_hours=8)
        self.primary(page)

    def client_has_hours(self) -> None:
        """The client confirms the hours from the mail."""
        self.open_mail_of(self.client, self.client_mail, 1)
        self.primary(self.client)

    def open_challenge(self) -> None:
        """Open it for education."""
        page = self.coordinator
        self.go(page, f"/werk/vraagstukken/{self.slug}/stap/open")
        self.primary(page)
        self.slug = page.url.rsplit("/", 1)[1].split("#")[0]
        self.go(page, f"/vraagstukken/{self.slug}")
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()

    # ---- lecturer: a course, an edition, a request ----

    def put_course_in(self) -> None:
        """A course and an edition that fits the challenge in time."""
        page = self.lecturer
        self.become(page, "docent|lecturer", "hbo")
        self.go(page, "/mijn/vakken/nieuw")
        self.fill(page, name_nl="Wijkonderzoek", name_en="District research", code=f"WO-{self.language}")
        self.fill(page, goals="Gesprekken met ouderen en bewoners in de wijk over eenzaamheid; interviewen.")
        self.choose(page, "level", "hbo")
        self.primary(page)
        page.wait_for_url("**/uitvoering")
        start = in_days(70)
        self.fill(page, starts_on=start, ends_on=start + timedelta(days=70))
        self.fill(page, planning_deadline=start - timedelta(days=30), places=24, team_min=1, team_max=4)
        keyboard.tick(page, page.locator("[name=languages][value=nl]"))
        self.primary(page)

    def request(self) -> None:
        """Wait for the suggestion with its reasons, and ask for it."""
        page = self.lecturer
        page.wait_for_url(re.compile(r"/mijn/.*/vragen"))  # saving the edition leads there
        path = urlsplit(page.url).path.removeprefix(self.root)
        for _ in range(120):
            if f'/vraagstukken/{self.slug}"' in self.says(page, path):
                break
            page.wait_for_timeout(250)
        page.reload()
        # Other walks in this installation leave challenges of the same words.
        own = page.locator(".lms-suggest", has=page.locator(f"a[href$='/vraagstukken/{self.slug}']"))
        expect(own.locator(".lms-reasons").first).to_be_visible()
        self.enter(page, own.locator("form[action$='/vraag-aan'] button"))
        expect(page.locator(".utrecht-alert--ok").first).to_be_visible()

    def accept(self) -> None:
        """The client says yes from the mail."""
        self.open_mail_of(self.client, self.client_mail, 3)
        self.enter(self.client, self.client.locator("main a[href*='/opdracht/']").first)
        self.placement = re.findall(r"[0-9a-f-]{36}", self.client.url)[0]
        self.send(self.client, "/stap/accept")

    def agree(self) -> None:
        """The lecturer proposes a day, both tick, the agreement is settled."""
        page = self.lecturer
        self.go(page, f"/mijn/koppelingen/{self.placement}")
        self.fill(page, kickoff_on=in_days(72))
        keyboard.tick(page, page.locator("[name$=yes]"))
        self.send(page, "/afspraak")
        self.client.reload()
        self.send(self.client, "/akkoord")
        expect(self.client.locator("a[href$='afspraak.pdf']")).to_be_visible()

    # ---- student: profile, application, team ----

    def apply(self) -> None:
        """A profile in two minutes, and one sentence."""
        page = self.student
        self.become(page, "student", "hbo")
        self.go(page, "/mijn/profiel")
        self.fill(page, programme="Social Work", hours_per_week=16)
        self.choose(page, "level", "hbo")
        keyboard.tick(page, page.locator("[name=languages][value=nl]"))
        keyboard.tick(page, page.locator("[name=consents]"))
        self.primary(page)
        self.go(page, f"/mijn/aanmeldingen/nieuw/{self.slug}")
        self.fill(page, motivation="Ik wil weten wat mensen over de drempel helpt.")
        self.primary(page)

    def make_team(self) -> None:
        """The lecturer takes the applicants as a team and starts the project."""
        page = self.lecturer
        self.go(page, f"/mijn/koppelingen/{self.placement}/team")
        keyboard.tick(page, page.locator("[name=members]").first)
        self.primary(page)
        self.go(page, "/projecten/mijn")
        self.enter(page, page.locator("main a[href*='/projecten/']").last)
        self.project = page.url.rsplit("/", 1)[1]
        self.go(page, f"/projecten/{self.project}/mijlpalen/nieuw")
        self.fill(page, title_nl="Plan", title_en="Plan", due_on=in_days(80))
        self.primary(page)
        self.step_of_project(page, "start")

    def hand_in(self) -> None:
        """The team hands in its work and says whether names may be shown."""
        page = self.student
        self.go(page, f"/projecten/{self.project}")
        self.send(page, "/naam")
        self.go(page, f"/projecten/{self.project}/inleveren")
        self.fill(page, **RESULT)
        page.locator("[name=report]").set_input_files(
            {"name": "verslag.pdf", "mimeType": "application/pdf", "buffer": SMALLEST_PDF}
        )
        self.primary(page)

    def client_looks(self) -> None:
        """The client says: I looked."""
        self.open_mail_of(self.client, self.client_mail, 5)
        self.client.goto(re.sub(r"/opdracht/([^/?#]+).*", r"/opdracht/\1", self.client.url))
        self.enter(self.client, self.client.locator("main a[href*='/project/']").first)
        self.send(self.client, "/gekeken")

    def approve_and_publish(self) -> None:
        """The lecturer approves, the coordinator ticks the list and publishes."""
        page = self.lecturer
        self.go(page, f"/projecten/{self.project}/stap/approve")
        page.locator("[name=licence]").select_option(index=1)
        self.primary(page)
        page = self.coordinator
        self.go(page, f"/projecten/{self.project}/stap/publish")
        for box in page.locator("[name=checklist]").all():
            keyboard.tick(page, box)
        self.primary(page)

    def expect_result_in_both_languages(self, reader: Page) -> None:
        """A visitor finds the result in the list and reads it, in Dutch and in English."""
        for root, language in (("", "nl"), ("/en", "en")):
            reader.goto(root + "/resultaten")
            reader.locator("a", has_text=RESULT[f"title_{language}"]).first.click()
            for name in (f"summary_{language}", f"now_{language}", "lesson" if language == "nl" else "lesson_en"):
                expect(reader.locator("main")).to_contain_text(RESULT[name])

    def close(self) -> None:
        """The coordinator closes the project, as soon as everybody who was promised has heard."""
        for _ in range(MAIL_WAITS_MS // 250):
            if "missing-reason" not in self.says(self.coordinator, f"/projecten/{self.project}/stap/close"):
                break
            self.coordinator.wait_for_timeout(250)
        self.step_of_project(self.coordinator, "close")

    # ---- small steps ----

    def step_of_project(self, page: Page, name: str) -> None:
        """Take a step of the project."""
        self.go(page, f"/projecten/{self.project}/stap/{name}")
        self.primary(page)

    def primary(self, page: Page) -> None:
        """Press the one primary button, and see that nothing was wrong."""
        self.enter(page, page.locator(PRIMARY).first)
        expect(page.locator(".lms-summary, .utrecht-alert--warning")).to_have_count(0)

    def send(self, page: Page, action: str) -> None:
        """Press the first button of a form, and wait until the page says that it happened."""
        self.enter(page, page.locator(f"main form[action$='{action}'] button").first)
        expect(page.locator(".utrecht-alert--ok").first).to_be_visible()

    def fill(self, page: Page, **values: object) -> None:
        """Fill in fields by their names."""
        for name, value in values.items():
            keyboard.write(page, page.locator(f"main [name$={name}]").first, value)

    def choose(self, page: Page, name: str, value: str) -> None:
        """Choose a radio."""
        keyboard.choose(page, page.locator(f"main [name={name}][value={value}]"))

    def become(self, page: Page, role: str, name: str) -> None:
        """Sign in as one of the demo's people."""
        self.go(page, "/dev/mensen")
        heading = page.get_by_role("heading", name=re.compile(role, re.IGNORECASE))
        section = page.locator("section", has=heading).first
        self.enter(page, section.get_by_role("button", name=re.compile(name, re.IGNORECASE)).first)
        expect(page).not_to_have_url(re.compile("dev/mensen"))

    def open_mail_of(self, page: Page, mail: str, at_least: int) -> None:
        """Wait until somebody has so many mails and follow the link in the newest."""
        mine, self.mail = self.mail, mail
        self.open_mail(page, at_least)
        self.mail = mine


def in_days(days: int) -> date:
    """A day to come."""
    return datetime.now(UTC).date() + timedelta(days=days)
