"""The clinic: versions that stay, two who write at once, and no text that is ever lost."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import ClinicVersion, Question, User
from leren_app.services.questions import clinic
from leren_app.services.questions.clinic import ClinicText
from tests.client import PageClient
from tests.intake import asked, coordinator
from tests.makers import WRITTEN, actor, make_question, make_user

FIELDS = asdict(WRITTEN)


def clinic_path(question: Question) -> str:
    """The address of a question's clinic."""
    return f"/werk/vragen/{question.reference}/spreekuur"


def versions(session: Session, question: Question) -> list[ClinicVersion]:
    """All versions, oldest first, read anew."""
    session.rollback()
    query = select(ClinicVersion).where(ClinicVersion.question_id == question.id).order_by(ClinicVersion.n)
    return list(session.scalars(query))


def written_by(session: Session, user: User, **changes: str) -> Question:
    """A question with one version by this person."""
    question = make_question(session, "take", user)
    clinic.save_version(session, question, replace(WRITTEN, **changes), actor=actor(user))
    session.commit()
    return question


def test_the_first_version_is_saved_with_who_and_when(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor)
    form = client.get(clinic_path(question))
    _, values = form.form("/spreekuur")

    page = client.follow(client.post(clinic_path(question), {**values, **FIELDS}, status=303))

    assert "Bewaar als versie 1" in form.words()
    assert "Bewaar als versie 2" in page.words()
    saved = versions(session, question)
    assert [(v.n, v.author_id, clinic.text_of(v)) for v in saved] == [(1, noor.id, WRITTEN)]


def test_a_draft_may_be_half_full_but_not_empty(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    _, values = client.get(clinic_path(question)).form("/spreekuur")

    empty = client.post(clinic_path(question), values, status=422)
    client.post(clinic_path(question), {**values, "worry": "Buren groeten elkaar niet meer."}, status=303)

    assert "Schrijf in minstens één vak iets op" in empty.words()
    assert empty.title().startswith("Fout:")
    assert [v.worry for v in versions(session, question)] == ["Buren groeten elkaar niet meer."]


def test_saving_what_stands_there_already_makes_no_new_version(client: PageClient, session: Session) -> None:
    question = written_by(session, coordinator(client, session))
    _, values = client.get(clinic_path(question)).form("/spreekuur")

    client.post(clinic_path(question), values, status=303)

    assert len(versions(session, question)) == 1


def test_the_page_shows_in_words_what_the_last_version_changed(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = written_by(session, noor)
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Waarom gaan buren weg?"), actor=actor(noor))
    session.commit()

    page = client.get(clinic_path(question))

    assert "Versie 2: wat er veranderde sinds versie 1" in page.words()
    assert "<del>" in page.text
    assert "<ins>" in page.text
    assert "Versie 1" in page.words()
    assert WRITTEN.title_nl in page.words()


def test_two_who_write_at_once_both_keep_their_text(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    joris = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    question = written_by(session, noor)
    _, values = client.get(clinic_path(question)).form("/spreekuur")
    clinic.save_version(session, question, replace(WRITTEN, title_nl="De titel van Joris"), actor=actor(joris))
    session.commit()

    page = client.post(clinic_path(question), {**values, "title_nl": "De titel van Noor"}, status=409)
    _, again = page.form("/spreekuur")
    client.post(clinic_path(question), again, status=303)

    assert again["title_nl"] == "De titel van Noor"
    assert "De titel van Joris" in page.words()
    assert "Wat er in versie 2 staat, en wat uw tekst daaraan verandert" in page.words()
    assert "Joris van Dam" in page.words()
    assert [v.title_nl for v in versions(session, question)] == [
        WRITTEN.title_nl,
        "De titel van Joris",
        "De titel van Noor",
    ]


@pytest.mark.parametrize("seen", ["", "99", "-1", "drie", None])
def test_a_made_up_version_number_saves_nothing_and_keeps_the_text(
    client: PageClient, session: Session, seen: str | None
) -> None:
    question = written_by(session, coordinator(client, session))
    fields = {**FIELDS, "worry": "Mijn nieuwe tekst", **({} if seen is None else {"seen_n": seen})}

    page = client.post(clinic_path(question), fields, status=409)

    assert page.form("/spreekuur")[1]["worry"] == "Mijn nieuwe tekst"
    assert len(versions(session, question)) == 1


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("title_en", "x" * 161, "hooguit 160 tekens"),
        ("worry", "x" * 5001, "hooguit 5000 tekens"),
        ("known", "een\x00twee", "In deze tekst stond een teken"),
    ],
)
def test_a_text_that_cannot_be_kept_comes_back_with_all_the_others(
    client: PageClient, session: Session, field: str, text: str, said: str
) -> None:
    question = asked(session, "take", coordinator(client, session))
    _, values = client.get(clinic_path(question)).form("/spreekuur")

    page = client.post(clinic_path(question), {**values, **FIELDS, field: text}, status=422)

    kept = page.form("/spreekuur")[1]
    assert said in page.words()
    assert {name: kept[name] for name in FIELDS if name != field} == {n: t for n, t in FIELDS.items() if n != field}
    assert kept["seen_n"] == "0"
    assert versions(session, question) == []


def test_a_wrong_form_does_not_hide_that_a_colleague_saved_meanwhile(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = written_by(session, noor)
    _, values = client.get(clinic_path(question)).form("/spreekuur")
    clinic.save_version(session, question, replace(WRITTEN, known="Van een collega"), actor=actor(noor))
    session.commit()

    wrong = client.post(clinic_path(question), {**values, "title_nl": "x" * 161}, status=422)
    _, again = wrong.form("/spreekuur")

    page = client.post(clinic_path(question), {**again, "title_nl": "Korter"}, status=409)

    assert "Van een collega" in page.words()
    assert page.form("/spreekuur")[1]["title_nl"] == "Korter"


@pytest.mark.parametrize("until", ["submit", "confirm", "publish"])
def test_a_question_that_cannot_be_written_is_read_and_says_why(
    client: PageClient, session: Session, until: str
) -> None:
    question = asked(session, until, coordinator(client, session))

    page = client.get(clinic_path(question))

    assert "De tekst van het spreekuur kan nu niet veranderen" in page.words()
    assert "Bewaar als versie" not in page.words()
    assert (WRITTEN.worry in page.words()) is (until == "publish")


def test_a_text_written_while_the_question_went_public_is_still_there(client: PageClient, session: Session) -> None:
    question = asked(session, "publish", coordinator(client, session))

    page = client.post(clinic_path(question), {**FIELDS, "seen_n": "1", "worry": "Bijna bewaard"}, status=409)

    assert page.form("/spreekuur")[1]["worry"] == "Bijna bewaard"
    assert "Uw tekst is nog niet bewaard, maar staat er nog" in page.words()
    assert 'aria-disabled="true"' in page.text


def test_own_words_stand_on_top_and_html_is_shown_as_text(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "take", noor, text="Wie helpt <b>ons</b>?")
    clinic.save_version(session, question, ClinicText(worry="<script>alert(1)</script>"), actor=actor(noor))
    session.commit()

    page = client.get(clinic_path(question))

    assert "Wie helpt <b>ons</b>?" in page.words()
    assert "<script>alert" not in page.text
