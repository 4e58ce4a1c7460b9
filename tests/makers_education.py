"""Makers of education: challenges, courses, learners and projects, lived through the real services."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from leren_app.domain import calendar
from leren_app.domain.roles import Actor, Role
from leren_app.models import Challenge, FieldLanguage, Question, User, WorkForm
from leren_app.services import clock
from leren_app.services.challenges import client, drafting, steps
from leren_app.services.challenges.client import Client, ClientIs
from leren_app.services.challenges.drafting import Draft
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
