"""Print the life cycles as a page of documentation, so that the page cannot say anything else than the tables.

Usage: python -m leren_app.cli.lifecycle_doc [--check]
Writes docs/lifecycle.md; with --check it writes nothing and exits with 1 when the page is stale.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from leren_app.domain.lifecycle import Lifecycle, Need, Step
from leren_app.domain.lifecycles.application import APPLICATION
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.roles import PEOPLE, Role

PAGE = Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"
LIFECYCLES = (QUESTION, CHALLENGE, APPLICATION, PLACEMENT, PROJECT)
COLUMNS = ("step", "from → to", "button", "by", "asks", "needs", "tells", "public line")

INTRODUCTION = """\
# Life cycles

Printed by `python -m leren_app.cli.lifecycle_doc` from the tables in `leren_app/domain/lifecycles/`; do not edit here.
A step that is not in its table cannot be taken. ‡ marks a human answer to the asker. Steps without a source make the
thing; "same" leaves the state as it is. Every step has been given somebody to tell, or the reason why nobody is told.
A question that was merged takes no step before it is apart again; § marks who may all the same (docs/adr/0016).
"""


def page() -> str:
    """The whole page, as it should stand in docs/lifecycle.md."""
    return "\n".join([INTRODUCTION, *(_section(lifecycle) for lifecycle in LIFECYCLES)])


def _section(lifecycle: Lifecycle) -> str:
    lines = [f"## {lifecycle.name.capitalize()}", "", "```mermaid", *_diagram(lifecycle), "```", ""]
    lines += ["| state | nl | en |", "|---|---|---|"]
    lines += [f"| {state} | {text.nl} | {text.en} |" for state, text in lifecycle.labels.items()]
    lines += [""]
    lines += [_row(COLUMNS), "|" + "---|" * len(COLUMNS)]
    lines += [_row(_cells(lifecycle, step)) for step in lifecycle.steps]
    return "\n".join(lines) + "\n"


def _diagram(lifecycle: Lifecycle) -> list[str]:
    """One arrow for each source of each step; states that nothing leaves lead to the end."""
    lines = ["stateDiagram-v2"]
    for step in lifecycle.steps:
        for source in _sources(lifecycle, step):
            lines.append(f"    {source or '[*]'} --> {step.target or source}: {step.name}")
    left = {source for step in lifecycle.steps for source in step.sources}
    return lines + [f"    {state} --> [*]" for state in lifecycle.states if state not in left]


def _sources(lifecycle: Lifecycle, step: Step) -> list[str]:
    """Sources in the order of the states, so that the page is the same each time; empty = not there yet."""
    made = [""] if None in step.sources else []
    return made + [state.value for state in lifecycle.states if state in step.sources]


def _cells(lifecycle: Lifecycle, step: Step) -> tuple[str, ...]:
    sources = ", ".join(source or "–" for source in _sources(lifecycle, step))
    told = ", ".join(f"{audience}: `{topic}`" for audience, topic in step.tells)
    return (
        f"{step.name} ‡" if step.answers else step.name,
        f"{sources} → {step.target or 'same'}",
        f"{step.label.nl} / {step.label.en}",
        _roles(step),
        ", ".join(step.asks) or "–",
        _needs(step.needs) or "–",
        told or f"nobody: {step.silent}",
        f"{step.line.nl} / {step.line.en}" if step.line else "–",
    )


def _roles(step: Step) -> str:
    if step.by == PEOPLE:
        return "anyone"
    return ", ".join(f"{role} §" if role in step.while_merged else role for role in Role if role in step.by)


def _needs(needs: Sequence[Need]) -> str:
    return " ".join((need.__doc__ or need.__name__).strip().splitlines()[0] for need in needs)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main(arguments: Sequence[str] | None = None, path: Path = PAGE) -> int:
    """Write the page, or with --check compare it; the exit status."""
    parser = argparse.ArgumentParser(description="Print the life cycles to docs/lifecycle.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when the page is stale")
    if not parser.parse_args(arguments).check:
        path.write_text(page(), encoding="utf-8")
        return 0
    if path.is_file() and path.read_text(encoding="utf-8") == page():
        return 0
    sys.stderr.write(f"{path.name} is stale: run python -m leren_app.cli.lifecycle_doc\n")
    return 1


if __name__ == "__main__":  # pragma: no cover - only true when run as a program
    sys.exit(main())
