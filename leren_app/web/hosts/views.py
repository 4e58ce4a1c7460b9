"""The host's pages: the desk, a new question, and the few steps a host may take for somebody without mail."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import DomainError, FieldError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import AgreedHow, AskerKind, Channel, Question
from leren_app.services import tasks
from leren_app.services.questions import cards, clinic, handling, recording
from leren_app.services.questions.recording import Told
from leren_app.transaction import transaction
from leren_app.web.errors import status_of
from leren_app.web.forms import BaseForm, new_form_key, own_key
from leren_app.web.guards import current_actor, requires, the_person
from leren_app.web.heard_forms import HeardReplyForm
from leren_app.web.here import the_city
from leren_app.web.hosts.card_files import card_pdf, seed_of
from leren_app.web.hosts.forms import DoneForm, RecordForm, YesAtDeskForm
from leren_app.web.hosts.page import Desk, HostPage, is_done_already

blueprint = Blueprint("hosts", __name__, url_prefix="/werk/balie")
HOST = requires(Permission.RECORD_AT_DESK)
Act = Callable[[Question], object]


@blueprint.get("")
@HOST
def desk() -> ResponseReturnValue:
    """What I recorded lately, and the calls and letters of this desk."""
    return render_template("hosts/desk.html", page=Desk.of(the_person().user_id))


@blueprint.route("/nieuw", methods=["GET", "POST"])
@HOST
def new() -> ResponseReturnValue:
    """Write down a question."""
    form = RecordForm()
    if form.validate_on_submit():
        actor = current_actor()
        try:
            with transaction() as session:
                reference = recording.record(session, _told(form), actor=actor, city=the_city()).reference
        except FieldError as error:
            form.blame(error)
        else:
            flash(gettext("The question is written down. Now print the card."), "ok")
            return redirect(url_for("hosts.show", reference=reference), 303)
    return render_template("hosts/new.html", form=form), 422 if form.errors else 200


@blueprint.get("/<reference>")
@HOST
def show(reference: str) -> ResponseReturnValue:
    """Where a recorded question stands, and what a host can do for it."""
    return _page(recording.get_recorded(db.session(), reference))


@blueprint.post("/<reference>/kaart")
@HOST
def card(reference: str) -> ResponseReturnValue:
    """A card to print; one that was printed before no longer works. The same form gives the same card."""
    with transaction() as session:
        question = recording.get_recorded(session, reference)
        made = cards.make_card(session, question, seed=seed_of(own_key(request.form.get("form_key")), question))
    return card_pdf(recording.get_recorded(db.session(), reference), made)


@blueprint.post("/<reference>/antwoord")
@HOST
def reply(reference: str) -> ResponseReturnValue:
    """Write down what the asker answered."""
    form, actor = HeardReplyForm(), current_actor()

    def act(question: Question) -> object:
        return handling.reply(
            db.session(), question, form.text.data or "", actor=actor, city=the_city(), seen_version=form.version
        )

    return _act(reference, form, act, gettext("The answer stands with the question."))


@blueprint.post("/<reference>/ja")
@HOST
def agree(reference: str) -> ResponseReturnValue:
    """Write down the asker's yes to the text that was read aloud."""
    form, actor = YesAtDeskForm(), current_actor()

    def act(question: Question) -> object:
        return clinic.agree(
            db.session(),
            question,
            actor=actor,
            city=the_city(),
            seen_n=form.n,
            how=AgreedHow(form.how.data),
            on=form.on.data,
            who=form.who.data or "",
        )

    return _act(reference, form, act, gettext("The yes of the asker is recorded."))


@blueprint.post("/taak/<uuid:task_id>/klaar")
@HOST
def done(task_id: UUID) -> ResponseReturnValue:
    """The call was made, or the letter sent."""
    form, actor = DoneForm(prefix=f"t{task_id.hex[:8]}"), current_actor()
    if not form.validate_on_submit():
        return _desk(form, task_id), 422
    try:
        with transaction() as session:
            task = recording.get_by_hand(session, task_id)
            tasks.finish(session, task, actor=actor, note=form.note.data or "", seen_version=form.version)
    except DomainError as error:
        db.session.rollback()
        recording.get_by_hand(db.session(), task_id)
        form.blame(error)
        return _desk(form, task_id), status_of(error)
    flash(gettext("Done. Thank you."), "ok")
    return redirect(url_for("hosts.desk"), 303)


def _told(form: RecordForm) -> Told:
    return Told(
        form_key=str(form.form_key.data),
        text=form.text.data or "",
        place=form.place.data,
        channel=Channel(form.channel.data),
        reach=form.reach,
        consents=bool(form.consent.data),
        themes=tuple(form.themes.data or ()),
        asks_as=AskerKind(form.asks_as.data),
        name=" ".join((form.name.data or "").split()),
        language=str(form.language.data),
    )


def _act(reference: str, form: BaseForm, act: Act, thanks: str) -> ResponseReturnValue:
    """Do what the form asks and go back to the page; on an error it comes back with what was typed."""
    if not form.validate_on_submit():
        return _page(recording.get_recorded(db.session(), reference), form), 422
    try:
        with transaction() as session:
            question = recording.get_recorded(session, reference)
            act(question)
            recording.settle(session, question, actor=current_actor())
    except DomainError as error:
        db.session.rollback()
        question = recording.get_recorded(db.session(), reference)
        if not is_done_already(question, form, current_actor()):
            form.blame(error)
            return _page(question, form), status_of(error)
    flash(thanks, "ok")
    return redirect(url_for("hosts.show", reference=reference), 303)


def _page(question: Question, form: BaseForm | None = None) -> str:
    return render_template("hosts/show.html", page=HostPage.of(question, form), form=form, card_key=new_form_key())


def _desk(form: BaseForm, task_id: UUID) -> str:
    return render_template("hosts/desk.html", page=Desk.of(the_person().user_id, form, task_id), form=form)
