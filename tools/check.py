#!/usr/bin/env python3
"""Run everything that can be said about the source without running it, side by side, one line each.

Exit status 1 where one of them found something; what it said follows the lines.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ("leren", "tools/assets.py", "tools/catalogue.py", "tools/check.py", "bench")
# The slowest first, so that the others fit beside it.
CHECKS = {
    "types (mypy)": ("-m", "mypy"),
    # A cache of its own: two runs of mypy side by side would spoil each other's.
    "types of the scripts": ("-m", "mypy", "--config-file=", "--strict", "--cache-dir=.mypy_cache/scripts", *SCRIPTS),
    "templates (djlint)": ("-m", "djlint", "templates", "--lint", "--quiet"),
    "layers (import-linter)": ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
    "life cycles (docs/lifecycle.md)": ("-m", "leren_app.cli.lifecycle_doc", "--check"),
    "texts (nl)": ("tools/catalogue.py", "check"),
    "the house measured": ("tools/house.py",),
    "style (ruff)": ("-m", "ruff", "check", ".", "leren"),
    "layout (ruff format)": ("-m", "ruff", "format", "--check", ".", "leren"),
}


@dataclass(frozen=True)
class Outcome:
    """What one check said, and how long it took."""

    name: str
    passed: bool
    seconds: float
    said: str


def run(name: str) -> Outcome:
    """Run one check."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *CHECKS[name]],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": "typings"},  # for the scripts, which are checked without pyproject.toml
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - began, done.stdout.strip())


def main() -> int:
    """Run all, print a line as each ends, then what the failed ones said."""
    began, failed = time.monotonic(), []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for outcome in (future.result() for future in as_completed([pool.submit(run, name) for name in CHECKS])):
            print(f"{'ok ' if outcome.passed else 'NO '} {outcome.name:32} {outcome.seconds:5.1f} s", flush=True)
            failed += [] if outcome.passed else [outcome]
    for outcome in failed:
        print(f"\n--- {outcome.name}\n{outcome.said}")
    verdict = f"{len(failed)} of {len(CHECKS)} found something" if failed else "all is well"
    print(f"check: {verdict}, {time.monotonic() - began:.1f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
