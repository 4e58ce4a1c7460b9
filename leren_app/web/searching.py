"""Searching from a page: what was typed, where the list goes on, and an index that is made where it is missing."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from leren_app.extensions import db
from leren_app.services.indexes.items import Kind
from leren_app.services.indexes.keeping import find_index, index_or_fit
from leren_app.services.indexes.searching import MOST_FOUND, tidy
from leren_app.services.suggestions.refreshing import is_rebuilding, rebuild_missing
from leren_app.transaction import transaction
from leren_app.web.here import the_city
from matching.matcher import Matcher


@dataclass(frozen=True)
class Search:
    """What somebody looks for, and how many of what was found they have seen."""

    typed: str
    skip: int

    @classmethod
    def of_request(cls) -> Search:
        """The search in the address; anything that is no number starts at the beginning."""
        after = request.args.get("na", "")
        skip = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
        return cls(tidy(request.args.get("q", "")), min(skip, MOST_FOUND))

    @property
    def words(self) -> str:
        """What was looked for, after a count."""
        return gettext("for “%(words)s”", words=self.typed)


def promise_where_missing(kind: Kind) -> None:
    """Have an index made that cannot be used; call it before the page reads anything."""
    session = db.session()
    if find_index(session, kind, the_city()) is None and not is_rebuilding(session, kind):
        with transaction() as writing:
            rebuild_missing(writing, kind)


def index_of(kind: Kind) -> Matcher | None:
    """The index, or one made for this once; None where that would take too long: it is promised, and comes soon."""
    promise_where_missing(kind)
    return index_or_fit(db.session(), kind, the_city())
