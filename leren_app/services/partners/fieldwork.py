"""What a placement plans to ask of people in the city, and how much that makes for a district or a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from leren_app.domain import burden
from leren_app.domain.burden import WINDOW, Level, Load, busiest, limit_of_district
from leren_app.domain.city import City
from leren_app.domain.errors import FieldError, NotFoundError, TransitionError
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.permissions import Permission, require
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import ActivityKind, FieldActivity, Organisation, Placement
from leren_app.services import outbox
from leren_app.services.placements.people import people as people_of

COUNTS = (PlacementState.REQUESTED, PlacementState.ACCEPTED, PlacementState.AGREED, PlacementState.DONE)
"""States of a placement whose activities count: what was called off asks nobody."""
CAN_PLAN = frozenset(COUNTS) - {PlacementState.DONE}
TOPIC = "partner/too_much"
MOST_ACTIVITIES = 50


@dataclass(frozen=True)
class Planned:
    """Something students plan to ask, of how many people, where and when."""

    kind: ActivityKind
    people: int
    starts_on: date
    ends_on: date
    district: str = ""
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class Asked:
    """How much is asked at one place: a district, or a partner."""

    place: Text
    load: Load
    key: str

    @property
    def warning(self) -> Text | None:
        """What to say where it is too much; None where it is not."""
        return burden.warning(self.place, self.load) if self.load.level is Level.TOO_MUCH else None


def plan(session: Session, placement: Placement, planned: Planned, *, actor: Actor, city: City) -> FieldActivity:
    """Write down an activity; the same one twice is once. Where it makes too much, the lecturers get one mail.

    Raises NotFoundError, FieldError, TransitionError for a placement that is over or was never asked for.
    """
    require(actor, Permission.SEE_PLACEMENT, placement.run)
    _check(session, placement, planned, city)
    # of a double click the second waits here, and then finds the first
    session.execute(select(Placement.id).where(Placement.id == placement.id).with_for_update())
    own = list_of_placement(session, placement)
    same = next((each for each in own if _planned(each) == planned), None)
    if same is not None:
        return same
    if len(own) >= MOST_ACTIVITIES:
        raise TransitionError(_ENOUGH)
    activity = FieldActivity(placement_id=placement.id, **vars(planned))
    session.add(activity)
    session.flush()
    for asked in list_asked(session, placement, [activity], city):
        if asked.warning is not None:
            _tell(session, placement, activity, asked)
    return activity


def remove(session: Session, placement: Placement, activity_id: UUID, *, actor: Actor) -> None:
    """Take an activity off the plan; one that is gone already is fine. Raises NotFoundError for another placement's."""
    require(actor, Permission.SEE_PLACEMENT, placement.run)
    activity = session.get(FieldActivity, activity_id)
    if activity is None:
        return
    if activity.placement_id != placement.id:
        raise NotFoundError
    session.delete(activity)
    session.flush()


def list_of_placement(session: Session, placement: Placement) -> list[FieldActivity]:
    """What a placement plans, the first day first."""
    found = select(FieldActivity).where(FieldActivity.placement_id == placement.id)
    found = found.options(joinedload(FieldActivity.organisation))
    return list(session.scalars(found.order_by(FieldActivity.starts_on, FieldActivity.id)))


def list_asked(session: Session, placement: Placement, own: Sequence[FieldActivity], city: City) -> list[Asked]:
    """How much everybody asks where and while these activities of a placement are: districts, then partners."""
    if not own or placement.state not in COUNTS:
        return []
    own_at, all_at = _by_place(own), _by_place(session.scalars(_near(own)))
    people = {key: max(busiest(all_at[key], a.starts_on, a.ends_on) for a in own_at[key]) for key in own_at}
    partners = _partners_of(own)
    districts = sorted(people.keys() - {str(each.id) for each in partners})
    found = [_in_district(city, key, people[key]) for key in districts]
    return found + [_at_partner(city, each, people[str(each.id)]) for each in partners]


def list_in_district(session: Session, city: City, key: str, spans: Sequence[tuple[date, date]]) -> list[Asked]:
    """How much is asked in one district, for each span of days in the busiest eight weeks that touch it."""
    if not spans:
        return []
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    here = session.scalars(_between(first, last).where(FieldActivity.district == key)).all()
    return [_in_district(city, key, busiest(here, *span)) for span in spans]


def list_everywhere(session: Session, city: City, spans: Sequence[tuple[date, date]]) -> list[list[Asked]]:
    """How much is asked in each district and at each partner, for each span of days; in one statement.

    The districts come first, all of them; then the partners at whom something is asked in any of the spans.
    """
    if not spans:
        return []
    everything = session.scalars(_between(min(spans)[0], max(span[1] for span in spans))).all()
    by_place, partners = _by_place(everything), _partners_of(everything)

    def people(key: str, span: tuple[date, date]) -> int:
        return busiest(by_place.get(key, ()), *span)

    return [
        [
            *(_in_district(city, each.key, people(each.key, span)) for each in city.all_districts),
            *(_at_partner(city, each, people(str(each.id), span)) for each in partners),
        ]
        for span in spans
    ]


def _between(first: date, last: date) -> Select[FieldActivity]:
    """What counts and can fall in the same eight weeks as any of these days."""
    return (
        select(FieldActivity)
        .join(Placement, Placement.id == FieldActivity.placement_id)
        .where(
            Placement.state.in_(COUNTS),
            FieldActivity.ends_on > first - WINDOW,
            FieldActivity.starts_on < last + WINDOW,
        )
        .options(joinedload(FieldActivity.organisation))
        .order_by(FieldActivity.starts_on, FieldActivity.id)
    )


def _near(own: Sequence[FieldActivity]) -> Select[FieldActivity]:
    """What everybody asks at the places of these activities, and can fall in the same eight weeks."""
    first, last = min(each.starts_on for each in own), max(each.ends_on for each in own)
    districts = {each.district for each in own} - {""}
    partners = {each.organisation_id for each in own} - {None}
    at_place = or_(FieldActivity.district.in_(districts), FieldActivity.organisation_id.in_(partners))
    return _between(first, last).where(at_place)


def _by_place(activities: Iterable[FieldActivity]) -> dict[str, list[FieldActivity]]:
    """Activities by district, and once more by partner; a key of a district is no id."""
    found: dict[str, list[FieldActivity]] = {}
    for each in activities:
        for key in (each.district, str(each.organisation_id or "")):
            if key:
                found.setdefault(key, []).append(each)
    return found


def _partners_of(activities: Iterable[FieldActivity]) -> list[Organisation]:
    found = {a.organisation.id: a.organisation for a in activities if a.organisation is not None}
    return sorted(found.values(), key=lambda each: (each.name.casefold(), each.id))


def _in_district(city: City, key: str, people: int) -> Asked:
    try:
        name = city.district(key).name
    except NotFoundError:  # a city file that lost a district
        name = Text(key, key)
    return Asked(name, Load(people, limit_of_district(city, key)), key)


def _at_partner(city: City, organisation: Organisation, people: int) -> Asked:
    name = Text(organisation.name, organisation.name)
    return Asked(name, Load(people, city.burden.people_per_partner), str(organisation.id))


def _planned(activity: FieldActivity) -> Planned:
    return Planned(**{name: getattr(activity, name) for name in Planned.__dataclass_fields__})


def _check(session: Session, placement: Placement, planned: Planned, city: City) -> None:
    if placement.state not in CAN_PLAN:
        raise TransitionError(_NOT_NOW)
    if not 1 <= planned.people <= burden.MOST_PEOPLE:
        raise FieldError("people", _PEOPLE.with_(most=burden.MOST_PEOPLE))
    if not planned.district and planned.organisation_id is None:
        raise FieldError("district", _WHERE)
    if planned.district not in {"", *(each.key for each in city.all_districts)}:
        raise FieldError("district", _WHERE)
    if planned.organisation_id is not None and session.get(Organisation, planned.organisation_id) is None:
        raise FieldError("organisation", _PARTNER)
    _check_days(planned, placement.run.starts_on, placement.run.ends_on)


def _check_days(planned: Planned, first: date, last: date) -> None:
    """Raise FieldError unless the days are in order, and within those of the edition."""
    if planned.ends_on < planned.starts_on:
        raise FieldError("ends_on", _ORDER)
    for field, day in (("starts_on", planned.starts_on), ("ends_on", planned.ends_on)):
        if not first <= day <= last:
            raise FieldError(field, _WITHIN.with_(first=_day(first), last=_day(last)))


def _tell(session: Session, placement: Placement, activity: FieldActivity, asked: Asked) -> None:
    """One mail to each lecturer about a placement and a place, whatever is planned there later."""
    for recipient, _ in people_of(session, Audience.LECTURERS, placement):
        key = f"mail:{TOPIC}:{placement.id}:{asked.key}:{recipient}"
        outbox.promise(
            session,
            "mail",
            key,
            topic=TOPIC,
            recipient=recipient,
            placement=placement.id,
            activity=activity.id,
            place=asked.key,
        )


def _day(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


_NOT_NOW = Text(
    "Dit kan als het vraagstuk is aangevraagd, en tot het klaar is.",
    "This is possible once the challenge was asked for, and until it is done.",
)
_PEOPLE = Text("Vul een aantal mensen in van 1 tot en met {most}.", "Fill in a number of people from 1 to {most}.")
_WHERE = Text("Kies een wijk, of een partner.", "Choose a district, or a partner.")
_PARTNER = Text("Kies een partner uit de lijst.", "Choose a partner from the list.")
_ORDER = Text("De laatste dag ligt vóór de eerste.", "The last day is before the first.")
_WITHIN = Text("Kies een dag van {first} tot en met {last}.", "Choose a day from {first} to {last}.")
_ENOUGH = Text(
    "Er staan al 50 regels. Haal er een weg, of voeg ze samen.",
    "There are 50 lines already. Take one off, or join them.",
)
