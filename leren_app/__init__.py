"""The platform as a Flask application; this is the only place that sees all its parts."""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import ROOT, Settings
from leren_app import cli, extensions, jobs, web
from leren_app.domain.city import load_city

MONTH = 30 * 24 * 3600


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, or for those of the environment."""
    settings = settings or Settings.from_env(os.environ)
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder="static")
    app.config.from_mapping(settings.for_flask(), MIGRATIONS_DIR=ROOT / "migrations")
    app.extensions["city"] = load_city(settings.city_file)
    app.extensions["settings"] = settings
    extensions.init_app(app)
    web.init_app(app)
    jobs.init_app(app)
    cli.init_app(app)
    if settings.proxies:  # else all of the city would share one limit, that of the proxy's address
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies)  # type: ignore[method-assign]
    static = Path(str(app.static_folder))
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=static, prefix="static/", max_age=MONTH)  # type: ignore[method-assign]
    return app
