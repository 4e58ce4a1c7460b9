#!/usr/bin/env python3
"""Seconds from `python3 leren run` to the first page: a first start (new database, demo made) and a second one.

Goal: the second ≤ 5 s. Uses an instance folder of its own and a port from 8160 on; what runs already is not touched.
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOAL = 5.0
ROUNDS = 3


def start_once(instance: str) -> float:
    """Seconds until the first page has come in full; stops everything again."""
    env = {**os.environ, "LEREN_INSTANCE": instance}
    argv = [sys.executable, "leren", "run", "--port", "8160"]
    began = time.monotonic()
    with subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as launcher:
        try:
            assert launcher.stdout is not None
            address = next(line.strip() for line in launcher.stdout if line.startswith("http"))
            with urllib.request.urlopen(address, timeout=10) as page:
                page.read()
            return time.monotonic() - began
        finally:
            launcher.send_signal(signal.SIGINT)
            launcher.wait(60)


def main() -> int:
    """Print one first start and the median of some second ones; 1 where the goal is missed."""
    subprocess.run([sys.executable, "leren", "install"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory(prefix="leren-bench-") as folder:
        instance = str(Path(folder) / "instance")
        first = start_once(instance)
        later = [start_once(instance) for _ in range(ROUNDS)]
    print(f"first start    {first:5.2f} s")
    median = statistics.median(later)
    print(f"second start   {median:5.2f} s  ({min(later):.2f} to {max(later):.2f}, goal {GOAL:.0f})")
    return 0 if median <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
