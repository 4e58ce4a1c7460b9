"""How `leren test` spreads the suite over processes: a file to each, what takes longest first."""

from __future__ import annotations

import gc

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# A file that starts real servers takes up to two minutes, one of the domain a second: the last ones even it out.
LONGEST_FIRST = ("journeys", "start", "processes", "web", "services", "structure", "matching", "look", "domain")

JOURNEYS = ("journeys on postgresql", "journeys on sqlite")


class ByFile(LoadScopeScheduling):
    """A file at a time, and the journeys by their database, so that they share one installation."""

    def _split_scope(self, nodeid: str) -> str:
        return _group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Ours for --dist loadfile; xdist's own would keep the files with the fewest tests, the slowest, for the end."""
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders in their order, and the journeys of one installation together; else nothing moves."""
    places = {folder: place for place, folder in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: (places.get(_folder_of(item.nodeid), 0), _group_of(item.nodeid) == JOURNEYS[0]))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never again among what was imported: it took a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _group_of(nodeid: str) -> str:
    path = nodeid.split("::", 1)[0]
    if _folder_of(path) != "journeys":
        return path
    return JOURNEYS["postgresql" not in nodeid]


def _folder_of(path: str) -> str:
    return path.split("/")[1]
