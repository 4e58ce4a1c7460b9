"""Editions of courses that somebody may edit, and the institution that a coordinator chooses for a course."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from leren_app.domain.permissions import Permission, require
from leren_app.extensions import db
from leren_app.models import CourseRun
from leren_app.services.courses import reading
from leren_app.web.forms import BaseForm
from leren_app.web.guards import current_actor


def own_run(run_id: UUID) -> CourseRun:
    """An edition for whoever may edit its course. Raises NotFoundError or NotAllowedError."""
    run = reading.get_run(db.session(), run_id)
    require(current_actor(), Permission.EDIT_COURSE, run.course)
    return run


class OwnedForm(BaseForm):
    """A form on which a coordinator says of which institution; lecturers are of one, and have no such field."""

    organisation = SelectField(_l("Institution"), validators=[Optional()])

    @property
    def owner(self) -> UUID | None:
        """The institution a coordinator chose."""
        field: SelectField | None = self.organisation
        return UUID(field.data) if field is not None and field.data else None
