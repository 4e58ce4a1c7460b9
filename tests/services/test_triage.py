"""The proposal for a message, the alarm at submitting, and what a person decides."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import Theme
from leren_app.domain.errors import FieldError, StaleError, TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.domain.text import Text
from leren_app.models import Event, NoteAudience, Outbox, Question, QuestionKind
from leren_app.services.indexes.reader import analyser_of
from leren_app.services.questions.settling import Sent, Settled, handle, settle
from leren_app.services.questions.triage import cues_beside, places_in, shows_help, sort, themes_in, triage
from tests.makers import actor, make_question, make_user, the_city

CRISIS = "Ik wil niet meer leven en weet niet bij wie ik moet zijn."


def urgent_mails(session: Session) -> list[str]:
    """Who is promised the mail that says: look now."""
    rows = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    return [row.payload["recipient"] for row in rows if row.payload["topic"] == "question/urgent"]


# ---- the proposal ----


def test_a_proposal_says_kind_theme_place_and_skills_with_the_words_of_each(app: Flask) -> None:
    found = triage("Veel ouderen in de Mors zijn eenzaam. Hoe kunnen buren helpen?", "nl", the_city())

    assert found.kind is QuestionKind.CHALLENGE
    assert "veel ouderen" in found.kind_words
    assert (found.themes[0].key, found.themes[0].words[0]) == ("health", "ouderen")
    assert [(place.key, place.words) for place in found.places] == [("morsdistrict", ("de mors",))]
    assert found.skills[0].reasons[0].words


@pytest.mark.parametrize(
    ("text", "kind", "route"),
    [
        ("De lantaarnpaal voor ons huis is kapot", QuestionKind.REPORT, "report"),
        ("Ik kan mijn huur niet betalen", QuestionKind.PERSONAL, "personal-help"),
        (CRISIS, QuestionKind.CRISIS, "emergency"),
        ("Wij zoeken nieuwe klanten voor onze webshop", QuestionKind.COMMERCIAL, "contract-research"),
        ("Ik ben journalist en wil iemand interviewen", QuestionKind.OTHER, "press"),
        ("Ik wil bezwaar maken tegen het bouwplan", QuestionKind.OTHER, "participation"),
    ],
)
def test_each_kind_has_the_ready_text_that_fits(app: Flask, text: str, kind: QuestionKind, route: str) -> None:
    found = triage(text, "nl", the_city())

    assert (found.kind, found.route) == (kind, route)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("het is de moeite waard", []),
        ("in Noord en de Stevenshof", ["leiden-noord", "stevenshofdistrict"]),
        ("wij wonen in noord", ["leiden-noord"]),
        ("ten noorden van de stad", []),
        ("in heel Leiden, vooral De Kooi", ["de-kooi"]),
        ("overal in heel Leiden", ["city"]),
        ("in het centrum", []),
    ],
)
def test_places_are_found_as_people_write_them(app: Flask, text: str, keys: list[str]) -> None:
    assert [place.key for place in places_in(text, the_city())] == keys


def test_a_theme_of_a_city_with_a_drawing_we_do_not_know_is_found_by_the_citys_own_words(app: Flask) -> None:
    own = Theme("harbour", Text("Haven", "Harbour"), "ship", Text("", ""), Text("kades", "quays"), ())
    city = replace(the_city(), themes=(own,))

    assert [each.key for each in themes_in("Wat gebeurt er op de kades?", city, analyser_of(city))] == ["harbour"]


@pytest.mark.parametrize("text", ["", "😀", "مرحبا", "<b>" * 3000, "z" * 100_000])
def test_any_text_gets_a_proposal(app: Flask, text: str) -> None:
    found = triage(text, "en", the_city())

    assert not found.is_crisis
    assert found.places == ()


# ---- the coordinators' lists ----


def test_lists_of_coordinators_are_read_again_when_the_file_changed(app: Flask, tmp_path: Path) -> None:
    folder, file = tmp_path / "index", tmp_path / "triage.txt"
    assert sort("De vlonderik is weg", "nl", folder).topic != "report"

    file.write_text("[report nl]\nvlonderik | 3\n", encoding="utf-8")
    assert sort("De vlonderik is weg", "nl", folder).topic == "report"

    file.write_text("[report nl]\nvlonderik | 0\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert sort("De vlonderik is weg", "nl", folder).topic != "report"


def test_wrong_lists_are_left_out_and_logged(app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "triage.txt").write_text("[crisis nl]\nab*\n", encoding="utf-8")

    assert sort(CRISIS, "nl", tmp_path / "index").is_crisis
    assert "triage.txt:2" in caplog.text

    (tmp_path / "triage.txt").write_bytes(b"[crisis nl]\n\xff\xfe zin\n")
    assert cues_beside(tmp_path / "index").cues


# ---- the alarm ----


def test_words_of_a_crisis_come_on_top_and_every_coordinator_hears_at_once(session: Session) -> None:
    people = [make_user(session, Role.COORDINATOR), make_user(session, Role.COORDINATOR)]
    make_user(session, Role.LECTURER)

    question = make_question(session, "submit", people[0], text=CRISIS)

    assert question.is_urgent
    assert question.state is QuestionState.UNCONFIRMED
    assert question.kind is None  # a person decides
    assert sorted(urgent_mails(session)) == sorted(f"user:{user.id}" for user in people)


def test_a_question_about_a_hard_subject_raises_no_alarm_but_shows_the_help_lines(session: Session) -> None:
    text = "Hoe kunnen we huiselijk geweld in de wijk verminderen?"

    question = make_question(session, "submit", text=text)

    assert not question.is_urgent
    assert urgent_mails(session) == []
    assert shows_help(text, "nl")
    assert not shows_help("Waarom staan er zo weinig bomen in de straat?", "nl")


# ---- deciding ----


def decided(session: Session, question: Question, *values: object, sent: Sent | None = None) -> Event:
    """What a coordinator settled."""
    who = actor(make_user(session, Role.COORDINATOR))
    settled = Settled(*values)  # type: ignore[arg-type]
    return handle(session, question, settled, sent, actor=who, city=the_city(), seen_version=question.version)


def test_a_decision_is_kept_with_who_took_it_and_colleagues_read_what(session: Session) -> None:
    question = make_question(session, "submit", text=CRISIS)
    who = make_user(session, Role.COORDINATOR)

    event = settle(
        session,
        question,
        Settled(QuestionKind.REPORT, "de-kooi", ("green", "health", "no-such")),
        actor=actor(who),
        city=the_city(),
        seen_version=question.version,
    )

    assert (question.kind, question.district, question.neighbourhood) == ("report", "leiden-noord", "de-kooi")
    assert [theme.theme for theme in question.themes] == ["green", "health"]
    assert not question.is_urgent
    assert (event.step, event.user_id, event.to_state) == ("triage", who.id, None)
    assert [note.audience for note in event.notes] == [NoteAudience.INTERNAL]


def test_a_crisis_stays_on_top_after_a_person_called_it_so(session: Session) -> None:
    question = make_question(session, "confirm")

    decided(session, question, QuestionKind.CRISIS, "city")

    assert question.is_urgent
    assert question.state is QuestionState.INTAKE  # and somebody has it


@pytest.mark.parametrize(
    ("reason", "state"), [("report", QuestionState.REFERRED), ("commercial", QuestionState.REFUSED)]
)
def test_the_reason_decides_whether_somebody_is_referred_or_not_taken_on(
    session: Session, reason: str, state: QuestionState
) -> None:
    question = make_question(session, "confirm")

    event = decided(
        session, question, QuestionKind.OTHER, "city", sent=Sent(reason, "Kijk daar.", "https://example.org/")
    )

    assert question.state is state
    assert question.assignee_id == event.user_id
    assert question.first_answer_at is not None


def test_who_looked_at_an_older_page_changes_nothing(session: Session) -> None:
    question = make_question(session, "confirm")
    who = actor(make_user(session, Role.COORDINATOR))

    with pytest.raises(StaleError):
        settle(session, question, Settled(QuestionKind.REPORT, "city"), actor=who, city=the_city(), seen_version=0)

    assert question.kind is None


def test_what_is_public_or_merged_or_nowhere_is_not_settled(session: Session) -> None:
    public, merged, lost = make_question(session, "publish"), make_question(session), make_question(session)
    merged.merged_into_id = lost.id

    for question in (public, merged):
        with pytest.raises(TransitionError):
            decided(session, question, QuestionKind.REPORT, "city")
    with pytest.raises(FieldError):
        decided(session, lost, QuestionKind.REPORT, "atlantis")
