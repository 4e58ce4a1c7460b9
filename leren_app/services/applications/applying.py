"""The applicant's side: apply with one sentence, change it, withdraw it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.lifecycles.application import APPLICATION
from leren_app.domain.lifecycles.application_needs import ApplicationFacts
from leren_app.domain.lifecycles.application_states import LIVE, ApplicationState
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.permissions import Permission, Person, require
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Application, Challenge, Profile, Question
from leren_app.services import clock
from leren_app.services.applications.moving import move
from leren_app.services.profiles.fitting import CLOSED_SENTENCES, why_closed
from leren_app.services.profiles.keeping import find_profile, withdraw_consent
from leren_app.services.stepping import must_have_seen

LONGEST_MOTIVATION = 400


def apply(session: Session, challenge: Challenge, motivation: str, *, actor: Actor, city: City) -> Application:
    """Apply for a challenge, or again after withdrawing. The same twice, also at once, is one application.

    Raises TransitionError where the profile, the challenge or a hard limit stands in the way, FieldError without words.
    """
    profile = _profile_of(session, actor)
    if profile is None:
        raise FieldError("motivation", NO_PROFILE)
    facts = facts_of(session, profile, challenge, motivation, city)
    before = find_application(session, profile.id, challenge.id)
    if before is None:
        try:
            with session.begin_nested():
                return _new(session, profile, challenge, facts, actor)
        except IntegrityError:  # the other click was a moment earlier
            before = find_application(session, profile.id, challenge.id)
            if before is None:
                raise
    if before.state in LIVE:
        return before
    move(session, before, "apply", actor=actor, facts=facts)
    before.motivation, before.reason, before.decided_at = motivation, "", None
    session.flush()
    return before


def edit(
    session: Session, application: Application, motivation: str, *, actor: Actor, seen_version: int | None = None
) -> None:
    """Change the sentence as long as no team was made."""
    _must_be_own(application, actor)
    must_have_seen(application, seen_version)
    move(session, application, "edit", actor=actor, facts=ApplicationFacts(motivation=motivation))
    application.motivation = motivation
    session.flush()


def withdraw(session: Session, application: Application, *, actor: Actor) -> None:
    """Take an application back; twice is once. Raises TransitionError for somebody who is in a team already."""
    _must_be_own(application, actor)
    if application.state is not ApplicationState.WITHDRAWN:
        move(session, application, "withdraw", actor=actor, facts=ApplicationFacts())


def leave_matching(session: Session, profile: Profile, *, actor: Actor) -> int:
    """Take back the yes to be matched and seen, and with it every application that is open. Gives how many."""
    require(actor, Permission.HAVE_PROFILE, Person(user_id=profile.user_id))
    live = [each for each in list_own(session, profile.user_id) if each.state in LIVE]
    for application in live:
        withdraw(session, application, actor=actor)
    withdraw_consent(session, profile)
    return len(live)


def facts_of(session: Session, profile: Profile, challenge: Challenge, motivation: str, city: City) -> ApplicationFacts:
    """What the guards of applying look at."""
    closed = why_closed(profile, challenge, clock.today(session, city))
    return ApplicationFacts(
        has_consent=profile.consented_at is not None,
        is_open=challenge.state is ChallengeState.OPEN,
        closed_because=CLOSED_SENTENCES[closed] if closed else None,
        motivation=motivation,
    )


def what_is_missing(session: Session, profile: Profile | None, challenge: Challenge, city: City) -> Text | None:
    """What stands in the way of applying, before a word is written; None when nothing does."""
    if profile is None:
        return NO_PROFILE
    facts = facts_of(session, profile, challenge, "-", city)
    return next(iter(APPLICATION.missing(APPLICATION.step("apply"), facts)), None)


def find_application(session: Session, profile_id: UUID, challenge_id: UUID) -> Application | None:
    """What somebody sent for a challenge, however it stands."""
    return session.scalar(
        _whole().where(Application.profile_id == profile_id, Application.challenge_id == challenge_id)
    )


def get_own(session: Session, application_id: UUID, actor: Actor) -> Application:
    """One's own application. Raises NotFoundError for anybody else's."""
    found = session.scalar(_whole().where(Application.id == application_id))
    if found is None or found.profile.user_id != actor.user_id:
        raise NotFoundError
    return found


def list_own(session: Session, user_id: UUID) -> list[Application]:
    """Everything somebody applied for, newest first."""
    found = _whole().join(Application.profile).where(Profile.user_id == user_id)
    return list(session.scalars(found.order_by(Application.created_at.desc(), Application.id)))


def get_open_challenge(session: Session, slug: str) -> Challenge:
    """A challenge as an applicant reads it: open, or paused or closed since. Raises NotFoundError for a draft."""
    found = session.scalar(
        select(Challenge)
        .where(Challenge.slug == slug, Challenge.state != ChallengeState.DRAFT)
        .options(selectinload(Challenge.skills), joinedload(Challenge.question).selectinload(Question.themes))
    )
    if found is None:
        raise NotFoundError
    return found


def _whole() -> Select[Application]:
    return select(Application).options(
        joinedload(Application.challenge).joinedload(Challenge.question).selectinload(Question.themes),
        joinedload(Application.profile).joinedload(Profile.user),
    )


def _new(
    session: Session, profile: Profile, challenge: Challenge, facts: ApplicationFacts, actor: Actor
) -> Application:
    application = Application(
        profile=profile, challenge=challenge, motivation=facts.motivation, state=ApplicationState.OPEN
    )
    session.add(application)
    session.flush()
    move(session, application, "apply", actor=actor, facts=facts, is_new=True)
    return application


def _profile_of(session: Session, actor: Actor) -> Profile | None:
    require(actor, Permission.HAVE_PROFILE, Person(user_id=actor.user_id))
    return find_profile(session, actor.user_id) if actor.user_id is not None else None


def _must_be_own(application: Application, actor: Actor) -> None:
    if application.profile.user_id != actor.user_id:
        raise NotFoundError


NO_PROFILE = Text(
    "Vul eerst je profiel in. Dat duurt twee minuten.", "First fill in your profile. That takes two minutes."
)
