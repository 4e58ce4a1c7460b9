"""A real installation and a real browser: what a person does, a journey does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from redis import Redis

from tests import servers
from tests.start.launching import launched

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = (360, 740)
DESK = (1280, 800)


@dataclass(frozen=True)
class Installation:
    """A running installation of the demo, empty but for its accounts."""

    launcher: Popen[str]
    folder: Path
    url: str


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; `leren test` names it in CHROMIUM or installs it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """`leren run --empty`, on each kind of database."""
    folder = tmp_path_factory.mktemp("journey")
    if request.param == "sqlite":
        yield from running_demo(folder, {})
        return
    with servers.postgres(folder) as url:
        yield from running_demo(folder, {"DATABASE_URL": url})


@pytest.fixture(autouse=True)
def _fresh_limits(installation: Installation) -> Iterator[None]:
    """All journeys come from one network; none may use up the posts of the next."""
    yield
    with Redis(unix_socket_path=str(next(installation.folder.rglob("*.sock")))) as redis:
        for key in redis.scan_iter("LIMITS*"):
            redis.delete(key)


@pytest.fixture
def person(browser: Browser, installation: Installation) -> Iterator[Callable[..., Page]]:
    """Makes a browser of one person's own: `person()` is on a phone, `person(DESK)` at a desk."""
    contexts: list[BrowserContext] = []

    def make(size: tuple[int, int] = PHONE, script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, base_url=installation.url, java_script_enabled=script
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def running_demo(folder: Path, more: dict[str, str]) -> Iterator[Installation]:
    """`leren run --empty` in a folder, with more in its environment."""
    own = {"DATABASE_URL", "REDIS_URL", "MAIL_URL", "SECRET_KEY", "LEREN_DEMO", "LEREN_RUN_ID", "BASE_URL"}
    env = {name: value for name, value in os.environ.items() if name not in own}
    argv = ["-m", "leren_app.cli.serve", "--empty", "--port", "8600"]
    with launched(argv, {**env, "LEREN_INSTANCE": str(folder), **more}) as launcher:
        assert launcher.stdout is not None
        said = launcher.stdout.readline()
        assert said.startswith("http://127.0.0.1:"), said + launcher.stdout.read()
        yield Installation(launcher, folder, said.strip())
