"""Words of coordinators: read, checked, and saved so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, StaleError
from leren_app.models import Outbox
from leren_app.services import words
from leren_app.services.indexes.keeping import FOLDER
from leren_app.services.indexes.reader import lexicon_beside
from leren_app.services.words import WordFile


@pytest.fixture
def folder(session: Session, tmp_path: Path) -> Iterator[Path]:
    """A folder of indexes of this test's own."""
    before = session.info[FOLDER]
    session.info[FOLDER] = tmp_path / "instance" / "index"
    yield session.info[FOLDER]
    session.info[FOLDER] = before


def test_a_saved_file_is_read_back_and_the_one_before_is_kept(session: Session, folder: Path) -> None:
    empty = words.read(folder, WordFile.TRIAGE)
    words.save(session, WordFile.TRIAGE, "[report nl]\nvlonder\n", seen=empty.mark)
    first = words.read(folder, WordFile.TRIAGE)
    words.save(session, WordFile.TRIAGE, "[report nl]\nsteiger\n", seen=first.mark)

    assert (empty.text, first.text) == ("", "[report nl]\nvlonder\n")
    assert words.read(folder, WordFile.TRIAGE).text == "[report nl]\nsteiger\n"
    assert (folder.parent / "triage.before").read_text("utf-8") == first.text


def test_who_began_with_an_older_text_does_not_overwrite_a_newer_one(session: Session, folder: Path) -> None:
    mark = words.read(folder, WordFile.TRIAGE).mark
    words.save(session, WordFile.TRIAGE, "[report nl]\neen vlonder\n", seen=mark)

    with pytest.raises(StaleError):
        words.save(session, WordFile.TRIAGE, "", seen=mark)

    assert "vlonder" in words.read(folder, WordFile.TRIAGE).text


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [(WordFile.TRIAGE, "\n[crisis nl]\nab*\n", 3), (WordFile.MATCHER, "# a\nchess | schaak\n", 2)],
)
def test_a_wrong_line_is_named_and_nothing_is_saved(
    session: Session, folder: Path, file: WordFile, text: str, line: int
) -> None:
    with pytest.raises(FieldError) as caught:
        words.save(session, file, text, seen=words.read(folder, file).mark)

    assert caught.value.message.nl.startswith(f"Regel {line} klopt niet: ")
    assert words.read(folder, file).text == ""


def test_words_for_the_matcher_promise_fresh_indexes_and_count_at_once(session: Session, folder: Path) -> None:
    before = lexicon_beside(folder)
    words.save(session, WordFile.MATCHER, "chess | kwibuzel | chess\n", seen=words.read(folder, WordFile.MATCHER).mark)

    kinds = {row.kind for row in session.scalars(select(Outbox)) if "words:" in row.idem_key}
    assert kinds == {"suggestions.index", "suggestions.refresh"}
    assert "chess" not in before.concepts
    assert "kwibuzel" in lexicon_beside(folder).concepts["chess"].nl


def test_lists_of_kinds_promise_no_work(session: Session, folder: Path) -> None:
    words.save(session, WordFile.TRIAGE, "", seen=words.read(folder, WordFile.TRIAGE).mark)

    assert session.scalars(select(Outbox)).all() == []
