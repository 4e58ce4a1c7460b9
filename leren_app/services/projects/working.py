"""A team at work: started or not, handing in, looked at, given back, or stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotAllowedError, TransitionError
from leren_app.domain.lifecycles.project_needs import CLOSES_AFTER
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.roles import Actor, Role
from leren_app.domain.text import Text
from leren_app.models import Baton, Event, NoteAudience, Project, Result, TeamMember
from leren_app.services import clock, outbox
from leren_app.services.placements.agreement import finish
from leren_app.services.projects.moving import move
from leren_app.services.projects.people import roles_towards
from leren_app.services.stepping import Said
from leren_app.services.teams.forming import release_members

MOST_WORDS = 120
CHANGE_TEXTS = ("first_nl", "first_en", "now_nl", "now_en")
RESULT_TEXTS = ("title_nl", "title_en", "summary_nl", "summary_en", "lesson", "lesson_en", *CHANGE_TEXTS)
BATON_TEXTS = ("open_ends", "open_ends_en", "shareable", "shareable_en", "do_not_ask")


@dataclass(frozen=True)
class HandedIn:
    """What a team says of its work. `report_id` is the stored file; None keeps the one that is there.

    Texts without a language in their name are the Dutch ones. `first` and `now` say what changed: all four or none.
    """

    title_nl: str
    title_en: str
    summary_nl: str
    summary_en: str
    lesson: str
    open_ends: str
    shareable: str = ""
    do_not_ask: str = ""
    report_id: UUID | None = None
    lesson_en: str = ""
    open_ends_en: str = ""
    shareable_en: str = ""
    first_nl: str = ""
    first_en: str = ""
    now_nl: str = ""
    now_en: str = ""


def start(session: Session, project: Project, *, actor: Actor, city: City, seen_version: int | None = None) -> Event:
    """The team begins. Its last milestone is the day on which it hands in."""
    project.started_at = clock.now(session)
    project.due_on = max((m.due_on for m in project.milestones), default=None)
    return move(session, project, "start", actor=actor, city=city, seen_version=seen_version)


def not_start(
    session: Session, project: Project, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """This team does not begin, and everybody hears why."""
    said = (Said(reason, NoteAudience.PARTIES),)
    event = move(
        session,
        project,
        "not_start",
        actor=actor,
        city=city,
        said=said,
        given={"reason": reason},
        seen_version=seen_version,
    )
    release_members(session, project, reason, actor=actor, roles=roles_towards(actor, project))
    finish(session, project.placement, city=city)
    return event


def hand_in(
    session: Session, project: Project, work: HandedIn, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """The team hands in: report, summaries, lesson, baton. The client has five working days to look.

    Raises FieldError for a summary of more than 120 words, a title that is missing, or half of what changed.
    """
    for name in ("title_nl", "title_en"):
        if not getattr(work, name).strip():
            raise FieldError(name, _SAY_WHAT_WAS_FOUND)
    for name in ("summary_nl", "summary_en"):
        words = len(getattr(work, name).split())
        if words > MOST_WORDS:
            raise FieldError(name, _TOO_MANY_WORDS.with_(words=words, most=MOST_WORDS))
    _must_tell_change_whole(work)
    _write(session, project, work)
    project.delivered_at, project.client_looked_at = clock.now(session), None
    return move(session, project, "hand_in", actor=actor, city=city, seen_version=seen_version)


def client_looked(session: Session, project: Project, *, actor: Actor) -> None:
    """The client looked at what was handed in; twice is once. Raises NotAllowedError, TransitionError."""
    if roles_towards(actor, project).isdisjoint({Role.CLIENT, Role.COORDINATOR}):
        raise NotAllowedError(_CLIENT_ONLY)
    if project.state is not ProjectState.DELIVERED:
        raise TransitionError(_NOTHING_TO_LOOK_AT)
    project.client_looked_at = project.client_looked_at or clock.now(session)
    session.flush()


def give_back(
    session: Session,
    project: Project,
    text: str,
    due_on: date | None,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """Back to the team, with what must change and a new day."""
    event = move(
        session,
        project,
        "return",
        actor=actor,
        city=city,
        said=(Said(text, NoteAudience.TEAM),),
        given={"text": text, "due_on": due_on},
        seen_version=seen_version,
    )
    project.due_on = due_on
    return event


def stop(
    session: Session,
    project: Project,
    reason: Text,
    open_ends: Text,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """The project ends without a result; the reason is for everyone to read, the baton for who goes on."""
    project.stop_reason_nl, project.stop_reason_en = reason.nl.strip(), reason.en.strip()
    project.ended_at = clock.now(session)
    baton = _baton(session, project)
    baton.open_ends, baton.open_ends_en = open_ends.nl.strip(), open_ends.en.strip()
    event = move(session, project, "stop", actor=actor, city=city, seen_version=seen_version)
    promise_close(session, project, event)
    return event


def consent(session: Session, project: Project, *, actor: Actor, is_public: bool) -> None:
    """A member says whether their name may stand with the result. Raises NotAllowedError for who is no member."""
    said = session.scalar(
        update(TeamMember)
        .where(TeamMember.project_id == project.id, TeamMember.user_id == actor.user_id, TeamMember.left_at.is_(None))
        .values(name_public=is_public)
        .returning(TeamMember.id),
        execution_options={"synchronize_session": False},
    )
    if said is None:
        raise NotAllowedError(_MEMBERS_ONLY)
    for member in project.members:
        session.refresh(member)


def promise_close(session: Session, project: Project, event: Event) -> None:
    """Two weeks after the end the calendar closes it, if everyone has heard."""
    outbox.promise(
        session, "project.close", f"project.close:{event.id}", at=event.at + CLOSES_AFTER, project=project.id
    )


def _write(session: Session, project: Project, work: HandedIn) -> None:
    result = project.result
    if result is None:
        result = Result(project=project, checklist={}, licence="")
        session.add(result)
    for name in RESULT_TEXTS:
        setattr(result, name, getattr(work, name).strip())
    if work.report_id is not None:
        result.report_id = work.report_id
    baton = _baton(session, project)
    for name in BATON_TEXTS:
        setattr(baton, name, getattr(work, name).strip())
    session.flush()


def _must_tell_change_whole(work: HandedIn) -> None:
    empty = [name for name in CHANGE_TEXTS if not getattr(work, name).strip()]
    if empty and len(empty) < len(CHANGE_TEXTS):
        raise FieldError(empty[0], _ALL_FOUR)


def _baton(session: Session, project: Project) -> Baton:
    if project.baton is None:
        project.baton = Baton(open_ends="", shareable="", do_not_ask="")
        session.add(project.baton)
    return project.baton


_SAY_WHAT_WAS_FOUND = Text("Schrijf een titel die zegt wat er uitkwam.", "Write a title that says what came out.")
_TOO_MANY_WORDS = Text(
    "Deze samenvatting heeft {words} woorden. Maak er hoogstens {most} van.",
    "This summary has {words} words. Make it {most} at most.",
)
_ALL_FOUR = Text(
    "Schrijf hoe het eerst was en hoe het nu is, in beide talen. Of laat alle vier de vakken leeg.",
    "Write how it was first and how it is now, in both languages. Or leave all four boxes empty.",
)
_CLIENT_ONLY = Text("Dit doet de opdrachtgever.", "This is for the client.")
_MEMBERS_ONLY = Text("Dit doen de leden van het team.", "This is for the members of the team.")
_NOTHING_TO_LOOK_AT = Text("Er ligt nu niets om te bekijken.", "There is nothing to look at now.")
