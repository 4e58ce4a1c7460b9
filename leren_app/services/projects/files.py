"""Files of a team: the row after the file, and who may have it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotAllowedError, NotFoundError
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.permissions import Permission, may
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Milestone, Project, StoredFile
from leren_app.services.projects.people import involved_in, roles_towards

HANDED_IN = frozenset({ProjectState.DELIVERED, ProjectState.APPROVED, ProjectState.PUBLIC, ProjectState.CLOSED})


def keep(
    session: Session, project: Project, file: StoredFile, *, actor: Actor, milestone: Milestone | None = None
) -> StoredFile:
    """Write down a file that lies on disk already; a milestone has one, the newest. Raises NotAllowedError."""
    if Role.MEMBER not in roles_towards(actor, project):
        raise NotAllowedError(_MEMBERS_ONLY)
    file.project_id, file.uploaded_by_id = project.id, actor.user_id
    file.milestone_id = milestone.id if milestone else None
    session.add(file)
    session.flush()
    return file


def get_file(session: Session, project: Project, file_id: UUID, *, actor: Actor) -> StoredFile:
    """A file for who may have it. Raises NotFoundError: what is hidden looks the same as what never was.

    Everyone gets the report of a public result; the client that of what was handed in; the team's side everything.
    """
    found = session.scalar(select(StoredFile).where(StoredFile.id == file_id, StoredFile.project_id == project.id))
    if found is None or not _may_have(actor, project, found):
        raise NotFoundError
    return found


def is_result_public(project: Project) -> bool:
    """Whether everyone may read the result."""
    result = project.result
    return result is not None and result.published_at is not None and result.retracted_at is None


def _may_have(actor: Actor, project: Project, file: StoredFile) -> bool:
    involved = involved_in(project)
    if may(actor, Permission.SEE_TEAM, involved):
        return True
    is_report = project.result is not None and project.result.report_id == file.id
    if is_report and is_result_public(project):
        return True
    return is_report and project.state in HANDED_IN and may(actor, Permission.SEE_HANDED_IN, involved)


_MEMBERS_ONLY = Text("Bestanden voegen de leden van het team toe.", "Files are added by the members of the team.")
