"""The pages of tasks: what has to be done by when, what to say, and that it is done."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.errors import StaleError
from leren_app.domain.permissions import Permission
from leren_app.extensions import db
from leren_app.models import Task
from leren_app.services import tasks
from leren_app.transaction import transaction
from leren_app.web import desk
from leren_app.web.errors import status_of
from leren_app.web.forms import VersionedForm, area
from leren_app.web.guards import requires, the_person
from leren_app.web.language import spoken_language
from leren_app.web.task_lines import TaskLine, lines_of

blueprint = Blueprint("tasks", __name__, url_prefix="/werk/taken")


class DoneForm(VersionedForm):
    """How it went."""

    note = area(_l("How did it go?"), longest=2000)


@blueprint.get("")
@requires(Permission.SEE_QUEUE)
def index() -> ResponseReturnValue:
    """All that is still to do, the earliest day first."""
    session = db.session()
    lines, (total, stuck) = lines_of(tasks.list_open(session)), tasks.count_open_and_stuck(session)
    return render_template(
        "tasks/index.html",
        lines=lines,
        total=total,
        stuck=stuck,
        desk=desk.lines(waiting={"tasks.index": total}),
    )


@blueprint.get("/<uuid:task_id>")
@requires(Permission.SEE_QUEUE)
def show(task_id: UUID) -> ResponseReturnValue:
    """One task: what to say, to whom, and where it came from."""
    task = tasks.get_task(db.session(), task_id)
    return _show(task, DoneForm(formdata=None, seen_version=str(task.version)))


@blueprint.post("/<uuid:task_id>/klaar")
@requires(Permission.SEE_QUEUE)
def done(task_id: UUID) -> ResponseReturnValue:
    """Say that it is done; 409 with what was typed when a colleague was first."""
    form, person = DoneForm(), the_person()
    if not form.validate_on_submit():
        return _show(tasks.get_task(db.session(), task_id), form), 422
    try:
        with transaction() as session:
            task = tasks.get_task(session, task_id)
            if task.done_at is not None and task.done_by_id != person.user_id:
                raise StaleError
            tasks.finish(session, task, actor=person.actor, note=form.note.data or "", seen_version=form.version)
    except StaleError as error:
        task = tasks.get_task(db.session(), task_id)
        form.seen_version.data = str(task.version)
        return _show(task, form, error.message.in_(spoken_language())), status_of(error)
    flash(gettext("Done. It stays readable at its question."))
    return redirect(url_for("tasks.index"), 303)


def _show(task: Task, form: DoneForm, conflict: str = "") -> str:
    return render_template("tasks/show.html", line=TaskLine.of(task), task=task, form=form, conflict=conflict)
