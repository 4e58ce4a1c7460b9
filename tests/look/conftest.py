"""Renders a piece of template with the macros, without the application around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from leren_app.web import look

ROOT = Path(__file__).resolve().parents[2]
Render = Callable[..., str]


@pytest.fixture
def render() -> Render:
    """A function from template text and values to HTML; texts stay English."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(look.HELPERS, csrf_token=lambda: "a-token")
    environment.filters.update(look.FILTERS)

    def rendered(source: str, **values: object) -> str:
        return environment.from_string(source).render(**values)

    return rendered
