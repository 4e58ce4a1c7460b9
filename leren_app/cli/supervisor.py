"""Keep a few processes alive together: start in order, start again what dies, stop in the opposite order.

Knows nothing of what the processes do, so that tests can use tiny ones.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leren_app.cli.process_tree import adopt_orphans, descendants, die_with_parent, reap_orphans

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 10.0
DEATHS, WITHIN = 5, 60.0


class GaveUpError(Exception):
    """A process died again and again; starting it once more would help nobody."""

    def __init__(self, child: Child) -> None:
        super().__init__(f"{child.name} died {DEATHS} times within a minute; its last lines:\n{child.last_lines()}")


@dataclass
class Child:
    """One process to keep alive, and what we know of its deaths."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    pass_fds: tuple[int, ...] = ()
    patience: float = 10.0  # seconds to end by itself after SIGTERM
    pause: float = SHORTEST_PAUSE  # seconds before the first new start; doubled at each death within a minute
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C in the terminal reaches the supervisor only, which keeps order."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.argv,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=self.pass_fds,
                start_new_session=True,
                preexec_fn=die_with_parent,  # safe: the supervisor has no threads
            )

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def mourn(self, now: float) -> None:
        """Note a death: when to start again, and whether that makes sense."""
        self.process = None
        self.deaths.append(now)
        recent = sum(1 for death in self.deaths if now - death < WITHIN)
        if recent >= DEATHS:
            raise GaveUpError(self)
        self.again_at = now + min(self.pause * 2 ** (recent - 1), LONGEST_PAUSE)

    def stop(self) -> None:
        """Ask it to end, wait, then end it and everything below it."""
        if self.process is None:
            return
        family = descendants(self.process.pid)
        self.process.terminate()
        try:
            self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            kill([*family, *descendants(self.process.pid), self.process.pid])
            self.process.wait()
        self.process = None

    def last_lines(self, number: int = 15) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-number:])


class Supervisor:
    """The children in the order in which they start; they stop in the opposite order."""

    def __init__(self, children: Sequence[Child], *, changed: Callable[[dict[str, int]], None]) -> None:
        self.children = list(children)
        self.changed = changed
        adopt_orphans()

    def start(self, child: Child) -> None:
        """Start one child and tell who runs now."""
        child.start()
        self.changed(self.pids())

    def pids(self) -> dict[str, int]:
        """Name and process id of every child that runs."""
        return {child.name: child.pid for child in self.children if child.pid}

    def tick(self, now: float | None = None) -> None:
        """Look once after every child; raises GaveUpError for one that cannot be kept alive."""
        now = time.monotonic() if now is None else now
        reap_orphans([child.process.pid for child in self.children if child.process])
        for child in self.children:
            if child.process is not None and child.pid is None:
                child.mourn(now)
            if child.process is None and now >= child.again_at:
                self.start(child)

    def stop(self) -> None:
        """Stop all, the last started first, then whatever was left behind below them."""
        for child in reversed(self.children):
            child.stop()
        kill(descendants(os.getpid()))
        self.changed({})


def kill(pids: Sequence[int]) -> None:
    """End processes at once; those that ended meanwhile are no matter."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
