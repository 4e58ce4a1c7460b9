"""The last gate before serving anybody: a demo serves nobody but its own machine, production no half-made set-up."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask

from config import Settings, SettingsError
from leren_app.domain.city import City
from leren_app.extensions import db
from leren_app.services import city_keys, installation

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DEMO_OUTSIDE = "A demo answers on this machine only; BASE_URL must be http://127.0.0.1:<port>."


def refuse_unfit(app: Flask, *, has_new_tables: bool = True) -> None:
    """Raise SettingsError with every reason why this installation may not start; nothing when it may.

    Before the tables are brought to the newest version, nobody can ask what stands in them.
    """
    settings: Settings = app.extensions["settings"]
    faults = faults_of_settings(settings, app.extensions["city"])
    with app.app_context():
        misfits = installation.faults(db.session(), city=settings.city, is_demo=settings.demo)
        if has_new_tables and not misfits:
            misfits = city_keys.missing(db.session(), app.extensions["city"])
        faults += misfits
        db.session.remove()
        db.engine.dispose()  # web workers fork after this
    if faults:
        raise SettingsError("\n".join(["This set-up is not fit to run:", *(f"- {fault}" for fault in faults)]))


def faults_of_settings(settings: Settings, city: City) -> list[str]:
    """Why these settings may not serve a demo, or real people."""
    if settings.demo:
        return [] if urlsplit(settings.base_url).hostname in LOOPBACK else [DEMO_OUTSIDE]
    examples = frozenset({city.sender.mail}) if city.sender.is_example else frozenset[str]()
    return settings.faults_in_production(examples, city.sender.mail)
