"""What the tests of starting and stopping share: waiting, and looking at real processes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


def wait_for(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait until it holds; fails when it takes too long."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def running(folder: Path) -> dict[str, int]:
    """Name and process id of the children, as the launcher wrote them."""
    try:
        return dict(json.loads((folder / "children.json").read_text()))
    except (OSError, ValueError):  # not there yet, or half written
        return {}


def family(pid: int) -> list[psutil.Process]:
    """A process and all below it."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def alive(processes: list[psutil.Process]) -> list[str]:
    """Those that still run; a zombie does not."""
    return [str(p) for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


@contextmanager
def launched(argv: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A launcher as a process; stopped at the end, by force where it must be."""
    launcher = subprocess.Popen(
        [sys.executable, *argv], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield launcher
    finally:
        if launcher.poll() is None:
            launcher.send_signal(signal.SIGTERM)
            try:
                launcher.wait(40)
            except subprocess.TimeoutExpired:
                launcher.kill()
                launcher.wait()
        assert launcher.stdout is not None
        launcher.stdout.close()


@contextmanager
def stand_ins(folder: Path, **commands: str) -> Iterator[subprocess.Popen[str]]:
    """A launcher of tiny Python programs, ready."""
    with launched(["-m", "tests.start.stand_in", str(folder), json.dumps(commands)]) as launcher:
        assert launcher.stdout is not None
        assert launcher.stdout.readline() == "ready\n"
        yield launcher
