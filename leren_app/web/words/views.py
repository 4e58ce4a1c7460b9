"""Reading and editing the coordinators' own words; what is wrong is named by its line, and nothing typed is lost."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, FieldError, NotFoundError, StaleError
from leren_app.domain.permissions import Permission
from leren_app.services import words
from leren_app.services.words import Kept, WordFile
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.guards import requires
from leren_app.web.language import spoken_language
from leren_app.web.words.forms import WordsForm

blueprint = Blueprint("words", __name__, url_prefix="/werk/woorden")
FILES = {"zoeken": WordFile.MATCHER, "soorten": WordFile.TRIAGE}
"""How each file is called in the address."""


@blueprint.get("")
@requires(Permission.KEEP_WORDS)
def index() -> ResponseReturnValue:
    """Both files, and how many lines each has."""
    kept = {name: _kept(file).text for name, file in FILES.items()}
    lines = {
        name: sum(bool(line.strip()) and not line.startswith("#") for line in text.splitlines())
        for name, text in kept.items()
    }
    return render_template("words/index.html", lines=lines)


@blueprint.get("/<name>")
@requires(Permission.KEEP_WORDS)
def show(name: str) -> ResponseReturnValue:
    """One file, to read and to edit."""
    kept = _kept(_file(name))
    return _page(name, WordsForm(formdata=None, text=kept.text, seen=kept.mark))


@blueprint.post("/<name>")
@requires(Permission.KEEP_WORDS)
def save(name: str) -> ResponseReturnValue:
    """Check and save; 422 names the line, 409 shows what somebody else saved, and both keep what was typed."""
    form, file = WordsForm(), _file(name)
    if not form.validate_on_submit():
        return _page(name, form), 422
    try:
        with transaction() as session:
            words.save(session, file, form.text.data or "", seen=form.seen.data or "")
    except (FieldError, StaleError) as error:
        return _refused(name, form, error)
    flash(gettext("Your words are saved. They count from the next message on."))
    return redirect(url_for("words.show", name=name), 303)


def _refused(name: str, form: WordsForm, error: DomainError) -> ResponseReturnValue:
    if isinstance(error, FieldError):
        form.blame(error)
        return _page(name, form), status_of(error)
    now = _kept(_file(name))
    form.seen.data = now.mark
    return _page(name, form, conflict=error.message.in_(spoken_language()), now=now.text), status_of(error)


def _page(name: str, form: WordsForm, *, conflict: str = "", now: str = "") -> str:
    return render_template("words/show.html", name=name, form=form, conflict=conflict, now_there=now)


def _file(name: str) -> WordFile:
    if name not in FILES:
        raise NotFoundError
    return FILES[name]


def _kept(file: WordFile) -> Kept:
    return words.read(current_app.config["INDEX_DIR"], file)
