"""The pages of a demo. This blueprint is registered in demo mode alone."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from leren_app.domain.calendar import instant_of
from leren_app.domain.roles import ROLE_NAMES
from leren_app.extensions import db
from leren_app.services import demo, sessions
from leren_app.transaction import transaction
from leren_app.web.dev.forms import JUMPS, ClockForm
from leren_app.web.guards import enter, public
from leren_app.web.here import now, the_city, today
from leren_app.web.look_sheet import sheet

blueprint = Blueprint("dev", __name__, url_prefix="/dev")


@blueprint.get("/mail")
@public
def mailbox() -> ResponseReturnValue:
    """All mail that would have gone out, newest first."""
    return render_template("dev/mailbox.html", mails=demo.list_mails(db.session()))


@blueprint.get("/mail/<uuid:mail_id>")
@public
def mail(mail_id: UUID) -> ResponseReturnValue:
    """One mail, with links that work."""
    return render_template("dev/mail.html", mail=demo.get_mail(db.session(), mail_id))


@blueprint.get("/clock")
@public
def clock() -> ResponseReturnValue:
    """What time the demo thinks it is."""
    return render_template("dev/clock.html", form=ClockForm(formdata=None), now=now())


@blueprint.post("/clock")
@public
def move_clock() -> ResponseReturnValue:
    """Go to another day; everything that becomes due on the way is done before the page answers."""
    jump = request.form.get("jump")
    if jump is not None:
        if jump not in JUMPS:
            abort(400)
        return _go_to(JUMPS[jump](today()))
    form = ClockForm()
    if form.validate_on_submit() and form.day.data is not None:
        return _go_to(form.day.data)
    return render_template("dev/clock.html", form=form, now=now()), 422


@blueprint.get("/components")
@public
def components() -> ResponseReturnValue:
    """Everything the pages are made of, in every state."""
    return render_template("dev/components.html", **sheet())


@blueprint.get("/mensen")
@public
def people() -> ResponseReturnValue:
    """Who one can be."""
    by_role = [(ROLE_NAMES[role], users) for role, users in demo.list_by_role(db.session(), now())]
    return render_template("dev/people.html", by_role=by_role)


@blueprint.post("/mensen/<uuid:user_id>")
@public
def become(user_id: UUID) -> ResponseReturnValue:
    """Sign in as somebody, without a link."""
    with transaction() as writing:
        cookie = sessions.begin(writing, demo.get_person(writing, user_id))
    return enter(cookie)


def _go_to(day: date) -> ResponseReturnValue:
    done = current_app.extensions["leren.run_due"](until=_same_time(day, now()))
    flash(
        ngettext(
            "The clock was moved, and %(num)d task was done.", "The clock was moved, and %(num)d tasks were done.", done
        )
    )
    return redirect(url_for("dev.clock"), 303)


def _same_time(day: date, at: datetime) -> datetime:
    zone = the_city().time_zone
    return instant_of(day, at.astimezone(ZoneInfo(zone)).time(), zone)
