"""The bar below the header: the places of whoever is signed in, by what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import lazy_gettext as _l

from leren_app.domain.permissions import Permission, may
from leren_app.web.guards import current_actor

Place = tuple[str, str, bool, int | None]
"""Words, address, whether it is this page, how many wait there."""


@dataclass(frozen=True)
class Line:
    """A place in the bar; `within` are the beginnings of the endpoints that lie below it."""

    label: str
    endpoint: str
    permission: Permission
    within: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


LINES = (
    Line(_l("My queue"), "intake.queue", Permission.SEE_QUEUE, ("intake.",)),
    Line(_l("All questions"), "intake.queue", Permission.SEE_QUEUE, ("-",), {"tab": "all"}),
    Line(_l("Tasks"), "tasks.index", Permission.SEE_QUEUE, ("tasks.",)),
    Line(_l("Texts"), "texts.index", Permission.SEE_QUEUE, ("texts.",)),
    Line(_l("Desk"), "hosts.desk", Permission.RECORD_AT_DESK, ("hosts.",)),
    Line(_l("Challenges"), "slices.index", Permission.HANDLE_CHALLENGE, ("slices.",)),
    Line(_l("Partners"), "partners.index", Permission.KEEP_PARTNERS, ("partners.", "promises.", "burden.")),
    Line(_l("Colleagues"), "people.index", Permission.GRANT_ROLES, ("people.",)),
    Line(_l("Our own words"), "words.index", Permission.KEEP_WORDS, ("words.",)),
    Line(
        _l("Courses"),
        "courses.desk",
        Permission.KEEP_COURSES,
        ("courses.", "imports.", "fits.", "placements.", "teams."),
    ),
    Line(_l("Fits me"), "students.desk", Permission.HAVE_PROFILE, ("students.desk", "aside.")),
    Line(_l("My applications"), "students.applications", Permission.HAVE_PROFILE, ("students.appl", "students.withd")),
    Line(
        _l("My projects"),
        "projects.own",
        Permission.SEE_OWN_PROJECTS,
        ("projects.own", "projects.step", "projects.hand_in", "team."),
    ),
    Line(_l("My profile"), "students.profile", Permission.HAVE_PROFILE, ("students.profile", "students.leave")),
)


def init_app(app: Flask) -> None:
    """Give every page the bar, without counts, so that no page asks for them on behalf of another."""
    app.context_processor(lambda: {"desk": lines()})


def lines(but: str = "", waiting: Mapping[str, int] | None = None) -> list[Place]:
    """The places the reader may open, in order; without those whose endpoint begins with `but`.

    `waiting` says how many wait at an endpoint, where the page knows.
    """
    actor, here = current_actor(), request.endpoint or ""
    shown = [
        line
        for line in LINES
        if line.endpoint in current_app.view_functions
        and may(actor, line.permission)
        and not (but and line.endpoint.startswith(but))
    ]
    counts = waiting or {}
    return [
        (str(line.label), url_for(line.endpoint, **line.values), _is_here(line, here), counts.get(line.endpoint))
        for line in shown
    ]


def _is_here(line: Line, here: str) -> bool:
    return here.startswith(line.within) if line.within else here == line.endpoint
