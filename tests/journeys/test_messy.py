"""Fourteen messy messages on a Monday, in Chromium: how often does the page change?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect
from sqlalchemy import select

from leren_app.domain.roles import Role
from leren_app.models import Question, QuestionKind
from tests.journeys.conftest import DESK, Installation
from tests.journeys.inside import inside
from tests.journeys.speaking import speaker
from tests.journeys.walking import Walk
from tests.journeys.ways import FULL
from tests.makers import make_question, make_user
from tests.messy import MESSY

pytestmark = [pytest.mark.browser, pytest.mark.processes, *FULL]
QUEUE = "/werk/rij?tab=nobody&district=stevenshofdistrict"
CHANGES_BY = {"link": 2, "button": 1}
"""Page changes a message takes: by the link to the next one, or by the button that opens it at once."""


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize("way", CHANGES_BY)
def test_fourteen_messages_in_a_row_take_a_coordinator_few_page_changes_each(
    person: Callable[..., Page], installation: Installation, way: str
) -> None:
    kinds = messages(installation)
    page = person(DESK)
    Walk(page, page, speaker("nl"), "nl").sign_in()
    page.goto(QUEUE)
    changes: list[str] = []
    page.on("framenavigated", lambda frame: changes.append(frame.url) if is_whole_page(frame) else None)

    page.locator(f"main a[href$='{next(iter(kinds))}']").first.click()
    for n in range(len(kinds)):
        settle(page, way)
        if way == "link":
            page.locator(".lms-onward a").click()
        assert len(changes) == 1 + CHANGES_BY[way] * (n + 1), changes

    assert page.url.endswith(QUEUE)
    with inside(installation) as (_, session):
        found = session.scalars(select(Question).where(Question.reference.in_(kinds))).all()
        assert {each.reference: each.kind for each in found} == kinds
        assert all(each.assignee_id for each in found)


def messages(installation: Installation) -> dict[str, QuestionKind]:
    """Confirmed messages of fourteen people, and what each of them is."""
    with inside(installation) as (_, session):
        colleague = make_user(session, Role.COORDINATOR)
        return {
            make_question(session, "confirm", colleague, text=text, place="stevenshofdistrict").reference: kind
            for text, kind in MESSY
        }


def settle(page: Page, way: str) -> None:
    """Agree with what is proposed, and say where to go then."""
    buttons = page.locator("form[action$='/voorstel'] .lms-actions button")
    (buttons.last if way == "button" else buttons.first).click()
    expect(page.get_by_role("status").first).to_be_visible()


def is_whole_page(frame: Frame) -> bool:
    """Not a frame inside one."""
    return frame.parent_frame is None
