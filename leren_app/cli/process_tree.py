"""Keep hold of processes that outlive their parent: a killed launcher or worker must leave nothing running.

Linux offers two calls for this, which Python does not wrap; elsewhere `leren run` and `leren stop` look for
left-over processes by the list that the launcher writes.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Collection
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """In a new child: be told to stop when the launcher is gone, however it went. Runs between fork and exec."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def adopt_orphans() -> None:
    """Become the parent of grandchildren whose parent dies, such as the job of a killed worker."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def reap_orphans(children: Collection[int]) -> None:
    """Take note of adopted processes that ended; those of `children` are left to their owner."""
    if sys.platform != "linux":
        return
    while True:
        try:
            ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        except ChildProcessError:
            return
        if ended is None or ended.si_pid in children:
            return
        os.waitpid(ended.si_pid, 0)


def descendants(pid: int) -> list[int]:
    """Every process below this one, the nearest first; empty where the system does not list processes in /proc."""
    parents = _parents()
    found = [pid]
    for known in found:  # the list grows while it is walked
        found += [child for child, parent in parents.items() if parent == known]
    return found[1:]


def _parents() -> dict[int, int]:
    """Parent of every process; zombies are left out, since nothing of them runs."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
        except OSError:  # ended meanwhile
            continue
        if state != "Z":
            parents[int(entry.parent.name)] = int(parent)
    return parents
