#!/usr/bin/env python3
"""Keep the Dutch catalogue equal to what the code says, so that no page shows English to a Dutch reader.

    catalogue.py extract        write messages.po of nl anew from code and templates
    catalogue.py check          a line for each text that is missing, left over, doubtful or lacks a placeholder; exit 1
    catalogue.py add < lines    English<TAB>Dutch, or English<TAB>English plural<TAB>Dutch<TAB>Dutch plural

Texts in the code are English, so English needs no catalogue. The file names no source lines: two people who
translate different pages should not meet in a merge.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = Path("leren_app/translations/nl/LC_MESSAGES/messages.po")
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
}
# silent=false: a template that does not parse stops the extraction, else its texts would be missing without a word.
JINJA = {"encoding": "utf-8", "silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")
HEADER = """\
# The Dutch of every page text. Written by tools/catalogue.py; sorted by the English.
msgid ""
msgstr ""
"Language: nl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def texts_in(root: Path) -> Catalog:
    """Every text that code and templates under the root hand to gettext, without translation."""
    found = Catalog(locale="nl", fuzzy=False)
    code = sorted((root / "leren_app").rglob("*.py"))
    templates = [p for kind in ("*.html", "*.txt", "*.xml") for p in sorted((root / "templates").rglob(kind))]
    for paths, method, options in ((code, "python", {}), (templates, "jinja2.ext:babel_extract", JINJA)):
        for path in paths:
            for _, message, _, context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
                found.add(message, context=context)
    return found


def read(path: Path) -> Catalog:
    """The catalogue in the file; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale="nl", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="nl", abort_invalid=True)


def write(catalogue: Catalog, path: Path) -> None:
    """Replace the file whole, so that a reader never sees half of it."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(HEADER + body.getvalue().decode().strip() + "\n", encoding="utf-8")
    part.replace(path)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one process at a time changes the file; the folder carries the lock, so no lock file is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def messages(catalogue: Catalog) -> list[Message]:
    """The messages without the header, sorted."""
    return sorted(message for message in catalogue if message.id)


def forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    """A text as its singular and, where it has one, its plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def placeholders(text: str) -> set[str]:
    """The names that a text leaves open."""
    return {named or braced for named, braced in PLACEHOLDER.findall(text)}


def faults_of(message: Message) -> Iterator[str]:
    """What is wrong with one message that is in code and catalogue."""
    english, dutch = forms(message.id), forms(message.string)
    if len(dutch) != len(english) or not all(dutch):
        yield f"has no Dutch: {english[0]!r}"
    elif message.fuzzy:
        yield f"is marked fuzzy: {english[0]!r}"
    for said, translated in zip(english, dutch, strict=False):
        # A singular may write its number out ("one question"), in either language.
        differs = (placeholders(said) ^ placeholders(translated)) - ({"num"} if len(english) == 2 else set())
        if translated and differs:
            yield f"has other placeholders in Dutch ({', '.join(sorted(differs))}): {said!r}"
    if message.context:
        yield f"has a context, which `add` cannot write; use another wording: {english[0]!r}"


def faults(found: Catalog, kept: Catalog) -> list[str]:
    """One line for each text that a Dutch reader would not get, or that nobody uses any more."""
    lines = []
    for message in messages(found):
        known = kept.get(message.id, message.context)
        if known is None or forms(known.id) != forms(message.id):
            lines.append(f"has no Dutch: {forms(message.id)[0]!r}")
        else:
            lines += faults_of(known)
    unused = [m for m in messages(kept) if found.get(m.id, m.context) is None]
    lines += [f"is used nowhere: {forms(message.id)[0]!r}" for message in unused]
    return lines + [f"is used nowhere (commented out): {forms(key)[0]!r}" for key in kept.obsolete]


def extract(path: Path) -> int:
    """Write the catalogue anew: new texts get an empty Dutch, unused ones go and are named."""
    with locked(path):
        kept, fresh = read(path), texts_in(ROOT)
        for message in messages(fresh):
            known = kept.get(message.id, message.context)
            if known is not None and len(forms(known.id)) == len(forms(message.id)):
                message.string = known.string
        write(fresh, path)
    for message in messages(kept):
        if fresh.get(message.id, message.context) is None:
            print(f"removed: {forms(message.id)[0]!r} = {forms(message.string)[0]!r}")
    print(f"{len(messages(fresh))} texts in {PO}")
    return 0


def check(path: Path) -> int:
    """Print every fault; 1 where there is one."""
    found = texts_in(ROOT)
    lines = faults(found, read(path))
    for line in lines:
        print(f"{PO}: {line}")
    if not lines:
        print(f"{len(messages(found))} texts, all in Dutch")
    return 1 if lines else 0


def unescaped(cell: str) -> str:
    """A cell as typed, with \\n for a line break, since a line of input cannot hold one."""
    return cell.strip("\r\n").replace("\\n", "\n")


def add(path: Path, lines: Iterable[str]) -> int:
    """Put each line's Dutch in the catalogue; all or nothing."""
    rows = [[unescaped(cell) for cell in line.split("\t")] for line in lines if line.strip()]
    wrong = [row for row in rows if len(row) not in {2, 4} or not all(row)]
    for row in wrong:
        print(f"neither 2 nor 4 filled columns between tabs: {row!r}", file=sys.stderr)
    if wrong:
        return 2
    with locked(path):
        catalogue = read(path)
        for row in rows:
            half = len(row) // 2
            key = row[0] if half == 1 else tuple(row[:half])
            catalogue.delete(key)
            catalogue.add(key, row[1] if half == 1 else tuple(row[half:]))
        write(catalogue, path)
    print(f"{len(rows)} texts written to {PO}")
    return 0


def main(arguments: list[str]) -> int:
    """Run one of the three commands."""
    path = ROOT / PO
    if arguments == ["extract"]:
        return extract(path)
    if arguments == ["check"]:
        return check(path)
    if arguments == ["add"]:
        return add(path, sys.stdin)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
