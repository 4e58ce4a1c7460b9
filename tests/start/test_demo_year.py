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
from leren_app.cli import demo, demo_cache, demo_story, demo_year
from leren_app.cli.demo_paper import paper
from leren_app.domain.city import city_file, load_city
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
        assert len(asked) == len(set(asked)) or asked.count("milestone") == 2
    assert all(scene.at < now for scene in scenes)


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


@pytest.mark.parametrize("key", YEAR.results)
def test_a_result_says_the_same_in_two_languages_within_its_length(key: str) -> None:
    found = YEAR.results[key]

    for name in ("title", "summary"):
        assert found[f"{name}_nl"] != found[f"{name}_en"]
    assert max(len(found[f"summary_{language}"].split()) for language in ("nl", "en")) <= MOST_WORDS
    assert all(find_personal_data(text) == () for text in found.values())


def test_a_report_is_a_pdf_that_we_take(tmp_path: Path) -> None:
    page = paper("Wie (thuis) blijft", "Ouderen à la carte \\ 2.300 ton")

    kept = storage.store(tmp_path, BytesIO(page), "verslag.pdf", only="application/pdf")

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
