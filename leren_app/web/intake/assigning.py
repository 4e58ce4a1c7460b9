"""Who can take a question on: the colleagues in a select, and the one that was chosen."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from leren_app.extensions import db
from leren_app.models import Question, User
from leren_app.services.questions.handling import list_colleagues
from leren_app.web.guards import the_person
from leren_app.web.intake.forms import AssignForm


def assign_form(question: Question | None = None) -> AssignForm:
    """The form with every colleague in it: fresh for a question, or as it was sent."""
    form = AssignForm() if question is None else AssignForm(formdata=None, seen_version=str(question.version))
    me = the_person().user_id
    colleagues = {str(user.id): called(user.name, user.id == me) for user in list_colleagues(db.session())}
    form.assignee.choices = {"": gettext("Choose a colleague"), **colleagues}
    return form


def called(name: str, is_reader: bool) -> str:
    """How a colleague stands in a select."""
    return gettext("%(name)s (you)", name=name) if is_reader else name


def find_colleague(session: Session, key: str | None) -> User | None:
    """The colleague that was chosen in a select, if there is such a person."""
    try:
        return session.get(User, UUID(str(key)))
    except ValueError:
        return None
