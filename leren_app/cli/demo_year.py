"""The year before today, read from the city's folder of demo data and spread over working days: who does what when.

A question is told in one table: what was asked, what the clinic made of it, and how far it came. How long each step
took is drawn with a seed, so that the same seed on the same day gives the same year.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from leren_app.domain import calendar
from leren_app.domain.city import City

CLINIC = ("worry", "difference", "known", "feasible")
PUBLIC = ("title", "summary", "research_question")
LANGUAGES = ("nl", "en")
FIRST_DAY = 250
"""In working days before today: then the people and courses of the demo come in."""
COORDINATORS = ("coordinator", "coordinator2")
TO_START = 30  # working days between asking and the first week of a course, at the least
PLANNED_BEFORE = timedelta(days=6)
AHEAD = (7, 16)  # weeks from today to the edition that can still be planned
DEFAULT_WEEKS = 10
PAIR = 2

Told = Mapping[str, Any]
Read = TypeVar("Read")


@dataclass(frozen=True)
class Scene:
    """Something that happens at a moment; `key` names the question, `told` is its line in the file."""

    at: datetime
    key: str
    do: str
    told: Told


@dataclass(frozen=True)
class Wish:
    """Why somebody applied, in their language; `by` is an account of the demo, or nobody in particular."""

    says: str
    language: str
    by: str = ""


@dataclass(frozen=True)
class Year:
    """All that a city's folder holds."""

    questions: Mapping[str, Told] = field(default_factory=dict)
    courses: Mapping[str, Told] = field(default_factory=dict)
    programmes: tuple[Told, ...] = ()
    results: Mapping[str, Told] = field(default_factory=dict)
    said: Mapping[str, Told] = field(default_factory=dict)
    wishes: Mapping[str, tuple[Wish, ...]] = field(default_factory=dict)
    turned_away: Mapping[str, str] = field(default_factory=dict)
    promised: Mapping[str, tuple[Told, ...]] = field(default_factory=dict)
    names: Told = field(default_factory=dict)


@dataclass
class _Pen:
    """Writes scenes in their order; a step on a later day gets a time of that day."""

    city: City
    chance: Random
    key: str
    day: date
    scenes: list[Scene] = field(default_factory=list)
    _last: datetime | None = None

    def later(self, low: int, high: int) -> None:
        """Let so many working days pass."""
        self.day = calendar.add_working_days(self.day, self.chance.randint(low, high), self.city.closed_days)

    def until(self, day: date) -> None:
        """Wait for a day, unless it is past."""
        self.day = max(self.day, day)

    def write(self, do: str, **told: Any) -> None:
        at = calendar.instant_of(self.day, time(8 + self.chance.randrange(9), self.chance.randrange(60)), self.zone)
        if self._last is not None and at <= self._last:
            at = self._last + timedelta(minutes=self.chance.randint(3, 40))
        self._last = at
        self.scenes.append(Scene(at, self.key, do, told))

    @property
    def zone(self) -> str:
        return self.city.time_zone


def read_folder(folder: Path) -> Year:
    """The year in a folder; an empty one where there is none."""
    if not folder.is_dir():
        return Year()
    wishes, promised = _load(folder / "wishes.toml"), _load(folder / "promised.toml")
    asked = [q for path in sorted(folder.glob("questions_*.toml")) for q in _load(path)["questions"]]
    return Year(
        questions={q["key"]: _with_clinic(q) for q in asked},
        courses={course["key"]: course for course in _load(folder / "courses.toml")["courses"]},
        programmes=tuple(_load(folder / "programmes.toml")["programmes"]),
        results=_load(folder / "results.toml"),
        said=_load(folder / "said.toml"),
        wishes=_each(wishes, lambda said: tuple(_wishes(said))),
        turned_away=_each(wishes, lambda said: said.get("turned_away", "")),
        promised=_each(promised, lambda said: tuple(said["people"])),
        names=_load(folder / "names.toml"),
    )


def scenes_of(year: Year, city: City, now: datetime, seed: int) -> Iterator[Scene]:
    """Everything in the year that happened before now, question by question."""
    today = calendar.local_day(now, city.time_zone)
    written: list[Scene] = []
    if year.questions:
        written += _arrivals(year, city, today, Random(seed))  # noqa: S311 - a demo's dice
    for key, told in year.questions.items():
        day = calendar.add_working_days(today, -told["ago"], city.closed_days)
        pen = _Pen(city, Random(f"{seed} {key}"), key, day)  # noqa: S311
        _intake(pen, told)
        if "slice" in told:
            _Way(pen, told["slice"], year, today).write()
        written += pen.scenes
    return (scene for scene in written if scene.at < now)


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _each(tables: Told, read: Callable[[Told], Read]) -> dict[str, Read]:
    """What can be read from each of these tables; those that say nothing of it are left out."""
    found = {key: read(said) for key, said in tables.items()}
    return {key: value for key, value in found.items() if value}


def _wishes(said: Told) -> Iterator[Wish]:
    for name, lines in said.items():
        if name in LANGUAGES:
            yield from (Wish(line, name) for line in lines)
        elif name != "turned_away":
            yield Wish(lines, "", name)


def _with_clinic(told: Told) -> Told:
    names = [*CLINIC, *(f"{name}_{language}" for name in PUBLIC for language in ("nl", "en"))]
    words = {name: told[name] for name in names if name in told}
    return {**told, "clinic": [words]} if words else told


def _arrivals(year: Year, city: City, today: date, chance: Random) -> list[Scene]:
    """Students and lecturers come in first; then each course gets an edition that can be planned from here on."""
    pen = _Pen(city, chance, "", calendar.add_working_days(today, -FIRST_DAY, city.closed_days))
    for n, _ in enumerate(year.programmes):
        pen.write("enrol", programme=n)
    pen.write("teach")
    scenes = pen.scenes
    for key in year.courses:
        day = calendar.add_working_days(today, -chance.randint(60, 80), city.closed_days)
        plan = _Pen(city, chance, key, day)
        starts_on = _monday_after(today + timedelta(weeks=chance.randint(*AHEAD)))
        plan.write("plan", course=key, ahead=True, **_weeks(year.courses[key], starts_on))
        scenes += plan.scenes
    return scenes


def _intake(pen: _Pen, told: Told) -> None:
    """From asking to public, or to where it stopped."""
    until = told.get("until", "publish")
    by = pen.chance.choice(COORDINATORS)
    pen.write("submit")
    if until == "submit":
        return
    pen.write("confirm")
    if until == "confirm":
        return
    pen.later(1, 3)
    pen.write("take", by=by)
    if until == "take":
        return
    pen.later(1, 3)
    if until in {"refer", "refuse"}:
        pen.write(until, reason=told["reason"], text=told["answer"], link=told.get("link"))
    elif until == "withdraw":
        pen.write("withdraw", text=told["said"])
    elif until == "ask_more":
        _ask_more(pen, told)
    else:
        _clinic(pen, until)


def _ask_more(pen: _Pen, told: Told) -> None:
    pen.write("ask_more", text=told["answer"])
    if "reply" in told:
        pen.later(1, 4)
        pen.write("reply", text=told["reply"])


def _clinic(pen: _Pen, until: str) -> None:
    for do, low, high in (("write", 0, 0), ("put_before", 0, 1), ("agree", 1, 4), ("publish", 0, 1)):
        pen.later(low, high)
        pen.write(do)
        if do == until:
            return


def _monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def _weeks(course: Told, starts_on: date) -> dict[str, date]:
    """First and last day of an edition, and the last day to plan it."""
    ends_on = starts_on + timedelta(weeks=course.get("weeks", DEFAULT_WEEKS), days=-3)
    return {"starts_on": starts_on, "ends_on": ends_on, "deadline": starts_on - PLANNED_BEFORE}


AHEAD_UNTIL = frozenset({"propose", "request", "accept", "agree", "alone", "form"})
"""So far came a slice that is placed in an edition still to come."""
EMBARGO = timedelta(weeks=6)
TELLING = (("hand_in", 0, 0), ("look", 1, 3), ("approve", 1, 2), ("publish_result", 1, 3), ("answer", 1, 2))
"""From the end of an edition to the answer, and the working days before each."""
SOON_AFTER = frozenset({"publish_result", "answer"})
"""What happens on one day where `late` says how many working days ago that was."""
STOPPED_AGO = 4
"""In working days: a project that stopped longer than two weeks ago is closed."""


@dataclass
class _Way:
    """What becomes of the slice of a question: placed in a course, worked on, told; or one of the turns before."""

    pen: _Pen
    slice_: Told
    year: Year
    today: date

    def write(self) -> None:
        """All of it, as far as the file says."""
        course = self.year.courses.get(self.slice_.get("course", ""))
        until, ends = self.slice_.get("until", "answer"), self.slice_.get("ends", "")
        ahead = until in AHEAD_UNTIL or ends == "retract"
        weeks = self._weeks(course, is_ahead=ahead)
        self._open(weeks, is_long=course is None or bool(ends) or ahead)
        if until == "slice":
            return
        self._wish(0, 2, 4)
        if course is None:
            self._rest_of_wishes()
        if ends in {"pause", "withdraw_challenge"}:
            self._step(ends, 2, 5)
        elif course is not None:
            self._place(weeks, until, ends, ahead=ahead)

    def _weeks(self, course: Told | None, *, is_ahead: bool) -> dict[str, date]:
        asked = calendar.add_working_days(self.pen.day, TO_START, self.pen.city.closed_days)
        first = self.today + timedelta(weeks=6) if course is None or is_ahead else asked
        return _weeks(course or {}, _monday_after(first))

    def _open(self, weeks: dict[str, date], *, is_long: bool) -> None:
        last = self.today + timedelta(weeks=40) if is_long else weeks["ends_on"] + timedelta(days=14)
        plan_on = self.today + timedelta(weeks=24) if is_long else weeks["deadline"]
        first = min(weeks["starts_on"], self.today + timedelta(weeks=5))
        self._step("slice", 0, 1, starts_on=first, ends_on=last, last_plan_on=plan_on)
        if self.slice_.get("until") != "slice":
            self._step("confirm_hours", 1, 2)
            self._step("open", 0, 1)

    def _wish(self, part: int, low: int, high: int) -> None:
        if self.pen.key in self.year.wishes:
            self._step("wish", low, high, part=part)

    def _rest_of_wishes(self) -> None:
        """Others apply in the days after, and somebody thinks again."""
        if self.pen.key in self.year.wishes:
            self._wish(1, 1, 3)
            self._wish(2, 1, 3)
            self._step("think_again", 1, 2)

    def _place(self, weeks: dict[str, date], until: str, ends: str, *, ahead: bool) -> None:
        course = self.slice_["course"]
        if not ahead:
            self._step("plan", 0, 0, course=course, ahead=False, **weeks)
        told = {"course": course, "ahead": ahead}
        self._step("propose" if until == "propose" else "request", 1, 2, **told)
        if until in {"propose", "request"} or ends in {"expire", "decline", "retract"}:
            self._rest_of_wishes()
            self._turn_back(until, ends)
            return
        self._wish(1, 0, 0)
        self._step("accept", 1, 2)
        self._wish(2, 0, 0)
        if until != "accept":
            self._agree(weeks, until, ends, ahead=ahead)

    def _turn_back(self, until: str, ends: str) -> None:
        """No from either side; then somebody may ask for it alone."""
        if ends in {"decline", "retract"}:
            self._step(ends, 0, 1)
        if until == "alone":
            self._step("alone", 1, 3)
            self._step("accept", 0, 2)
            for do in ("terms", "tick", "tick_client"):
                self._step(do, 0, 0)

    def _agree(self, weeks: dict[str, date], until: str, ends: str, *, ahead: bool) -> None:
        for do in ("terms", "tick", "tick_client"):
            self._step(do, 0, 1)
        if self.pen.key in self.year.wishes:
            self._step("think_again", 0, 0)
        if ends == "cancel":
            self._step("cancel", 2, 4)
        elif until != "agree":
            self._work(weeks, until, ends, ahead=ahead)

    def _work(self, weeks: dict[str, date], until: str, ends: str, *, ahead: bool) -> None:
        if not ahead:
            self.pen.until(weeks["starts_on"] - timedelta(days=4))
        self._step("form", 0, 0, teams=1 if ahead else self._teams(weeks))
        if until == "form":
            return
        self.pen.until(weeks["starts_on"])
        self._step("not_start" if ends == "not_start" else "start", 0, 1)
        if ends == "not_start":
            return
        half = weeks["starts_on"] + (weeks["ends_on"] - weeks["starts_on"]) / 4
        self.pen.until(half)
        self._step("milestone", 0, 1)
        if self.pen.key in self.year.promised:
            self._step("promise", 0, 1)
        if ends == "stop":
            self.pen.until(self._ago(STOPPED_AGO))
            self._step("stop", 0, 0)
            return
        self.pen.until(weeks["starts_on"] + (weeks["ends_on"] - weeks["starts_on"]) * 2 / 3)
        self._step("milestone", 0, 1)
        if self.pen.key in self.year.results:
            self.pen.until(weeks["ends_on"])
            self._tell(until)

    def _tell(self, until: str) -> None:
        late = self.slice_.get("late")
        waits = "publish_result" if until == "answer" else "hand_in"
        embargo_on = self.today + EMBARGO if until == "publish_result" else None
        for do, low, high in TELLING:
            if late and do == waits:
                self.pen.until(self._ago(late))
            told: dict[str, Any] = {"embargo_on": embargo_on} if do == "approve" else {}
            self._step(do, *((0, 0) if late and do in SOON_AFTER else (low, high)), **told)
            if do == "publish_result" and self.pen.key in self.year.promised:
                self._step("tell_promised", 0, 0)
            if do == until:
                return

    def _ago(self, days: int) -> date:
        return calendar.add_working_days(self.today, -days, self.pen.city.closed_days)

    def _teams(self, weeks: dict[str, date]) -> int:
        """Classes that are at work now made several teams; of the past, one told what it found."""
        is_class = self.slice_["team"][1] > PAIR and not self.slice_.get("ends")
        return 3 if weeks["ends_on"] > self.today and is_class else 1

    def _step(self, do: str, low: int, high: int, **told: Any) -> None:
        self.pen.later(low, high)
        self.pen.write(do, **told)
