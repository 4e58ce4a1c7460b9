"""The web: views that parse, call one service and answer."""

from __future__ import annotations

from flask import Flask

from leren_app.web import errors, guards, headers, language, templating
from leren_app.web.pages.views import blueprint as pages
from leren_app.web.system.views import blueprint as system


def init_app(app: Flask) -> None:
    """Bind language, headers, errors, templates and every area."""
    language.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    guards.init_app(app)
    templating.init_app(app)
    for blueprint in (pages, system):
        app.register_blueprint(blueprint)
