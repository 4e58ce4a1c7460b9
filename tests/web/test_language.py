"""Dutch at the root, English under /en: the same pages, and a way to and fro on each of them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.client import PageClient
from tests.makers import make_question

PATHS = [
    "/",
    "/stel-uw-vraag",
    "/vragen",
    "/mijn-vraag/nieuwe-link",
    "/zo-werkt-het",
    "/privacy",
    "/toegankelijkheid",
    "/balie",
    "/inloggen",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_dutch_at_its_address_and_english_under_en(client: PageClient, path: str) -> None:
    dutch, english = client.get(path), client.get("/en" + path)

    assert dutch.heading() != english.heading()
    assert "Naar de inhoud" in dutch.words()
    assert "Skip to the content" in english.words()


@pytest.mark.parametrize("path", PATHS)
def test_the_language_link_leads_to_the_same_page_and_back(client: PageClient, path: str) -> None:
    there = "/en" + path

    assert there in client.get(path).links()
    assert path in client.get(there).links()


def test_the_language_link_keeps_filter_and_place_in_the_list(client: PageClient, session: Session) -> None:
    make_question(session, "publish")
    session.commit()

    assert "/en/vragen?wijk=morsdistrict&thema=&na=abc" in client.get("/vragen?wijk=morsdistrict&thema=&na=abc").links()


@pytest.mark.parametrize(
    "path", ["//evil.example/vragen", "/en//evil.example", "/\\evil.example", "/en/\\evil.example", "//evil.example//"]
)
def test_no_address_makes_a_link_that_leads_away(client: PageClient, path: str) -> None:
    answer = client.raw.get("/", base_url=client.base_url, environ_overrides={"PATH_INFO": path})

    assert answer.status_code in {308, 404}
    assert "//evil.example" not in answer.headers.get("Location", "").removeprefix(client.base_url)
    assert answer.status_code == 308 or "evil.example" not in answer.text


def test_all_links_of_an_english_page_stay_english_but_the_one_to_dutch(client: PageClient) -> None:
    own = [link for link in client.get("/en/zo-werkt-het").links() if link.startswith("/")]

    assert [link for link in own if not link.startswith("/en")] == ["/zo-werkt-het"] * own.count("/zo-werkt-het")


def test_en_without_a_slash_is_the_english_home_page(client: PageClient) -> None:
    assert client.get("/en").heading() == client.get("/en/").heading()


@pytest.mark.parametrize("path", ["/english", "/enquete", "/en-us/", "/EN/vragen", "/en/en/vragen"])
def test_only_en_itself_is_a_language(client: PageClient, path: str) -> None:
    assert client.raw.get(path, base_url=client.base_url).status_code == 404


def test_the_browsers_wish_does_not_change_the_language_of_an_address(client: PageClient) -> None:
    page = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"})

    assert page.tree.get("lang") == "nl"
