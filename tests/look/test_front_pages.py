"""The pages anybody can open first, in both languages; the client checks HTML, title, ids and language of each."""

from __future__ import annotations

import pytest

from tests.client import PageClient

PAGES = ["/", "/zo-werkt-het", "/privacy", "/toegankelijkheid", "/balie"]


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_front_page_opens_and_leads_to_the_same_page_in_the_other_language(
    client: PageClient, path: str, prefix: str
) -> None:
    page = client.get(prefix + path)

    other = path if prefix else "/en" + path
    assert other in page.links()


def test_home_has_three_doors_to_go_through(client: PageClient) -> None:
    page = client.get("/en/")

    assert "/en/stel-uw-vraag" in page.links()
    assert "/en/vraagstukken" in page.links()
    assert "/en/mijn/vakken" in page.links()
    assert "cannot" not in page.words()


def test_home_without_questions_says_that_the_first_ones_come(client: PageClient) -> None:
    assert "De eerste vragen komen eraan" in client.get("/").words()


def test_the_anchors_of_the_doors_exist(client: PageClient) -> None:
    page = client.get("/zo-werkt-het")

    for anchor in ("askers", "students", "lecturers"):
        assert f'id="{anchor}"' in page.text


def test_an_unknown_address_gives_the_same_page_for_every_address_and_has_no_form(client: PageClient) -> None:
    one = client.get("/vragen/LMDS-2026-999", status=404)
    other = client.get("/something/else?x=<b>", status=404)

    assert one.text == other.text
    assert one.forms() == []


def test_a_page_says_where_it_is_in_both_menus_and_nowhere_else(client: PageClient) -> None:
    assert client.get("/zo-werkt-het").text.count('aria-current="page"') == 2
    assert 'aria-current="page"' not in client.get("/privacy").text


def test_the_component_sheet_shows_every_macro_with_its_mistakes(client: PageClient) -> None:
    page = client.get("/dev/components")

    assert page.title().startswith("Fout: ")
    assert 'class="lms-summary"' in page.text


def test_no_page_asks_anything_of_another_server(client: PageClient) -> None:
    for path in PAGES:
        text = client.get(path).text
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text
