"""The real thing, started as `leren run` starts it: it gets healthy, survives, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from leren_app.cli.queue_server import is_alive, socket_path
from tests.start.launching import ROOT, alive, family, launched, running, wait_for

pytestmark = pytest.mark.processes

SERVE = ["-m", "leren_app.cli.serve", "--port", "8110", "--empty"]


@dataclass(frozen=True)
class Installation:
    """A running installation with a folder of its own."""

    launcher: subprocess.Popen[str]
    folder: Path
    url: str

    def health(self) -> tuple[int, dict[str, object]]:
        try:
            with urllib.request.urlopen(f"{self.url}healthz", timeout=5) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())
        except TimeoutError:  # a process that was just killed, on a busy machine
            return 0, {}

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=5) as answer:
            return str(answer.read().decode())


def environment(folder: Path) -> dict[str, str]:
    own = {"DATABASE_URL", "REDIS_URL", "MAIL_URL", "SECRET_KEY", "LEREN_DEMO", "LEREN_RUN_ID", "BASE_URL"}
    return {**{name: value for name, value in os.environ.items() if name not in own}, "LEREN_INSTANCE": str(folder)}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("installation")
    with launched(SERVE, environment(folder)) as launcher:
        assert launcher.stdout is not None
        said = launcher.stdout.readline()
        assert said.startswith("http://127.0.0.1:81"), said + launcher.stdout.read()
        yield Installation(launcher, folder, said.strip())


def test_the_printed_address_serves_the_first_page_in_two_languages(installation: Installation) -> None:
    assert 'lang="nl"' in installation.page("")
    assert 'lang="en"' in installation.page("en/")


def test_health_names_the_four_that_must_live(installation: Installation) -> None:
    status, said = installation.health()

    assert status == 200
    assert {"database", "queue", "worker", "relay"} <= set(said)


def test_the_database_is_a_file_with_a_write_ahead_log(installation: Installation) -> None:
    with closing(sqlite3.connect(installation.folder / "leren.db")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_start_in_the_same_folder_says_where_the_first_runs(installation: Installation) -> None:
    argv = [sys.executable, *SERVE]
    done = subprocess.run(
        argv, cwd=ROOT, env=environment(installation.folder), capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert f"already runs, at {installation.url}" in done.stderr


@pytest.mark.parametrize("victim", ["worker", "relay", "queue", "web"])
def test_whoever_is_killed_comes_back_and_all_is_healthy_again(installation: Installation, victim: str) -> None:
    before = running(installation.folder)[victim]

    os.kill(before, signal.SIGKILL)

    wait_for(lambda: running(installation.folder).get(victim, before) != before)
    wait_for(lambda: installation.health()[0] == 200, seconds=40)
    assert sorted(running(installation.folder)) == ["queue", "relay", "web", "worker"]


def test_the_access_log_has_no_path(installation: Installation) -> None:
    installation.page("?token=secret-in-the-address")

    said = (installation.folder / "log" / "access.log").read_text()
    assert " GET 200 " in said
    assert "secret-in-the-address" not in said
    assert "healthz" not in said


def test_ctrl_c_leaves_no_process_and_no_queue_server(installation: Installation) -> None:
    wait_for(lambda: len(family(installation.launcher.pid)) >= 7)  # launcher, queue server, relay, worker, web, its two
    processes = family(installation.launcher.pid)

    installation.launcher.send_signal(signal.SIGINT)
    assert installation.launcher.wait(40) == 0

    assert alive(processes) == []
    assert not is_alive(socket_path(installation.folder))
    with pytest.raises(urllib.error.URLError):
        installation.page("")
