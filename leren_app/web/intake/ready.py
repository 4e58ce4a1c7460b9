"""Beginning an answer with a ready text, and pointing the asker to what is public already."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request, url_for
from wtforms import Form

from leren_app.domain.errors import DomainError
from leren_app.extensions import db
from leren_app.models import BlockPurpose, Question
from leren_app.services import results
from leren_app.services.questions import reading
from leren_app.services.results import Wanted
from leren_app.services.text_blocks import Block, list_offered
from leren_app.web.guards import in_language
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.likes import likes_for_desk

EXISTING = "existing-result"
"""The text that says: there is an answer already."""

MOST_RESULTS = 60


@dataclass(frozen=True)
class Offers:
    """What a step can begin with: texts as (key, name), and public pages as (value, title) in two groups."""

    texts: list[tuple[str, str]]
    alike: list[tuple[str, str]]
    results: list[tuple[str, str]]


def offers_for(question: Question, name: str) -> Offers:
    """The texts for this step; pages to point to only where somebody is referred."""
    language = spoken_language()
    texts = [(block.key, block.title.in_(language)) for block in _offered(name)]
    if name != "refer":
        return Offers(texts, [], [])
    found = results.list_public(db.session(), Wanted(), limit=MOST_RESULTS)
    titles = [(f"r:{r.project.slug}", r.title_en if language == "en" else r.title_nl) for r in found]
    alike = [(f"q:{like.href.rsplit('/', 1)[-1]}", like.title) for like in likes_for_desk(question)]
    return Offers(texts, alike, titles)


def begin(form: Form, question: Question, name: str) -> None:
    """Fill in the text the address asks for, in the asker's language, and the page to point to."""
    target = _address_of(request.args.get("to", ""), question.language) if name == "refer" else ""
    key = request.args.get("text", "") or (EXISTING if target else "")
    block = next((block for block in _offered(name) if block.key == key), None)
    if block is not None:
        form["remark" if "remark" in form else "text"].data = block.text.in_(question.language)
    if "link" in form:
        form["link"].data = target or (block.link if block else "")
        form["reason"].data = "existing_result" if target else (block.reason if block else "")


def _offered(name: str) -> list[Block]:
    if name not in set(BlockPurpose):
        return []
    return list_offered(db.session(), the_city(), BlockPurpose(name))


def _address_of(chosen: str, language: str) -> str:
    """The whole address of a public question or result, in the asker's language; empty for what is not public."""
    kind, _, key = chosen.partition(":")
    if not key.isprintable():
        return ""
    try:
        if kind == "r":
            path = url_for("results.show", slug=results.get_result(db.session(), key).slug)
        elif kind == "q":
            path = url_for("questions.show", reference=reading.get_public(db.session(), key).question.reference)
        else:
            return ""
    except DomainError:
        return ""
    base = urlsplit(str(current_app.config["BASE_URL"]))
    return f"{base.scheme}://{base.netloc}{in_language(language, path)}"
