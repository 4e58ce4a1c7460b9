#!/usr/bin/env python3
"""Suggestions of challenges for editions: all of them anew, and after a single change; a made-up city of some size.

Goal, on two cores: 500 editions × 2,000 challenges anew in ≤ 10 s as a job; a change of one edition or one challenge
refreshes only its own rows in ≤ 200 ms. Texts are put together from the sentences of the demo, on a database and an
index of their own; nothing of an installation is touched.

    python3 leren bench suggestions [--runs 500] [--challenges 2000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import flask_migrate
from flask import current_app
from sqlalchemy import insert
from sqlalchemy.orm import Session

from config import ROOT, Settings
from leren_app import create_app
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.extensions import db
from leren_app.models import (
    AskerKind,
    Challenge,
    ChallengeSkill,
    Channel,
    ClinicVersion,
    Contact,
    Course,
    CourseKind,
    CourseRun,
    CourseSkill,
    FieldLanguage,
    Organisation,
    OrganisationKind,
    Question,
    WorkForm,
)
from leren_app.services.indexes import courses, keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.suggestions import finding
from leren_app.transaction import transaction
from matching.skills import own_vocabulary

DEMO = ROOT / "leren_app" / "cities" / "demo" / "leiden"
ALL_ANEW, ONE_ROW = 10.0, 0.200
LEVELS = ("mbo", "hbo", "wo")


@dataclass(frozen=True)
class Words:
    """Sentences of questions and of learning goals, to put texts together from."""

    asked: tuple[str, ...]
    taught: tuple[str, ...]

    @classmethod
    def of_demo(cls) -> Words:
        """Those of the demo."""
        questions = [q for path in sorted(DEMO.glob("questions_*.toml")) for q in _read(path)["questions"]]
        asked = {s for q in questions for key in ("text", "worry", "difference") for s in _sentences(q.get(key, ""))}
        taught = {s for course in _read(DEMO / "courses.toml")["courses"] for s in _sentences(course["goals"])}
        return cls(tuple(sorted(asked)), tuple(sorted(taught)))


def _read(path: Path) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(path.read_text())


def _sentences(text: str) -> list[str]:
    return [part.strip() + "." for part in text.split(". ") if len(part.split()) > 4]


def fill(session: Session, words: Words, n_runs: int, n_challenges: int, today: date) -> tuple[list[UUID], list[UUID]]:
    """Editions and open challenges in these numbers; their ids."""
    chance = random.Random(20261130)
    skills = sorted(own_vocabulary().skills)
    organisation, client = uuid4(), uuid4()
    session.execute(insert(Organisation), [{"id": organisation, "name": "Made-up", "kind": OrganisationKind.KNOWLEDGE}])
    session.execute(insert(Contact), [{"id": client, "mail": "a@example.org", "channel": Channel.MAIL}])
    challenges = _challenges(session, chance, words, skills, n_challenges, client, today)
    runs = _runs(session, chance, words, skills, n_runs, organisation, today)
    return runs, challenges


def _challenges(
    session: Session, chance: random.Random, words: Words, skills: list[str], n: int, client: UUID, today: date
) -> list[UUID]:
    moment = datetime.now(UTC)
    questions, versions, rows, asked = [], [], [], []
    ids = [uuid4() for _ in range(n)]
    for number, challenge in enumerate(ids):
        question, start = uuid4(), today + timedelta(days=chance.randrange(30, 150))
        title, text = chance.choice(words.asked)[:150], " ".join(chance.sample(words.asked, 4))
        texts = {"title_nl": title, "title_en": title, "summary_nl": text, "summary_en": text}
        questions.append(
            {
                "id": question,
                "reference": f"B-{number}",
                "form_key": f"b{number}",
                "raw_text": text,
                "asks_as": AskerKind.RESIDENT,
                "district": "city",
                "state": QuestionState.PUBLIC,
                "asker_id": client,
                "submitted_at": moment,
                "confirmed_at": moment,
                "due_on": today,
                "agreed_version": 1,
                "published_at": moment,
            }
        )
        versions.append({"question_id": question, "n": 1, "saved_at": moment, **texts})
        rows.append(
            {
                "id": challenge,
                "slug": f"b-{number}",
                "question_id": question,
                "level": chance.choice(LEVELS),
                "work_form": WorkForm.COURSE_PART,
                "hours": chance.choice((56, 84, 140, 280)),
                "team_min": chance.choice((2, 3, 4)),
                "team_max": chance.choice((4, 5, 6)),
                "starts_on": start,
                "ends_on": start + timedelta(days=chance.choice((70, 140, 200))),
                "field_language": chance.choice(tuple(FieldLanguage)),
                "slots": 2,
                "client_id": client,
                "state": ChallengeState.OPEN,
                "opened_at": moment,
                **texts,
            }
        )
        asked += [{"challenge_id": challenge, "skill": key} for key in chance.sample(skills, 3)]
    for model, values in ((Question, questions), (ClinicVersion, versions), (Challenge, rows), (ChallengeSkill, asked)):
        session.execute(insert(model), values)
    return ids


def _runs(
    session: Session, chance: random.Random, words: Words, skills: list[str], n: int, organisation: UUID, today: date
) -> list[UUID]:
    courses, taught, runs = [], [], []
    ids = [uuid4() for _ in range(n)]
    for number, run in enumerate(ids):
        course, start = uuid4(), today + timedelta(days=chance.randrange(60, 150))
        name = chance.choice(words.taught)[:100]
        courses.append(
            {
                "id": course,
                "code": f"B{number}",
                "name_nl": name,
                "name_en": name,
                "organisation_id": organisation,
                "level": chance.choice(LEVELS),
                "kind": CourseKind.COURSE,
                "hours": chance.choice((84, 140, 280)),
                "goals": " ".join(chance.sample(words.taught, 3)),
            }
        )
        taught += [{"course_id": course, "skill": key} for key in chance.sample(skills, 4)]
        runs.append(
            {
                "id": run,
                "course_id": course,
                "starts_on": start,
                "ends_on": start + timedelta(days=70),
                "planning_deadline": start - timedelta(days=30),
                "places": 24,
                "team_min": 4,
                "team_max": 6,
                "languages": chance.choice((["nl"], ["nl", "en"], ["en"])),
            }
        )
    for model, values in ((Course, courses), (CourseSkill, taught), (CourseRun, runs)):
        session.execute(insert(model), values)
    return ids


def timed(work: Callable[[Session], int], rounds: int) -> tuple[list[float], int]:
    """Seconds of each round, in a transaction of its own, and how many rows the last one left."""
    seconds, left = [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        with transaction() as session:
            left = work(session)
        seconds.append(time.perf_counter() - began)
        db.session.remove()
    return seconds, left


def measure(n_runs: int, n_challenges: int, rounds: int) -> bool:
    """Print the figures; whether the goals are met."""

    city = current_app.extensions["city"]
    with transaction() as session:
        runs, challenges = fill(session, Words.of_demo(), n_runs, n_challenges, datetime.now(UTC).date())
    began = time.perf_counter()
    keeping.build(db.session(), Kind.CHALLENGES, city)
    courses.ensure(db.session(), city)
    print(f"indexes of {n_challenges} challenges and {n_runs} courses built in {time.perf_counter() - began:.1f} s")
    db.session.remove()
    first, rows = timed(lambda s: finding.refresh_all(s, city=city), 1)
    again, _ = timed(lambda s: finding.refresh_all(s, city=city), 2)
    run, _ = timed(lambda s: finding.refresh_run(s, runs[0], city=city), rounds)
    one, _ = timed(lambda s: finding.refresh_challenge(s, challenges[0], city=city), rounds)
    print(
        f"{n_runs} editions × {n_challenges} challenges anew: {first[0]:.2f} s, {rows} rows; again {max(again):.2f} s"
    )
    print(f"one edition: median {1000 * statistics.median(run):.0f} ms, most {1000 * max(run):.0f} ms")
    print(f"one challenge: median {1000 * statistics.median(one):.0f} ms, most {1000 * max(one):.0f} ms")
    is_met = max(*first, *again) <= ALL_ANEW and max(statistics.median(run), statistics.median(one)) <= ONE_ROW
    print(f"goals: all ≤ {ALL_ANEW:.0f} s, one ≤ {1000 * ONE_ROW:.0f} ms: {'met' if is_met else 'NOT met'}")
    return is_met


def main(arguments: list[str]) -> int:
    """0 where the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--challenges", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args(arguments)
    with TemporaryDirectory() as folder:
        instance = Path(folder)
        settings = Settings(
            secret_key="a-secret-of-the-bench-that-is-long-enough",
            database_url=f"sqlite:///{instance / 'bench.db'}",
            base_url="http://127.0.0.1",
            demo=True,
            instance_dir=instance,
        )
        with create_app(settings).app_context():
            flask_migrate.upgrade()
            return 0 if measure(asked.runs, asked.challenges, asked.rounds) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
