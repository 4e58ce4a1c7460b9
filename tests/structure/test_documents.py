"""The documents lead somewhere: every link between them, and every file of the code they name, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)")
NAMED = re.compile(r"`((?:leren_app|templates|tests|tools|migrations|docs|requirements)/[\w./-]+\.\w+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_and_every_file_named_in_a_document_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    linked = [document.parent / link for link in LINK.findall(text) if not link.startswith("http")]
    named = [ROOT / name for name in NAMED.findall(text) if "gouda" not in name]  # the city that a reader makes

    assert [str(path) for path in linked + named if not path.exists()] == []


def test_every_public_document_that_a_reader_looks_for_is_there() -> None:
    wanted = {"README", "CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT", "GOVERNANCE", "CHANGELOG"}

    assert wanted <= {path.stem for path in DOCUMENTS}
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert (ROOT / "publiccode.yml").exists()
