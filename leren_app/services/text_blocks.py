"""Texts to begin an answer with: those of the city file, and what coordinators changed or added; theirs win by key."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leren_app.domain.city import City, ReadyText, Route
from leren_app.domain.errors import FieldError, NotFoundError, StaleError
from leren_app.domain.lifecycles.question_reasons import REASONS_OF
from leren_app.domain.text import Text
from leren_app.models import BlockPurpose, TextBlock
from leren_app.services.slugs import free_slug

LONGEST_KEY = 50

ROUTES: dict[str, tuple[BlockPurpose, str]] = {
    "report": (BlockPurpose.REFER, "report"),
    "participation": (BlockPurpose.REFER, "participation"),
    "personal-help": (BlockPurpose.REFER, "individual_help"),
    "emergency": (BlockPurpose.REFER, "crisis"),
    "contract-research": (BlockPurpose.REFUSE, "commercial"),
}
"""For which step a quicker way of the city file can begin an answer; another one is for referring, without a reason."""


@dataclass(frozen=True)
class Block:
    """A text as it is offered. `version` is that of the row, 0 for one that stands in the city file alone."""

    key: str
    purpose: BlockPurpose
    reason: str
    title: Text
    text: Text
    link: str
    is_used: bool = True
    version: int = 0


@dataclass(frozen=True)
class Written:
    """What a coordinator filled in."""

    purpose: BlockPurpose
    title: Text
    text: Text
    reason: str = ""
    link: str = ""


def list_blocks(session: Session, city: City) -> list[Block]:
    """All texts, by step and name; in one statement."""
    rows = {row.key: _of_row(row) for row in session.scalars(select(TextBlock).order_by(TextBlock.key))}
    merged = {**_of_city(city), **rows}
    order = list(BlockPurpose)
    return sorted(merged.values(), key=lambda block: (order.index(block.purpose), block.title.nl.casefold(), block.key))


def list_offered(session: Session, city: City, purpose: BlockPurpose) -> list[Block]:
    """The texts in use for one step."""
    return [block for block in list_blocks(session, city) if block.is_used and block.purpose is purpose]


def get_block(session: Session, city: City, key: str) -> Block:
    """One text by its key; NotFoundError when there is none."""
    found = next((block for block in list_blocks(session, city) if block.key == key), None)
    if found is None:
        raise NotFoundError
    return found


def add(session: Session, city: City, written: Written) -> str:
    """A new text; gives its key, made from the English title."""
    _check(written)
    wanted = _key_of(written.title.en)
    if wanted in _of_city(city):
        wanted += "-own"
    row = TextBlock(key=free_slug(session, TextBlock.key, wanted))
    _put(session, row, written)
    return row.key


def change(session: Session, city: City, key: str, written: Written, *, seen_version: int) -> None:
    """Say it in other words. Raises StaleError when somebody changed it since, NotFoundError when there is none."""
    _check(written)
    row = _row_for(session, city, key, seen_version)
    _put(session, row, written)


def set_used(session: Session, city: City, key: str, is_used: bool, *, seen_version: int) -> None:
    """Stop offering a text, or offer it again; nothing is thrown away."""
    block = get_block(session, city, key)
    row = _row_for(session, city, key, seen_version)
    row.is_used = is_used
    _put(session, row, Written(block.purpose, block.title, block.text, block.reason, block.link))


def _row_for(session: Session, city: City, key: str, seen_version: int) -> TextBlock:
    """The row of a text, or a new one for a text of the city file."""
    row = session.scalar(select(TextBlock).where(TextBlock.key == key))
    if row is None and key not in _of_city(city):
        raise NotFoundError
    if seen_version != (row.version if row else 0):
        raise StaleError
    return row or TextBlock(key=key, is_used=True)


def _put(session: Session, row: TextBlock, written: Written) -> None:
    row.purpose, row.reason, row.link = written.purpose, written.reason, written.link
    row.title_nl, row.title_en = written.title.nl, written.title.en
    row.text_nl, row.text_en = written.text.nl, written.text.en
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # a colleague wrote the same one a moment earlier
        raise StaleError from None


def _check(written: Written) -> None:
    reasons = REASONS_OF.get(written.purpose, {})
    if written.reason and written.reason not in reasons:
        raise FieldError("reason", _OTHER_REASON)


def _key_of(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_KEY].strip("-") or "text"


def _of_row(row: TextBlock) -> Block:
    return Block(
        key=row.key,
        purpose=row.purpose,
        reason=row.reason,
        title=Text(row.title_nl, row.title_en),
        text=Text(row.text_nl, row.text_en),
        link=row.link,
        is_used=row.is_used,
        version=row.version,
    )


def _of_city(city: City) -> dict[str, Block]:
    """What the city file offers: its quicker ways, or the fuller text under the same key."""
    routes = {route.key: _of_route(route) for route in city.routes}
    return {**routes, **{ready.key: _of_ready(ready) for ready in city.ready_texts}}


def _of_route(route: Route) -> Block:
    purpose, reason = ROUTES.get(route.key, (BlockPurpose.REFER, ""))
    return Block(route.key, purpose, reason, route.name, route.text, route.url or "")


def _of_ready(ready: ReadyText) -> Block:
    return Block(ready.key, BlockPurpose(ready.purpose), ready.reason, ready.name, ready.text, ready.url or "")


_OTHER_REASON = Text(
    "Deze reden hoort bij een andere stap. Kies een reden die past, of geen.",
    "This reason belongs to another step. Choose one that fits, or none.",
)
