"""The pages on which coordinators keep their own words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.services.words import WordFile
from tests.client import PageClient
from tests.intake import coordinator
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def no_words_left(app: Flask) -> Iterator[None]:
    """The files are those of the whole run: take away what a test wrote."""
    yield
    for file in WordFile:
        for path in app.config["INDEX_DIR"].parent.glob(f"{file.value.removesuffix('.txt')}.*"):
            path.unlink()


def test_coordinators_read_and_edit_both_files(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    assert "0 eigen regels" in client.get("/werk/woorden").words()

    for name, text in (("soorten", "# van ons\n[report nl]\nvlonder | 3\n"), ("zoeken", "chess | kwibuzel |\n")):
        path, values = client.get(f"/werk/woorden/{name}").form(f"/woorden/{name}")
        client.post(path, {**values, "text": text.replace("\n", "\r\n")})
        assert client.get(f"/werk/woorden/{name}").form(f"/woorden/{name}")[1]["text"] == text

    assert "participation meepraten over plannen" in client.get("/werk/woorden/soorten").words()
    english = client.get("/en/werk/woorden/soorten").words()
    assert "participation a say in plans" in english
    assert "[report en]" in english
    words = client.get("/en/werk/woorden").words()
    assert "1 line of our own" in words
    assert "2 lines of our own" in words


def test_a_wrong_line_is_named_and_the_text_stays(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    path, values = client.get("/werk/woorden/soorten").form("/woorden/soorten")

    page = client.post(path, {**values, "text": "[crisis nl]\nab*\n"}, status=422)

    assert "Regel 2 klopt niet" in page.words()
    assert page.form("/woorden/soorten")[1]["text"] == "[crisis nl]\nab*\n"


def test_what_somebody_else_saved_meanwhile_is_shown_beside_ones_own(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    path, values = client.get("/werk/woorden/soorten").form("/woorden/soorten")
    client.post(path, {**values, "text": "[report nl]\nvlonder\n"})

    page = client.post(path, {**values, "text": "[report nl]\nsteiger\n"}, status=409)

    assert "vlonder" in "".join(page.element("now-there").itertext())
    mine = page.form("/woorden/soorten")[1]
    assert mine["text"] == "[report nl]\nsteiger\n"
    client.post(path, mine)  # it was seen now
    assert "steiger" in client.get("/werk/woorden/soorten").text


def test_mark_up_in_a_line_is_shown_as_text(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    path, values = client.get("/werk/woorden/soorten").form("/woorden/soorten")
    client.post(path, {**values, "text": "# </textarea><script>x</script>\n"})

    assert "<script>x" not in client.get("/werk/woorden/soorten").text


@pytest.mark.parametrize("path", ["/werk/woorden", "/werk/woorden/zoeken", "/werk/woorden/soorten"])
def test_nobody_but_coordinators_sees_them(client: PageClient, session: Session, path: str) -> None:
    sign_in(client, session, Role.LECTURER)

    assert "textarea" not in client.get(path, status=404).text


def test_there_are_no_other_files(client: PageClient, session: Session) -> None:
    coordinator(client, session)

    client.get("/werk/woorden/secret", status=404)
    client.post("/werk/woorden/secret", {"text": ""}, status=404)
    assert client.get("/werk/woorden").response.status_code == 200


def test_a_file_too_long_is_refused(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    path, values = client.get("/werk/woorden/soorten").form("/woorden/soorten")

    client.post(path, {**values, "text": "# x\n" * 50_001}, status=422)

    assert client.get("/werk/woorden/soorten").form("/woorden/soorten")[1]["text"] == ""
