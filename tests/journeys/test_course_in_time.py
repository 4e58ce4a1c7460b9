"""S4: in May a course gets its questions, one is agreed on paper, and in June what nobody answered ends with a mail."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from config import Settings
from leren_app import create_app
from leren_app.cli import demo_people
from leren_app.domain import agreement
from leren_app.domain.calendar import instant_of, local_day
from leren_app.extensions import db
from leren_app.jobs import daily
from leren_app.services import clock
from leren_app.transaction import transaction
from tests import servers
from tests.journeys.chaining import Chain
from tests.journeys.conftest import DESK, Installation, running_demo
from tests.journeys.speaking import speaker
from tests.makers import the_city
from tests.makers_education import make_challenge
from tests.start.launching import running

FULL = os.environ.get("LEREN_TEST_FULL") == "1"
pytestmark = [pytest.mark.browser, pytest.mark.processes]
only_full = [pytest.mark.full, pytest.mark.skipif(not FULL, reason="only with --full")]
WAYS = [
    pytest.param(("sqlite", "nl"), id="sqlite-nl"),
    *(
        pytest.param(way, id="-".join(way), marks=only_full)
        for way in (("sqlite", "en"), ("postgresql", "nl"), ("postgresql", "en"))
    ),
]
DECISIONS = {"nl": "Te groot", "en": "Too large"}
WORDS = ("inloop", "koffietafel", "wandelgroep", "eettafel", "belrondje", "tuin")


@dataclass(frozen=True)
class Made:
    """A challenge that stands open: its client's address, and what it is called."""

    client_mail: str
    titles: dict[str, str]


@dataclass
class Spring(Chain):
    """A lecturer's spring; `made` are the challenges by id."""

    made: dict[str, Made] = field(kw_only=True)
    year: int = field(kw_only=True)

    def put_spring_course_in(self) -> None:
        """Wijkonderzoek, weeks 36 to 46, planned until 15 June, teams of 4 to 6 who speak Dutch."""
        page = self.lecturer
        self.become(page, "docent|lecturer", "hbo")
        page.goto(self.root + "/mijn/vakken/nieuw")
        self.fill(page, name_nl="Wijkonderzoek", name_en="District research", code="WO-4")
        self.fill(page, goals="Studenten interviewen bewoners over eenzaamheid bij ouderen en adviseren een buurthuis.")
        self.choose(page, "level", "hbo")
        self.primary(page)
        page.wait_for_url("**/uitvoering")
        page.locator("[name=year]").select_option(f"{self.year}-{(self.year + 1) % 100}")
        self.fill(page, weeks="36-46", planning_deadline=date(self.year, 6, 15), places=24, team_min=4, team_max=6)
        page.locator("[name=languages][value=nl]").check()
        self.primary(page)
        page.wait_for_url("**/vragen")

    def expect_five_with_reasons(self) -> list[str]:
        """At least five cards, each with a label of the calendar and reasons in words; their challenges, best first."""
        page, path = self.lecturer, self.lecturer.url.removeprefix(self.here).removeprefix(self.root)
        for _ in range(120):
            if self.says(page, path).count('name="challenge"') >= 5:
                break
            page.wait_for_timeout(250)
        page.reload()
        expect(page.locator("main")).to_contain_text(re.compile("36 (tot en met|to) 46"))
        cards = page.locator("main .lms-suggest")
        assert cards.count() >= 5
        for card in cards.all():
            expect(card.locator(".lms-fit")).to_have_text(re.compile(r"(Past|Fits|Krap|Tight): .+"))
            reasons = card.locator(".lms-reasons li").all_inner_texts()
            assert len(reasons) >= 2
            assert all(len(reason.split()) >= 3 for reason in reasons), reasons
        return [str(each.get_attribute("value")) for each in page.locator("main button[name=challenge]").all()]

    def ask_for(self, challenge: str) -> None:
        """Ask for one of the suggestions."""
        self.lecturer.locator(f"button[name=challenge][value='{challenge}']").click()
        expect(self.lecturer.locator(".utrecht-alert--ok").first).to_be_visible()

    def put_aside(self, challenge: str) -> None:
        """Too large; it goes, and stands among what was put aside with its reason."""
        page = self.lecturer
        form = page.locator(f"form[action$='/leg-weg/{challenge}']")
        page.locator("details", has=form).locator("summary").click()
        form.locator("[value=too_large]").check()
        form.locator("button").click()
        expect(page.locator(f"form[action$='/leg-weg/{challenge}']")).to_have_count(0)
        page.locator("main details", has=page.locator("form[action$='/haal-terug']")).locator("summary").click()
        aside = page.locator("li", has=page.locator(f"form[action$='/haal-terug'] [value='{challenge}']"))
        expect(aside).to_contain_text(DECISIONS[self.language], ignore_case=True)

    def accept_with_a_day(self, challenge: str) -> None:
        """The client says yes from the mail, without account, and proposes a kick-off with a tick."""
        page, made = self.client, self.made[challenge]
        self.open_mail_of(page, made.client_mail, 1, "aan de slag|wants to work")
        page.locator("main a[href*='/opdracht/']").first.click()
        self.placement = re.findall(r"[0-9a-f-]{36}", page.url)[0]
        self.send(page, "/stap/accept")
        self.fill(page, kickoff_on=date(self.year, 9, 14))
        page.locator("[name$=yes]").check()
        self.send(page, "/afspraak")

    def tick(self) -> None:
        """The lecturer reads the six terms and says yes; it is agreed."""
        page = self.lecturer
        page.goto(f"{self.root}/mijn/koppelingen/{self.placement}")
        terms = page.locator(".lms-terms dt").all_inner_texts()
        assert terms == [term.heading.in_(self.language) for term in agreement.TERMS]
        self.send(page, "/akkoord")

    def expect_papers(self) -> None:
        """The agreement as a PDF with all terms and both yeses, for both sides, and the day for a calendar."""
        for page in (self.lecturer, self.client):
            page.reload()
            pdf = page.request.get(str(page.locator("a[href$='afspraak.pdf']").get_attribute("href"))).body()
            text = " ".join(" ".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages).split())
            for words in (*(term.heading.in_(self.language) for term in agreement.TERMS), str(self.year)):
                assert words in text
        day = page.request.get(str(page.locator("a[href$='.ics']").get_attribute("href"))).body()
        event = icalendar.Calendar.from_ical(day).walk("VEVENT")[0]
        assert event.decoded("dtstart") == date(self.year, 9, 14)

    def go_to_june(self) -> None:
        """16 June, by the page of the clock."""
        page = self.lecturer
        page.goto(self.root + "/dev/clock")
        page.locator("[name=day]").fill(f"{self.year}-06-16")
        page.locator("form", has=page.locator("[name=day]")).locator("button").last.click(no_wait_after=True)
        expect(page.locator(".utrecht-alert--ok").first).to_be_visible(timeout=60_000)

    def expect_expired(self, challenge: str) -> None:
        """Lecturer, client and coordinators have a mail; the coordinator reads it at the challenge and in the list."""
        made, page = self.made[challenge], self.coordinator
        page.goto(self.root + "/dev/mail")
        for mail in (made.client_mail, "lecturer-hbo@demo.test", "coordinator@demo.test", "coordinator2@demo.test"):
            mails = page.locator("tr", has_text=mail).filter(has_text=re.compile("termijn is voorbij|time has run out"))
            expect(mails.filter(has_text=re.compile("|".join(made.titles.values())))).to_have_count(1)
        self.sign_in()
        page.goto(self.root + "/werk/vraagstukken?tab=verlopen")
        page.locator("main a", has_text=made.titles[self.language]).click()
        expect(page.locator("section[aria-labelledby=courses]")).to_contain_text(re.compile("Verlopen|Expired"))

    def expect_weekly_mail(self) -> None:
        """On the Mondays before the deadline the lecturer was told what still fits."""
        page = self.coordinator
        page.goto(self.root + "/dev/mail")
        told = page.locator("tr", has_text="lecturer-hbo@demo.test").filter(has_text="15 juni")
        assert told.count() == 3  # 31 May, 7 and 14 June

    # ---- small steps ----

    @property
    def here(self) -> str:
        """Scheme, host and port."""
        return self.lecturer.url.split("/mijn/")[0].removesuffix("/en")

    def open_mail_of(self, page: Page, mail: str, at_least: int, subject: str = "") -> None:
        """Follow the link in the newest mail to somebody that has this in its subject."""
        for _ in range(120):
            page.goto(self.root + "/dev/mail")
            rows = page.locator("tr", has_text=mail).filter(has_text=re.compile(subject))
            if rows.count() >= at_least:
                rows.get_by_role("link").first.click()
                page.locator("main a", has_text="/v/").first.click()
                return
            page.wait_for_timeout(250)
        raise AssertionError(f"no mail to {mail}")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A database and a language."""
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def installation(way: tuple[str, str], tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own: nobody else's clock moves."""
    if way[0] == "sqlite":
        yield from running_demo(tmp_path, {})
        return
    with servers.postgres(tmp_path) as url:
        yield from running_demo(tmp_path, {"DATABASE_URL": url})


@pytest.fixture
def spring(installation: Installation, way: tuple[str, str]) -> tuple[int, dict[str, Made]]:
    """12 May, and six challenges for the autumn; the year, and the challenges by id."""
    app = create_app(Settings.from_env(env_of(installation)))
    with app.app_context():
        with transaction() as session:
            zone = the_city().time_zone
            today = local_day(clock.now(session), zone)
            may = date(today.year + (today > date(today.year, 5, 11)), 5, 12)
            clock.begin_at(session, instant_of(may, time(10), zone))
            daily.pass_over(session, may - timedelta(days=1))
        found = dict(make_autumn(may.year, word, way[1]) for word in WORDS)
        db.session.remove()
        db.engine.dispose()
    return may.year, found


def env_of(installation: Installation) -> dict[str, str]:
    """What the processes of an installation were started with."""
    environ = Path(f"/proc/{running(installation.folder)['worker']}/environ").read_text(encoding="utf-8")
    return dict(pair.split("=", 1) for pair in environ.split("\0") if "=" in pair)


def make_autumn(year: int, word: str, language: str) -> tuple[str, Made]:
    """A challenge for weeks 36 to 46, to be planned until 1 July, whose client reads a language.

    Each in a transaction of its own, which waits its turn: the worker writes as well.
    """
    titles = {
        "nl": f"Wat brengt eenzame ouderen naar de {word}?",
        "en": f"What brings lonely older people to the {word}?",
    }
    with transaction() as session:
        challenge = make_challenge(
            session,
            coordinator=demo_people.get(session, "coordinator"),
            title_nl=titles["nl"],
            title_en=titles["en"],
            starts_on=date(year, 8, 30),
            ends_on=date(year, 12, 1),
            last_plan_on=date(year, 7, 1),
        )
        assert challenge.client is not None
        challenge.client.language = language
        return str(challenge.id), Made(str(challenge.client.mail), titles)


def test_a_course_gets_its_questions_in_time(
    person: Callable[..., Page], spring: tuple[int, dict[str, Made]], way: tuple[str, str]
) -> None:
    lecturer, coordinator, client = person(DESK), person(DESK), person()
    story = Spring(
        asker=client,
        coordinator=coordinator,
        say=speaker(way[1]),
        language=way[1],
        lecturer=lecturer,
        student=client,
        client=client,
        year=spring[0],
        made=spring[1],
    )

    story.put_spring_course_in()
    first, second, third, *_ = story.expect_five_with_reasons()
    story.ask_for(first)
    story.ask_for(second)
    story.put_aside(third)
    story.accept_with_a_day(first)
    story.tick()
    story.expect_papers()
    story.go_to_june()
    story.expect_expired(second)
    story.expect_weekly_mail()
