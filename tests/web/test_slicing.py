"""The slicer on its page: several ticks make several drafts, and what cannot be is said at its field."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import Challenge, Question
from tests.client import Page, PageClient
from tests.intake import asked, coordinator
from tests.makers_education import make_challenge


def sliced(client: PageClient, question: Question, *forms: str, status: int = 303, **more: Any) -> Page:
    path = f"/werk/vraagstukken/van/{question.reference}"
    return client.post(path, {"work_form": list(forms), **more}, status=status)


def test_three_ticks_make_three_drafts_that_stand_on_the_question_s_page(client: PageClient, session: Session) -> None:
    question = asked(session, "publish", coordinator(client, session))
    page = client.get(f"/werk/vraagstukken/van/{question.reference}")
    skills = page.ticked("skills")

    listed = client.follow(sliced(client, question, "exercise", "course_part", "thesis", skills=skills))

    session.rollback()
    drafts = session.scalars(select(Challenge).order_by(Challenge.slug)).all()
    assert sorted(str(c.work_form) for c in drafts) == ["course_part", "exercise", "thesis"]
    assert all(sorted(row.skill for row in c.skills) == sorted(skills) for c in drafts)
    assert "Er zijn 3 concepten gemaakt" in listed.words()
    assert "Scriptie" in listed.words()
    desk = client.get(f"/werk/vragen/{question.reference}")
    assert {f"/werk/vraagstukken/{c.slug}" for c in drafts} <= set(desk.links())


def test_the_page_says_when_each_can_begin_and_where_its_numbers_come_from(
    client: PageClient, session: Session
) -> None:
    question = asked(session, "publish", coordinator(client, session))

    dutch = client.get(f"/werk/vraagstukken/van/{question.reference}").words()
    english = client.get(f"/en/werk/vraagstukken/van/{question.reference}").words()

    assert "Begint op zijn vroegst in" in dutch
    assert "480 uur, 20 weken" in dutch
    assert "1 tot 3 studenten, 40 uur van de partner" in dutch
    assert "480 uur (" not in dutch  # mbo counts in hours
    assert "140 hours (5 EC), 10 weeks" in english


def test_nothing_ticked_and_what_was_never_offered_make_no_draft(client: PageClient, session: Session) -> None:
    question = asked(session, "publish", coordinator(client, session))

    none = sliced(client, question, status=422)
    foreign = sliced(client, question, "<script>", status=422)

    assert "Kies hoe het werk wordt gedaan" in none.words()
    assert "<script>" not in foreign.words()
    session.rollback()
    assert session.scalars(select(Challenge)).all() == []


def edit(client: PageClient, challenge: Challenge, *, status: int = 422, **changes: str) -> Page:
    path = f"/werk/vraagstukken/{challenge.slug}/tekst"
    _, values = client.get(path).form("/tekst")
    return client.post(path, {**values, **changes}, status=status)


@pytest.fixture
def draft(client: PageClient, session: Session) -> Challenge:
    coordinator(client, session)
    challenge = make_challenge(session, "save")
    session.commit()
    return challenge


def test_credits_become_hours_where_the_level_counts_in_them(
    client: PageClient, session: Session, draft: Challenge
) -> None:
    edit(client, draft, status=303, hours="15", unit="ec")

    session.rollback()
    session.refresh(draft)
    assert draft.hours == 420


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"level": "mbo", "hours": "5", "unit": "ec"}, "mbo telt in uren en niet in EC"),
        ({"work_form": "work_placement"}, "Een bpv is er alleen in het mbo"),
        ({"work_form": "thesis", "level": "mbo"}, "alleen op hbo en universiteit"),
        ({"starts_on": "2020-09-01", "ends_on": "2020-10-01", "last_plan_on": ""}, "Deze periode is al voorbij"),
        ({"unit": "kilo"}, "Kies er een uit de lijst"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    client: PageClient, session: Session, draft: Challenge, change: dict[str, str], said: str
) -> None:
    page = edit(client, draft, title_nl="Mijn titel", **change)

    assert said in page.words()
    assert page.form("/tekst")[1]["title_nl"] == "Mijn titel"


def test_a_thesis_for_six_is_saved_and_asked_about(client: PageClient, session: Session, draft: Challenge) -> None:
    edit(client, draft, status=303, work_form="thesis", team_max="6")

    page = client.get(f"/werk/vraagstukken/{draft.slug}/tekst")

    assert "Een team van 6: dit werk doen studenten meestal alleen" in page.words()
