"""The ways in which a story has to work: language, width, with and without JavaScript."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.looking import check_axe, check_width
from tests.journeys.speaking import Say, speaker


@dataclass(frozen=True)
class Way:
    """How one person meets the site."""

    language: str
    size: tuple[int, int]
    script: bool

    def __str__(self) -> str:
        return f"{self.language}-{self.size[0]}-{'js' if self.script else 'nojs'}"

    @property
    def root(self) -> str:
        """What every path begins with."""
        return "/en" if self.language == "en" else ""

    @property
    def say(self) -> Say:
        """What the pages say."""
        return speaker(self.language)

    def page(self, person: Callable[..., Page]) -> Page:
        """A browser of this way, of one person."""
        return person(self.size, self.script)

    def look(self, page: Page) -> None:
        """Whether the page is sound, as far as it can be seen this way."""
        (check_axe if self.script else check_width)(page)


ALWAYS = {"nl-360-nojs": "sqlite", "en-1280-js": "postgresql"}
"""The two that differ in everything, and the databases they run on; the others run with --full, to and fro."""
FULL = [
    pytest.mark.full,
    pytest.mark.skipif(os.environ.get("LEREN_TEST_FULL") != "1", reason="only with --full"),
]


def _ways() -> list[Any]:
    """Those of one database after each other, so that no installation starts for one test."""
    every = sorted((Way(*way) for way in product(("nl", "en"), (PHONE, DESK), (True, False))), key=_not_always)
    found = []
    for number, way in enumerate(every):
        database = ALWAYS.get(str(way)) or ("postgresql" if number < 5 else "sqlite")
        marks: list[pytest.MarkDecorator] = [] if str(way) in ALWAYS else FULL
        found.append(pytest.param(database, way, marks=marks, id=f"{way}-{database}"))
    return found


def _not_always(way: Way) -> int:
    return list(ALWAYS).index(str(way)) if str(way) in ALWAYS else len(ALWAYS)


every_way = pytest.mark.parametrize(("installation", "way"), _ways(), indirect=["installation"], scope="session")
"""A test with `installation` and `way`: eight, of which two run always."""


def only_on(database: str) -> pytest.MarkDecorator:
    """A test with `installation`, on this database; on the other with --full. Services and pages know both anyway."""
    found = [pytest.param(each, marks=[] if each == database else FULL, id=each) for each in ("sqlite", "postgresql")]
    return pytest.mark.parametrize("installation", found, indirect=True, scope="session")


def in_each(names: str, *values: tuple[Any, ...]) -> pytest.MarkDecorator:
    """A test with `installation` and with values of these names, in two ways: the first on SQLite, the second on
    PostgreSQL; with --full both on both.
    """
    found = []
    for database, first in (("sqlite", 0), ("postgresql", 1)):
        for number, value in enumerate(values):
            marks = [] if number == first else FULL
            found.append(pytest.param(database, *value, marks=marks, id=f"{database}-{value[-1]}"))
    return pytest.mark.parametrize(f"installation, {names}", found, indirect=["installation"], scope="session")


each_language = in_each("language", ("nl",), ("en",))
"""A test with `installation` and `language`: four, of which two run always."""
