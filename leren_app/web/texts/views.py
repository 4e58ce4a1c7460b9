"""The pages on which coordinators keep their ready texts."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, StaleError
from leren_app.domain.lifecycles.question_reasons import ENDING_REASONS
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import BlockPurpose
from leren_app.services import text_blocks
from leren_app.services.text_blocks import Block
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm
from leren_app.web.guards import requires
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.texts.forms import BlockForm
from leren_app.web.texts.words import PURPOSES

blueprint = Blueprint("texts", __name__, url_prefix="/werk/teksten")


@dataclass(frozen=True)
class Other:
    """A field that a colleague changed meanwhile: what it says now, and what was typed here."""

    label: str
    now: str
    typed: str
    language: str | None


@blueprint.get("")
@requires(Permission.SEE_QUEUE)
def index() -> ResponseReturnValue:
    """All texts, by the answer they are for."""
    blocks, language = text_blocks.list_blocks(db.session(), the_city()), spoken_language()
    groups = [(PURPOSES[p], [block for block in blocks if block.purpose is p]) for p in BlockPurpose]
    reasons = {code: text.in_(language) for code, text in ENDING_REASONS.items()}
    return render_template("texts/index.html", groups=groups, reasons=reasons)


@blueprint.route("/nieuw", methods=["GET", "POST"])
@requires(Permission.SEE_QUEUE)
def new() -> ResponseReturnValue:
    """Write a text that was not there."""
    form = BlockForm()
    if not form.validate_on_submit():
        return _edit(form), 422 if form.is_submitted() else 200
    try:
        with transaction() as session:
            text_blocks.add(session, the_city(), form.written)
    except DomainError as error:
        form.blame(error)
        return _edit(form), status_of(error)
    flash(gettext("The text is saved. Every colleague can begin with it."))
    return redirect(url_for("texts.index"), 303)


@blueprint.route("/<key>", methods=["GET", "POST"])
@requires(Permission.SEE_QUEUE)
def edit(key: str) -> ResponseReturnValue:
    """Say it in other words."""
    form, block = BlockForm(), text_blocks.get_block(db.session(), the_city(), key)
    if request.method == "GET":
        form.show(block)
        form.seen_version.data = str(block.version)
        return _edit(form, block)
    if not form.validate_on_submit():
        return _edit(form, block), 422
    try:
        with transaction() as session:
            text_blocks.change(session, the_city(), key, form.written, seen_version=form.version)
    except DomainError as error:
        return _not_saved(key, form, error), status_of(error)
    flash(gettext("The text is saved. Every colleague can begin with it."))
    return redirect(url_for("texts.index"), 303)


@blueprint.post("/<key>/gebruik")
@requires(Permission.SEE_QUEUE)
def use(key: str) -> ResponseReturnValue:
    """Stop offering a text, or offer it again."""
    is_used = request.form.get("use") == "yes"
    with transaction() as session:
        text_blocks.set_used(session, the_city(), key, is_used, seen_version=VersionedForm().version)
    flash(gettext("The text is offered again.") if is_used else gettext("The text is not offered any more."))
    return redirect(url_for("texts.index"), 303)


def _not_saved(key: str, form: BlockForm, error: DomainError) -> str:
    """The form with what was typed; for a text that changed meanwhile with both beside each other."""
    block = text_blocks.get_block(db.session(), the_city(), key)
    if not isinstance(error, StaleError):
        form.blame(error)
        return _edit(form, block)
    form.seen_version.data = str(block.version)
    return _edit(form, block, error.message.in_(spoken_language()), _others(form, block))


def _others(form: BlockForm, block: Block) -> list[Other]:
    now = {
        "title_nl": block.title.nl,
        "title_en": block.title.en,
        "text_nl": block.text.nl,
        "text_en": block.text.en,
        "link": block.link,
    }
    return [
        Other(str(form[name].label.text), text, form[name].data or "", None if name == "link" else name[-2:])
        for name, text in now.items()
        if text != (form[name].data or "")
    ]


def _edit(form: BlockForm, block: Block | None = None, conflict: str = "", others: list[Other] | None = None) -> str:
    return render_template("texts/edit.html", form=form, block=block, conflict=conflict, others=others or [])
