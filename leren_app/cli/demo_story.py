"""A demo told as a story per city: read from its file and folder, then lived through the services scene by scene."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from config import ROOT
from leren_app.cli import demo_people, demo_plays, demo_year
from leren_app.cli.demo_crowd import Crowd
from leren_app.cli.demo_turn import Turn, World
from leren_app.cli.demo_year import Scene
from leren_app.domain import calendar
from leren_app.domain.city import City
from leren_app.domain.roles import Actor
from leren_app.models import AgreedHow, AskerKind, Channel, Question
from leren_app.services import accounts, clock
from leren_app.services.questions import asking, clinic, handling, reading, recording
from leren_app.services.questions.asking import Asked
from leren_app.services.questions.clinic import ClinicText
from leren_app.services.questions.recording import Told

SEED = 1574
"""Which year is told when nobody asks for another."""
BY_ASKER = frozenset({"confirm", "reply", "change", "agree", "withdraw"})


@dataclass
class Story:
    """All that happens, oldest first; the scenes are played one by one, each in a transaction of the caller."""

    city: City
    questions: Mapping[str, Mapping[str, Any]]
    scenes: tuple[Scene, ...]
    world: World
    _ids: dict[str, UUID] = field(default_factory=dict)
    _clinics: dict[str, Iterator[ClinicText]] = field(default_factory=dict)

    def play(self, session: Session, scene: Scene) -> None:
        """Let a scene happen now."""
        if scene.do == "submit":
            self._ids[scene.key] = asking.submit(session, _asked(self.questions[scene.key]), city=self.city).id
            self._clinics[scene.key] = _versions(self.questions[scene.key])
            return
        if scene.do == "record":
            told, host = self.questions[scene.key], demo_people.get(session, scene.told["by"])
            who = accounts.actor_of(host, clock.now(session))
            self._ids[scene.key] = recording.record(session, _told(told), actor=who, city=self.city).id
            self._clinics[scene.key] = _versions(told)
            return
        question = reading.get_by_id(session, self._ids[scene.key]) if scene.key in self._ids else None
        if scene.do in demo_plays.PLAYS:
            turn = Turn(session, self.city, self.world, scene.key, scene.told, question)
            demo_plays.PLAYS[scene.do](turn)
            return
        if question is None:
            raise ValueError(f"{scene.key!r} was not asked yet")
        now = _Now(session, question, _actor(session, question, scene), self.city, scene.told)
        if scene.do == "write":
            clinic.save_version(session, question, next(self._clinics[scene.key]), actor=now.who)
        else:
            PLAYS[scene.do](now)


@dataclass(frozen=True)
class _Now:
    session: Session
    question: Question
    who: Actor
    city: City
    told: Mapping[str, Any]

    @property
    def text(self) -> str:
        return str(self.told.get("text", ""))


def story_file(city: str) -> Path:
    """Where the story of a city is; it need not be there."""
    return ROOT / "leren_app" / "cities" / "demo" / f"{city}.toml"


def read(path: Path, city: City, now: datetime, *, seed: int = SEED) -> Story:
    """The story in this file, and the year in the folder of its name, as they end today; days are working days.

    The same seed on the same day gives the same story.
    """
    year = demo_year.read_folder(path.with_suffix(""))
    told = tomllib.loads(path.read_text(encoding="utf-8"))["questions"]
    today = calendar.local_day(now, city.time_zone)
    scenes = list(demo_year.scenes_of(year, city, now, seed))
    for question in told:
        for step in question["steps"]:
            day = calendar.add_working_days(today, -step["ago"], city.closed_days)
            at = calendar.instant_of(day, step["at"], city.time_zone)
            scenes.append(Scene(at, question["key"], step["do"], step))
    questions = {**{q["key"]: q for q in told}, **year.questions}
    world = World(year, Crowd(seed, year.names))
    return Story(city, questions, tuple(sorted(scenes, key=lambda scene: scene.at)), world)


def _asked(told: Mapping[str, Any]) -> Asked:
    return Asked(
        form_key=f"demo-{told['key']}",
        text=told["text"].strip(),
        place=told["place"],
        mail=f"{told['key']}@{demo_people.DOMAIN}",
        themes=tuple(told["themes"]),
        asks_as=AskerKind(told.get("asks_as", AskerKind.RESIDENT)),
        name=told.get("name", ""),
        name_public=told.get("name_public", False),
        language=told.get("language", "nl"),
    )


def _told(told: Mapping[str, Any]) -> Told:
    """What somebody without mail told at the desk."""
    return Told(
        form_key=f"demo-{told['key']}",
        text=told["text"].strip(),
        place=told["place"],
        channel=Channel(told["channel"]),
        reach=told["reach"],
        consents=True,
        themes=tuple(told["themes"]),
        name=told.get("name", ""),
    )


def _versions(told: Mapping[str, Any]) -> Iterator[ClinicText]:
    """The versions of the clinic in order, each with what it leaves unsaid taken from the one before."""
    words: dict[str, str] = {}
    for version in told.get("clinic", ()):
        words = {**words, **version}
        yield ClinicText(**words)


def _actor(session: Session, question: Question, scene: Scene) -> Actor:
    """Who acts: the account that is named, else the asker for an asker's step, else whoever took the question."""
    if "by" not in scene.told and scene.do in BY_ASKER and "how" not in scene.told:
        return Actor(contact_id=question.asker_id)
    user = demo_people.get(session, scene.told["by"]) if "by" in scene.told else question.assignee
    if user is None:
        raise ValueError(f"nobody can {scene.do} {scene.key!r}: nobody took it")
    return accounts.actor_of(user, clock.now(session))


def _agree(now: _Now) -> None:
    how = AgreedHow(now.told.get("how", AgreedHow.LINK))
    on = None if how is AgreedHow.LINK else calendar.local_day(clock.now(now.session), now.city.time_zone)
    n = now.question.clinic_versions[-1].n
    clinic.agree(
        now.session,
        now.question,
        actor=now.who,
        city=now.city,
        seen_n=n,
        how=how,
        on=on,
        who=str(now.told.get("who", "")),
    )


def _end(end: Callable[..., object]) -> Callable[[_Now], object]:
    """Refer or refuse, which ask the same things."""
    return lambda now: end(
        now.session,
        now.question,
        reason=now.told["reason"],
        text=now.text,
        link=now.told.get("link"),
        actor=now.who,
        city=now.city,
    )


def _say(say: Callable[..., object]) -> Callable[[_Now], object]:
    """Steps that only need a text."""
    return lambda now: say(now.session, now.question, now.text, actor=now.who, city=now.city)


def _do(do: Callable[..., object]) -> Callable[[_Now], object]:
    """Steps that need nothing."""
    return lambda now: do(now.session, now.question, actor=now.who, city=now.city)


def _assign(now: _Now) -> object:
    colleague = demo_people.get(now.session, now.told["to"])
    return handling.assign(now.session, now.question, colleague, actor=now.who, note=now.text)


PLAYS: dict[str, Callable[[_Now], object]] = {
    "confirm": _do(asking.confirm),
    "take": _do(handling.take),
    "assign": _assign,
    "note": lambda now: handling.add_note(now.session, now.question, now.text, actor=now.who),
    "ask_more": _say(handling.ask_more),
    "reply": _say(handling.reply),
    "put_before": lambda now: clinic.put_before(
        now.session, now.question, actor=now.who, city=now.city, remark=now.text
    ),
    "change": _say(clinic.change),
    "agree": _agree,
    "publish": _do(handling.publish),
    "refer": _end(handling.refer),
    "refuse": _end(handling.refuse),
    "withdraw": _say(handling.withdraw),
}
