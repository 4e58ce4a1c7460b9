#!/usr/bin/env python3
"""Copy style sheets and fonts from node_modules into leren_app/static/vendor, each only if it is what we reviewed.

requirements/assets.txt has one line per file: SHA-256, name in vendor, source under node_modules.
`assets.py` copies and checks; `assets.py --accept` writes the hashes of what is there, after a deliberate upgrade.
Stdlib only: `leren` calls it before anything is installed.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "requirements" / "assets.txt"
VENDOR = ROOT / "leren_app" / "static" / "vendor"


def listed() -> list[tuple[str, str, Path]]:
    """Hash, name and source of each file."""
    rows = [line.split() for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    return [(digest, name, ROOT / "node_modules" / source) for digest, name, source in rows]


def sha256(content: bytes) -> str:
    """The hash as the list writes it."""
    return hashlib.sha256(content).hexdigest()


def copy(name: str, content: bytes) -> None:
    """Write one file whole, so that a running server never serves half of it."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    part = VENDOR / (name + ".part")
    part.write_bytes(content)
    part.replace(VENDOR / name)


def copy_all() -> int:
    """Copy every listed file; stop at the first that is not the one we know."""
    for digest, name, source in listed():
        content = source.read_bytes()
        if sha256(content) != digest:
            print(f"{source.relative_to(ROOT)} is not the reviewed file: {sha256(content)}, expected {digest}.")
            return 1
        copy(name, content)
    return 0


def accept() -> int:
    """Write the hashes of what is in node_modules now."""
    comments = [line for line in LIST.read_text().splitlines() if line.startswith("#")]
    start = ROOT / "node_modules"
    rows = [f"{sha256(source.read_bytes())}  {name}  {source.relative_to(start)}" for _, name, source in listed()]
    LIST.write_text("\n".join(comments + rows) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(accept() if sys.argv[1:] == ["--accept"] else copy_all())
