"""Whether a broken page fails: the reading of pages is quick, and must not be quicker than html5lib is strict."""

from __future__ import annotations

import random
import re
from typing import cast
from xml.etree.ElementTree import tostring

import html5lib
import pytest
from html5lib.html5parser import ParseError
from werkzeug.test import TestResponse

from tests import html
from tests.client import Page, PageClient

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")

SOUND = """<!doctype html>
<html lang="nl">
<head>
  <meta charset="utf-8">
  <title>Vragen &amp; antwoorden | Leren</title>
</head>
<body>
  <svg viewBox="0 0 2 2" aria-hidden="true"><path d="M0 0"/></svg>
  <h1 id="top">Vragen &amp; antwoorden</h1>
  <p>Wie <b>helpt</b> ons?<br>Twee &lt; drie.</p>
  <ul><li>een</li><li>twee</li></ul>
  <table><tbody><tr><td>x</td></tr></tbody></table>
  <form method="post" action="/a">
    <input type="hidden" name="csrf_token" value="a-token">
    <select name="s"><option value="1" selected>een</option></select>
    <textarea name="t">
woorden</textarea>
    <button type="submit">Verstuur</button>
  </form>
</body>
</html>
"""

NOT_HTML = {
    "an element that is never closed": ("<b>helpt</b>", "<b>helpt"),
    "an end tag too many": ("twee</li>", "twee</li></li>"),
    "elements that cross": ("<b>helpt</b> ons?", "<b>helpt ons?</p></b><p>"),
    "an attribute twice": ('id="top"', 'id="top" id="top"'),
    "a stray ampersand": ("&amp; antwoorden</h1>", "&copy antwoorden</h1>"),
    "a reference to nothing": ("&lt; drie", "&nothing; drie"),
    "a tag sign in the text": ("Twee &lt; drie", "Twee < drie"),
    "a block in a paragraph": ("<b>helpt</b>", "<ul><li>helpt</li></ul>"),
    "a form in a form": ('<button type="submit">', '<form action="/b"></form><button type="submit">'),
    "a link in a link": ("<b>helpt</b>", '<a href="/"><b><a href="/">x</a></b></a>'),
    "words behind the body": ("</body>", "</body>woorden"),
    "an element that closes itself and may not": ("<b>helpt</b>", "<b/>"),
    "a control character": ("helpt", "helpt\x01"),
    "no doctype": ("<!doctype html>\n", ""),
    "the end missing": ("</form>\n</body>\n</html>\n", ""),
    "an unquoted value with a quote": ('id="top"', "id=to'p"),
}
NOT_OURS = {
    "two headings": ("<p>", "<h1>Nog een</h1><p>"),
    "no heading": ('<h1 id="top">Vragen &amp; antwoorden</h1>', ""),
    "an id twice": ("<p>", '<p id="top">'),
    "a title that says something else": ("<title>Vragen", "<title>Antwoorden"),
    "another language": ('lang="nl"', 'lang="en"'),
    "a form without a token": ('name="csrf_token"', 'name="token"'),
}


def page(text: str) -> Page:
    """The answer of an application that says this."""
    answer = type("Answer", (), {"text": text})()
    return Page(cast(TestResponse, answer), "/vragen")


def strictly(text: str) -> bytes | None:
    """The tree by html5lib alone; None where it finds something wrong."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True)
    try:
        return tostring(parser.parse(text))
    except ParseError:
        return None


def quickly(text: str) -> bytes | None:
    """The tree as our tests get it; None where they fail."""
    try:
        return tostring(html.parse(text))
    except ParseError:
        return None


@pytest.fixture
def pages(client: PageClient) -> list[str]:
    """A few pages of ours, each of which was read before."""
    paths = ("/", "/en/vragen", "/stel-uw-vraag", "/inloggen", "/privacy", "/resultaten")
    return [client.get(path).text for path in paths]


@pytest.fixture
def _sound_page_was_read() -> None:
    page(SOUND).check()


@pytest.mark.usefixtures("_sound_page_was_read")
@pytest.mark.parametrize("change", NOT_HTML.values(), ids=NOT_HTML)
def test_a_page_that_is_not_html_fails(change: tuple[str, str]) -> None:
    assert change[0] in SOUND
    with pytest.raises(ParseError):
        page(SOUND.replace(*change)).check()


@pytest.mark.usefixtures("_sound_page_was_read")
@pytest.mark.parametrize("change", NOT_OURS.values(), ids=NOT_OURS)
def test_a_page_that_breaks_our_own_rules_fails(change: tuple[str, str]) -> None:
    assert change[0] in SOUND
    with pytest.raises(AssertionError):
        page(SOUND.replace(*change)).check()


@on_sqlite
def test_our_pages_are_read_the_quick_way_and_give_html5libs_tree(pages: list[str]) -> None:
    for text in [*pages, SOUND]:
        html.parse(text)
        reading = html.read(text)

        assert reading is not None
        assert reading.places <= html._sound
        assert tostring(reading.root) == strictly(text)


def test_a_place_is_learnt_from_a_sound_page_only() -> None:
    broken = SOUND.replace("<b>helpt</b>", "<ul><li>helpt</li></ul>")
    before = set(html._sound)

    assert quickly(broken) is None

    assert html._sound == before


@on_sqlite
def test_pages_broken_by_chance_fail_exactly_where_html5lib_fails(pages: list[str]) -> None:
    chance = random.Random(2026)

    for text in (broken(chance, chance.choice([*pages, SOUND])) for _ in range(120)):
        assert quickly(text) == strictly(text), text


def broken(chance: random.Random, text: str) -> str:
    """A page with one tag left out, doubled, or in the place of another."""
    one, other = chance.sample(list(re.finditer("<[^!>][^>]*>", text)), 2)
    instead = chance.choice(("", one.group() * 2, other.group(), one.group() + other.group()))
    return text[: one.start()] + instead + text[one.end() :]
