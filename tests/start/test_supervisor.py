"""Processes are kept alive together, and nothing outlives the launcher; tried on tiny programs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from leren_app.cli.supervisor import DEATHS, Child, GaveUpError
from tests.start.launching import ROOT, alive, family, running, stand_ins, wait_for

pytestmark = pytest.mark.processes

SLEEP = "import time\ntime.sleep(600)"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('deaf')\ntime.sleep(600)"
SAY_GOODBYE = """
import signal, sys, time
from pathlib import Path
def leave(*_):
    with Path({order!r}).open("a") as file:
        file.write({name!r} + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print("listening")
time.sleep(600)
"""
WITH_A_JOB_OF_ITS_OWN = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print("job runs")
time.sleep(600)
"""


def said(folder: Path, name: str) -> str:
    path = folder / f"{name}.log"
    return path.read_text() if path.exists() else ""


def test_a_killed_child_comes_back(tmp_path: Path) -> None:
    with stand_ins(tmp_path, steady=SLEEP, unlucky=SLEEP):
        before = running(tmp_path)

        os.kill(before["unlucky"], signal.SIGKILL)
        wait_for(lambda: running(tmp_path).get("unlucky", before["unlucky"]) != before["unlucky"])

        assert running(tmp_path)["steady"] == before["steady"]
        assert psutil.pid_exists(running(tmp_path)["unlucky"])


def test_the_pause_before_a_new_start_doubles_up_to_the_fifth_death(tmp_path: Path) -> None:
    child = Child("shaky", [sys.executable], tmp_path / "shaky.log")
    child.log.write_text("its last word\n")

    pauses = []
    for death in range(DEATHS - 1):
        child.mourn(float(death))
        pauses.append(child.again_at - death)

    assert pauses == [1, 2, 4, 8]
    with pytest.raises(GaveUpError, match="its last word"):
        child.mourn(float(DEATHS))


def test_deaths_of_more_than_a_minute_ago_are_forgiven(tmp_path: Path) -> None:
    child = Child("seldom", [sys.executable], tmp_path / "seldom.log")

    for death in range(2 * DEATHS):
        child.mourn(death * 61.0)

    assert child.again_at == (2 * DEATHS - 1) * 61.0 + 1


def test_ctrl_c_stops_the_children_in_the_opposite_order(tmp_path: Path) -> None:
    order = tmp_path / "order"
    commands = {name: SAY_GOODBYE.format(order=str(order), name=name) for name in ("queue", "relay", "worker", "web")}

    with stand_ins(tmp_path, **commands) as launcher:
        wait_for(lambda: all(said(tmp_path, name) for name in commands))
        launcher.send_signal(signal.SIGINT)
        launcher.wait(20)

    assert order.read_text().split() == ["web", "worker", "relay", "queue"]
    assert launcher.returncode == 0


def test_ctrl_c_ends_a_child_that_does_not_listen(tmp_path: Path) -> None:
    with stand_ins(tmp_path, deaf=STUBBORN) as launcher:
        wait_for(lambda: said(tmp_path, "deaf"))
        processes = family(launcher.pid)
        launcher.send_signal(signal.SIGINT)
        launcher.wait(20)

    assert len(processes) == 2
    assert alive(processes) == []


def test_leren_stop_stops_what_runs_and_says_so(tmp_path: Path) -> None:
    with stand_ins(tmp_path, one=SLEEP, two=SLEEP) as launcher:
        processes = family(launcher.pid)
        env = {**os.environ, "LEREN_INSTANCE": str(tmp_path)}
        stop = [sys.executable, "leren", "stop"]
        done = subprocess.Popen(stop, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        launcher.wait(20)
        said, _ = done.communicate(timeout=20)

    assert (done.returncode, said) == (0, "Stopped.\n")
    assert alive(processes) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to the launcher")
def test_ctrl_c_ends_the_job_that_a_killed_worker_left_behind(tmp_path: Path) -> None:
    with stand_ins(tmp_path, worker=WITH_A_JOB_OF_ITS_OWN) as launcher:
        wait_for(lambda: said(tmp_path, "worker"))
        worker, job = psutil.Process(launcher.pid).children(recursive=True)
        worker.kill()
        wait_for(lambda: alive([worker]) == [])
        assert alive([job])

        launcher.send_signal(signal.SIGINT)
        launcher.wait(20)

    assert alive([job]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next start clears away")
def test_children_stop_when_the_launcher_is_killed(tmp_path: Path) -> None:
    with stand_ins(tmp_path, one=SLEEP, two=SLEEP) as launcher:
        processes = family(launcher.pid)
        launcher.kill()
        wait_for(lambda: alive(processes) == [])

    assert len(processes) == 3


def test_a_child_that_dies_again_and_again_stops_everything_and_shows_its_last_words(tmp_path: Path) -> None:
    with stand_ins(tmp_path, steady=SLEEP, broken="raise SystemExit('no such table: question')") as launcher:
        processes = family(launcher.pid)
        said, _ = launcher.communicate(timeout=40)

    assert launcher.returncode == 1
    assert "broken died 5 times within a minute" in said
    assert "no such table: question" in said
    assert alive(processes) == []
