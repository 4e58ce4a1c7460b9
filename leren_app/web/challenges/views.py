"""Public challenges: a list that can be narrowed, and a page for each."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from leren_app.domain.errors import NotFoundError
from leren_app.extensions import db
from leren_app.services.challenges import reading
from leren_app.services.challenges.reading import Filter, Status
from leren_app.services.challenges.searching import Hits, search_public
from leren_app.services.indexes.items import Kind
from leren_app.services.questions.progress import NOTHING_YET, progress_of
from leren_app.web.challenge_cards import ChallengeCard
from leren_app.web.challenges.page import ChallengePage, choices_of, filter_words
from leren_app.web.guards import public
from leren_app.web.here import the_city
from leren_app.web.paging import key_of, read_key
from leren_app.web.reason_words import TYPED, sentences_of_found
from leren_app.web.searching import Search, index_of

blueprint = Blueprint("challenges", __name__, url_prefix="/vraagstukken")


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """What education can take on now, newest first, or what was looked for; a filter nobody offers is left out."""
    session, wanted, search = db.session(), _wanted(), Search.of_request()
    if search.typed:
        return _found(search, wanted)
    found = reading.list_public(session, wanted=wanted, after=read_key(request.args.get("na")), limit=reading.PAGE + 1)
    shown = found[: reading.PAGE]
    total, counts = reading.count_public(session, wanted)
    more = None
    if len(found) > reading.PAGE:
        more = url_for("challenges.index", **_in_address(wanted), na=key_of(shown[-1].opened_at, shown[-1].id))
    return _list(Hits(shown, {}, total, counts), wanted, more)


def _found(search: Search, wanted: Filter) -> str:
    index = index_of(Kind.CHALLENGES)
    if index is None:
        return _list(Hits([], {}, 0), wanted, None, search, is_ready=False)
    hits = search_public(db.session(), index, search.typed, wanted, skip=search.skip)
    seen = search.skip + reading.PAGE
    more = url_for("challenges.index", q=search.typed, **_in_address(wanted), na=seen) if seen < hits.total else None
    return _list(hits, wanted, more, search)


def _list(hits: Hits, wanted: Filter, more: str | None, search: Search | None = None, is_ready: bool = True) -> str:
    progress = progress_of(db.session(), reading.question_ids(hits.shown)) if hits.shown else {}
    cards = [ChallengeCard.of(each, progress.get(each.question_id, NOTHING_YET)) for each in hits.shown]
    said = [search.words if search else "", filter_words(wanted)]
    return render_template(
        "challenges/index.html",
        cards_shown=[(card, hits.reasons.get(card.id, ())) for card in cards],
        total=hits.total,
        choices=choices_of(wanted, hits.counts),
        filter_words=", ".join(words for words in said if words),
        more=more,
        search=search,
        is_ready=is_ready,
        because=partial(sentences_of_found, voices=TYPED),
    )


@blueprint.get("/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    """What is asked, why, by whom, in which frame; and how to take it."""
    return render_template("challenges/show.html", page=ChallengePage.of(reading.get_public(db.session(), slug)))


def _wanted() -> Filter:
    status = request.args.get("stand", "")
    return Filter(
        district=_known("district", request.args.get("wijk", "")),
        theme=_known("theme", request.args.get("thema", "")),
        level=_known("level", request.args.get("niveau", "")),
        without_dutch=request.args.get("taal") == "en",
        status=Status(status) if status in set(Status) else Status.OPEN,
    )


def _in_address(wanted: Filter) -> dict[str, Any]:
    """The filter as arguments of the address, without what filters nothing."""
    chosen = {
        "wijk": wanted.district,
        "thema": wanted.theme,
        "niveau": wanted.level,
        "taal": "en" if wanted.without_dutch else "",
        "stand": wanted.status.value if wanted.status is not Status.OPEN else "",
    }
    return {name: value for name, value in chosen.items() if value}


def _known(kind: str, key: str) -> str:
    """A key that the city file has; empty for anything else."""
    city = the_city()
    find = {"district": city.district, "theme": city.theme, "level": city.level}[kind]
    try:
        find(key)
    except NotFoundError:
        return ""
    return key
