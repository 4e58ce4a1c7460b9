"""Slicing a question into challenges and writing them: text, frame, skills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError, TransitionError
from leren_app.domain.lifecycle import require
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_needs import ChallengeFacts
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.roles import Actor
from leren_app.domain.slicing import USUAL, Cut, first_start, impossible, last_day
from leren_app.domain.slug import slug_of
from leren_app.domain.study_load import LONGEST_HOURS
from leren_app.domain.text import Text
from leren_app.models import Challenge, ChallengeSkill, ClinicVersion, Event, FieldLanguage, Question, WorkForm
from leren_app.services import clock
from leren_app.services.challenges.moving import move, promise_close
from leren_app.services.challenges.people import KIND
from leren_app.services.indexes.keeping import FOLDER
from leren_app.services.indexes.reader import analyser_of
from leren_app.services.questions.facts import agreed_version
from leren_app.services.slugs import free_slug
from leren_app.services.stepping import must_have_seen, take_step
from matching.skill_suggestions import SuggestedSkill, suggest_skills
from matching.skills import own_vocabulary
from matching.text import Language

FIRST_YEAR, LAST_YEAR = 2015, 2100
MOST_SLOTS, LARGEST_TEAM, MOST_SKILLS, MOST_PROPOSED = 40, 40, 12, 8
FALLBACK = "vraagstuk"


@dataclass(frozen=True)
class Draft:
    """What is written down of a challenge; anything may stay open until it is opened."""

    title_nl: str = ""
    title_en: str = ""
    summary_nl: str = ""
    summary_en: str = ""
    level: str = ""
    work_form: WorkForm | None = None
    hours: int | None = None
    team_min: int = 1
    team_max: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    last_plan_on: date | None = None
    field_language: FieldLanguage | None = None
    slots: int = 1


def with_preset(draft: Draft, form: WorkForm, city: City, on: date) -> Draft:
    """The draft with what usually goes with a work form; a start, level or language that is chosen stays.

    Without a start it begins in the first period that courses can still plan, and is planned until then.
    """
    usual, start = USUAL[form], None if draft.starts_on else first_start(city.academic_years, form, on)
    starts_on = draft.starts_on or (start.period.starts_on if start else None)
    return replace(
        draft,
        work_form=form,
        level=draft.level or (usual.level if any(level.key == usual.level for level in city.levels) else ""),
        hours=usual.hours,
        team_min=usual.team_min,
        team_max=usual.team_max,
        starts_on=starts_on,
        ends_on=last_day(starts_on, usual.weeks) if starts_on else draft.ends_on,
        last_plan_on=start.plan_by if start else draft.last_plan_on,
        field_language=draft.field_language or FieldLanguage.DUTCH,
    )


def slice_question(
    session: Session,
    question: Question,
    *,
    actor: Actor,
    city: City,
    form: WorkForm | None = None,
    skills: Iterable[str] = (),
) -> Challenge:
    """A draft made from an agreed or public question, with its agreed title and summary, and perhaps a work form.

    A work form brings what is usual with it; `skills` are keys, those nobody knows are left out. Raises
    NotAllowedError and TransitionError as the life cycle says.
    """
    if question.merged_into_id is not None:
        raise TransitionError(_MERGED)
    step = CHALLENGE.check("slice", None, actor.roles)
    facts = ChallengeFacts(clock.today(session, city), question_state=question.state)
    require(CHALLENGE, step, facts)
    challenge = _new(session, question, _first_draft(question, form, city, facts.today))
    challenge.client_hours = USUAL[form].contact_hours if form is not None else None
    challenge.skills = [ChallengeSkill(skill=key) for key in sorted(own_vocabulary().skills.keys() & set(skills))]
    take_step(session, KIND, challenge, "slice", actor=actor, roles=actor.roles, facts=facts, is_new=True)
    return challenge


def save(
    session: Session,
    challenge: Challenge,
    draft: Draft,
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event | None:
    """Write down what the challenge says. A draft is simply saved; of what is shown already, it is the step `edit`.

    Raises FieldError for what cannot be, StaleError, NotAllowedError, TransitionError.
    """
    must_have_seen(challenge, seen_version)
    if challenge.state is ChallengeState.DRAFT:
        CHALLENGE.check("open", challenge.state, actor.roles)  # who may open it may write it
    else:
        CHALLENGE.check("edit", challenge.state, actor.roles)
    _check(draft, challenge, city, clock.today(session, city))
    with session.no_autoflush:
        for field in fields(draft):
            setattr(challenge, field.name, getattr(draft, field.name))
        if challenge.state is not ChallengeState.DRAFT:
            challenge.last_plan_on = challenge.planned_until  # without a day it would never close
        return _written(session, challenge, actor, city)


def set_skills(
    session: Session,
    challenge: Challenge,
    keys: Iterable[str],
    *,
    actor: Actor,
    city: City,
    seen_version: int | None = None,
) -> Event | None:
    """Say which skills the work asks for; keys that the vocabulary does not know are left out.

    Raises FieldError for too many, or for none while it is open; else as `save`.
    """
    must_have_seen(challenge, seen_version)
    CHALLENGE.check("open" if challenge.state is ChallengeState.DRAFT else "edit", challenge.state, actor.roles)
    chosen = sorted(own_vocabulary().skills.keys() & set(keys))
    if len(chosen) > MOST_SKILLS:
        raise FieldError("skills", _TOO_MANY_SKILLS.with_(n=MOST_SKILLS))
    if not chosen and challenge.state is not ChallengeState.DRAFT:
        raise FieldError("skills", _CHOOSE_SKILL)
    kept = {row.skill: row for row in challenge.skills}
    challenge.skills = [kept.get(key) or ChallengeSkill(skill=key) for key in chosen]
    flag_modified(challenge, "level")  # skills are rows of their own: let the challenge's version rise with them
    return _written(session, challenge, actor, city)


def propose_skills(
    session: Session, challenge: Challenge, language: Language, *, city: City
) -> tuple[SuggestedSkill, ...]:
    """Skills that the text of a challenge asks for and that are not chosen yet, with the words that led to each.

    The text is read in this language, in the other one where it is not written in this one yet; as the indexes read
    it: with the coordinators' own words, and without the names of the city.
    """
    return _skills_in(session, challenge, language, {row.skill for row in challenge.skills}, city)


def propose_skills_of(
    session: Session, question: Question, language: Language, *, city: City
) -> tuple[SuggestedSkill, ...]:
    """The same for the agreed text of a question that is to be sliced; none while nothing is agreed."""
    version = agreed_version(question)
    return _skills_in(session, version, language, set(), city) if version is not None else ()


def _skills_in(
    session: Session, text: ClinicVersion | Challenge, language: Language, chosen: set[str], city: City
) -> tuple[SuggestedSkill, ...]:
    texts = {"nl": (text.title_nl, text.summary_nl), "en": (text.title_en, text.summary_en)}
    read: Language = language if any(texts[language]) else ("nl" if language == "en" else "en")
    reader = analyser_of(city, session.info.get(FOLDER))
    said = ". ".join(filter(None, texts[read]))
    found = suggest_skills(said, read, MOST_PROPOSED + len(chosen), analyser=reader)
    return tuple(each for each in found if each.skill.key not in chosen)[:MOST_PROPOSED]


def _written(session: Session, challenge: Challenge, actor: Actor, city: City) -> Event | None:
    if challenge.state is ChallengeState.DRAFT:
        session.flush()
        return None
    event = move(session, challenge, "edit", actor=actor, city=city)
    challenge.text_version += 1
    promise_close(session, challenge, city)
    return event


def _first_draft(question: Question, form: WorkForm | None, city: City, on: date) -> Draft:
    version = agreed_version(question)
    draft = Draft()
    if version is not None:
        draft = Draft(version.title_nl, version.title_en, version.summary_nl, version.summary_en)
    return draft if form is None else with_preset(draft, form, city, on)


def _new(session: Session, question: Question, draft: Draft) -> Challenge:
    """The row with a free address; of two made at once, the second takes the next number."""
    values = {field.name: getattr(draft, field.name) for field in fields(draft)}
    for last_try in (False, False, True):
        slug = free_slug(session, Challenge.slug, slug_of(draft.title_nl, FALLBACK))
        challenge = Challenge(slug=slug, question=question, state=ChallengeState.DRAFT, **values)
        try:
            with session.begin_nested():
                session.add(challenge)
                session.flush()
            break
        except IntegrityError:
            if last_try:
                raise
    return challenge


def cut_of(draft: Draft, city: City, *, in_ec: bool = False) -> Cut:
    """A draft as the rules of slicing look at it."""
    level = next((each for each in city.levels if each.key == draft.level), None)
    same = {name: getattr(draft, name) for name in ("hours", "team_min", "team_max", "starts_on", "ends_on")}
    return Cut(form=draft.work_form or "", level=level, in_ec=in_ec, **same)


def _check(draft: Draft, challenge: Challenge, city: City, on: date) -> None:
    """Raise FieldError for the first thing that cannot be, in the order of the form."""
    if draft.level:
        try:
            city.level(draft.level)
        except NotFoundError:
            raise FieldError("level", _CHOOSE_LEVEL) from None
    if draft.hours is not None and not 1 <= draft.hours <= LONGEST_HOURS:
        raise FieldError("hours", _HOURS.with_(most=LONGEST_HOURS))
    if not 1 <= draft.team_min <= LARGEST_TEAM:
        raise FieldError("team_min", _TEAM.with_(most=LARGEST_TEAM))
    if not draft.team_min <= draft.team_max <= LARGEST_TEAM:
        raise FieldError("team_max", _TEAM_TURNED.with_(least=draft.team_min, most=LARGEST_TEAM))
    _check_days(draft)
    found = impossible(cut_of(draft, city), on)
    if found is not None:
        raise FieldError(*found)
    least = max(1, challenge.taken)
    if not least <= draft.slots <= MOST_SLOTS:
        raise FieldError("slots", _SLOTS.with_(least=least, most=MOST_SLOTS))


def _check_days(draft: Draft) -> None:
    for name in ("starts_on", "ends_on", "last_plan_on"):
        day: date | None = getattr(draft, name)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise FieldError(name, _YEAR)
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        raise FieldError("ends_on", _ENDS_FIRST)
    if draft.last_plan_on and draft.ends_on and draft.last_plan_on > draft.ends_on:
        raise FieldError("last_plan_on", _PLANNED_TOO_LATE)


_MERGED = Text("Deze vraag is samengevoegd met een andere vraag.", "This question was merged with another one.")
_CHOOSE_LEVEL = Text("Kies een niveau uit de lijst.", "Choose a level from the list.")
_CHOOSE_SKILL = Text("Kies minstens één vaardigheid.", "Choose at least one skill.")
_TOO_MANY_SKILLS = Text(
    "Kies hoogstens {n} vaardigheden: de belangrijkste.", "Choose at most {n} skills: the most important ones."
)
_HOURS = Text("Vul uren in van 1 tot en met {most}.", "Fill in hours from 1 to {most}.")
_TEAM = Text("Een team heeft 1 tot {most} studenten.", "A team has 1 to {most} students.")
_TEAM_TURNED = Text("Vul een getal in van {least} tot {most}.", "Fill in a number from {least} to {most}.")
_SLOTS = Text("Vul plaatsen in van {least} tot {most}.", "Fill in places from {least} to {most}.")
_YEAR = Text("Kijk het jaar na.", "Check the year.")
_ENDS_FIRST = Text(
    "De laatste dag ligt vóór de eerste. Kies een latere dag.",
    "The last day is before the first. Choose a later day.",
)
_PLANNED_TOO_LATE = Text(
    "Inplannen kan niet meer na de laatste dag van de periode.",
    "It cannot be planned after the last day of the period.",
)
