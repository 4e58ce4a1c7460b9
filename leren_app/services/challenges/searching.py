"""Looking for challenges in words, in either language, within the filters of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.models import Challenge
from leren_app.services.challenges.reading import PAGE, Filter, count_of, facets_of, is_left_by, list_by_ids
from leren_app.services.indexes.searching import search
from matching.explaining import Reason
from matching.matcher import Matcher


@dataclass(frozen=True)
class Hits:
    """A page of what was found, best first, with the reasons by id; `total` and `counts` as those of the list."""

    shown: list[Challenge]
    reasons: Mapping[UUID, tuple[Reason, ...]]
    total: int
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)


def search_public(
    session: Session, index: Matcher, typed: str, wanted: Filter, *, skip: int = 0, limit: int = PAGE
) -> Hits:
    """What fits these words among the challenges that everyone sees, in two statements."""
    facets = facets_of(session, wanted.status)
    found = {UUID(each.id): each for each in search(index, typed, {str(key) for key in facets})}
    total, counts = count_of([facets[key] for key in found], wanted)
    fitting = [key for key in found if is_left_by(wanted, facets[key])]
    shown = list_by_ids(session, fitting[skip : skip + limit])
    return Hits(shown, {each.id: found[each.id].reasons for each in shown}, total, counts)
