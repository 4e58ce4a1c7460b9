"""Public challenges: a list that can be narrowed, and a page for each."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from leren_app.domain.errors import NotFoundError
from leren_app.extensions import db
from leren_app.services.challenges import reading
from leren_app.services.challenges.reading import Filter, Status
from leren_app.services.questions.progress import NOTHING_YET, progress_of
from leren_app.web.challenge_cards import ChallengeCard
from leren_app.web.challenges.page import ChallengePage, choices_of, filter_words
from leren_app.web.guards import public
from leren_app.web.here import the_city
from leren_app.web.paging import key_of, read_key

blueprint = Blueprint("challenges", __name__, url_prefix="/vraagstukken")


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """What education can take on now, newest first; a filter nobody offers is left out."""
    session, wanted = db.session(), _wanted()
    found = reading.list_public(session, wanted=wanted, after=read_key(request.args.get("na")), limit=reading.PAGE + 1)
    shown = found[: reading.PAGE]
    total, counts = reading.count_public(session, wanted)
    progress = progress_of(session, reading.question_ids(shown)) if shown else {}
    more = None
    if len(found) > reading.PAGE:
        more = url_for("challenges.index", **_in_address(wanted), na=key_of(shown[-1].opened_at, shown[-1].id))
    return render_template(
        "challenges/index.html",
        cards_shown=[ChallengeCard.of(c, progress.get(c.question_id, NOTHING_YET)) for c in shown],
        total=total,
        choices=choices_of(wanted, counts),
        filter_words=filter_words(wanted),
        more=more,
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
