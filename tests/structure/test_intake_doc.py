"""What docs/intake.md promises about things that go wrong: every row names tests, and every test named is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs/intake.md").read_text(encoding="utf-8").splitlines()
    if "::test_" in line
]
EXPECTED = {
    "double click",
    "printing a card twice",
    "back button",
    "two tabs",
    "reload",
    "shared computer",
    "expired link",
    "forwarded link",
    "mail scanner",
    "six posts a minute",
    "cut-off upload",
    "30 MB file",
    ".exe named .pdf",
    "script in a file name",
    "worker killed between commit and mail",
    "SMTP refuses",
}


@cache
def names_in(path: str) -> set[str]:
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")}


def test_everything_that_may_go_wrong_at_intake_has_its_row() -> None:
    assert {what for what, *_ in ROWS} == EXPECTED


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_says_what_we_answer_and_its_tests_are_there(row: list[str]) -> None:
    _, answer, tests = row
    named = TEST.findall(tests)

    assert answer
    assert named
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
