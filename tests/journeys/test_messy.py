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
from tests.messy import JOURNALIST, MESSY

pytestmark = [pytest.mark.browser, pytest.mark.processes, *FULL]
QUEUE = "/werk/rij?tab=nobody&district=stevenshofdistrict"
MOST_CHANGES = 2


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
def test_fourteen_messages_take_a_coordinator_two_page_changes_each(
    person: Callable[..., Page], installation: Installation
) -> None:
    kinds = messages(installation)
    page = person(DESK)
    Walk(page, page, speaker("nl"), "nl").sign_in()
    changes: list[str] = []
    page.on("framenavigated", lambda frame: changes.append(frame.url) if is_whole_page(frame) else None)

    for reference in kinds:
        page.goto(QUEUE)
        changes.clear()
        settle(page, reference)
        assert len(changes) <= MOST_CHANGES, changes

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


def settle(page: Page, reference: str) -> None:
    """Open a message from the queue, agree with what is proposed, or write what is not ready made."""
    page.locator(f"main a[href$='{reference}']").first.click()
    if page.get_by_text(JOURNALIST).count():
        page.locator("#send-on:not([open]) > summary").click()
        page.locator("[name=send][value=own]").check()
        page.locator("[name=own]").fill("Bel de persdienst.")
    page.locator("form[action$='/voorstel'] .lms-actions button").last.click()
    expect(page.get_by_role("status").first).to_be_visible()


def is_whole_page(frame: Frame) -> bool:
    """Not a frame inside one."""
    return frame.parent_frame is None
