"""The sentence of the platform, whole: asked, made sharp, placed, taken by a team, answered, told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.chaining import Chain
from tests.journeys.conftest import DESK
from tests.journeys.speaking import speaker
from tests.journeys.ways import each_language

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@each_language
def test_a_question_becomes_a_result_that_everybody_can_read(person: Callable[..., Page], language: str) -> None:
    chain = Chain(
        person(), person(DESK), speaker(language), language, lecturer=person(DESK), student=person(), client=person()
    )
    chain.mail, chain.client_mail = f"asker-{language}@example.org", f"client-{language}@example.org"

    chain.ask()
    chain.confirm()
    chain.sign_in()
    chain.take()
    chain.write()
    chain.put_before()
    chain.say_yes(mails=3)
    chain.publish()

    chain.slice()
    chain.name_skills_and_client()
    chain.client_has_hours()
    chain.open_challenge()
    chain.put_course_in()
    chain.request()
    chain.accept()
    chain.agree()
    chain.apply()
    chain.make_team()
    chain.hand_in()
    chain.client_looks()
    chain.approve_and_publish()
    chain.expect_result_in_both_languages(person())
    chain.close()
    chain.wait_for_mails(chain.asker, 6)
