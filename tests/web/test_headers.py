"""What every answer carries, and to whom nothing is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from leren_app import create_app
from leren_app.web.headers import POLICY
from tests.client import PageClient
from tests.conftest import settings_for

EVERYWHERE = ("/", "/en/vragen", "/nergens", "/robots.txt", "/vragen?wijk=%00", "/v/niets")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_carries_the_headers(client: PageClient, path: str) -> None:
    headers = client.raw.get(path, base_url=client.base_url).headers

    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    if headers["Content-Type"].startswith("text/html"):
        assert "no-store" in headers["Cache-Control"]


def test_the_policy_allows_nothing_unsafe_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in POLICY
    assert "*" not in POLICY


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999", "127.0.0.1.evil.example:5000", "", "localhost"])
def test_another_host_is_told_that_this_is_not_the_address(client: PageClient, host: str) -> None:
    answer = client.raw.get("/", base_url=client.base_url, headers={"Host": host})

    assert answer.status_code in {400, 421}
    assert "evil" not in answer.text


def test_forwarded_headers_change_nothing(client: PageClient) -> None:
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"}

    plain = client.raw.get("/vragen", base_url=client.base_url)
    forged = client.raw.get(
        "/vragen", base_url=client.base_url, headers={**forwarded, "Forwarded": "host=evil.example"}
    )

    assert forged.data == plain.data
    assert "Strict-Transport-Security" not in forged.headers


def test_a_host_in_capitals_is_the_same_host(client: PageClient) -> None:
    assert client.raw.get("/", base_url="http://LOCALHOST:5000").status_code == 200


def test_over_https_browsers_are_told_to_stay_there_and_cookies_are_secure(tmp_path: Path) -> None:
    app = create_app(
        settings_for(f"sqlite:///{tmp_path / 'x.db'}", tmp_path, base_url="https://leren.example", demo=False)
    )

    answer = app.test_client().get("/mijn-vraag/nieuwe-link", base_url="https://leren.example")

    assert "max-age" in answer.headers["Strict-Transport-Security"]
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_pages_for_reading_set_no_cookie(client: PageClient) -> None:
    for path in ("/", "/vragen", "/zo-werkt-het", "/privacy", "/robots.txt"):
        assert client.raw.get(path, base_url=client.base_url).headers.getlist("Set-Cookie") == [], path
