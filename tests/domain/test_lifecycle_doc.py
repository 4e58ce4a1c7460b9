"""The printed page of the life cycles says what the tables say, and is not stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from leren_app.cli.lifecycle_doc import LIFECYCLES, main, page


def test_the_page_in_docs_is_what_the_tables_print() -> None:
    assert main(["--check"]) == 0


def test_a_stale_or_missing_page_fails_the_check_and_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lifecycle.md"

    assert main(["--check"], path) == 1
    assert not path.exists()

    path.write_text(page() + "one word more")
    assert main(["--check"], path) == 1
    assert path.read_text().endswith("one word more")
    assert "is stale" in capsys.readouterr().err


def test_writing_the_page_makes_the_check_pass(tmp_path: Path) -> None:
    path = tmp_path / "lifecycle.md"

    assert main([], path) == 0
    assert main(["--check"], path) == 0


def test_every_step_and_every_state_is_on_the_page() -> None:
    lines = page().splitlines()

    for lifecycle in LIFECYCLES:
        for step in lifecycle.steps:
            marked = f"{step.name} ‡" if step.answers else step.name
            assert any(line.startswith(f"| {marked} | ") for line in lines), step.name
        for state, label in lifecycle.labels.items():
            assert f"| {state} | {label.nl} | {label.en} |" in lines


def test_a_row_holds_all_that_the_step_says() -> None:
    rows = page().splitlines()

    assert (
        "| request | –, proposed → requested | Vraag aan voor dit vak / Request for this course"
        " | student, researcher, lecturer | –"
        " | A student or researcher asks only for an edition of their own; for a course its lecturer does."
        " The challenge is open for education. The planning deadline of the edition is still ahead."
        " Calendar, language and level fit, or a coordinator set them aside by name."
        " | client: `placement/requested` | Een vak heeft belangstelling / A course is interested |"
    ) in rows
    assert any(row.startswith("| lapse | ") and "| nobody: the address was never proven" in row for row in rows)
    assert any(row.startswith("| submit | – → unconfirmed | ") and " | anyone | " in row for row in rows)


def test_the_diagrams_draw_making_staying_and_ending() -> None:
    lines = [line.strip() for line in page().splitlines()]

    assert "[*] --> unconfirmed: submit" in lines
    assert "paused --> paused: edit" in lines
    assert "lapsed --> [*]" in lines
    assert "closed --> [*]" not in lines
    assert page().count("```mermaid") == 5


def test_rows_have_as_many_cells_as_the_head() -> None:
    heads = {len(line.split(" | ")) for line in page().splitlines() if line.startswith("| step | ")}
    cells = {len(line.split(" | ")) for line in page().splitlines() if " → " in line and line.startswith("| ")}

    assert heads == cells == {8}
