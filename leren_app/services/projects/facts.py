"""What the guards of the life cycle need to know of a project, gathered from its rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.lifecycles.project_needs import ProjectFacts
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.text import Text
from leren_app.models import (
    Event,
    FieldLanguage,
    MailSent,
    MailState,
    Outbox,
    OutboxState,
    Profile,
    Project,
    Promise,
    Result,
    TeamMember,
)
from leren_app.services import clock

LOOK_WORKING_DAYS = 5
ENDING_STEPS = ("publish", "stop")

PUBLIC_OF_RESULT = (
    *("title_nl", "title_en", "summary_nl", "summary_en", "lesson", "lesson_en"),
    *("first_nl", "first_en", "now_nl", "now_en"),
)
PUBLIC_OF_BATON = ("open_ends", "open_ends_en", "shareable", "shareable_en")

CHECKLIST: dict[str, Text] = {
    "no_personal_data": Text(
        "Er staat niets in dat naar een persoon wijst: ook niet in het verslag.",
        "Nothing in it points to a person: not in the report either.",
    ),
    "consents": Text(
        "Wie herkenbaar is of geciteerd wordt, gaf toestemming.",
        "Whoever can be recognised or is quoted gave consent.",
    ),
    "client_saw": Text("De opdrachtgever kent dit resultaat.", "The client knows this result."),
    "both_languages": Text(
        "Het Nederlands en het Engels zeggen hetzelfde, in gewone taal.",
        "The Dutch and the English say the same, in plain words.",
    ),
    "licence": Text("De licentie en een eventueel embargo kloppen.", "The licence and the embargo, if any, are right."),
}
"""What a coordinator looks at before a result becomes public; every line is ticked."""


def facts_of(session: Session, project: Project, city: City) -> ProjectFacts:
    """The facts at this moment, without what is typed for the step at hand."""
    now = clock.now(session)
    result = project.result or Result(lesson="", licence="", summary_nl="", summary_en="", checklist={})
    live = live_members(project)
    return ProjectFacts(
        now=now,
        today=calendar.local_day(now, city.time_zone),
        placement_state=project.placement.state,
        members=len(live),
        team_min=project.team_min,
        team_max=project.team_max,
        has_field_language=_speaks_field_language(session, project, live),
        milestones=len(project.milestones),
        has_report=result.report_id is not None,
        summaries=(result.summary_nl, result.summary_en),
        lesson=result.lesson,
        baton=project.baton.open_ends if project.baton else "",
        client_looked=project.client_looked_at is not None,
        look_ends_at=look_ends_at(project, city),
        has_consents=all(member.name_public is not None for member in live),
        licence=result.licence,
        is_checklist_complete=set(result.checklist) >= set(CHECKLIST),
        embargo_until=result.embargo_until,
        public_texts=public_texts(project),
        stop_reasons=(project.stop_reason_nl, project.stop_reason_en),
        untold_promises=count_untold(session, project),
        ended_at=project.ended_at,
        published_at=result.published_at,
    )


def live_members(project: Project) -> list[TeamMember]:
    """Who is in the team now."""
    return [member for member in project.members if member.left_at is None]


def look_ends_at(project: Project, city: City) -> datetime | None:
    """The end of the five working days in which the client can look at what was handed in."""
    if project.delivered_at is None:
        return None
    delivered_on = calendar.local_day(project.delivered_at, city.time_zone)
    last = calendar.add_working_days(delivered_on, LOOK_WORKING_DAYS, city.closed_days)
    return calendar.end_of_day_utc(last, city.time_zone)


def public_texts(project: Project) -> tuple[str, ...]:
    """Everything typed that becomes public with the result."""
    result, baton = project.result, project.baton
    if result is None:
        return ()
    of_result = tuple(getattr(result, name) for name in PUBLIC_OF_RESULT)
    return of_result + tuple(getattr(baton, name) for name in PUBLIC_OF_BATON if baton is not None)


def count_untold(session: Session, project: Project) -> int:
    """People who were promised to hear and did not yet, and mails of the publishing that are still to go out."""
    waiting = select(Promise.contact_id).where(Promise.project_id == project.id, Promise.told_at.is_(None))
    keys = {f"contact:{contact_id}" for contact_id in session.scalars(waiting)}
    accepted = select(MailSent.recipient).where(MailSent.recipient.in_(keys), MailSent.state == MailState.SENT)
    untold = len(keys - set(session.scalars(accepted))) if keys else 0
    has_ended = project.state in {ProjectState.PUBLIC, ProjectState.STOPPED}
    return untold + (_mails_to_go(session, project) if has_ended else 0)


def _mails_to_go(session: Session, project: Project) -> int:
    ended = session.scalar(
        select(Event.id)
        .where(Event.subject == "project", Event.subject_id == project.id, Event.step.in_(ENDING_STEPS))
        .order_by(Event.at.desc())
        .limit(1)
    )
    if ended is None:
        return 0
    to_go = select(func.count(Outbox.id)).where(
        Outbox.kind == "mail", Outbox.idem_key.like(f"mail:{ended}:%"), Outbox.state != OutboxState.DONE
    )
    return session.scalar(to_go) or 0


def _speaks_field_language(session: Session, project: Project, members: list[TeamMember]) -> bool:
    wanted = project.placement.challenge.field_language
    if wanted is None or wanted is FieldLanguage.ANY:
        return True
    run = project.placement.run
    if run.person_id is not None and wanted.value in run.languages:  # who asked alone said so, also without a profile
        return True
    spoken = session.scalars(select(Profile.languages).where(Profile.user_id.in_([m.user_id for m in members])))
    return any(wanted.value in languages for languages in spoken)
