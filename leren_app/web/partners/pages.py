"""What the pages of partners show, gathered so that the templates only have to say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from leren_app.domain.burden import Level
from leren_app.domain.lifecycles import challenge_states, project_states, question_states
from leren_app.extensions import db
from leren_app.models import Contact, Event, Organisation, PartnerPromise
from leren_app.services.partners import fieldwork, promising, reading
from leren_app.services.partners.reading import Partner, SemesterLoad
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.partners.words import KINDS, hours_words, level_status, semester_words
from leren_app.web.placing import course_name, placement_status
from leren_app.web.templating import day


@dataclass(frozen=True)
class LoadBar:
    """Hours used and there, in words and as a bar; no bar where there is no limit."""

    words: str
    used: int
    most: int
    is_full: bool

    @classmethod
    def of(cls, used: int, hours: int | None) -> LoadBar:
        """The bar for a load."""
        return cls(hours_words(used, hours), min(used, hours or 0), hours or 0, hours is not None and used >= hours)


@dataclass(frozen=True)
class PartnerLine:
    """An organisation in the list."""

    name: str
    href: str
    kind: str
    place: str
    load: LoadBar

    @classmethod
    def of(cls, partner: Partner) -> PartnerLine:
        """The line of a partner."""
        each = partner.organisation
        href = url_for("partners.show", organisation_id=each.id)
        return cls(each.name, href, str(KINDS[each.kind]), place_of(each), LoadBar.of(partner.used, partner.hours))


@dataclass(frozen=True)
class PromiseLine:
    """A promise with where it stands, and what can be done with it now."""

    promise: PartnerPromise
    semester: str
    made: str
    status: tuple[str, str]
    difference: str
    words: str
    contact: Contact | None
    can_ask: bool
    can_answer: bool


@dataclass(frozen=True)
class Happened:
    """A line of the history: what, where to, where it stands, since when."""

    title: str
    href: str
    status: str
    day: str


@dataclass(frozen=True)
class PartnerPage:
    """Everything on the page of an organisation."""

    organisation: Organisation
    kind: str
    place: str
    contacts: list[Contact]
    loads: list[tuple[str, LoadBar, bool]]
    promises: list[PromiseLine]
    history: list[tuple[str, str, list[Happened]]]
    burden: list[tuple[str, tuple[str, str], int, int]]

    @classmethod
    def of(cls, organisation: Organisation) -> PartnerPage:
        """The page of an organisation."""
        session, city = db.session(), the_city()
        promises = reading.list_promises(session, organisation)
        contacts = reading.list_contacts(session, organisation)
        loads = reading.list_loads(session, city, organisation, today(), promises)
        answers = reading.list_answers(session, promises, promising.CONFIRM) if promises else {}
        by_id = {contact.id: contact for contact in contacts}
        return cls(
            organisation=organisation,
            kind=str(KINDS[organisation.kind]),
            place=place_of(organisation),
            contacts=contacts,
            loads=[_load(load) for load in loads],
            promises=[_promise(each, answers.get(each.id), by_id) for each in promises],
            history=_history(organisation),
            burden=_burden(organisation),
        )


def place_of(organisation: Organisation) -> str:
    """The district of an organisation in words."""
    key = organisation.district
    known = {district.key: district.name.in_(spoken_language()) for district in the_city().districts}
    return known.get(key, key) if key else gettext("The whole city")


def _load(load: SemesterLoad) -> tuple[str, LoadBar, bool]:
    return semester_words(load.semester), LoadBar.of(load.used, load.hours), load.is_confirmed


def _promise(promise: PartnerPromise, answer: Event | None, contacts: dict[UUID, Contact]) -> PromiseLine:
    is_ahead = promising.is_ahead(db.session(), promise, the_city())
    contact = contacts.get(promise.contact_id) if promise.contact_id else None
    return PromiseLine(
        promise=promise,
        semester=semester_words(promise.semester),
        made=day(promise.made_on),
        status=_status(promise),
        difference=_difference(answer),
        words=answer.notes[-1].text if answer is not None and answer.notes else "",
        contact=contact,
        can_ask=is_ahead
        and promise.confirmed_at is None
        and promise.hours is not None
        and contact is not None
        and contact.mail is not None,
        can_answer=is_ahead,
    )


def _difference(answer: Event | None) -> str:
    """What the last answer changed of the hours that were asked."""
    if answer is None or answer.from_state in (None, answer.to_state):
        return ""
    return gettext("changed from %(before)s to %(after)s hours", before=answer.from_state, after=answer.to_state)


def _status(promise: PartnerPromise) -> tuple[str, str]:
    if promise.kept_at is not None:
        return "done", gettext("Kept, seen on %(day)s", day=day(promise.kept_at))
    if promise.confirmed_at is not None:
        return "done", gettext("Confirmed on %(day)s", day=day(promise.confirmed_at))
    if promise.asked_at is not None:
        return "busy", gettext("Asked on %(day)s, no answer yet", day=day(promise.asked_at))
    return "new", gettext("Not confirmed")


def _history(organisation: Organisation) -> list[tuple[str, str, list[Happened]]]:
    found, language = reading.history_of(db.session(), organisation), spoken_language()
    questions = [
        Happened(
            q.reference,
            url_for("intake.show", reference=q.reference),
            question_states.LABELS[q.state].in_(language),
            day(q.created_at),
        )
        for q in found.questions
    ]
    challenges = [
        Happened(
            (c.title_en if language == "en" else c.title_nl) or c.slug,
            url_for("slices.show", slug=c.slug),
            challenge_states.LABELS[c.state].in_(language),
            day(c.created_at),
        )
        for c in found.challenges
    ]
    placements = [
        Happened(
            f"{course_name(p.run)}, {p.run.course.organisation.name}",
            url_for("placements.show", placement_id=p.id),
            placement_status(p)[1],
            day(p.created_at),
        )
        for p in found.placements
    ]
    projects = [
        Happened(
            (c.title_en if language == "en" else c.title_nl) or p.slug,
            url_for("projects.show", slug=p.slug),
            project_states.LABELS[p.state].in_(language),
            day(p.started_at or p.created_at),
        )
        for p in found.projects
        for c in [p.placement.challenge]
    ]
    groups = [
        ("questions", gettext("Questions"), questions),
        ("challenges", gettext("Challenges"), challenges),
        ("placements", gettext("In courses"), placements),
        ("projects", gettext("Projects"), projects),
    ]
    return [group for group in groups if group[2]]


def _burden(organisation: Organisation) -> list[tuple[str, tuple[str, str], int, int]]:
    """What is asked now in its district and at the partner itself: place, level, people, the most that may be."""
    asked = fieldwork.list_everywhere(db.session(), the_city(), [(today(), today())])[0]
    keys = (organisation.district, str(organisation.id))
    return [
        (each.place.in_(spoken_language()), level_status(each.load.level), each.load.people, each.load.limit)
        for each in asked
        if each.key in keys
    ]


def too_much(asked: Sequence[fieldwork.Asked]) -> list[str]:
    """The names of places where it is too much."""
    return [each.place.in_(spoken_language()) for each in asked if each.load.level is Level.TOO_MUCH]
