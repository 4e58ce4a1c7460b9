"""The catalogue follows the code: what is missing, left over or doubtful is named, and `add` mends it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leren_app.cli.translations import compile_catalogues
from tests.start.launching import ROOT

PO = "leren_app/translations/nl/LC_MESSAGES/messages.po"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tiny checkout with one text in the code and two in a template."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "catalogue.py", tmp_path / "tools")
    (tmp_path / "leren_app").mkdir()
    (tmp_path / "leren_app" / "forms.py").write_text('LABEL = _l("Your name")\n')
    (tmp_path / "templates").mkdir()
    page = '<h1>{{ _("Hello %(name)s", name=name) }}</h1>\n{{ ngettext("%(num)d place", "%(num)d places", n) }}\n'
    (tmp_path / "templates" / "page.html").write_text(page)
    return tmp_path


def catalogue(tree: Path, command: str, lines: str = "") -> tuple[int, str]:
    argv = [sys.executable, str(tree / "tools" / "catalogue.py"), command]
    done = subprocess.run(argv, input=lines, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


DUTCH = (
    "Your name\tUw naam\n"
    "Hello %(name)s\tDag %(name)s\n"
    "%(num)d place\t%(num)d places\t%(num)d plaats\t%(num)d plaatsen\n"
)


def test_every_text_in_code_and_templates_must_have_dutch(tree: Path) -> None:
    code, said = catalogue(tree, "check")

    assert code == 1
    for text in ("Your name", "Hello %(name)s", "%(num)d place"):
        assert f"has no Dutch: {text!r}" in said


def test_a_complete_catalogue_is_accepted_and_extracting_it_again_changes_nothing(tree: Path) -> None:
    assert catalogue(tree, "add", DUTCH)[0] == 0
    before = (tree / PO).read_text()

    assert catalogue(tree, "check") == (0, "3 texts, all in Dutch\n")
    assert catalogue(tree, "extract")[0] == 0
    assert (tree / PO).read_text() == before
    assert "forms.py" not in before


def test_a_text_that_left_the_code_is_named_and_removed(tree: Path) -> None:
    catalogue(tree, "add", DUTCH + "Old\tOud\n")

    assert "is used nowhere: 'Old'" in catalogue(tree, "check")[1]
    assert "removed: 'Old' = 'Oud'" in catalogue(tree, "extract")[1]
    assert catalogue(tree, "check")[0] == 0


def test_dutch_with_another_placeholder_is_refused(tree: Path) -> None:
    catalogue(tree, "add", DUTCH.replace("Dag %(name)s", "Dag %(naam)s"))

    code, said = catalogue(tree, "check")

    assert code == 1
    assert "other placeholders in Dutch (naam, name): 'Hello %(name)s'" in said


def test_a_singular_may_write_its_number_out(tree: Path) -> None:
    catalogue(tree, "add", DUTCH.replace("\t%(num)d plaats\t", "\téén plaats\t"))

    assert catalogue(tree, "check")[0] == 0


def test_a_line_with_a_missing_column_changes_nothing(tree: Path) -> None:
    code, said = catalogue(tree, "add", DUTCH + "Without Dutch\n")

    assert code == 2
    assert "Without Dutch" in said
    assert not (tree / PO).exists()


def test_a_fuzzy_text_is_refused(tree: Path) -> None:
    catalogue(tree, "add", DUTCH)
    po = (tree / PO).read_text()
    (tree / PO).write_text(po.replace('msgid "Your name"', '#, fuzzy\nmsgid "Your name"'))

    assert "is marked fuzzy: 'Your name'" in catalogue(tree, "check")[1]


def test_a_template_that_does_not_parse_stops_the_check(tree: Path) -> None:
    catalogue(tree, "add", DUTCH)
    (tree / "templates" / "broken.html").write_text('{% if %}{{ _("Lost") }}')

    assert catalogue(tree, "check")[0] != 0


def test_catalogues_are_compiled_once_and_again_after_a_change(tree: Path) -> None:
    source, target = tree / "leren_app" / "translations", tree / "instance"
    catalogue(tree, "add", DUTCH)

    assert compile_catalogues(source, target) == ["nl"]
    assert compile_catalogues(source, target) == []
    catalogue(tree, "add", "Your name\tHoe heet u?\n")
    assert compile_catalogues(source, target) == ["nl"]
    assert b"Hoe heet u?" in (target / "nl" / "LC_MESSAGES" / "messages.mo").read_bytes()
