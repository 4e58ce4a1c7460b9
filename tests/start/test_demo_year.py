"""The demo's year: every state of education is lived, the data fit each other, and a copy is there at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config import Settings
from leren_app import storage
from leren_app.cli import demo, demo_cache, demo_people, demo_story, demo_teams, demo_year
from leren_app.cli.demo_paper import paper
from leren_app.domain.city import city_file, load_city
from leren_app.domain.lifecycles.project_needs import CLOSES_AFTER
from leren_app.domain.personal_data import find_personal_data
from leren_app.models import (
    DevMail,
    Question,
    User,
)
from leren_app.services import installation
from leren_app.services.projects.working import MOST_WORDS
from leren_app.transaction import transaction
from matching.skills import own_vocabulary
from tests.conftest import empty_all
from tests.start.test_demo import short_story

__all__ = ["short_story"]

STORY = demo_story.story_file("leiden")
YEAR = demo_year.read_folder(STORY.with_suffix(""))
CITY = load_city(city_file("leiden"))
NOW = datetime(2026, 11, 25, 5, tzinfo=UTC)
MORE_THAN_ONCE = {"milestone": 2, "wish": demo_teams.PARTS, "accept": 2, "terms": 2, "tick": 2, "tick_client": 2}
"""What happens again: work goes on, others apply, and what a course gave back is agreed on with somebody alone."""
STANDS = {
    "beehive": "think_again",
    "bell": "think_again",
    "fountain": "wish",
    "laundry": "think_again",
    "dictionary": "form",
    "draught": "look",
    "leaflet": "publish_result",
    "lungs": "answer",
    "sunflower": "stop",
    "rooftop": "cancel",
    "beans": "tick_client",
    "ladder": "slice",
}
"""What happened last to questions whose placement or project is the only one in its state."""


def test_the_same_seed_tells_the_same_year_and_another_one_another() -> None:
    once = demo_story.read(STORY, CITY, NOW, seed=3).scenes

    assert demo_story.read(STORY, CITY, NOW, seed=3).scenes == once
    assert demo_story.read(STORY, CITY, NOW, seed=4).scenes != once


@pytest.mark.parametrize("today", ["2026-12-28", "2027-03-28", "2027-07-15", "2027-10-03"])
def test_nothing_in_the_year_happens_before_its_turn(today: str) -> None:
    now = datetime.fromisoformat(today + "T05:00:00+00:00")
    scenes = demo_story.read(STORY, CITY, now).scenes

    for key in YEAR.questions:
        asked = [scene.do for scene in scenes if scene.key == key]
        assert asked[0] == "submit"
        assert all(asked.count(do) <= MORE_THAN_ONCE.get(do, 1) for do in asked)
    assert all(scene.at < now for scene in scenes)


@pytest.mark.parametrize("today", ["2026-11-26", "2026-12-31", "2027-01-04", "2027-04-06", "2027-05-10", "2027-08-23"])
def test_what_has_to_stand_somewhere_stands_there_on_any_day(today: str) -> None:
    now = datetime.fromisoformat(today + "T05:00:00+00:00")
    scenes = demo_story.read(STORY, CITY, now).scenes
    last = {scene.key: scene for scene in scenes}

    stands = {key: last[key].do for key in STANDS}
    assert stands == STANDS
    assert now - last["sunflower"].at < CLOSES_AFTER
    assert now - last["lungs"].at < CLOSES_AFTER


def test_the_data_of_the_year_name_only_what_there_is() -> None:
    places = {d.key for d in CITY.districts} | {n.key for n in CITY.neighbourhoods} | {"city"}
    skills = own_vocabulary().skills.keys()
    slices = [told["slice"] for told in YEAR.questions.values() if "slice" in told]

    assert {told["place"] for told in YEAR.questions.values()} <= places
    assert {cut["course"] for cut in slices if "course" in cut} <= YEAR.courses.keys()
    for each in (*slices, *YEAR.courses.values(), *YEAR.programmes):
        assert set(each["skills"]) <= skills
    assert YEAR.results.keys() <= YEAR.questions.keys()
    assert YEAR.results.keys() == YEAR.said["answers"].keys()
    assert sum(programme["share"] for programme in YEAR.programmes) == 100
    assert YEAR.wishes.keys() | YEAR.promised.keys() | YEAR.turned_away.keys() <= YEAR.questions.keys()
    accounts = {person.key for person in demo_people.PEOPLE}
    assert {wish.by for wishes in YEAR.wishes.values() for wish in wishes} - {""} <= accounts


@pytest.mark.parametrize("key", YEAR.results)
def test_a_result_says_the_same_in_two_languages_within_its_length(key: str) -> None:
    found = YEAR.results[key]

    for name in ("title", "summary"):
        assert found[f"{name}_nl"] != found[f"{name}_en"]
    assert max(len(found[f"summary_{language}"].split()) for language in ("nl", "en")) <= MOST_WORDS
    assert all(find_personal_data(text) == () for text in found.values())


def test_a_report_is_a_pdf_that_we_take(tmp_path: Path) -> None:
    page = paper("Wie (thuis) blijft", "Ouderen à la carte \\ 2.300 ton")

    kept = storage.store(tmp_path, BytesIO(page), "verslag.pdf", kinds=storage.PDF)

    assert kept.size == len(page)


def test_a_copy_is_good_for_one_day_only(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    day = date(2026, 11, 22)

    place = demo_cache.place_of(settings, day)

    assert place == demo_cache.place_of(settings, day)
    assert place is None or place != demo_cache.place_of(settings, day + timedelta(days=1))


def test_the_second_fresh_demo_of_a_day_is_copied(app: Flask, session: Session, short_story: None) -> None:
    settings: Settings = app.extensions["settings"]
    database = demo_cache.database_of(settings)
    if database is None:
        pytest.skip("a server's database is no file to copy")
    with transaction() as writing:
        installation.stamp(writing, city=settings.city, is_demo=True)
    assert demo.prepare_at_once(app, empty=False)
    before = session.scalars(select(User.id).order_by(User.id)).all()
    reference = session.scalar(select(Question.reference))
    session.rollback()
    with app.app_context():
        empty_all()
        with transaction() as writing:
            installation.stamp(writing, city=settings.city, is_demo=True)

    told_again = demo.prepare_at_once(app, empty=False)

    session.rollback()
    assert not told_again
    assert session.scalars(select(User.id).order_by(User.id)).all() == before
    assert session.scalar(select(Question.reference)) == reference
    assert session.scalar(select(func.count(DevMail.id))) is not None
    for copy in settings.instance_dir.glob("demo-*.db"):
        copy.unlink()
