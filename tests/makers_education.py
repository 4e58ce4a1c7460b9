"""Makers of education: challenges, courses, learners and projects, lived through the real services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.editions import Planned
from leren_app.domain.roles import Actor, Role
from leren_app.models import (
    Application,
    Challenge,
    Course,
    CourseKind,
    CourseRun,
    FieldLanguage,
    Organisation,
    OrganisationKind,
    Placement,
    Profile,
    Project,
    Question,
    StoredFile,
    User,
    WorkForm,
)
from leren_app.services import clock
from leren_app.services.applications import applying
from leren_app.services.challenges import client, drafting, steps
from leren_app.services.challenges.client import Client, ClientIs
from leren_app.services.challenges.drafting import Draft
from leren_app.services.courses import editing, runs
from leren_app.services.courses.editing import CourseText
from leren_app.services.courses.runs import Alone
from leren_app.services.placements import agreement, answering, asking
from leren_app.services.profiles import keeping
from leren_app.services.profiles.keeping import Told
from leren_app.services.projects import ending, files, forming, working
from leren_app.services.projects.facts import CHECKLIST
from leren_app.services.projects.forming import Chosen
from leren_app.services.projects.working import HandedIn
from tests.makers import actor, make_question, make_user, the_city

_numbers = count(1)


def the_day(session: Session) -> date:
    """The day it is in the city."""
    return calendar.local_day(clock.now(session), the_city().time_zone)


def make_draft(session: Session, **changes: Any) -> Draft:
    """What a coordinator writes down of a challenge: ten weeks that begin in two months, to plan within five weeks."""
    today = the_day(session)
    values: dict[str, Any] = {
        "title_nl": "Wat helpt ouderen over de drempel?",
        "title_en": "What helps older people across the threshold?",
        "summary_nl": "Praat met 25 bewoners van drie flats over de inloop in het buurthuis.",
        "summary_en": "Talk with 25 residents of three blocks of flats about the drop-in at the community centre.",
        "level": "hbo",
        "work_form": WorkForm.COURSE_PART,
        "hours": 140,
        "team_min": 4,
        "team_max": 6,
        "starts_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=127),
        "last_plan_on": today + timedelta(days=35),
        "field_language": FieldLanguage.DUTCH,
        "slots": 2,
    }
    return Draft(**{**values, **changes})


def make_challenge(
    session: Session,
    until: str = "open",
    *,
    question: Question | None = None,
    coordinator: User | None = None,
    skills: tuple[str, ...] = ("interviewing", "survey-design"),
    partner: str = "Fatima Aydin",
    **draft: Any,
) -> Challenge:
    """A challenge lived until a step: slice, save, skills, name_client, confirm_hours or open."""
    city = the_city()
    who = actor(coordinator or make_user(session, Role.COORDINATOR))
    question = question or make_question(session, "publish", coordinator)
    challenge = drafting.slice_question(session, question, actor=who, city=city)
    mail = f"client{next(_numbers)}@example.org"
    steps_ = {
        "slice": lambda: None,
        "save": lambda: drafting.save(session, challenge, make_draft(session, **draft), actor=who, city=city),
        "skills": lambda: drafting.set_skills(session, challenge, skills, actor=who, city=city),
        "name_client": lambda: client.name_client(
            session, challenge, Client(ClientIs.PARTNER, partner, mail, "Buurthuis De Vogel"), 12, actor=who
        ),
        "confirm_hours": lambda: client.confirm_hours(session, challenge, 12, actor=client_of(challenge)),
        "open": lambda: steps.open_(session, challenge, actor=who, city=city),
    }
    for name, step in steps_.items():
        step()
        if name == until:
            break
    session.flush()
    return challenge


def client_of(challenge: Challenge) -> Actor:
    """The client contact of a challenge, as somebody who holds its link."""
    return Actor(contact_id=challenge.client_id)


# ---- courses and placements ----


def make_lecturer(session: Session, **changes: Any) -> User:
    """A lecturer at an institution of their own, unless one is given."""
    user = make_user(session, Role.LECTURER, name=changes.pop("name", "Docent Visser"))
    user.institution = changes.pop("institution", None) or Organisation(
        name=f"Hogeschool {next(_numbers)}", kind=OrganisationKind.KNOWLEDGE
    )
    session.flush()
    return user


def teacher(user: User) -> Actor:
    """The actor for a lecturer, at their institution."""
    return replace(actor(user), institution_id=user.institution_id)


def make_course(session: Session, lecturer: User | None = None, **changes: Any) -> Course:
    """A course of an hbo lecturer about loneliness in the district."""
    lecturer = lecturer or make_lecturer(session)
    values: dict[str, Any] = {
        "code": f"VAK-{next(_numbers)}",
        "name_nl": "Wijkonderzoek",
        "name_en": "District research",
        "level": "hbo",
        "hours": 140,
        "goals": "Studenten interviewen bewoners over eenzaamheid bij ouderen en adviseren een buurthuis.",
    }
    written = CourseText(**{**values, **changes})
    return editing.create_course(session, written, actor=teacher(lecturer), city=the_city())


def make_planned(session: Session, **changes: Any) -> Planned:
    """An edition of ten weeks that begins in two months and can be planned for five weeks."""
    today = the_day(session)
    values: dict[str, Any] = {
        "starts_on": today + timedelta(days=60),
        "ends_on": today + timedelta(days=127),
        "planning_deadline": today + timedelta(days=35),
        "places": 24,
        "team_min": 4,
        "team_max": 6,
        "languages": ("nl",),
    }
    return Planned(**{**values, **changes})


def make_run(session: Session, course: Course | None = None, **planned: Any) -> CourseRun:
    """An edition of a course."""
    course = course or make_course(session)
    coordinator = actor(make_user(session, Role.COORDINATOR))
    return runs.add_run(session, course, make_planned(session, **planned), actor=coordinator, city=the_city())


def make_placement(
    session: Session, until: str = "request", *, challenge: Challenge | None = None, run: CourseRun | None = None
) -> Placement:
    """A placement lived until a step: propose, request, accept or agree."""
    city = the_city()
    challenge = challenge or make_challenge(session)
    run = run or make_run(session)
    coordinator = actor(make_user(session, Role.COORDINATOR))
    if until == "propose":
        return asking.propose(session, challenge, run, actor=coordinator, city=city)
    placement = asking.request(session, challenge, run, actor=lecturer_of(run), city=city)
    if until in ("accept", "agree"):
        answering.accept(session, placement, actor=client_of(challenge), city=city)
    if until == "agree":
        settle(session, placement)
    return placement


def lecturer_of(run: CourseRun) -> Actor:
    """The first lecturer of an edition."""
    return Actor(roles=frozenset({Role.VISITOR, Role.LECTURER}), user_id=run.course.lecturers[0].user_id)


def settle(session: Session, placement: Placement, who: Actor | None = None) -> None:
    """Both sides tick an agreement that begins on the first day of the edition."""
    who, city = who or lecturer_of(placement.run), the_city()
    agreement.write(session, placement, {}, placement.run.starts_on, actor=who)
    for side in (who, client_of(placement.challenge)):
        agreement.tick(session, placement, actor=side, city=city, seen_agreement=placement.agreement_version)


def make_alone(
    session: Session,
    until: str = "agree",
    *,
    challenge: Challenge | None = None,
    role: Role = Role.STUDENT,
    languages: tuple[str, ...] = ("nl", "en"),
    with_profile: bool = True,
) -> tuple[Placement, Actor]:
    """A thesis lived until request, accept or agree, and who asked for it."""
    city, challenge = the_city(), challenge or make_challenge(session)
    user = make_user(session, role, name="Noor Thesis")
    user.institution = make_lecturer(session).institution
    session.flush()
    if with_profile:
        make_learner(session, user=user)
    who = teacher(user)
    wish = Alone(CourseKind.THESIS, languages)
    placement = asking.request_alone(session, challenge, wish, person=user, actor=who, city=city)
    if until in ("accept", "agree"):
        answering.accept(session, placement, actor=client_of(challenge), city=city)
    if until == "agree":
        settle(session, placement, who)
    return placement, who


# ---- learners ----


def make_told(**changes: Any) -> Told:
    """What an hbo student who interviews tells of themselves."""
    values: dict[str, Any] = {
        "programme": "Social Work",
        "level": "hbo",
        "skills": ("interviewing",),
        "languages": ("nl", "en"),
        "hours_per_week": 20,
        "free_days": (1, 3),
        "interests": ("health",),
        "about": "Ik praat graag met oudere mensen.",
        "consents": True,
    }
    return Told(**{**values, **changes})


def make_learner(
    session: Session,
    *,
    name: str = "Sem Bakker",
    language: str = "nl",
    role: Role = Role.STUDENT,
    institution: Organisation | None = None,
    user: User | None = None,
    **told: Any,
) -> Profile:
    """Somebody with a profile and a yes to be matched; an account that is there already, if one is given."""
    user = user or make_user(session, role, name=name, language=language)
    user.institution = institution or user.institution
    session.flush()
    return keeping.save(session, make_told(**told), actor=teacher(user), city=the_city())


def make_application(
    session: Session, challenge: Challenge, profile: Profile | None = None, *, motivation: str = "Dit wil ik leren."
) -> Application:
    """Somebody who applied for a challenge."""
    profile = profile or make_learner(session)
    return applying.apply(session, challenge, motivation, actor=teacher(profile.user), city=the_city())


# ---- projects ----

HANDED_IN = HandedIn(
    title_nl="De koffietafel hoort op dinsdag, naast de apotheek",
    title_en="The coffee table belongs on Tuesdays, next to the pharmacy",
    summary_nl="Negen studenten spraken met 31 bewoners. Bijna iedereen kende de inloop. Bijna niemand ging.",
    summary_en="Nine students talked with 31 residents. Nearly everyone knew the drop-in. Hardly anyone went.",
    lesson="Vraag waar mensen al zijn.",
    open_ends="Wie draagt de tafel als de studenten weg zijn?",
    shareable="De vragenlijst en de tellingen.",
    do_not_ask="De flats hebben dit jaar al drie enquêtes gehad.",
    lesson_en="Ask where people already are.",
    open_ends_en="Who keeps the table going when the students are gone?",
    shareable_en="The questionnaire and the counts.",
    first_nl="Een inloop op donderdag, met steeds dezelfde vier mensen.",
    first_en="A drop-in on Thursdays, with the same four people.",
    now_nl="Elke dinsdag een tafel naast de apotheek, met twintig mensen.",
    now_en="Every Tuesday a table next to the pharmacy, with twenty people.",
)


def make_file(**changes: Any) -> StoredFile:
    """The row of a report that lies on disk, or pretends to."""
    name = f"{next(_numbers):032x}.pdf"
    values = {"name": "verslag.pdf", "stored_name": name, "media_type": "application/pdf", "size": 9, "sha256": "0"}
    return StoredFile(**{**values, **changes})


def make_project(
    session: Session, until: str = "form", *, members: int = 2, run: CourseRun | None = None, **challenge: Any
) -> Project:
    """A team lived until a step: form, start, hand_in, approve, publish or close. Two or three members."""
    city, coordinator = the_city(), actor(make_user(session, Role.COORDINATOR))
    sizes = {"team_min": 2, "team_max": 3}
    wanted = make_challenge(session, **{**sizes, **challenge})
    placement = make_placement(session, "agree", challenge=wanted, run=run or make_run(session, **sizes))
    team = [Chosen(make_learner(session, name=f"Student {n}").user) for n in range(members)]
    lecturer = lecturer_of(placement.run)
    project = forming.form(session, placement, team, actor=lecturer, city=city)
    steps_ = {
        "form": lambda: None,
        "start": lambda: working.start(session, project, actor=lecturer, city=city),
        "hand_in": lambda: hand_in(session, project),
        "approve": lambda: _approve(session, project),
        "publish": lambda: ending.publish(session, project, CHECKLIST, actor=coordinator, city=city),
        "close": lambda: ending.close(session, project, actor=coordinator, city=city),
    }
    for name, step in steps_.items():
        step()
        if name == until:
            break
    session.flush()
    return project


def member_of(project: Project, n: int = 0) -> Actor:
    """One of the team, as somebody who is signed in."""
    return actor(project.members[n].user)


def hand_in(session: Session, project: Project, **changes: Any) -> None:
    """The team hands in with a report."""
    who = member_of(project)
    report = files.keep(session, project, make_file(), actor=who)
    work = replace(HANDED_IN, **{"report_id": report.id, **changes})
    working.hand_in(session, project, work, actor=who, city=the_city())


def _approve(session: Session, project: Project) -> None:
    working.client_looked(session, project, actor=client_of(project.placement.challenge))
    for n in range(len(project.members)):
        working.consent(session, project, actor=member_of(project, n), is_public=n == 0)
    lecturer = lecturer_of(project.placement.run)
    ending.approve(session, project, licence="cc-by", embargo_on=None, actor=lecturer, city=the_city())
