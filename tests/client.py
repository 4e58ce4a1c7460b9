"""A browser without JavaScript: follows links and forms, and checks every page as a reader's device would."""

from __future__ import annotations

import re
from contextvars import Context
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.html import H, mend, parse


class CleanClient(FlaskClient):
    """Each request in a context of its own, as on a server.

    Flask 3.1 would reuse the test's application context, and with it the database session, who was signed in and the
    language of the page before.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Send one request."""
        return Context().run(super().open, *args, **options)


class PageClient:
    """Wraps Flask's test client; `get` and `post` check what comes back."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw = CleanClient(app, app.response_class)
        self.base_url = app.config["BASE_URL"]

    def get(self, path: str, *, status: int = 200, **options: Any) -> Page:
        """GET a page and check it; `status` is the one expected."""
        return self._checked(self.raw.get(path, base_url=self.base_url, **options), path, status)

    def post(self, path: str, data: dict[str, Any] | None = None, *, status: int = 303, csrf: bool = True) -> Page:
        """POST a form with a fresh CSRF token and check what comes back."""
        data = dict(data or {})
        if csrf and "csrf_token" not in data:
            data["csrf_token"] = self.csrf_token()
        headers = {"Referer": self.base_url + path}
        response = self.raw.post(path, data=data, base_url=self.base_url, headers=headers)
        response.request.environ["wsgi.input"].close()  # a large body lies in a file that the test client leaves open
        return self._checked(response, path, status)

    def put_cookie(self, name: str, value: str, path: str = "/") -> None:
        """Plant a cookie for our host, as somebody does who edits cookies."""
        self.raw.set_cookie(name, value, domain=str(urlsplit(self.base_url).hostname), path=path)

    def csrf_token(self) -> str:
        """The token that any form on our pages would carry."""
        page = self.raw.get("/mijn-vraag/nieuwe-link", base_url=self.base_url).text
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
        assert found, page
        return found.group(1)

    def follow(self, page: Page, *, status: int = 200) -> Page:
        """GET the address a redirect points to."""
        target = urlsplit(page.response.headers["Location"])
        return self.get(target.path + ("?" + target.query if target.query else ""), status=status)

    def _checked(self, response: TestResponse, path: str, status: int) -> Page:
        page = Page(response, path)
        assert response.status_code == status, f"{path}: {response.status_code}, not {status}\n{page.words()[:800]}"
        if response.mimetype == "text/html" and response.status_code not in {301, 302, 303, 304, 308}:
            page.check()
        return page


class Page:
    """An answer, readable by its words and forms."""

    def __init__(self, response: TestResponse, path: str) -> None:
        self.response = response
        self.path = path
        self.text = response.text

    @cached_property
    def tree(self) -> Any:
        """The parsed document."""
        return mend(self.text)

    def words(self) -> str:
        """All text of the page, in one line."""
        body = self.tree.find(H + "body")
        return " ".join("".join(body.itertext()).split()) if body is not None else ""

    def title(self) -> str:
        """What the tab of the browser says."""
        return "".join(next(self.tree.iter(H + "title")).itertext()).strip()

    def heading(self) -> str:
        """The one h1."""
        return " ".join("".join(next(self.tree.iter(H + "h1")).itertext()).split())

    def element(self, id_: str) -> Any:
        """The element with this id."""
        return next(e for e in self.tree.iter() if isinstance(e.tag, str) and e.get("id") == id_)

    def options(self, name: str) -> list[Any]:
        """The options of the select with this name."""
        select = next(s for s in self.tree.iter(H + "select") if s.get("name") == name)
        return list(select.iter(H + "option"))

    def ticked(self, name: str) -> list[str]:
        """The values of the ticked boxes with this name."""
        return [
            str(box.get("value"))
            for box in self.tree.iter(H + "input")
            if box.get("name") == name and box.get("checked") is not None
        ]

    def links(self) -> list[str]:
        """Every address the page links to."""
        return [a.get("href", "") for a in self.tree.iter(H + "a")]

    def forms(self) -> list[tuple[str, str, dict[str, str]]]:
        """(method, action, values) of every form."""
        return [(f.get("method", "get"), f.get("action", ""), _values(f)) for f in self.tree.iter(H + "form")]

    def form(self, action_contains: str) -> tuple[str, dict[str, str]]:
        """Action and filled-in values of the one form whose action holds these words."""
        found = [(action, values) for _, action, values in self.forms() if action_contains in action]
        assert found, f"{self.path}: no form to {action_contains}; there are {[a for _, a, _ in self.forms()]}"
        return found[0]

    def check(self) -> None:
        """HTML5, one h1, a title that starts with it, unique ids, the language, CSRF in every posting form."""
        self.tree = parse(self.text)
        headings = list(self.tree.iter(H + "h1"))
        assert len(headings) == 1, f"{self.path}: {len(headings)} h1"
        title = self.title().removeprefix("Fout: ").removeprefix("Error: ")
        assert title.startswith(self.heading()), f"{self.path}: title {title!r}, h1 {self.heading()!r}"
        ids = [e.get("id") for e in self.tree.iter() if isinstance(e.tag, str) and e.get("id")]
        assert len(ids) == len(set(ids)), f"{self.path}: ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
        expected = "en" if self.path == "/en" or self.path.startswith("/en/") else "nl"
        assert self.tree.get("lang") == expected, f"{self.path}: lang {self.tree.get('lang')}"
        for method, action, values in self.forms():
            assert method.lower() == "get" or "csrf_token" in values, f"{self.path}: form {action} has no CSRF token"


def _values(form: Any) -> dict[str, str]:
    values = {}
    for field in form.iter():
        name = field.get("name") if isinstance(field.tag, str) else None
        if not name or field.get("type") in {"submit", "button"}:
            continue
        if field.get("type") in {"radio", "checkbox"} and field.get("checked") is None:
            continue
        values[name] = _value(field)
    return values


def _value(field: Any) -> str:
    if field.tag == H + "textarea":
        return "".join(field.itertext()).removeprefix("\n")
    if field.tag == H + "select":
        chosen = [o for o in field.iter(H + "option") if o.get("selected") is not None]
        return str(chosen[0].get("value", "")) if chosen else ""
    return str(field.get("value", ""))
