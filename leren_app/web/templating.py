"""What every template knows: the city, the language, dates in words, and addresses of static files."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import flask_babel
from flask import Flask, current_app
from jinja2 import StrictUndefined

from leren_app.domain.text import Text
from leren_app.storage import AnyFile
from leren_app.web import look
from leren_app.web.here import today
from leren_app.web.language import language_of_page, other_language_path, spoken_language
from leren_app.web.public_paths import path_of_this_page
from leren_app.web.reading_words import reading_help

ZONE = ZoneInfo("Europe/Amsterdam")


def init_app(app: Flask) -> None:
    """Make undefined names errors and hand out the helpers."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(look.HELPERS)
    app.jinja_env.globals.update(reading_help=reading_help)
    app.jinja_env.filters.update(look.FILTERS)
    app.jinja_env.filters.update(said=said, day=day, iso_day=iso_day, moment=moment, file_size=file_size)
    app.jinja_env.globals.update(
        asset=asset,
        city=app.extensions["city"],
        demo=app.config["DEMO"],
        other_language_path=other_language_path,
        path_of_this_page=path_of_this_page,
    )
    app.context_processor(lambda: {"language": language_of_page()})


def said(text: Text) -> str:
    """A Text in the language of the page."""
    return text.in_(spoken_language())


def day(value: date | datetime) -> str:
    """A day as "12 mei", with the year when it is not this one."""
    on = value.astimezone(ZONE).date() if isinstance(value, datetime) else value
    pattern = "d MMMM" if on.year == today().year else "d MMMM y"
    return flask_babel.format_date(on, pattern, rebase=False)


def iso_day(value: datetime) -> str:
    """ "2026-05-12", the same day as `day` says in words."""
    return value.astimezone(ZONE).date().isoformat()


def moment(value: datetime) -> str:
    """A moment as "12 mei 2026, 14:05" in local time."""
    return flask_babel.format_datetime(value.astimezone(ZONE), "d MMMM y, HH:mm", rebase=False)


def file_size(file: AnyFile) -> str:
    """How large a file is, as "1.8 MB" in the way of the language."""
    if file.size < 100_000:
        return f"{max(file.size // 1000, 1)} kB"
    return f"{flask_babel.format_decimal(round(file.size / 1_000_000, 1))} MB"


def asset(name: str) -> str:
    """The address of a static file, with a piece of its hash, so that a changed file is fetched anew."""
    return f"/static/{name}?v={_fingerprint(Path(str(current_app.static_folder)), name)}"


@cache
def _fingerprint(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:10]
