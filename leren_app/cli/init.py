"""Set up an installation for real people: the `.env` file, the tables, and a first administrator.

`python3 leren init` asks what it is not told by flags. It prints a one-time link with which the administrator signs in.
"""

from __future__ import annotations

import argparse
import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import flask_migrate
from flask import Flask

from config import ROOT, SHORTEST_SECRET, Settings
from leren_app import create_app
from leren_app.cli.environment import own_queue, read_env_file
from leren_app.cli.fitness import faults_of_settings
from leren_app.domain.city import CityFileError
from leren_app.domain.errors import DomainError
from leren_app.domain.roles import SYSTEM, Role
from leren_app.extensions import db
from leren_app.models import TokenPurpose, User
from leren_app.services import accounts, clock, installation, tokens
from leren_app.transaction import transaction

LINK_LASTS = timedelta(hours=24)
PLAIN = re.compile(r"[\w@%+=:,./-]+")  # means the same to shells, systemd and container tools
HEAD = "# Written by 'python3 leren init'. It holds secrets: keep it to yourself, out of version control and backups.\n"


class InitError(Exception):
    """It cannot be set up like this; the message says why."""


@dataclass(frozen=True)
class Question:
    """One thing to know: its flag, its name in `.env` (or none), the words, and an answer that may do."""

    flag: str
    name: str | None
    words: str
    default: str | None = None


def questions(instance: Path) -> tuple[Question, ...]:
    """What must be known, in the order of asking."""
    return (
        Question("city", "LEREN_CITY", "City file (its name in leren_app/cities)", Settings.city),
        Question("base-url", "BASE_URL", "Address of the site, such as https://vragen.example.org"),
        Question("database-url", "DATABASE_URL", "Database", f"sqlite:///{instance / 'production.db'}"),
        Question("redis-url", "REDIS_URL", "Queue server (redis:// or unix://)", own_queue(instance)),
        Question("mail-url", "MAIL_URL", "Mail server, such as smtp://user:password@host:587?starttls=1"),
        Question("admin-name", None, "Name of the first administrator"),
        Question("admin-mail", None, "Email address of the first administrator"),
    )


def parse(arguments: Sequence[str], asked: Sequence[Question]) -> argparse.Namespace:
    """The options of `leren init`."""
    parser = argparse.ArgumentParser(prog="python3 leren init", description="Set up an installation for real people.")
    for question in asked:
        parser.add_argument(f"--{question.flag}", help=question.words)
    parser.add_argument("--force", action="store_true", help="overwrite an .env that is there; keeps its key")
    return parser.parse_args(arguments)


def answers(options: argparse.Namespace, asked: Sequence[Question], before: Mapping[str, str]) -> dict[str, str]:
    """Flag → answer: told by flag, else asked for, else the default where nobody is there to ask.

    Raises InitError for what is missing.
    """
    told: dict[str, str] = {}
    for question in asked:
        by_flag = getattr(options, question.flag.replace("-", "_"))
        default = before.get(question.name or "") or question.default
        told[question.flag] = (by_flag if by_flag is not None else _ask(question.words, default)).strip()
    for problem, flags in (
        ("Not told", [flag for flag, value in told.items() if not value]),
        ("On one line, please", [flag for flag, value in told.items() if not value.isprintable()]),
    ):
        if flags:
            raise InitError(f"{problem}: {', '.join(f'--{flag}' for flag in flags)}.")
    return told


def _ask(words: str, default: str | None) -> str:
    answer = input(f"{words}{f' [{default}]' if default else ''}: ") if sys.stdin.isatty() else ""
    return answer.strip() or default or ""


def environment(told: Mapping[str, str], asked: Sequence[Question], before: Mapping[str, str]) -> dict[str, str]:
    """The assignments for `.env`; a key that was good before is kept, so that nobody is signed out."""
    kept = before.get("SECRET_KEY", "")
    key = kept if len(kept) >= SHORTEST_SECRET else secrets.token_urlsafe(48)
    return {"SECRET_KEY": key, **{q.name: told[q.flag] for q in asked if q.name is not None}}


def write_private(path: Path, values: Mapping[str, str]) -> None:
    """Write assignments to a file that only its owner can read, in one move."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(HEAD)
        file.writelines(f"{name}={_quoted(value)}\n" for name, value in values.items())
    beside.replace(path)


def _quoted(value: str) -> str:
    return value if PLAIN.fullmatch(value) else f"'{value}'"


def fit_app(settings: Settings) -> tuple[Flask, list[str]]:
    """The application, and what must be mended before it starts. Raises InitError for a demo's database."""
    try:
        app = create_app(settings)
    except CityFileError as error:
        raise InitError(str(error)) from None
    with app.app_context():
        found = installation.find(db.session())
        if found is not None and found.is_demo:
            raise InitError(installation.IS_DEMO)
    return app, faults_of_settings(settings, app.extensions["city"])


def make_administrator(app: Flask, told: Mapping[str, str]) -> str:
    """Tables, stamp, and an administrator who is also coordinator; gives the address of their one-time link."""
    with app.app_context():
        flask_migrate.upgrade()
        with transaction() as session:
            installation.stamp(session, city=told["city"], is_demo=False)
            user = accounts.find_user(session, told["admin-mail"]) or accounts.create_user(
                session, name=told["admin-name"], mail=told["admin-mail"]
            )
            for role in (Role.ADMINISTRATOR, Role.COORDINATOR):
                if role not in accounts.roles_of(user, clock.now(session)):
                    accounts.grant_role(session, user, role, actor=SYSTEM)
            return f"{app.config['BASE_URL']}/v/{_link(user)}"


def _link(user: User) -> str:
    return tokens.issue(db.session(), TokenPurpose.SIGN_IN, user=user, valid_for=LINK_LASTS)


def init(arguments: Sequence[str], env_file: Path, say: Callable[[str], object] = print) -> None:
    """Set everything up; raises InitError before anything is changed, or writes `.env` last."""
    instance = Path(os.environ.get("LEREN_INSTANCE") or ROOT / "instance").absolute()
    asked = questions(instance)
    options = parse(arguments, asked)
    if env_file.exists() and not options.force:
        raise InitError(f"{env_file} is there already; --force writes it anew.")
    before = read_env_file(env_file)
    told = answers(options, asked, before)
    told["admin-mail"] = accounts.one_address(told["admin-mail"])
    values = environment(told, asked, before)
    instance.mkdir(parents=True, exist_ok=True)
    app, to_mend = fit_app(Settings.from_env({**values, "LEREN_INSTANCE": str(instance)}))
    link = make_administrator(app, told)
    write_private(env_file, values)
    say(f"Written: {env_file}")
    for fault in to_mend:
        say(f"Before the first start: {fault}")
    say("Start it with 'python3 leren run --production', then open this link (it works once, for 24 hours):")
    say(link)


def main(arguments: Sequence[str]) -> int:
    """The command; problems are said in a sentence, never as a traceback."""
    try:
        init(arguments, ROOT / ".env")
    except (InitError, installation.MisfitError, DomainError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
