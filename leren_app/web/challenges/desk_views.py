"""The desk of challenges: slicing a question, writing, skills, client, and the steps. For coordinators."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, NotFoundError, StaleError, TransitionError
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.permissions import Permission
from leren_app.domain.slicing import USUAL
from leren_app.extensions import db
from leren_app.models import Challenge, WorkForm
from leren_app.services.challenges import client as client_service
from leren_app.services.challenges import drafting, reading
from leren_app.services.questions import reading as question_reading
from leren_app.transaction import transaction
from leren_app.web.challenge_cards import title_of
from leren_app.web.challenge_words import WORK_FORMS, load_words
from leren_app.web.challenges.desk_page import DeskPage, StepPage
from leren_app.web.challenges.forms import (
    FORMS,
    ClientForm,
    DraftForm,
    HoursForm,
    ShownForm,
    SkillsForm,
    SliceForm,
)
from leren_app.web.challenges.picker import groups_for
from leren_app.web.challenges.slicing import doubts_about, made, rows_of, slice_page, start_of, usual_words
from leren_app.web.challenges.steps import DOES, Doing
from leren_app.web.challenges.words import STEP_WORDS
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm
from leren_app.web.guards import requires, the_person
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.paging import key_of, read_key

blueprint = Blueprint("slices", __name__, url_prefix="/werk/vraagstukken")
S = ChallengeState
TABS: dict[str, tuple[ChallengeState, ...]] = {
    "concept": (S.DRAFT,),
    "open": (S.OPEN,),
    "rust": (S.PAUSED,),
    "klaar": (S.CLOSED, S.WITHDRAWN),
    "verlopen": tuple(reading.SHOWN),
}
UNANSWERED = "verlopen"
"""The tab of challenges for which a course waited in vain; they stand in another tab as well."""
LONGEST_SEARCH = 80


# ---- all of them, and those of one question ----


@blueprint.get("")
@requires(Permission.HANDLE_CHALLENGE)
def index() -> ResponseReturnValue:
    """Drafts, open ones, resting ones, those that are over, and those that a course asked for in vain."""
    session, asked = db.session(), request.args.get("tab", "")
    tab = asked if asked in TABS else "concept"
    after, limit = read_key(request.args.get("na")), reading.PAGE + 1
    found = reading.list_for_desk(session, TABS[tab], only_unanswered=tab == UNANSWERED, after=after, limit=limit)
    shown = found[: reading.PAGE]
    more = key_of(shown[-1].created_at, shown[-1].id) if len(found) > reading.PAGE else None
    return render_template(
        "challenges/desk.html",
        rows=rows_of(shown),
        tab=tab,
        counts=_counts(session),
        more=more,
    )


def _counts(session: Session) -> dict[str, int]:
    """How many challenges stand in each tab."""
    by_state = reading.count_states(session)
    counts = {name: sum(by_state.get(state, 0) for state in states) for name, states in TABS.items()}
    return {**counts, UNANSWERED: session.scalar(reading.counts_unanswered()) or 0}


@blueprint.route("/van/<reference>", methods=["GET", "POST"])
@requires(Permission.HANDLE_CHALLENGE)
def new(reference: str) -> ResponseReturnValue:
    """The challenges of one question, and making the next."""
    form, actor = SliceForm(), the_person().actor
    page = slice_page(question_reading.get_question(db.session(), reference), form)
    if not form.validate_on_submit():
        return render_template("challenges/slice.html", **page), 422 if form.errors else 200
    try:
        with transaction() as session:
            question = question_reading.get_question(session, reference)
            slugs = [
                drafting.slice_question(
                    session, question, actor=actor, city=the_city(), form=each, skills=form.skills.data or ()
                ).slug
                for each in form.forms
            ]
    except DomainError as error:
        form.blame(error)
        page = slice_page(question_reading.get_question(db.session(), reference), form)
        return render_template("challenges/slice.html", **page), status_of(error)
    flash(made(form.forms))
    one = url_for("slices.edit", slug=slugs[0])
    return redirect(one if len(slugs) == 1 else url_for("slices.new", reference=reference, _anchor="there"), 303)


# ---- one challenge ----


@blueprint.get("/<slug>")
@requires(Permission.HANDLE_CHALLENGE)
def show(slug: str) -> ResponseReturnValue:
    """Where it stands, what is missing, who the client is, what happened."""
    return _show(reading.get_challenge(db.session(), slug))


def _show(challenge: Challenge, form: HoursForm | None = None) -> str:
    hours = form or HoursForm(
        formdata=None, seen_version=str(challenge.version), client_hours=challenge.client_hours or 8
    )
    return render_template(
        "challenges/desk_show.html", page=DeskPage.of(challenge, the_person().actor), hours_form=hours, form=hours
    )


@blueprint.route("/<slug>/tekst", methods=["GET", "POST"])
@requires(Permission.HANDLE_CHALLENGE)
def edit(slug: str) -> ResponseReturnValue:
    """Write text and frame; with `preset` the usual numbers are filled in and nothing is saved yet."""
    challenge = reading.get_challenge(db.session(), slug)
    if request.method == "GET":
        return _edit(challenge, DraftForm.of(challenge))
    form = DraftForm() if challenge.state is S.DRAFT else ShownForm()
    if request.form.get("preset") in set(WorkForm):
        return _filled_in(challenge, form, WorkForm(request.form["preset"]))
    if not form.validate_on_submit():
        return _edit(challenge, form), 422

    def act(session: Session, found: Challenge) -> None:
        actor = the_person().actor
        drafting.save(session, found, form.draft, actor=actor, city=the_city(), seen_version=form.version)

    refused = _act(slug, form, act, _edit)
    if refused is not None:
        return refused
    flash(gettext("Saved."))
    return redirect(url_for("slices.show", slug=slug), 303)


def _filled_in(challenge: Challenge, form: DraftForm, work_form: WorkForm) -> str:
    form.validate()  # reads what was typed; what is wrong is said when it is saved
    form.fill_in(drafting.with_preset(form.draft, work_form, the_city(), today()))
    for field in form:
        field.errors = []
    form.form_errors.clear()
    return _edit(challenge, form, is_filled_in=True)


def _edit(challenge: Challenge, form: DraftForm, conflict: str = "", *, is_filled_in: bool = False) -> str:
    return render_template(
        "challenges/edit.html",
        challenge=challenge,
        title=title_of(challenge),
        form=form,
        presets=[(key, WORK_FORMS[WorkForm(key)], f"{usual_words(key)}. {start_of(key)}.") for key in USUAL],
        doubts=doubts_about(form.draft),
        load=load_words(form.draft.hours, form.level.data or "wo") if form.hours.data else "",
        conflict=conflict,
        is_filled_in=is_filled_in,
        is_shown=challenge.state is not S.DRAFT,
    )


@blueprint.route("/<slug>/vaardigheden", methods=["GET", "POST"])
@requires(Permission.HANDLE_CHALLENGE)
def skills(slug: str) -> ResponseReturnValue:
    """Tick the skills; looking for words keeps what is ticked, with GET what is saved."""
    challenge = reading.get_challenge(db.session(), slug)
    if request.method == "GET":
        chosen = reading.skill_keys(challenge)
        return _skills(challenge, SkillsForm(formdata=None, skills=chosen, seen_version=str(challenge.version)))
    form = SkillsForm()
    if "look" in request.form:
        return _skills(challenge, form)
    if not form.validate_on_submit():
        return _skills(challenge, form), 422

    def act(session: Session, found: Challenge) -> None:
        actor, keys = the_person().actor, form.skills.data or []
        drafting.set_skills(session, found, keys, actor=actor, city=the_city(), seen_version=form.version)

    refused = _act(slug, form, act, _skills)
    if refused is not None:
        return refused
    flash(gettext("The skills are saved."))
    return redirect(url_for("slices.show", slug=slug), 303)


def _skills(challenge: Challenge, form: SkillsForm, conflict: str = "") -> str:
    wanted = request.values.get("zoek", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "challenges/skills.html",
        challenge=challenge,
        title=title_of(challenge),
        form=form,
        groups=groups_for(challenge, form, wanted),
        wanted=wanted,
        conflict=conflict,
        most=drafting.MOST_SKILLS,
    )


@blueprint.route("/<slug>/opdrachtgever", methods=["GET", "POST"])
@requires(Permission.HANDLE_CHALLENGE)
def client(slug: str) -> ResponseReturnValue:
    """Name the client contact and the hours we ask of them."""
    challenge, form = reading.get_challenge(db.session(), slug), ClientForm()
    if request.method == "GET":
        form.seen_version.data, form.client_hours.data = str(challenge.version), challenge.client_hours or 8
        return _client(challenge, form)
    if not form.validate_on_submit():
        return _client(challenge, form), 422

    def act(session: Session, found: Challenge) -> None:
        actor, hours = the_person().actor, form.client_hours.data or 0
        client_service.name_client(session, found, form.client, hours, actor=actor, seen_version=form.version)

    refused = _act(slug, form, act, _client)
    if refused is not None:
        return refused
    flash(gettext("The client is named."))
    return redirect(url_for("slices.show", slug=slug, _anchor="client"), 303)


def _client(challenge: Challenge, form: ClientForm, conflict: str = "") -> str:
    title = title_of(challenge)
    return render_template("challenges/client.html", challenge=challenge, title=title, form=form, conflict=conflict)


@blueprint.post("/<slug>/uren")
@requires(Permission.HANDLE_CHALLENGE)
def hours(slug: str) -> ResponseReturnValue:
    """Write down that the client has the hours."""
    challenge, form = reading.get_challenge(db.session(), slug), HoursForm()
    if not form.validate_on_submit():
        return _show(challenge, form), 422

    def act(session: Session, found: Challenge) -> None:
        actor, typed = the_person().actor, form.client_hours.data or 0
        note, seen = form.note.data or "", form.version
        client_service.confirm_hours(session, found, typed, actor=actor, note=note, seen_version=seen)

    refused = _act(slug, form, act, lambda found, sent, words: _show(found, _blamed(sent, words)))
    if refused is not None:
        return refused
    flash(gettext("The hours are confirmed."))
    return redirect(url_for("slices.show", slug=slug, _anchor="client"), 303)


def _blamed(form: HoursForm, words: str) -> HoursForm:
    form.form_errors.extend([words] if words else [])
    return form


# ---- the steps ----


@blueprint.route("/<slug>/stap/<name>", methods=["GET", "POST"])
@requires(Permission.HANDLE_CHALLENGE)
def step(slug: str, name: str) -> ResponseReturnValue:
    """The page of one step, and taking it."""
    if name not in FORMS:
        raise NotFoundError
    form, actor = FORMS[name](), the_person().actor
    if not form.validate_on_submit():
        return _step(reading.get_challenge(db.session(), slug), name, form)
    try:
        with transaction() as session:
            challenge = reading.get_challenge(session, slug)
            DOES[name](Doing(session, actor, the_city(), form, challenge))
            slug = challenge.slug  # opening gives it the address of its title
    except DomainError as error:
        challenge = reading.get_challenge(db.session(), slug)
        is_conflict = isinstance(error, TransitionError | StaleError)
        if not (is_conflict and StepPage.of(challenge, name, actor).is_done_by(actor)):
            return _step(challenge, name, form, error)
    flash(STEP_WORDS[name].done)
    return redirect(url_for("slices.show", slug=slug), 303)


def _step(
    challenge: Challenge, name: str, form: VersionedForm, error: DomainError | None = None
) -> ResponseReturnValue:
    """The page of a step: 200 before, 422 with wrong fields, 409 when it is not open or was refused."""
    page = StepPage.of(challenge, name, the_person().actor)
    form.seen_version.data = str(challenge.version)
    status = 409 if page.closed else 422 if form.is_submitted() else 200
    conflict = page.closed
    if error is not None:
        status = status_of(error)
        if isinstance(error, TransitionError | StaleError):
            conflict = error.message.in_(spoken_language())
        else:
            form.blame(error)
    return render_template("challenges/step.html", page=page, form=form, conflict=conflict), status


# ---- what the forms share ----

Act = Callable[[Session, Challenge], None]
Show = Callable[..., str]


def _act(slug: str, form: VersionedForm, act: Act, show_again: Show) -> tuple[str, int] | None:
    """Do it; or the page again with everything that was typed, and why it could not be done."""
    try:
        with transaction() as session:
            act(session, reading.get_challenge(session, slug))
    except DomainError as error:
        challenge = reading.get_challenge(db.session(), slug)
        words = ""
        if isinstance(error, TransitionError | StaleError):
            words = error.message.in_(spoken_language())
            form.seen_version.data = str(challenge.version)
        else:
            form.blame(error)
        return show_again(challenge, form, words), status_of(error)
    return None
