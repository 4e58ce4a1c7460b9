"""Bring everything up to date before the first server starts: texts, tables and, in the demo, people and questions.

One process does all three, because each would need the whole application loaded.
"""

from __future__ import annotations

import runpy
import sys

from flask_migrate import upgrade

from config import SettingsError
from leren_app import create_app
from leren_app.cli.translations import compile_catalogues


def migrate() -> None:
    """Bring the tables to the newest version; does nothing where they are."""
    with create_app().app_context():
        upgrade()


def main(arguments: list[str]) -> None:
    """Prepare; with `--demo` also seed, `--demo --empty` without questions."""
    compile_catalogues()
    try:
        migrate()
    except SettingsError as refusal:
        sys.exit(str(refusal))
    if "--demo" in arguments:
        sys.argv = ["demo", *(word for word in arguments if word == "--empty")]
        runpy.run_module("leren_app.cli.demo", run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
