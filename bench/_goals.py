"""Figures with a goal, and the sets they are measured on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def goal(what: str, figure: float, bound: float, more: bool = True) -> list[str]:
    """Print a figure with its goal; the line again where it is missed."""
    met = figure >= bound if more else figure <= bound
    line = f"{what} {figure:.3f} (goal {'>=' if more else '<='} {bound:g})"
    print(f"{'ok ' if met else 'NO '} {line}")
    return [] if met else [line]


def verdict(missed: Sequence[str]) -> int:
    """Print which goals were missed; 1 where there is one."""
    print("\nAll goals that were measured are met." if not missed else "\nMissed: " + "; ".join(missed))
    return 1 if missed else 0


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The lines of a set, each a JSON object."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
