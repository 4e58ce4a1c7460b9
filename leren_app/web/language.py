"""Dutch at the root, English under /en/ with the same path: one route table, the language stands in the address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, has_request_context, request
from flask_babel import get_locale

from leren_app.extensions import babel

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

KEY = "leren.language"
PREFIX = "/en"


class LanguageInAddress:
    """Moves /en into SCRIPT_NAME, so that routes and url_for know nothing of languages."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        environ[KEY] = "nl"
        if path == PREFIX or path.startswith(PREFIX + "/"):
            environ[KEY] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + PREFIX
            environ["PATH_INFO"] = path.removeprefix(PREFIX) or "/"
        return self.app(environ, start_response)


def init_app(app: Flask) -> None:
    """Wrap the application and let Babel follow the address."""
    app.wsgi_app = LanguageInAddress(app.wsgi_app)  # type: ignore[method-assign]  # the hook Flask documents
    babel.init_app(app, locale_selector=language_of_page)


def language_of_page() -> str:
    """The language in the address, "nl" or "en"; outside a request the default."""
    return str(request.environ.get(KEY, "nl")) if has_request_context() else "nl"


def spoken_language() -> str:
    """The language in force now: the page's, or the one a job forced for a mail."""
    locale = get_locale()
    return "nl" if locale is None else str(locale.language)


def other_language_path() -> str:
    """The address of this page in the other language, query included; always a path of ours."""
    query = "?" + request.query_string.decode("ascii", "ignore") if request.query_string else ""
    path: str = request.environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
    ours = "/" + quote(path.lstrip("/\\"))  # two slashes in front would lead to another site
    return ("" if request.environ.get(KEY) == "en" else PREFIX) + ours + query
