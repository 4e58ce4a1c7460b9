"""Words of a city's coordinators, in two files beside the indexes: read, checked, and saved so that nothing is lost."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, StaleError
from leren_app.domain.text import Text
from leren_app.services.indexes.items import Kind
from leren_app.services.indexes.keeping import FOLDER
from leren_app.services.indexes.reader import WORDS
from leren_app.services.locking import alone
from leren_app.services.questions.triage import LIST
from leren_app.services.suggestions import refreshing
from matching.additions import with_additions
from matching.cue_lists import own_cues, with_cues
from matching.lexicon import LexiconError, own_lexicon

LONGEST = 200_000
"""Characters of one file; some six thousand lines."""


class WordFile(StrEnum):
    """A file that coordinators keep."""

    MATCHER = WORDS
    TRIAGE = LIST


@dataclass(frozen=True)
class Kept:
    """A file as it is now, and what tells it from any other text; both are there for a file that is not."""

    text: str
    mark: str


def read(folder: Path, file: WordFile) -> Kept:
    """The file; empty where there is none."""
    try:
        content = (folder.parent / file).read_bytes()
    except FileNotFoundError:
        content = b""
    return Kept(content.decode("utf-8", "replace").removeprefix("\ufeff"), hashlib.sha256(content).hexdigest())


def check(file: WordFile, text: str) -> None:
    """Raise FieldError with the number of the first line that cannot be read, and what is wrong with it."""
    try:
        if file is WordFile.MATCHER:
            with_additions(own_lexicon(), text, file.value)
        else:
            with_cues(own_cues(), text, file.value)
    except LexiconError as error:
        problem = Text(error.mistake.nl, error.mistake.en)
        raise FieldError("text", _WRONG_LINE.with_(line=error.at.line, problem=problem)) from None


def save(session: Session, file: WordFile, text: str, *, seen: str) -> None:
    """Put a checked text in the place of the file, and promise what follows from it.

    `seen` is the mark of the text the writer began with. Raises StaleError when somebody saved another one meanwhile,
    FieldError for a line that cannot be read. The version before stays beside it, with `.before` behind its name.
    """
    folder: Path = session.info[FOLDER]
    check(file, text)
    path = folder.parent / file
    with alone(path):
        if read(folder, file).mark != seen:
            raise StaleError
        if file is WordFile.MATCHER:
            why = hashlib.sha256(text.encode()).hexdigest()[:16] + seen[:16]
            refreshing.rebuild(session, Kind.QUESTIONS, f"words:{why}")
            refreshing.refresh_all(session, f"words:{why}")
        session.flush()
        _replace(path, text)


def _replace(path: Path, text: str) -> None:
    """The new text whole or not at all; the one before is kept."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    if path.exists():
        before = path.with_suffix(".before")
        before.unlink(missing_ok=True)
        before.hardlink_to(path)
    new.replace(path)


_WRONG_LINE = Text("Regel {line} klopt niet: {problem}", "Line {line} is not right: {problem}")
