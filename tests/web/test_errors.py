"""Every refusal is a friendly page in the reader's language, without a trace of what went wrong inside."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, OperationalError

from leren_app.domain import errors as domain
from leren_app.domain.text import Text
from leren_app.web.errors import STATUS, error_page, status_of
from tests.client import Page, PageClient

STATUSES = (400, 401, 403, 404, 405, 409, 410, 413, 415, 421, 422, 429, 500, 503)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_status_has_a_page_of_its_own_words(app: Flask, status: int, language: str) -> None:
    path = "/en/x" if language == "en" else "/x"
    with app.test_request_context(path, environ_overrides={"leren.language": language}):
        text, given = error_page(status)[:2]

    class Answer:
        def __init__(self) -> None:
            self.text = text

    page = Page(Answer(), path)  # type: ignore[arg-type]
    page.check()
    assert given == status
    assert page.forms() == []
    assert len(page.heading()) > 5


@pytest.mark.parametrize("status", [418, 451, 502, 504])
def test_a_status_nobody_wrote_words_for_still_gets_a_page(app: Flask, status: int) -> None:
    with app.test_request_context("/en/x", environ_overrides={"leren.language": "en"}):
        text, given = error_page(status)[:2]

    assert given == status
    assert "<h1" in text


def test_every_error_of_the_domain_has_its_status() -> None:
    text = Text("nee", "no")
    found = {
        domain.NotFoundError(): 404,
        domain.GoneError(): 410,
        domain.NotAllowedError(text): 403,
        domain.TransitionError(text): 409,
        domain.StaleError(): 409,
        domain.FieldError("x", text): 422,
        domain.DomainError(text): 400,
    }

    assert {status_of(error): None for error in found} == dict.fromkeys(found.values())
    for error, status in found.items():
        assert status_of(error) == status
    assert set(STATUS) == {type(error) for error in found} - {domain.DomainError}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("SELECT geheim", {}, Exception("KANARIE")), 503),
        (DataError("SELECT geheim", {}, Exception("KANARIE")), 400),
        (domain.TransitionError(Text("Dat kan nu niet.", "Not now.")), 409),
    ],
)
def test_what_goes_wrong_inside_is_not_told(
    client: PageClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setitem(client.app.view_functions, "pages.how", fail)

    page = client.get("/en/zo-werkt-het", status=status)

    assert "KANARIE" not in page.text
    assert "SELECT" not in page.text
    assert ("Retry-After" in page.response.headers) is (status == 503)


def test_an_error_nobody_thought_of_is_a_calm_page_without_its_words(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("KANARIE")

    monkeypatch.setitem(client.app.view_functions, "pages.how", fail)
    monkeypatch.setitem(client.app.config, "TESTING", False)
    monkeypatch.setitem(client.app.config, "PROPAGATE_EXCEPTIONS", False)

    page = client.get("/en/zo-werkt-het", status=500)

    assert page.heading() == "Something broke on our side"
    assert "KANARIE" not in page.text
    assert "Traceback" not in page.text


def test_a_wrong_method_is_told_which_ones_there_are(client: PageClient) -> None:
    answer = client.raw.delete("/vragen", base_url=client.base_url)

    assert answer.status_code in {400, 405}
    if answer.status_code == 405:
        assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_404_page_has_no_form_no_id_and_nothing_of_the_address(client: PageClient, prefix: str) -> None:
    page = client.get(prefix + "/kanarie-kanarie", status=404)

    assert "kanarie" not in page.text
    assert page.forms() == []
    assert page.text == client.get(prefix + "/iets-anders?x=1", status=404).text


def test_a_foreign_origin_cannot_post(client: PageClient) -> None:
    answer = client.raw.post(
        "/stel-uw-vraag",
        data={"text": "van een andere site", "csrf_token": "geraden"},
        base_url=client.base_url,
        headers={"Origin": "https://evil.example", "Referer": "https://evil.example/"},
    )

    assert answer.status_code == 400
