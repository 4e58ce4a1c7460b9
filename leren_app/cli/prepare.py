"""Bring everything up to date before the first server starts: texts, tables and, in the demo, people and questions.

One process does all three, because each would need the whole application loaded; it is a fork of the launcher, which
has it loaded already. That saves a second of every start.
"""

from __future__ import annotations

import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from flask_migrate import upgrade

from config import SettingsError
from leren_app import create_app
from leren_app.cli.fitness import refuse_unfit
from leren_app.cli.process_tree import die_with_parent
from leren_app.cli.translations import compile_catalogues
from leren_app.domain.city import CityFileError
from leren_app.extensions import db
from leren_app.services import installation
from leren_app.transaction import transaction


def migrate(*, is_demo: bool) -> None:
    """Bring the tables to the newest version; does nothing where they are. A demo's database is stamped as one.

    Raises SettingsError before anything is changed in a database that belongs to another installation.
    """
    app = create_app()
    with app.app_context():
        if installation.find(db.session()) is not None:
            refuse_unfit(app, has_new_tables=False)
        db.session.remove()
        upgrade()
        if is_demo:
            with transaction() as session:
                installation.stamp(session, city=app.extensions["settings"].city, is_demo=True)
    refuse_unfit(app)


def main(arguments: Sequence[str]) -> None:
    """Prepare; with `--demo` also seed, `--demo --empty` without questions."""
    compile_catalogues()
    try:
        migrate(is_demo="--demo" in arguments)
    except (SettingsError, CityFileError) as refusal:
        sys.exit(str(refusal))
    if "--demo" in arguments:
        sys.argv = ["demo", *(word for word in arguments if word == "--empty")]
        runpy.run_module("leren_app.cli.demo", run_name="__main__")


def in_fork(arguments: Sequence[str], env: Mapping[str, str], log: Path) -> int:
    """Prepare in a fork of this process, with this environment; returns its exit status, what it says is in the log."""
    process = multiprocessing.get_context("fork").Process(target=_forked, args=(arguments, env, log))
    process.start()
    process.join()
    return process.exitcode or 0


def _forked(arguments: Sequence[str], env: Mapping[str, str], log: Path) -> None:
    die_with_parent()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the launcher's handlers only set its own event
        signal.signal(number, signal.SIG_DFL)
    with log.open("wb") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ.clear()
    os.environ.update(env)
    main(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
