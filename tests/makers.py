"""Makers: real rows made through the real services, in as few words as a test needs."""

from __future__ import annotations

from itertools import count
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.roles import Actor, Role
from leren_app.models import Contact, Following, FollowingSource, Question, RoleGrant, User
from leren_app.services import clock
from leren_app.services.questions import asking, clinic, handling
from leren_app.services.questions.asking import Asked
from leren_app.services.questions.clinic import ClinicText

_numbers = count(1)

WRITTEN = ClinicText(
    worry="Drie flats, 190 woningen. Buren groeten elkaar niet meer.",
    difference="Tien buren zien elkaar elke week.",
    known="Een brief werkt niet.",
    feasible="Gesprekken aan de deur met 25 bewoners.",
    title_nl="Waarom gaan ouderen niet naar de inloop?",
    title_en="Why do older people stay away from the drop-in?",
    summary_nl="In drie flats zien ouderen elkaar weinig. De inloop trekt vier mensen.",
    summary_en="In three blocks of flats older people hardly meet. The drop-in draws four.",
    research_question_nl="Wat houdt ouderen weg van de inloop, en wat helpt hen over de drempel?",
    research_question_en="What keeps older people from the drop-in, and what would help them across the threshold?",
)


def the_city() -> City:
    """The city of the running application."""
    city: City = current_app.extensions["city"]
    return city


def make_user(session: Session, *roles: Role, name: str = "Sam de Vries", language: str = "nl") -> User:
    """An account with these roles, granted a moment ago."""
    user = User(name=name, mail=f"user{next(_numbers)}@example.org", language=language)
    user.grants = [RoleGrant(role=role, granted_from=clock.now(session)) for role in roles]
    session.add(user)
    session.flush()
    return user


def actor(user: User) -> Actor:
    """The actor for an account made by make_user."""
    return Actor(roles=frozenset({Role.VISITOR, *(g.role for g in user.grants)}), user_id=user.id)


def asker(question: Question) -> Actor:
    """The asker of a question, as somebody who holds its link."""
    return Actor(contact_id=question.asker_id)


def make_asked(**changes: Any) -> Asked:
    """What somebody filled in on the form."""
    n = next(_numbers)
    values: dict[str, Any] = {
        "form_key": f"form-{n}",
        "text": "Veel ouderen in de Mors zijn eenzaam, kan iemand helpen?",
        "place": "morsdistrict",
        "mail": f"asker{n}@example.org",
        "name": "M. de Graaf",
    }
    return Asked(**{**values, **changes})


def make_question(session: Session, until: str = "submit", coordinator: User | None = None, **asked: Any) -> Question:
    """A question lived until a step: submit, confirm, take, ask_more, put_before, agree or publish."""
    city = the_city()
    coordinator = coordinator or make_user(session, Role.COORDINATOR)
    question = asking.submit(session, make_asked(**asked), city=city)
    who = actor(coordinator)
    steps = {
        "confirm": lambda: asking.confirm(session, question, actor=asker(question), city=city),
        "take": lambda: handling.take(session, question, actor=who, city=city),
        "ask_more": lambda: handling.ask_more(session, question, "Om wie gaat het?", actor=who, city=city),
        "put_before": lambda: _put_before(session, question, who, city),
        "agree": lambda: clinic.agree(session, question, actor=asker(question), city=city, seen_n=1),
        "publish": lambda: handling.publish(session, question, actor=who, city=city),
    }
    for name, step in steps.items():
        if until == "submit" or (name == "ask_more" and until != name):
            continue
        step()
        if name == until:
            break
    session.flush()
    return question


def make_follower(session: Session, question: Question, *, confirmed: bool = True, **changes: Any) -> Contact:
    """Somebody who follows a question, by mail and confirmed unless said otherwise."""
    contact = Contact(**{"name": "Volger", "mail": f"follower{next(_numbers)}@example.org", **changes})
    at = clock.now(session) if confirmed else None
    session.add(Following(contact=contact, question_id=question.id, source=FollowingSource.ALSO_MINE, confirmed_at=at))
    session.flush()
    return contact


def _put_before(session: Session, question: Question, who: Actor, city: City) -> None:
    clinic.save_version(session, question, WRITTEN, actor=who)
    clinic.put_before(session, question, actor=who, city=city)
