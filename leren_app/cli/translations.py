"""Turn the catalogues of the source into what gettext reads; compiled ones are not committed, they would disagree."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "leren_app" / "translations"
TARGET = ROOT / "instance" / "translations"


def compile_catalogues(source: Path = SOURCE, target: Path = TARGET) -> list[str]:
    """Compile every catalogue that changed since the last time; returns their languages."""
    changed = []
    for po in sorted(source.glob("*/LC_MESSAGES/*.po")):
        mo = target / po.relative_to(source).with_suffix(".mo")
        stamp, digest = mo.with_suffix(".sha256"), hashlib.sha256(po.read_bytes()).hexdigest()
        if not (mo.exists() and stamp.exists() and stamp.read_text() == digest):
            _compile(po, mo)
            stamp.write_text(digest)
            changed.append(po.parent.parent.name)
    return changed


def _compile(po: Path, mo: Path) -> None:
    """Write the file whole: another process may be reading the old one."""
    with po.open("rb") as file:
        catalogue = read_po(file, locale=po.parent.parent.name)
    mo.parent.mkdir(parents=True, exist_ok=True)
    part = mo.with_name(f"{mo.name}.{os.getpid()}")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(mo)


if __name__ == "__main__":
    compile_catalogues()
