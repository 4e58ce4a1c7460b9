"""The demo's questions are lived, once, and read as if people wrote them."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from leren_app import create_app
from leren_app.cli import demo, demo_people, demo_story, demo_year
from leren_app.domain.city import city_file, load_city
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.personal_data import find_personal_data
from leren_app.extensions import db
from leren_app.models import (
    Base,
    Contact,
    Organisation,
    Question,
    User,
)
from leren_app.services import clock, installation
from leren_app.transaction import transaction
from tests.conftest import settings_for
from tests.makers import the_city

STORY = demo_story.story_file("leiden")
TOLD: list[dict[str, Any]] = tomllib.loads(STORY.read_text(encoding="utf-8"))["questions"]
YEAR = demo_year.read_folder(STORY.with_suffix(""))
PUBLIC = ("title", "summary", "research_question")
SHORT_STORY = """
[[questions]]
key = "short"
place = "city"
themes = []
text = "Waarom staat de bank niet in de zon?"
steps = [
  { do = "submit", ago = 3, at = 10:00:00 },
  { do = "confirm", ago = 3, at = 10:05:00 },
  { do = "take", ago = 1, at = 11:00:00, by = "coordinator" },
]
"""


@pytest.fixture
def short_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story of one question in place of the city's."""
    path = tmp_path / "story.toml"
    path.write_text(SHORT_STORY, encoding="utf-8")
    monkeypatch.setattr(demo_story, "story_file", lambda _city: path)


def test_an_empty_demo_has_people_and_no_questions(app: Flask, session: Session, short_story: None) -> None:
    assert demo.prepare(app, empty=True)
    assert not demo.prepare(app, empty=True)

    assert session.scalar(select(func.count(User.id))) == len(demo_people.PEOPLE)
    assert session.scalar(select(func.count(Question.id))) == 0
    found = installation.find(session)
    assert found is not None
    assert found.is_demo


def test_people_of_an_empty_demo_take_part_in_the_story_that_is_told_later(
    app: Flask, session: Session, short_story: None
) -> None:
    demo.prepare(app, empty=True)

    assert demo.prepare(app, empty=False)

    session.rollback()
    question = session.scalars(select(Question)).one()
    assert question.state is QuestionState.INTAKE
    assert question.assignee == demo_people.get(session, "coordinator")


def test_a_story_that_was_broken_off_is_told_from_the_start(
    app: Flask, session: Session, short_story: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_off_after(1, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        demo.prepare(app, empty=False)
    monkeypatch.undo()
    left = session.scalar(select(Question.state))

    told_again = demo.prepare(app, empty=True)

    session.rollback()
    assert left is QuestionState.UNCONFIRMED
    assert told_again
    assert session.scalar(select(func.count(Question.id))) == 0
    assert not clock.is_behind(session)


def test_questions_that_somebody_asked_in_an_empty_demo_are_left_alone(
    app: Flask, session: Session, short_story: None
) -> None:
    demo.prepare(app, empty=True)
    with transaction() as writing:
        story = demo_story.read(demo_story.story_file("any"), the_city(), datetime.now(UTC))
        story.play(writing, story.scenes[0])

    assert not demo.prepare(app, empty=False)
    assert session.scalar(select(Question.state)) is QuestionState.UNCONFIRMED


def test_somebody_who_is_missing_comes_back_and_nothing_else_changes(
    app: Flask, session: Session, short_story: None
) -> None:
    demo.prepare(app, empty=False)
    with transaction() as writing:
        writing.execute(delete(Contact).where(Contact.organisation_id.is_not(None)))
        writing.execute(delete(Organisation).where(Organisation.name == demo_people.PARTNER))
    before = counts(session)

    assert demo.prepare(app, empty=False)

    after = counts(session)
    assert {name for name in after if after[name] != before[name]} == {"organisation", "contact"}


def test_what_was_told_at_the_desk_is_written_down_by_its_host(app: Flask, session: Session) -> None:
    demo_people.make(session, the_city())
    story = demo_story.read(STORY, the_city(), clock.now(session))

    for scene in story.scenes:
        if scene.key.startswith("desk-"):
            story.play(session, scene)

    told = session.scalars(select(Question)).all()
    assert {question.state for question in told} == {QuestionState.RECEIVED, QuestionState.WAITING}
    assert {question.recorded_by_id for question in told} == {demo_people.get(session, "host").id}


def test_the_database_of_real_people_is_refused(app: Flask, session: Session) -> None:
    with transaction() as writing:
        installation.stamp(writing, city="leiden", is_demo=False)

    with pytest.raises(installation.MisfitError):
        demo.prepare(app, empty=False)

    assert session.scalar(select(func.count(User.id))) == 0


def test_a_city_without_a_story_gets_people_only(app: Flask, session: Session, tmp_path: Path) -> None:
    other = create_app(settings_for(app.config["SQLALCHEMY_DATABASE_URI"], tmp_path, city="delft"))

    assert demo.prepare(other, empty=False)

    assert session.scalar(select(func.count(User.id))) == len(demo_people.PEOPLE)
    assert session.scalar(select(func.count(Question.id))) == 0
    with other.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    "today", ["2026-11-25", "2026-11-28", "2026-12-28", "2027-01-01", "2027-03-28", "2027-04-06", "2027-10-03"]
)
def test_the_story_happens_in_its_order_on_whatever_day_it_is_told(today: str) -> None:
    now = datetime.fromisoformat(today + "T05:00:00+00:00")
    story = demo_story.read(STORY, load_city(city_file("leiden")), now)

    assert all(scene.at < now for scene in story.scenes)
    for told in TOLD:
        assert [scene.do for scene in story.scenes if scene.key == told["key"]] == [
            step["do"] for step in told["steps"]
        ]


def test_what_is_said_in_the_story_differs_from_text_to_text() -> None:
    texts = {f"{told['key']}.{name}": text for told in TOLD for name, text in texts_of(told)} | dict(texts_of_year())
    sequences = {name: sequences_of(text) for name, text in texts.items()}

    said_by: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, said in sequences.items():
        for sequence in said:
            said_by[sequence].append(name)
    shared = Counter(pair for names in said_by.values() for pair in combinations(names, 2))

    alike = [
        (one, other)
        for (one, other), n in shared.items()
        if 2 * n > min(len(sequences[one]), len(sequences[other])) and not are_versions(one, other)
    ]

    assert len(texts) > 1050
    assert alike == []


@pytest.mark.parametrize(
    "told", [told for told in (*TOLD, *YEAR.questions.values()) if "clinic" in told], ids=lambda told: str(told["key"])
)
def test_what_becomes_public_says_something_in_both_languages_and_of_nobody(told: dict[str, Any]) -> None:
    for version in told["clinic"]:
        for name in PUBLIC:
            nl, en = version[f"{name}_nl"], version[f"{name}_en"]
            assert nl.strip()
            assert en.strip()
            assert nl != en
            assert find_personal_data(nl + "\n" + en) == ()


def texts_of_year() -> Iterator[tuple[str, str]]:
    """Everything that people say in the year, each with a name."""
    for key, told in YEAR.questions.items():
        yield f"{key}.text", told["text"]
        yield from ((f"{key}.{name}", told[name]) for name in ("answer", "reply", "said") if name in told)
        for version in told.get("clinic", ()):
            yield from ((f"{key}.{name}", text) for name, text in version.items())
    for kind, tables in (("result", YEAR.results), ("said", YEAR.said)):
        for key, table in tables.items():
            yield from ((f"{kind}.{key}.{name}", text) for name, text in table.items())
    yield from ((f"course.{key}", course["goals"]) for key, course in YEAR.courses.items())
    yield from ((f"wish.{key}.{n}", one.says) for key, wishes in YEAR.wishes.items() for n, one in enumerate(wishes))
    yield from ((f"turned_away.{key}", reason) for key, reason in YEAR.turned_away.items())


def counts(session: Session) -> dict[str, int]:
    """Rows per table."""
    session.rollback()
    return {t.name: session.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}


def break_off_after(scenes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody press Ctrl-C after so many scenes."""
    played: list[str] = []
    play = demo_story.Story.play

    def stop(story: demo_story.Story, session: Session, scene: demo_year.Scene) -> None:
        if len(played) == scenes:
            raise KeyboardInterrupt
        played.append(scene.do)
        play(story, session, scene)

    monkeypatch.setattr(demo_story.Story, "play", stop)


def texts_of(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that is said about a question, each with a name."""
    yield "text", told["text"]
    for n, step in enumerate(told["steps"]):
        if "text" in step:
            yield f"{step['do']}.{n}", step["text"]
    for n, version in enumerate(told.get("clinic", [])):
        for name, text in version.items():
            yield f"clinic{n}.{name}", text


def are_versions(one: str, other: str) -> bool:
    """Whether both are the same box of the same clinic, before and after a change."""
    return "clinic" in one and one.replace("clinic0", "clinic1") == other.replace("clinic0", "clinic1")


def sequences_of(text: str) -> set[tuple[str, ...]]:
    """All runs of four words."""
    words = text.lower().split()
    return {tuple(words[n : n + 4]) for n in range(len(words) - 3)}
