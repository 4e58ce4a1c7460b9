"""Photos and PDFs with a question: kept for coordinators and the asker, refused with a reason, never left behind."""

from __future__ import annotations

import io
import os
import re
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from limits import parse
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app import storage
from leren_app.domain.roles import Role
from leren_app.extensions import limiter
from leren_app.models import Question, QuestionFile
from leren_app.services import clock
from leren_app.web import uploads
from tests.asker import open_own_page, own_page
from tests.client import H, Page, PageClient
from tests.database import count_questions
from tests.makers import make_question
from tests.photos import CANARY, PDF, bomb, clear, kept_rows, on_disk, photo, send
from tests.signing_in import sign_in
from tests.walk import ASKED, ask

FORM = "/stel-uw-vraag"
SCRIPT = "<script>alert('kanarie').pdf"


@pytest.fixture(autouse=True)
def _empty_folder(app: Flask) -> Iterator[None]:
    clear(app)
    yield
    clear(app)


def filled_in(client: PageClient) -> dict[str, str]:
    """The form as a browser would send it."""
    return {**client.get(FORM).form("stel-uw-vraag")[1], **ASKED}


def error_at(page: Page) -> str:
    """What stands beside the field of the files."""
    return " ".join("".join(page.element("photos-error").itertext()).split())


def asked_with_photo(client: PageClient, session: Session) -> tuple[Question, QuestionFile]:
    send(client, filled_in(client), (photo(), "bankje.jpg"))
    session.rollback()
    question = session.scalars(select(Question)).one()
    return question, question.files[0]


# ---- the way it should go ----


def test_three_files_are_kept_without_what_a_photo_tells_beside_the_picture(
    app: Flask, client: PageClient, session: Session
) -> None:
    thanks = send(client, filled_in(client), (photo(), "a.jpg"), (photo("PNG"), "b.PNG"), (PDF, "c.pdf"))

    assert thanks.response.headers["Location"].endswith("/bedankt")
    rows = kept_rows(app)
    assert [(row.name, row.media_type) for row in rows] == [
        ("a.jpg", "image/jpeg"),
        ("b.PNG", "image/png"),
        ("c.pdf", "application/pdf"),
    ]
    assert {path.name for path in on_disk(app)} == {row.stored_name for row in rows}
    assert not any(CANARY.encode() in path.read_bytes() for path in on_disk(app))


def test_a_coordinator_reads_what_was_told_and_saves_the_files(client: PageClient, session: Session) -> None:
    more = {"for_whom": "mijn straat", "tried": "een brief", "good_result": "koffie", "wanted_by": "voor de zomer"}
    values = {key: value for key, value in {**filled_in(client), **more}.items() if key != "result_public"}
    send(client, values, (photo(), "bankje.jpg"))
    session.rollback()
    question = session.scalars(select(Question)).one()
    sign_in(client, session, Role.COORDINATOR)

    page = client.get(f"/werk/vragen/{question.reference}")
    link = next(link for link in page.links() if "/bestanden/" in link)
    answer = client.raw.get(link, base_url=client.base_url)

    assert all(words in page.words() for words in (*more.values(), "mag niet op de website", "bankje.jpg"))
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_the_asker_saves_what_they_sent_and_nobody_else_does(client: PageClient, session: Session, app: Flask) -> None:
    question, file = asked_with_photo(client, session)
    path = f"{own_page(question)}/bestanden/{file.id}"
    desk_path = f"/werk/vragen/{question.reference}/bestanden/{file.id}"
    other = make_question(session, "confirm")
    open_own_page(client, session, question)

    mine = client.raw.get(path, base_url=client.base_url)
    assert mine.status_code == 200
    mine.close()

    stranger = PageClient(app)
    stranger.get(path, status=404)
    stranger.get(desk_path, status=303)  # to sign in
    open_own_page(stranger, session, other)
    stranger.get(f"{own_page(other)}/bestanden/{file.id}", status=404)
    stranger.get(path, status=404)
    for role in (Role.STUDENT, Role.LECTURER, Role.HOST):
        signed_in = PageClient(app)
        sign_in(signed_in, session, role)
        signed_in.get(desk_path, status=404)
    coordinator = PageClient(app)
    sign_in(coordinator, session, Role.COORDINATOR)
    coordinator.get(f"/werk/vragen/{other.reference}/bestanden/{file.id}", status=404)


def test_a_file_is_saved_and_never_shown_run_or_kept_on_the_way(client: PageClient, session: Session) -> None:
    question, file = asked_with_photo(client, session)
    open_own_page(client, session, question)
    asker = client.raw.get(f"{own_page(question)}/bestanden/{file.id}", base_url=client.base_url)
    sign_in(client, session, Role.COORDINATOR)
    desk = client.raw.get(f"/werk/vragen/{question.reference}/bestanden/{file.id}", base_url=client.base_url)

    for answer in (asker, desk):
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "private, no-store"
        answer.close()


def test_what_may_stay_empty_is_folded_away_until_it_holds_words_or_an_error(client: PageClient) -> None:
    first = client.get(FORM)
    words = client.post(FORM, {**filled_in(client), "mail": "", "tried": "een brief"}, status=422)
    error = client.post(FORM, {**filled_in(client), "wanted_by": "x" * 121}, status=422)

    assert [page.element("more").get("open") is not None for page in (first, words, error)] == [False, True, True]
    assert words.form("stel-uw-vraag")[1]["tried"] == "een brief"
    assert "#wanted_by" in error.links()


def test_what_was_told_beside_the_question_is_kept(client: PageClient, session: Session) -> None:
    ask(client, for_whom=" mijn straat ", tried="een\r\nbrief", good_result="koffie", wanted_by="zomer")

    session.rollback()
    kept = session.scalars(select(Question)).one()
    assert (kept.for_whom, kept.tried, kept.good_result, kept.wanted_by) == (
        "mijn straat",
        "een\nbrief",
        "koffie",
        "zomer",
    )
    assert kept.result_public


# ---- what is refused, beside the field, with the words kept ----


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([(b"MZ" + b"\0" * 30_000_000, "setup.exe")], "groter dan 10 MB"),
        ([(b"MZ" + b"\0" * 500, "setup.exe")], "nemen wij niet aan"),
        ([(b"MZ" + b"\0" * 500, "plan.pdf")], "is iets anders of is stuk"),
        ([(b"<html><script>alert(1)</script>", "plan.pdf")], "is iets anders of is stuk"),
        ([(b"<svg onload='alert(1)'/>", "kaart.svg")], "nemen wij niet aan"),
        ([(photo(), "plan.pdf")], "Geef het zijn eigen naam terug"),
        ([(b"", "leeg.pdf")], "is leeg"),
        ([(PDF, f"{n}.pdf") for n in range(4)], "meer dan 3"),
        ([(PDF, "goed.pdf"), (PDF[:20], "half.pdf")], "half.pdf: De naam eindigt op .pdf"),
        ([(bomb(), "veld.png")], "te groot om te openen"),
        ([(b"MZ", SCRIPT)], "alert('kanarie')"),
    ],
)
def test_a_file_we_do_not_take_is_said_beside_the_field_and_nothing_typed_is_lost(
    app: Flask, client: PageClient, session: Session, files: list[tuple[bytes, str]], words: str
) -> None:
    page = send(client, {**filled_in(client), "tried": "een brief"}, *files, status=422)

    assert words in error_at(page)
    assert "#photos" in page.links()
    assert "<script>alert" not in page.text
    kept = page.form("stel-uw-vraag")[1]
    assert {name: kept[name] for name in ("text", "name", "mail", "place", "tried")} == {
        **{name: ASKED[name] for name in ("text", "name", "mail", "place")},
        "tried": "een brief",
    }
    assert (count_questions(session), on_disk(app)) == (0, [])


def test_a_name_full_of_script_is_shown_as_text(client: PageClient, session: Session) -> None:
    send(client, filled_in(client), (PDF, SCRIPT), (PDF, "../../etc/passwd\u202efdp.pdf"))
    session.rollback()
    question = session.scalars(select(Question)).one()
    sign_in(client, session, Role.COORDINATOR)

    page = client.get(f"/werk/vragen/{question.reference}")

    assert "<script>alert" not in page.text
    assert sorted(file.name for file in question.files) == [SCRIPT, "passwdfdp.pdf"]


def test_a_form_of_which_the_end_is_missing_asks_for_the_file_again_and_keeps_the_words(
    app: Flask, client: PageClient, session: Session
) -> None:
    values = {name: value for name, value in filled_in(client).items() if name != "whole"}

    page = send(client, values, (photo(), "a.jpg"), status=422)

    assert "kwam niet helemaal aan" in error_at(page)
    assert page.form("stel-uw-vraag")[1]["text"] == ASKED["text"]
    assert (count_questions(session), on_disk(app)) == (0, [])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # half a file, which nobody can close
def test_a_body_that_ends_in_the_middle_of_a_photo_leaves_nothing_behind(
    app: Flask, client: PageClient, session: Session
) -> None:
    head = '--grens\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
    half = head.encode() + photo()[:300]

    kind = "multipart/form-data; boundary=grens"
    answer = client.raw.post(FORM, data=half, content_type=kind, base_url=client.base_url)

    Page(answer, FORM).check()
    assert answer.status_code == 400
    assert (count_questions(session), on_disk(app)) == (0, [])


def test_who_forgot_another_field_is_told_that_the_browser_let_go_of_the_photos(
    app: Flask, client: PageClient, session: Session
) -> None:
    values = {**filled_in(client), "mail": ""}

    plain = send(client, values, (photo(), "a.jpg"), status=422)
    by_script = send(client, {**values, "photos_kept": "yes"}, (photo(), "a.jpg"), status=422)

    assert "nog een keer" in error_at(plain)
    assert "photos-error" not in by_script.text
    assert on_disk(app) == []


def test_more_than_there_is_room_for_gets_a_page(app: Flask, client: PageClient, session: Session) -> None:
    page = send(client, filled_in(client), (b"%PDF-1.7" + b"\0" * (uploads.ROOM + 1), "a.pdf"), status=413)

    assert "te veel" in page.heading()
    assert (count_questions(session), on_disk(app)) == (0, [])


def test_room_for_files_is_on_the_form_alone_and_for_files_alone(client: PageClient, session: Session) -> None:
    large = {"csrf_token": client.csrf_token(), "text": "x" * 1_100_000}

    for path, files in ((FORM, []), (FORM, [(PDF, "a.pdf")]), ("/mijn-vraag/nieuwe-link", [(PDF, "a.pdf")])):
        chosen = [(io.BytesIO(content), name) for content, name in files]
        assert client.post(path, {**large, "photos": chosen}, status=413).forms() == []

    assert count_questions(session) == 0


# ---- twice, often, left behind ----


def test_a_form_sent_twice_keeps_its_photo_once(app: Flask, client: PageClient, session: Session) -> None:
    values = filled_in(client)

    for _ in range(2):
        send(client, values, (photo(), "a.jpg"))

    assert (count_questions(session), len(kept_rows(app)), len(on_disk(app))) == (1, 1, 1)


def test_a_network_sends_at_most_twenty_posts_with_files_an_hour(
    app: Flask, client: PageClient, session: Session
) -> None:
    values = filled_in(client)
    for n in range(20):
        limiter.limiter.clear(parse("5 per minute"), "127.0.0.1", "ask")  # as if each came in a minute of its own
        send(client, {**values, "form_key": f"{n:032x}", "mail": f"a{n}@example.org"}, (PDF, "a.pdf"))
    limiter.limiter.clear(parse("5 per minute"), "127.0.0.1", "ask")

    stopped = send(client, {**values, "mail": "b@example.org"}, (PDF, "a.pdf"), status=429)
    client.post(FORM, {**values, "mail": "b@example.org"})  # without files it goes on

    assert "Wacht een uur" in stopped.words()
    assert "nog een keer" in error_at(stopped)
    assert len(on_disk(app)) == 20


def test_files_that_no_row_names_are_swept_after_a_day_and_others_stay(
    app: Flask, client: PageClient, session: Session
) -> None:
    _question, file = asked_with_photo(client, session)
    folder = uploads.folder()
    lost, fresh = folder / "new-lost", folder / "new-fresh"
    for path in (lost, fresh):
        path.write_bytes(b"x")
    two_days_ago = time.time() - 2 * 24 * 3600
    for path in (lost, storage.path_of(folder, file)):
        os.utime(path, (two_days_ago, two_days_ago))
    stored_name, now = file.stored_name, clock.now(session)
    session.rollback()

    app.extensions["leren.run_due"](now + timedelta(days=1))

    assert {path.name for path in on_disk(app)} == {stored_name, "new-fresh"}


def test_the_field_takes_several_files_and_says_what_it_takes(client: PageClient) -> None:
    page = client.get(FORM)
    field = page.element("photos")

    assert field.get("multiple") is not None
    assert re.search("image/jpeg.*application/pdf", field.get("accept"))
    form = next(form for form in page.tree.iter(H + "form") if form.get("id") == "ask-form")
    assert form.get("enctype") == "multipart/form-data"
