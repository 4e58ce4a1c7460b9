"""The coordinators' queue: the right rows in each tab, too late on top, the same number of statements at any length."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Question, User
from leren_app.services import clock
from leren_app.services.questions import handling, queue
from leren_app.services.questions.queue import Filter, Tab
from leren_app.services.questions.queue_frame import look_around
from tests.database import statements
from tests.makers import actor, make_question, make_user, the_city

ALL = Filter()


def references(session: Session, tab: Tab, user: User, wanted: Filter = ALL) -> list[str]:
    return [row.question.reference for row in queue.list_queue(session, tab, user_id=user.id, wanted=wanted)]


@pytest.fixture
def mine(session: Session) -> User:
    return make_user(session, Role.COORDINATOR)


def test_each_tab_holds_its_own_questions(session: Session, mine: User) -> None:
    unconfirmed = make_question(session)
    nobodys = make_question(session, "confirm")
    taken = make_question(session, "take", mine)
    waiting = make_question(session, "ask_more", mine)
    others = make_question(session, "put_before")
    public = make_question(session, "publish", mine)

    tabs = {tab: set(references(session, tab, mine)) for tab in Tab}

    assert tabs[Tab.MINE] == {taken.reference, waiting.reference}
    assert tabs[Tab.NOBODY] == {nobodys.reference}
    assert tabs[Tab.WAITING] == {waiting.reference, others.reference}
    assert tabs[Tab.UNCONFIRMED] == {unconfirmed.reference}
    assert public.reference in tabs[Tab.ALL]
    assert len(tabs[Tab.ALL]) == 6


def test_the_numbers_on_the_tabs_are_those_of_the_lists(session: Session, mine: User) -> None:
    for until in ("submit", "confirm", "take", "ask_more", "put_before", "agree", "publish"):
        make_question(session, until, mine)

    counts = look_around(session, mine.id).counts

    assert counts == {tab: len(references(session, tab, mine)) for tab in Tab if tab is not Tab.ALL}


def test_an_empty_queue_counts_nothing(session: Session, mine: User) -> None:
    assert set(look_around(session, mine.id).counts.values()) == {0}


def test_the_oldest_promise_stands_on_top_first_answer_or_not_and_what_waits_for_its_asker_below(
    session: Session, mine: User
) -> None:
    theirs = make_question(session, "ask_more", mine)
    early = make_question(session, "take", mine)
    clock.move(session, timedelta(days=5))
    again = make_question(session, "agree", mine)
    clock.move(session, timedelta(days=5))
    late = make_question(session, "take", mine)

    assert references(session, Tab.MINE, mine) == [each.reference for each in (early, again, late, theirs)]


@pytest.mark.parametrize("tab", [Tab.MINE, Tab.NOBODY])
def test_the_next_one_is_below_what_still_waits_and_else_on_top(session: Session, mine: User, tab: Tab) -> None:
    until = "take" if tab is Tab.MINE else "confirm"
    made = []
    for _ in range(3):
        made.append(make_question(session, until, mine))
        clock.move(session, timedelta(days=5))
    theirs = make_question(session, "ask_more", mine)

    def after(settled: Question) -> Question | None:
        return queue.find_next(session, settled, tab, user_id=mine.id, wanted=ALL)

    assert [after(each) for each in made] == [made[1], made[2], None]
    assert after(theirs) == made[0]
    assert queue.find_next(session, theirs, tab, user_id=mine.id, wanted=Filter(district="atlantis")) is None


def test_the_queue_is_narrowed_by_district_and_theme(session: Session, mine: User) -> None:
    city = the_city()
    there = make_question(session, "confirm", place=city.districts[1].key, themes=(city.themes[0].key,))
    make_question(session, "confirm", place=city.districts[0].key)

    assert references(session, Tab.NOBODY, mine, Filter(district=city.districts[1].key)) == [there.reference]
    assert references(session, Tab.NOBODY, mine, Filter(theme=city.themes[0].key)) == [there.reference]
    assert references(session, Tab.NOBODY, mine, Filter(district="atlantis")) == []


@pytest.mark.parametrize("tab", [Tab.MINE, Tab.ALL])
def test_paging_meets_each_question_once(session: Session, mine: User, tab: Tab) -> None:
    for n in range(5):
        make_question(session, "take" if n % 2 else "ask_more", mine)

    seen: list[Question] = []
    after = None
    while rows := queue.list_queue(session, tab, user_id=mine.id, wanted=ALL, after=after, limit=2):
        seen += [row.question for row in rows]
        after = queue.key_of(tab, rows[-1].question)

    assert [q.reference for q in seen] == references(session, tab, mine)
    assert len(seen) == 5


def test_a_row_carries_the_newest_title_of_the_clinic(session: Session, mine: User) -> None:
    make_question(session, "put_before", mine)

    row = queue.list_queue(session, Tab.MINE, user_id=mine.id, wanted=ALL)[0]

    assert row.title_nl.startswith("Waarom gaan ouderen")
    assert row.title_en.startswith("Why do older people")


def test_the_queue_takes_one_statement_however_long(session: Session, mine: User) -> None:
    counts = []
    for many in (1, 12):
        for _ in range(many):
            question = make_question(session, "confirm", themes=(the_city().themes[0].key,))
            handling.take(session, question, actor=actor(mine), city=the_city())
        session.commit()
        with statements(db.engine) as seen:
            for row in queue.list_queue(session, Tab.MINE, user_id=mine.id, wanted=ALL):
                assert row.question.assignee is not None
                assert [theme.theme for theme in row.question.themes]
        counts.append(len([s for s in seen if s.lstrip().upper().startswith("SELECT")]))

    assert counts[0] == counts[1] <= 2
