"""Which addresses are pages of ours that everybody may open; for people who tell us something about one."""

from __future__ import annotations

from flask import current_app, has_request_context, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from leren_app.web.guards import PUBLIC, guard_of
from leren_app.web.language import PREFIX

LONGEST = 300
LINKS = "visits"
"""The area whose addresses hold the secret of a link."""


def public_path(asked: str) -> str:
    """The path, if it is that of a public page of ours; else nothing. What follows a ? or # is no path."""
    bare = asked.removeprefix(PREFIX) if asked == PREFIX or asked.startswith(PREFIX + "/") else asked
    if len(asked) > LONGEST or not asked.isascii() or not asked.isprintable() or set(asked) & set("\\?#"):
        return ""
    if not asked.startswith("/") or asked.startswith("//") or bare.startswith("//"):
        return ""
    try:
        endpoint, _arguments = current_app.url_map.bind("ours").match(bare or "/", method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    return asked if _is_public(endpoint) else ""


def path_of_this_page() -> str:
    """The path of the page that is being answered, where somebody may report it; else nothing."""
    if not has_request_context() or request.endpoint is None or not _is_public(request.endpoint):
        return ""
    return public_path(request.script_root + request.path)


def _is_public(endpoint: str) -> bool:
    view = current_app.view_functions[endpoint]
    return guard_of(view) == PUBLIC and endpoint.partition(".")[0] != LINKS
