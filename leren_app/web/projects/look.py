"""What the client does by the link in the mail: read what was handed in, and say that they have looked."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from leren_app.domain.errors import NotFoundError
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import VISITOR, Actor
from leren_app.extensions import db
from leren_app.models import Project, Token, TokenPurpose
from leren_app.services.projects import files, reading, working
from leren_app.services.projects.facts import look_ends_at
from leren_app.services.projects.people import involved_in
from leren_app.transaction import transaction
from leren_app.web import uploads, visits
from leren_app.web.here import the_city
from leren_app.web.project_cards import ProjectCard

# Below the client's own page: the cookie of their link holds for addresses that begin with it.
blueprint = Blueprint("look", __name__, url_prefix="/opdracht/<slug>/project/<project>")


@blueprint.get("")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def show(slug: str, project: str, token: Token) -> ResponseReturnValue:
    """What the team handed in, and until when the client can look."""
    found = _own(slug, project, token)
    ends = look_ends_at(found, the_city())
    has_work = found.result is not None and found.state in files.HANDED_IN
    said = {"card": ProjectCard.of(found), "until": ends, "has_work": has_work, "lecturers": _lecturers(found)}
    return render_template("projects/look.html", project=found, **said)


@blueprint.post("/gekeken")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def looked(slug: str, project: str, token: Token) -> ResponseReturnValue:
    """The client looked; nobody has to wait any longer."""
    contact_id = token.contact_id
    with transaction() as session:
        working.client_looked(session, _own(slug, project, token), actor=Actor(contact_id=contact_id))
    flash(gettext("Thank you for looking. The lecturer can go on now."))
    return redirect(url_for("look.show", slug=slug, project=project), 303)


@blueprint.get("/bestanden/<uuid:file_id>")
@visits.by_link(TokenPurpose.CLIENT_PAGE)
def file(slug: str, project: str, file_id: UUID, token: Token) -> ResponseReturnValue:
    """The report, to save."""
    found = files.get_file(db.session(), _own(slug, project, token), file_id, actor=_actor(token))
    return uploads.given_away(found)


def _lecturers(project: Project) -> str:
    """Whom the client tells what is not right, and where; they have the client's address too."""
    return "; ".join(f"{each.user.name}, {each.user.mail}" for each in project.placement.run.course.lecturers)


def _actor(token: Token) -> Actor:
    return Actor(roles=VISITOR.roles, contact_id=token.contact_id)


def _own(slug: str, project: str, token: Token) -> Project:
    """A project of the token's challenge, as long as its holder is the client."""
    found = reading.get_project(db.session(), project)
    challenge = found.placement.challenge
    if challenge.slug != slug or challenge.id != token.challenge_id or challenge.client_id != token.contact_id:
        raise NotFoundError
    require(_actor(token), Permission.SEE_HANDED_IN, involved_in(found))
    return found
