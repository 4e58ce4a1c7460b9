"""Indexes: a change is findable after its job, a file of no use is built again, and no raw word ever gets in."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.jobs.handlers.suggestions import fresh_indexes
from leren_app.models import Outbox, OutboxState, Project, Suggestion
from leren_app.services.challenges import drafting, steps
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind, item_of_version
from leren_app.services.indexes.reader import analyser_of, lexicon_beside, silent_words
from leren_app.services.indexes.searching import search
from leren_app.services.projects import ending
from leren_app.services.projects.files import is_result_public
from leren_app.services.questions import clinic, handling
from leren_app.services.questions.facts import agreed_version
from leren_app.services.suggestions import refreshing
from matching import storage
from matching.analysis import Analyser, Item
from matching.matcher import Matcher
from tests.later import work
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city
from tests.makers_education import make_challenge, make_course, make_draft, make_learner, make_project, make_run

CANARY = "kanariegeel"


def found(session: Session, kind: Kind, text: str) -> list[str]:
    """What the index on disk finds; nothing is fitted for it."""
    index = keeping.find_index(session, kind, the_city())
    assert index is not None
    return [each.id for each in search(index, text)]


def make_one(session: Session, kind: Kind) -> str:
    """The id of something of this kind that everyone sees."""
    if kind is Kind.RESULTS:
        return result_of(make_project(session, "publish"))
    challenge = make_challenge(session)
    return str(challenge.id if kind is Kind.CHALLENGES else challenge.question_id)


def result_of(project: Project) -> str:
    assert project.result is not None
    return str(project.result.id)


def file_of(app: Flask, kind: Kind) -> Path:
    path: Path = app.config["INDEX_DIR"] / f"{kind}.index"
    return path


# ---- what jobs do ----


def test_a_challenge_is_findable_after_its_job_and_gone_when_it_is_withdrawn(app: Flask, session: Session) -> None:
    who = actor(make_user(session, Role.COORDINATOR))
    first = make_challenge(session)
    work(session)
    second = make_challenge(session, title_nl="Bijen op het dak", title_en="Bees on the roof")

    work(session)
    assert found(session, Kind.CHALLENGES, "bijen op een dak") == [str(second.id)]
    drafting.save(session, second, make_draft(session, title_nl="Fietsen stallen"), actor=who, city=the_city())
    work(session)
    assert found(session, Kind.CHALLENGES, "fiets in de stalling") == [str(second.id)]
    assert found(session, Kind.CHALLENGES, "bijen op een dak") == []
    steps.withdraw(session, second, "Het kan niet meer.", actor=who, city=the_city())
    work(session)

    assert found(session, Kind.CHALLENGES, "fiets in de stalling") == []
    assert found(session, Kind.CHALLENGES, "ouderen over de drempel") == [str(first.id)]


def test_a_question_is_findable_once_it_is_public_and_no_longer(app: Flask, session: Session) -> None:
    agreed = make_question(session, "agree")
    question = make_question(session, "publish")
    who = actor(make_user(session, Role.COORDINATOR))
    challenge = make_challenge(session, question=question)

    work(session)
    assert found(session, Kind.QUESTIONS, "lonely older people") == [str(question.id)]
    assert found(session, Kind.CHALLENGES, "ouderen") == [str(challenge.id)]
    handling.unpublish(session, question, "Er staat een naam in.", actor=who, city=the_city())
    work(session)

    assert found(session, Kind.QUESTIONS, "lonely older people") == []
    assert found(session, Kind.CHALLENGES, "ouderen") == []
    assert agreed.published_at is None


def test_a_result_is_findable_once_it_is_public_and_no_longer(app: Flask, session: Session) -> None:
    handed_in, project = make_project(session, "approve"), make_project(session, "publish")
    who = actor(make_user(session, Role.COORDINATOR))

    work(session)
    assert found(session, Kind.RESULTS, "a coffee table by the pharmacy") == [result_of(project)]
    assert found(session, Kind.RESULTS, "tafels bij de apotheek") == [result_of(project)]
    ending.retract(session, project, "Er staat een naam in.", actor=who, city=the_city())
    work(session)

    assert found(session, Kind.RESULTS, "a coffee table by the pharmacy") == []
    assert not is_result_public(handed_in)


def test_changing_one_thing_finds_what_building_all_of_it_finds(app: Flask, session: Session) -> None:
    for n in range(6):
        make_challenge(session, title_nl=f"Vraag {n} over groen en bewegen")
        work(session)
    changed = keeping.find_index(session, Kind.CHALLENGES, the_city())

    keeping.build(session, Kind.CHALLENGES, the_city())
    built = keeping.find_index(session, Kind.CHALLENGES, the_city())

    assert changed is not None
    assert built is not None
    assert changed is not built
    query = Item("", texts=("bewegen in het groen",))
    assert {each.id for each in changed.rank(query)} == {each.id for each in built.rank(query)}


def test_every_night_all_is_learnt_anew(app: Flask, session: Session) -> None:
    make_project(session, "publish")
    work(session)
    for kind in Kind:
        file_of(app, kind).unlink()

    fresh_indexes(session, {"day": "tonight"})
    work(session)

    assert all(file_of(app, kind).exists() for kind in Kind)
    nightly = select(Outbox.state).where(Outbox.kind == "daily.fresh-indexes")
    assert set(session.scalars(nightly)) <= {OutboxState.DONE, OutboxState.PENDING}


def test_two_that_change_an_index_at_once_lose_neither_change(app: Flask, session: Session) -> None:
    challenges = [make_challenge(session, title_nl=f"Bijen {n}") for n in range(4)]
    session.commit()
    keeping.build(session, Kind.CHALLENGES, the_city())
    keeping.forget(app.config["INDEX_DIR"])
    city, ids = the_city(), [challenge.id for challenge in challenges]
    storage.save(Matcher(analyser_of(city)).fit([Item("x", texts=("iets",))]), file_of(app, Kind.CHALLENGES))
    session.rollback()

    def change(challenge_id: object) -> None:
        with app.app_context():
            keeping.put(db.session(), Kind.CHALLENGES, challenge_id, city)  # type: ignore[arg-type]
            db.session.remove()

    threads = [threading.Thread(target=change, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(found(session, Kind.CHALLENGES, "bijen")) == {str(each) for each in ids}


# ---- files of no use ----


def _spoil(path: Path, city_reader: Analyser) -> None:
    whole = bytearray(path.read_bytes())
    whole[-100] ^= 1
    path.write_bytes(whole)


def _empty(path: Path, _reader: Analyser) -> None:
    path.write_bytes(b"")


def _outdate(path: Path, reader: Analyser) -> None:
    other = Analyser(silent=reader.silent | {"ouderen"})
    storage.save(Matcher(other).fit([Item("old", texts=("ouderen en jongeren",))]), path)


def _remove(path: Path, _reader: Analyser) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [_spoil, _empty, _outdate, _remove])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_file_of_no_use_is_never_read_and_the_next_work_builds_it_again(
    app: Flask, session: Session, kind: Kind, spoil: object
) -> None:
    expected = make_one(session, kind)
    work(session)
    spoil(file_of(app, kind), analyser_of(the_city()))  # type: ignore[operator]

    assert keeping.find_index(session, kind, the_city()) is None
    asked = "apotheek" if kind is Kind.RESULTS else "oudere mensen"
    at_once = keeping.index_or_fit(session, kind, the_city()).rank(Item("", texts=(asked,)))
    refreshing.rebuild_missing(session, kind)
    refreshing.rebuild_missing(session, kind)
    work(session)

    assert [each.id for each in at_once] == [expected]
    assert found(session, kind, asked) == [expected]


def test_a_change_to_a_spoilt_index_builds_it_whole(app: Flask, session: Session) -> None:
    first = make_challenge(session)
    work(session)
    _spoil(file_of(app, Kind.CHALLENGES), analyser_of(the_city()))
    second = make_challenge(session)

    work(session)

    assert set(found(session, Kind.CHALLENGES, "ouderen")) == {str(first.id), str(second.id)}


# ---- what gets in ----


def test_what_was_typed_raw_is_in_no_index_and_in_no_reason(app: Flask, session: Session) -> None:
    who = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, "take", text=f"{CANARY} ouderen {CANARY}", name=f"{CANARY} naam")
    boxes = {box: f"{CANARY} {box}" for box in ("worry", "difference", "known", "feasible")}
    clinic.save_version(session, question, replace(WRITTEN, title_nl=f"{CANARY} oude versie"), actor=who)
    clinic.save_version(session, question, replace(WRITTEN, **boxes), actor=who)
    clinic.put_before(session, question, actor=who, city=the_city(), remark=f"{CANARY} opmerking")
    clinic.agree(session, question, actor=asker(question), city=the_city(), seen_n=2)
    handling.publish(session, question, actor=who, city=the_city())
    make_challenge(session, question=question)
    make_learner(session, about=f"{CANARY} ouderen")
    make_run(session, make_course(session, goals="Ouderen interviewen."))
    make_project(session, "publish")

    work(session)

    version = agreed_version(question)
    assert version is not None
    assert CANARY not in repr(item_of_version(version)).lower()
    for kind in Kind:
        assert CANARY[:6].encode() not in file_of(app, kind).read_bytes()
    reasons = [row.reasons for row in session.scalars(select(Suggestion).where(Suggestion.run_id.is_not(None)))]
    assert reasons
    assert CANARY[:6] not in repr(reasons)


def test_names_of_the_city_say_nothing_but_ordinary_words_do(app: Flask) -> None:
    city = the_city()
    silent = silent_words(city)

    assert city.name.nl.lower() in silent
    assert not {"park", "station", "bos", "binnenstad", "leider", "leiders"} & silent
    name = city.name.nl
    made = f"{name.removesuffix('en')}s {name.removesuffix('en')}se {name}aar {name}er"
    query = Item("", texts=(f"{made} {name} {city.districts[-1].name.nl} {city.institutions[0].name.nl}",))
    assert list(analyser_of(city).rows(query)) == []


def test_there_is_one_reader_in_a_process(app: Flask) -> None:
    assert analyser_of(the_city()) is analyser_of(the_city())


def test_coordinators_words_are_read_beside_the_indexes_and_wrong_ones_are_left_out(
    app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name, line in (("right", "chess | kwibuzel | chess\n"), ("wrong", "chess | kwibuzel\n")):
        (tmp_path / name / "index").mkdir(parents=True)
        (tmp_path / name / "words.txt").write_text(line, encoding="utf-8")
    right, wrong = (analyser_of(the_city(), tmp_path / name / "index") for name in ("right", "wrong"))

    assert right.lexicon.concepts["chess"].nl == ("kwibuzel",)
    assert wrong.lexicon == analyser_of(the_city()).lexicon
    assert "words.txt:1: needs three columns" in caplog.text
    assert lexicon_beside(tmp_path / "right" / "index") is right.lexicon
