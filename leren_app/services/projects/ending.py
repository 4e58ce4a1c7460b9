"""From handed in to public to closed: approve, publish, take off, close, open again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.project_needs import has_rested
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.lifecycles.shared_needs import has_told_everyone
from leren_app.domain.roles import CLOCK, Actor
from leren_app.domain.text import Text
from leren_app.models import Event, NoteAudience, Project, Result
from leren_app.services import clock, outbox
from leren_app.services.placements.agreement import finish
from leren_app.services.projects.facts import CHECKLIST, facts_of
from leren_app.services.projects.moving import move
from leren_app.services.projects.people import roles_towards
from leren_app.services.projects.promises import settle, settle_in_other_words
from leren_app.services.projects.working import promise_close
from leren_app.services.stepping import Said, must_have_seen
from leren_app.services.suggestions.refreshing import index_result

LICENCES: dict[str, str] = {"cc-by": "CC BY 4.0", "cc-by-sa": "CC BY-SA 4.0", "cc0": "CC0 1.0"}
LONGEST_EMBARGO = timedelta(days=2 * 366)
A_DAY = timedelta(days=1)


def approve(
    session: Session,
    project: Project,
    *,
    licence: str,
    embargo_on: date | None,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event:
    """The lecturer says that it is good, under which licence, and until the end of which day it stays closed.

    Raises FieldError for an unknown licence or an embargo that is past or longer than two years.
    """
    result = _result_of(project)
    if licence not in LICENCES:
        raise FieldError("licence", _CHOOSE_LICENCE)
    today = clock.today(session, city)
    if embargo_on is not None and not today < embargo_on <= today + LONGEST_EMBARGO:
        raise FieldError("embargo_on", _EMBARGO_DAY)
    result.licence = licence
    result.embargo_until = None if embargo_on is None else calendar.end_of_day_utc(embargo_on, city.time_zone)
    return move(session, project, "approve", actor=actor, city=city, seen_version=seen_version)


def publish(
    session: Session,
    project: Project,
    ticked: Collection[str],
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event | None:
    """Tick the checklist and make the result public; None when it waits for its embargo to end.

    Then the calendar publishes it. Raises TransitionError for what is not complete.
    """
    must_have_seen(project, seen_version)
    PROJECT.check("publish", project.state, roles_towards(actor, project))
    result, now = _result_of(project), clock.now(session)
    stamp = {"by": str(actor.user_id), "at": now.isoformat()}
    result.checklist = {line: stamp for line in CHECKLIST if line in ticked}
    session.flush()
    if facts_of(session, project, city).is_checklist_complete and _waits(result, session):
        _wait_for_embargo(session, project, result)
        return None
    return _make_public(session, project, actor=actor, city=city)


def publish_if_due(session: Session, project: Project, *, city: City) -> None:
    """At the end of an embargo, if it still waits for nothing else."""
    result = project.result
    ready = project.state is ProjectState.APPROVED and result is not None and result.embargo_until is not None
    if ready and not PROJECT.missing(PROJECT.step("publish"), facts_of(session, project, city)):
        _make_public(session, project, actor=CLOCK, city=city)


def retract(
    session: Session, project: Project, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Take the result off the website; its address says so. The checklist begins anew."""
    event = move(
        session,
        project,
        "retract",
        actor=actor,
        city=city,
        said=(Said(reason, NoteAudience.ASKER),),
        given={"reason": reason},
        seen_version=seen_version,
    )
    result = _result_of(project)
    result.retracted_at, result.checklist, result.embargo_until = event.at, {}, None
    session.flush()
    index_result(session, result, event)
    return event


def close(session: Session, project: Project, *, actor: Actor, city: City, seen_version: int | None = None) -> Event:
    """Everyone has heard: the members get their certificate."""
    settle(session, project)
    event = move(session, project, "close", actor=actor, city=city, seen_version=seen_version)
    finish(session, project.placement, city=city)
    return event


def close_if_due(session: Session, project: Project, *, city: City) -> None:
    """Two weeks after the end; looks again tomorrow while somebody who was promised has not heard."""
    if project.state not in {ProjectState.PUBLIC, ProjectState.STOPPED}:
        return
    settle(session, project)
    facts = facts_of(session, project, city)
    if has_rested(facts) is not None:
        return  # published again since: that has a date of its own
    if has_told_everyone(facts) is None:
        move(session, project, "close", actor=CLOCK, city=city)
        finish(session, project.placement, city=city)
        return
    tomorrow = clock.now(session) + A_DAY
    key = f"project.close:{project.id}:{tomorrow.date().isoformat()}"
    outbox.promise(session, "project.close", key, at=tomorrow, project=project.id)


def reopen(
    session: Session, project: Project, reason: str, *, actor: Actor, city: City, seen_version: int | None = None
) -> Event:
    """Take a closed project with a public result up again."""
    said = (Said(reason, NoteAudience.TEAM),)
    return move(
        session,
        project,
        "reopen",
        actor=actor,
        city=city,
        said=said,
        given={"reason": reason},
        seen_version=seen_version,
    )


def is_waiting(project: Project) -> bool:
    """Whether a result is ready and waits for nothing but the end of its embargo."""
    result = project.result
    if result is None or project.state is not ProjectState.APPROVED:
        return False
    return result.embargo_until is not None and set(result.checklist) >= set(CHECKLIST)


def _make_public(session: Session, project: Project, *, actor: Actor, city: City) -> Event:
    result, now = _result_of(project), clock.now(session)
    project.ended_at = now
    event = move(session, project, "publish", actor=actor, city=city)
    result.published_at, result.retracted_at = event.at, None
    session.flush()
    index_result(session, result, event)
    settle_in_other_words(session, project, event)
    promise_close(session, project, event)
    return event


def _waits(result: Result, session: Session) -> bool:
    return result.embargo_until is not None and clock.now(session) < result.embargo_until


def _wait_for_embargo(session: Session, project: Project, result: Result) -> None:
    assert result.embargo_until is not None  # noqa: S101 - looked at by the caller
    key = f"project.publish:{project.id}:{result.embargo_until.isoformat()}"
    outbox.promise(session, "project.publish", key, at=result.embargo_until, project=project.id)


def _result_of(project: Project) -> Result:
    if project.result is None:
        raise FieldError("licence", _NOTHING_HANDED_IN)
    return project.result


_CHOOSE_LICENCE = Text("Kies een licentie.", "Choose a licence.")
_EMBARGO_DAY = Text(
    "Kies een dag na vandaag, binnen twee jaar. Of laat de dag leeg.",
    "Choose a day after today, within two years. Or leave the day empty.",
)
_NOTHING_HANDED_IN = Text("Er is nog niets ingeleverd.", "Nothing was handed in yet.")
