"""Keeping a profile: what somebody tells of themselves, and the yes without which nobody else sees it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload, selectinload

from leren_app.domain.city import City, Level
from leren_app.domain.errors import FieldError, NotFoundError
from leren_app.domain.permissions import Permission, Person, require
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Profile, ProfileSkill, Suggestion
from leren_app.services import clock, outbox
from leren_app.services.stepping import must_have_seen
from matching.skills import own_vocabulary

MOST_SKILLS = 10
SPOKEN = ("nl", "en")
"""The languages field work can be in; others are skills of the vocabulary."""
DAYS = range(1, 8)
PURPOSE = "matching-2026"
"""Which sentence people say yes to; a new sentence gets a new name, so that an old yes stays what it was."""
REFRESH = "suggestions.refresh_person"


@dataclass(frozen=True)
class Told:
    """What somebody filled in. Skills are keys of the vocabulary, level and interests keys of the city file."""

    programme: str = ""
    level: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    hours_per_week: int | None = None
    free_days: tuple[int, ...] = ()
    interests: tuple[str, ...] = ()
    about: str = ""
    consents: bool = False


def find_profile(session: Session, user_id: UUID) -> Profile | None:
    """Somebody's profile with its skills, once they began one."""
    return session.scalar(
        select(Profile)
        .where(Profile.user_id == user_id)
        .options(selectinload(Profile.skills), joinedload(Profile.user))
    )


def get_profile(session: Session, user_id: UUID) -> Profile:
    """Somebody's profile. Raises NotFoundError for who has none yet."""
    profile = find_profile(session, user_id)
    if profile is None:
        raise NotFoundError
    return profile


def learner_levels(city: City) -> tuple[Level, ...]:
    """The levels at which somebody studies at an institution of the city, in the order of the city file."""
    taught = {level for institution in city.institutions for level in institution.levels}
    return tuple(level for level in city.levels if level.key in taught)


def save(session: Session, told: Told, *, actor: Actor, city: City, seen_version: int | None = None) -> Profile:
    """Keep the actor's own profile; suggestions of before are void and a job looks anew.

    Raises NotFoundError for who cannot have one, StaleError when it changed in another window, and FieldError for a
    choice that does not exist or too many skills.
    """
    user_id = _own(actor)
    _check(told, city)
    profile = find_profile(session, user_id)
    if profile is None:
        profile = Profile(user_id=user_id)
        session.add(profile)
    else:
        must_have_seen(profile, seen_version)
    _fill_in(profile, told)
    _keep_consent(session, profile, says_yes=told.consents)
    session.flush()
    look_anew(session, profile)
    return profile


def withdraw_consent(session: Session, profile: Profile) -> None:
    """Take the yes back: from now on nobody else sees the profile, and nothing is suggested on it."""
    profile.consented_at, profile.consent_purpose = None, ""
    session.flush()
    _forget_suggestions(session, profile.user_id)


def look_anew(session: Session, profile: Profile) -> None:
    """Forget what was suggested and promise a new look; without a yes there is none."""
    _forget_suggestions(session, profile.user_id)
    if profile.consented_at is not None:
        outbox.promise(session, REFRESH, f"{REFRESH}:{profile.user_id}:{profile.version}", user=profile.user_id)


def is_enough(profile: Profile | None) -> bool:
    """Whether a profile says enough to look for something: a level, and a programme, skill or theme."""
    if profile is None or not profile.level:
        return False
    return bool(profile.programme or profile.skills or profile.interests)


def _own(actor: Actor) -> UUID:
    require(actor, Permission.HAVE_PROFILE, Person(user_id=actor.user_id))
    if actor.user_id is None:
        raise NotFoundError
    return actor.user_id


def _check(told: Told, city: City) -> None:
    vocabulary = own_vocabulary().skills
    if len(set(told.skills)) > MOST_SKILLS:
        raise FieldError("skills", _TOO_MANY.with_(most=MOST_SKILLS, n=len(set(told.skills))))
    allowed = {
        "level": ((told.level,) if told.level else (), {level.key for level in learner_levels(city)}),
        "skills": (told.skills, vocabulary),
        "languages": (told.languages, SPOKEN),
        "free_days": (told.free_days, DAYS),
        "interests": (told.interests, {theme.key for theme in city.themes}),
    }
    for field, (chosen, known) in allowed.items():
        if not all(each in known for each in chosen):
            raise FieldError(field, _CHOOSE)


def _fill_in(profile: Profile, told: Told) -> None:
    profile.programme, profile.level, profile.about = told.programme, told.level, told.about
    profile.hours_per_week = told.hours_per_week
    profile.languages = [each for each in SPOKEN if each in told.languages]
    profile.free_days = sorted(set(told.free_days))
    profile.interests = sorted(set(told.interests))
    kept = {skill.skill: skill for skill in profile.skills}
    profile.skills = [kept.get(key) or ProfileSkill(skill=key) for key in sorted(set(told.skills))]


def _keep_consent(session: Session, profile: Profile, *, says_yes: bool) -> None:
    """A yes keeps its first date; it is given anew only after it was taken back."""
    if not says_yes:
        profile.consented_at, profile.consent_purpose = None, ""
    elif profile.consented_at is None or profile.consent_purpose != PURPOSE:
        profile.consented_at, profile.consent_purpose = clock.now(session), PURPOSE


def _forget_suggestions(session: Session, user_id: UUID) -> None:
    session.execute(delete(Suggestion).where(Suggestion.user_id == user_id, Suggestion.dismissed_at.is_(None)))


_TOO_MANY = Text(
    "Kies hoogstens {most} vaardigheden; je koos er {n}. Wat kun je het best?",
    "Choose at most {most} skills; you chose {n}. What are you best at?",
)
_CHOOSE = Text("Kies iets uit de lijst.", "Choose something from the list.")
