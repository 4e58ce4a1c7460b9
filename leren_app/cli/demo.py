"""Make a database into a demo: stamp it, give it people, and let some months of questions happen in it.

`python -m leren_app.cli.demo [--empty]`; `--empty` leaves out the questions. Called at each start in demo mode, so it
does nothing where everything is there. The questions are not inserted but lived: the demo clock starts in the past and
goes forward to today, and everything that becomes due on the way happens, mails and reminders too.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from config import Settings, SettingsError
from leren_app import create_app
from leren_app.cli import demo_cache, demo_partners, demo_people, demo_story
from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.extensions import db
from leren_app.models import Base, DevMail, Event, RoleGrant, User
from leren_app.services import clock, installation, outbox
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.suggestions.refreshing import rebuild, refresh_all
from leren_app.transaction import transaction

MAIL_KEPT = 3  # working days: what somebody who opens the mailbox reads through
BEFORE_ALL = timedelta(hours=1)
PASSED_OVER = ("mail", "suggestions.")
"""What nobody reads of a year ago: mails that would be thrown away, suggestions that would be made anew."""
NO_DEMO = "Only a demo can be filled like this; it is one when LEREN_DEMO is 1."


def prepare(app: Flask, *, empty: bool) -> bool:
    """Bring a demo to where it begins; whether there was anything to do. Raises MisfitError for another database."""
    settings: Settings = app.extensions["settings"]
    if not settings.demo:
        raise SettingsError(NO_DEMO)
    city: City = app.extensions["city"]
    path = demo_story.story_file(settings.city)
    with app.app_context():
        wants_story = not empty and path.exists()
        if _is_there(db.session(), settings, wants_story=wants_story):
            return False
        story = demo_story.read(path, city, datetime.now(UTC)) if wants_story else None
        with transaction() as session:
            if clock.is_behind(session):
                _forget_all(session)  # somebody stopped the telling half-way
            installation.stamp(session, city=settings.city, is_demo=True)
            if story is not None and _is_without_events(session):
                clock.begin_at(session, story.scenes[0].at - BEFORE_ALL)
            else:
                story = None
            demo_people.make(session, city)
            if story is not None:
                _grant_from_the_start(session)
    if story is not None:
        _tell(app, story)
    return True


def prepare_at_once(app: Flask, *, empty: bool) -> bool:
    """As `prepare`, but a copy of the same day is taken instead of telling it all again, and kept for the next."""
    settings: Settings = app.extensions["settings"]
    city: City = app.extensions["city"]
    place = demo_cache.place_of(settings, calendar.local_day(datetime.now(UTC), city.time_zone))
    database = demo_cache.database_of(settings)
    if empty or place is None or database is None or not _is_nobodys(app, settings):
        return prepare(app, empty=empty)
    if place.exists():
        demo_cache.copy(place, database)
        keeping.forget(app.config["INDEX_DIR"])
    told = prepare(app, empty=False)
    if told:
        with app.app_context():
            db.engine.dispose()
        demo_cache.keep(database, place)
    return told


def _is_nobodys(app: Flask, settings: Settings) -> bool:
    """Whether nobody is in the database of this demo; a connection to it would keep a copy from coming in."""
    with app.app_context():
        session = db.session()
        found = installation.faults(session, city=settings.city, is_demo=True)
        is_empty = not found and session.scalar(select(User.id).limit(1)) is None
        db.session.remove()
        db.engine.dispose()
    return settings.demo and is_empty


def _is_there(session: Session, settings: Settings, *, wants_story: bool) -> bool:
    found = installation.find(session)
    if found is None or installation.faults(session, city=settings.city, is_demo=True):
        return False
    told = not wants_story or not _is_without_events(session)
    return told and not clock.is_behind(session) and demo_people.are_there(session)


def _is_without_events(session: Session) -> bool:
    return session.scalar(select(Event.id).limit(1)) is None


def _forget_all(session: Session) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(table.delete())
    session.expire_all()
    clock.begin_at(session, datetime.now(UTC))


def _grant_from_the_start(session: Session) -> None:
    """Whoever had an account before the story was told, has it in the story too."""
    session.execute(update(RoleGrant).values(granted_from=clock.now(session)))


def _tell(app: Flask, story: demo_story.Story) -> None:
    """Let everything happen in its order, and what becomes due in between; ends in the real present."""
    app.config["MAIL_URL"] = ""  # nobody in a story has a mailbox: its mails go to the demo's own, whatever is set
    settings: Settings = app.extensions["settings"]
    story.world.files = settings.files_dir
    run_due = app.extensions["leren.run_due"]
    kept_since = mail_kept_since(datetime.now(UTC), story.city)
    _pass_over_days(app, story, kept_since)
    day: date | None = None
    for scene in story.scenes:
        before, day = day, calendar.local_day(scene.at, story.city.time_zone)
        if day != before:
            with app.app_context():
                run_due(scene.at)
        with app.app_context(), transaction() as session:  # a context of its own: a session reads the clock once
            clock.move(session, max(scene.at - clock.now(session), timedelta(0)))
            story.play(session, scene)
            if scene.at < kept_since:
                outbox.pass_over(session, PASSED_OVER)
    with app.app_context(), transaction() as session:
        demo_partners.make(session, story.city)
        refresh_all(session, "the story was told")
        for kind in (Kind.QUESTIONS, Kind.RESULTS):
            rebuild(session, kind, "the story was told")
    with app.app_context():
        run_due(datetime.now(UTC))
    with app.app_context(), transaction() as session:
        now = clock.move(session, max(datetime.now(UTC) - clock.now(session), timedelta(0)))
        session.execute(delete(DevMail).where(DevMail.sent_at < mail_kept_since(now, story.city)))


def _pass_over_days(app: Flask, story: demo_story.Story, until: datetime) -> None:
    """Daily sweeping of days in which nothing was is a thousand rows of nothing."""
    last = calendar.local_day(until, story.city.time_zone)
    with app.app_context(), transaction() as session:
        app.extensions["leren.pass_over_days"](session, last)


def mail_kept_since(now: datetime, city: City) -> datetime:
    """From when on the mails of a story are still in the mailbox."""
    first = calendar.add_working_days(calendar.local_day(now, city.time_zone), -MAIL_KEPT, city.closed_days)
    return calendar.start_of_day_utc(first, city.time_zone)


def main(arguments: Sequence[str]) -> int:
    """The command; a database that is no demo's is refused in a sentence."""
    try:
        prepare_at_once(create_app(), empty="--empty" in arguments)
    except (SettingsError, installation.MisfitError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
