"""S2: a question gets in, is sharpened with its asker and published: in Chromium, on the real processes."""

from __future__ import annotations

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from tests.journeys.chaining import Chain
from tests.journeys.conftest import DESK, Installation
from tests.journeys.speaking import speaker
from tests.journeys.walking import Walk
from tests.journeys.ways import Way, every_way, only_on
from tests.start.launching import running, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.processes]


NOTE = "Bel eerst de beheerder, niet de buren."
BROKEN = {
    "nl": "De lantaarnpaal bij ons voor de deur brandt niet meer",
    "en": "The street light in front of our house is broken",
}


@every_way
def test_a_question_goes_from_asked_to_public_and_open_for_education(person: Callable[..., Page], way: Way) -> None:
    pages = {name: way.page(person) for name in ("asker", "coordinator", "lecturer", "student", "client")}
    walk = Chain(**pages, say=way.say, language=way.language, look=way.look)
    walk.mail, walk.client_mail = f"s2.{way}@example.org", f"client.{way}@example.org"

    walk.ask()
    walk.confirm()
    walk.sign_in()
    walk.take()
    walk.note(NOTE)
    walk.ask_more("Om welke flats gaat het?")
    walk.reply("De drie flats aan het water.")
    assert NOTE not in walk.asker.content()
    walk.write()
    walk.put_before()
    walk.try_to_publish_too_early()
    walk.say_yes(mails=4)
    walk.publish()
    walk.expect_it_public_in_both_languages(way.page(person))

    walk.slice()
    walk.name_skills_and_client()
    walk.client_has_hours()
    walk.open_challenge()


@every_way
def test_a_broken_street_light_is_sent_on_with_one_press(person: Callable[..., Page], way: Way) -> None:
    walk = Walk(way.page(person), way.page(person), way.say, way.language, look=way.look, words=BROKEN[way.language])
    walk.mail = f"lamp.{way}@example.org"

    walk.ask()
    walk.confirm()
    walk.sign_in()
    walk.settle("Your text is on its way to the asker.")

    walk.open_mail(walk.asker, 3)
    expect(walk.asker.locator("main")).to_contain_text(QUESTION.labels[QuestionState.REFERRED].in_(way.language))


@only_on("sqlite")
def test_worker_relay_and_queue_killed_on_the_way_end_at_the_same_public_page(
    person: Callable[..., Page], installation: Installation
) -> None:
    walk = Walk(person(), person(DESK), speaker("en"), "en", mail="kim.park@example.org")

    walk.ask()
    kill(installation, "worker")
    walk.confirm()
    walk.sign_in()
    walk.take()
    kill(installation, "relay")
    walk.ask_more("Which flats is it about?")
    kill(installation, "queue")
    walk.reply("The three blocks by the water.")
    walk.write()
    kill(installation, "worker")
    walk.put_before()
    walk.say_yes(mails=4)
    walk.publish()
    walk.wait_for_mails(walk.asker, 6)

    walk.expect_it_public_in_both_languages(person())
    wait_for(lambda: is_healthy(installation), seconds=40)


def kill(installation: Installation, name: str) -> None:
    """End a process as a power cut would."""
    os.kill(running(installation.folder)[name], signal.SIGKILL)


def is_healthy(installation: Installation) -> bool:
    """Whether all four live."""
    try:
        with urllib.request.urlopen(f"{installation.url}healthz", timeout=5) as answer:
            return bool(json.loads(answer.read())["worker"])
    except urllib.error.HTTPError as error:
        error.close()
        return False
