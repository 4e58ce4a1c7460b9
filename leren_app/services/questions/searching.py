"""Looking for public questions in words, in either language, within the filters of the list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from leren_app.services.indexes.searching import search
from leren_app.services.questions.reading import PAGE, Published, list_by_ids, list_ids
from matching.explaining import Reason
from matching.matcher import Matcher


@dataclass(frozen=True)
class Hits:
    """A page of what was found, best first, with the reasons by id, and how many there are in all."""

    shown: list[Published]
    reasons: Mapping[UUID, tuple[Reason, ...]]
    total: int


def search_public(
    session: Session,
    index: Matcher,
    typed: str,
    *,
    district: str | None = None,
    theme: str | None = None,
    skip: int = 0,
    limit: int = PAGE,
) -> Hits:
    """What fits these words among the public questions, in three statements."""
    among = {str(key) for key in list_ids(session, district=district, theme=theme)}
    found = {UUID(each.id): each for each in search(index, typed, among)}
    shown = list_by_ids(session, list(found)[skip : skip + limit])
    return Hits(shown, {each.question.id: found[each.question.id].reasons for each in shown}, len(found))
