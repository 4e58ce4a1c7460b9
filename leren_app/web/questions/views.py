"""Public questions: a list that can be narrowed, and a page for each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import MovedError, NotFoundError
from leren_app.extensions import db
from leren_app.services.indexes.items import Kind
from leren_app.services.questions import reading, relating
from leren_app.services.questions.reading import Published
from leren_app.services.questions.searching import search_public
from leren_app.web.cards import QuestionCard, QuestionPage
from leren_app.web.follow_form import FollowForm, followers_in_words
from leren_app.web.guards import public
from leren_app.web.here import district_choices, the_city, theme_choices
from leren_app.web.likes import Like, likes_of
from leren_app.web.paging import key_of, read_key
from leren_app.web.reason_words import TYPED, sentences_of_found
from leren_app.web.searching import Search, index_of

blueprint = Blueprint("questions", __name__, url_prefix="/vragen")


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """Public questions, newest first, or what was looked for; a filter nobody offers is left out."""
    district, theme = _known("district", request.args.get("wijk")), _known("theme", request.args.get("thema"))
    search = Search.of_request()
    if search.typed:
        return _found(search, district, theme)
    found = reading.list_public(
        db.session(), district=district, theme=theme, after=read_key(request.args.get("na")), limit=reading.PAGE + 1
    )
    shown = found[: reading.PAGE]
    more = None
    if len(found) > reading.PAGE:
        last = shown[-1].question
        more = url_for("questions.index", wijk=district, thema=theme, na=key_of(last.published_at, last.id))
    return _list(shown, district, theme, more)


def _found(search: Search, district: str | None, theme: str | None) -> str:
    index = index_of(Kind.QUESTIONS)
    if index is None:
        return _list([], district, theme, None, search=search, is_ready=False)
    hits = search_public(db.session(), index, search.typed, district=district, theme=theme, skip=search.skip)
    seen, more = search.skip + reading.PAGE, None
    if seen < hits.total:
        more = url_for("questions.index", q=search.typed, wijk=district, thema=theme, na=seen)
    return _list(hits.shown, district, theme, more, search=search, total=hits.total, reasons=hits.reasons)


def _list(
    shown: Sequence[Published], district: str | None, theme: str | None, more: str | None, **searched: Any
) -> str:
    searched = {"search": None, "is_ready": True, "total": 0, "reasons": {}, **searched}
    return render_template(
        "questions/index.html",
        cards_shown=[(QuestionCard.of(each), searched["reasons"].get(each.question.id, ())) for each in shown],
        district_options=[("", gettext("All districts")), *district_choices()],
        theme_options=[("", gettext("All themes")), *theme_choices()],
        district=district or "",
        theme=theme or "",
        more=more,
        because=partial(sentences_of_found, voices=TYPED),
        **searched,
    )


@blueprint.get("/<reference>")
@public
def show(reference: str) -> ResponseReturnValue:
    """The agreed text of a question, its path, and what happens next; never what was typed."""
    try:
        published = reading.get_public(db.session(), reference)
    except MovedError as moved:
        return redirect(url_for("questions.show", reference=moved.reference))
    session, question = db.session(), published.question
    return render_template(
        "questions/show.html",
        page=QuestionPage.of(published),
        likes=likes_of(published),
        related=[Like.of(each) for each in relating.list_related_public(session, question)],
        followers=followers_in_words(reading.count_followers(session, question)),
        follow_form=FollowForm(formdata=None),
    )


def _known(kind: str, key: str | None) -> str | None:
    city = the_city()
    try:
        return (city.district(key) if kind == "district" else city.theme(key)).key if key else None
    except NotFoundError:
        return None
