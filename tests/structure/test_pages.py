"""Every page that everybody may open: found by its links, sound in both languages, with nothing from elsewhere."""

from __future__ import annotations

from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from leren_app.web.guards import PUBLIC, guard_of
from tests.client import H, Page, PageClient
from tests.makers import make_question, the_city

LOADING = {"script": "src", "link": "href", "img": "src", "source": "src", "iframe": "src", "use": "href"}
MOST_PAGES = 150


@pytest.fixture
def filled(session: Session) -> None:
    """A public question in a district and a theme, and more of them than fit one page."""
    for n in range(22):
        place = the_city().districts[n % 2].key
        make_question(session, "publish", place=place, themes=(the_city().themes[n % 3].key,))
    session.commit()


def public_addresses(app: Flask) -> list[str]:
    """Every address for everybody that needs no argument."""
    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if guard_of(app.view_functions[rule.endpoint]) == PUBLIC
        and "GET" in (rule.methods or ())
        and not rule.arguments
    )


def elements(page: Page) -> list[Any]:
    return [e for e in page.tree.iter() if isinstance(e.tag, str)]


def check_soundness(page: Page) -> None:
    """No inline script or style, nothing loaded from elsewhere, no link into nothing."""
    ids = {e.get("id") for e in elements(page) if e.get("id")}
    for e in elements(page):
        name = e.tag.removeprefix(H)
        assert e.get("style") is None, f"{page.path}: <{name}> has a style attribute"
        assert not [a for a in e.keys() if a.lower().startswith("on")], f"{page.path}: <{name}> has a handler"  # noqa: SIM118
        assert name != "style", f"{page.path}: a style element"
        assert name != "script" or (e.get("src") and not "".join(e.itertext()).strip()), f"{page.path}: inline script"
        address = e.get(LOADING.get(name, "")) or ""
        if address and name in LOADING:
            assert address[0] in "/#", f"{page.path}: loads {address}"
            assert not address.startswith("//"), f"{page.path}: loads {address}"
        if name == "form":
            assert (e.get("action") or "/")[0] in "/#", f"{page.path}: sends a form to {e.get('action')}"
        if name == "a":
            check_link(page, e.get("href") or "", ids)
        if name == "img":
            assert e.get("alt") is not None, f"{page.path}: an image without words"


def check_link(page: Page, href: str, ids: set[str]) -> None:
    assert href, f"{page.path}: a link to nowhere"
    scheme = urlsplit(href).scheme
    assert scheme in {"", "https", "mailto", "tel"}, f"{page.path}: {href}"
    if href.startswith("#"):
        assert href[1:] in ids, f"{page.path}: {href} is not on the page"


def inner_links(page: Page) -> set[str]:
    """Each page once; the link to report a page is there on every page, for one and the same form."""
    links = {urldefrag(link).url for link in page.links() if link.startswith("/") and not link.startswith("//")}
    return {link.partition("?")[0] if "/melden?" in link else link for link in links}


@pytest.mark.usefixtures("filled")
def test_every_page_that_links_lead_to_is_sound(client: PageClient) -> None:
    to_visit, seen = ["/", "/en/"], set[str]()
    broken = []

    while to_visit:
        path = to_visit.pop()
        if path in seen:
            continue
        seen.add(path)
        assert len(seen) < MOST_PAGES, "links that make links"
        answer = client.raw.get(path, base_url=client.base_url)
        if answer.status_code in {302, 303, 308}:
            to_visit.append(urlsplit(answer.headers["Location"]).path)
        elif answer.status_code != 200:
            broken.append((path, answer.status_code))
        elif answer.mimetype == "text/html":
            page = Page(answer, path)
            page.check()
            check_soundness(page)
            to_visit += inner_links(page) - seen

    assert broken == []
    assert {"/vragen", "/en/vragen", "/stel-uw-vraag", "/privacy", "/toegankelijkheid", "/balie", "/inloggen"} <= seen


def test_every_public_address_is_sound_in_both_languages(client: PageClient) -> None:
    for address in public_addresses(client.app):
        for path in (address, "/en" + address):
            answer = client.raw.get(path, base_url=client.base_url)
            assert answer.status_code in {200, 302, 303} or address == "/healthz", f"{path}: {answer.status_code}"
            if answer.mimetype == "text/html" and answer.status_code == 200:
                page = Page(answer, path)
                page.check()
                check_soundness(page)


@pytest.mark.usefixtures("filled")
def test_everything_a_page_loads_is_there(client: PageClient) -> None:
    page = client.get("/vragen")
    loaded = {
        str(e.get(LOADING[e.tag.removeprefix(H)]))
        for e in elements(page)
        if e.tag.removeprefix(H) in {"script", "link", "img"} and e.get(LOADING[e.tag.removeprefix(H)])
    }

    assert len(loaded) >= 4
    for address in loaded:
        answer = client.raw.get(address, base_url=client.base_url, buffered=True)
        assert answer.status_code == 200, address
        answer.close()


def test_a_form_can_be_sent_without_javascript(client: PageClient) -> None:
    for address in public_addresses(client.app):
        answer = client.raw.get(address, base_url=client.base_url)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for form in Page(answer, address).tree.iter(H + "form"):
            buttons = [e for e in form.iter() if e.tag in {H + "button", H + "input"} and e.get("type") == "submit"]
            assert buttons, f"{address}: the form to {form.get('action')} has no button"


@pytest.mark.parametrize("path", ["/", "/vragen", "/stel-uw-vraag"])
def test_every_control_has_a_label(client: PageClient, path: str) -> None:
    page = client.get(path)
    labelled = {e.get("for") for e in page.tree.iter(H + "label")}

    for e in elements(page):
        if e.tag.removeprefix(H) in {"input", "select", "textarea"} and e.get("type") not in {"hidden", "submit"}:
            assert e.get("id") in labelled or e.get("aria-label"), f"{path}: {e.get('name')}"
