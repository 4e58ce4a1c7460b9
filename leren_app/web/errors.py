"""One map from what went wrong to HTTP. Exceptions we do not know are never caught."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from leren_app.domain.errors import (
    DomainError,
    FieldError,
    GoneError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    TransitionError,
)
from leren_app.domain.text import Text
from leren_app.extensions import db

STATUS: dict[type[DomainError], int] = {
    NotFoundError: 404,
    GoneError: 410,
    NotAllowedError: 403,
    TransitionError: 409,
    StaleError: 409,
    FieldError: 422,
}

MINUTE = 60
Answer = tuple[str, int] | tuple[str, int, dict[str, str]]


def init_app(app: Flask) -> None:
    """Register the map."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DataError, _not_storable)


def status_of(error: DomainError) -> int:
    """The HTTP status for an error of the domain."""
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 400)


def error_page(status: int, message: Text | None = None) -> Answer:
    """The friendly page for a status; `message` replaces its standard sentence."""
    if status == 404:
        return render_template("errors/404.html"), 404
    return render_template("errors/error.html", status=status, message=message), status


def give_back(blueprint: Blueprint, endpoint: str, page: Callable[[Text], str]) -> None:
    """Let the form of an endpoint come back with all that was typed, where others get an error page.

    That is when it stood open so long that its token ended, and when too many came from one network or address.
    """

    def open_too_long(error: CSRFError) -> Answer:
        if request.endpoint != endpoint or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return _csrf_error(error)  # another site may not fill in our form for somebody
        return page(_LOOK_IT_OVER), 400

    def too_many(error: RateLimitExceeded) -> Answer:
        if request.endpoint != endpoint:
            return _too_many(error)
        words = _WAIT_A_MINUTE if _seconds(error) <= MINUTE else _WAIT_AN_HOUR
        return page(words), 429, {"Retry-After": str(_seconds(error))}

    blueprint.register_error_handler(CSRFError, open_too_long)
    blueprint.register_error_handler(RateLimitExceeded, too_many)


def _domain_error(error: DomainError) -> Answer:
    db.session.rollback()
    return error_page(status_of(error), error.message)


def _csrf_error(_error: CSRFError) -> Answer:
    return error_page(
        400,
        Text(
            "Deze pagina stond te lang open. Ga terug, laad de pagina opnieuw en probeer het nog eens.",
            "This page was open for too long. Go back, reload the page and try again.",
        ),
    )


def _too_many(error: RateLimitExceeded) -> Answer:
    return (*error_page(429)[:2], {"Retry-After": str(_seconds(error))})


def _seconds(error: RateLimitExceeded) -> int:
    return int(error.limit.limit.get_expiry()) if error.limit else MINUTE


def _http_error(error: HTTPException) -> Answer:
    page, status = error_page(error.code or 500)[:2]
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return page, status, kept


def _database_away(_error: OperationalError) -> Answer:
    db.session.rollback()
    return (*error_page(503)[:2], {"Retry-After": "5"})


def _not_storable(_error: DataError) -> Answer:
    """A number or text the database has no room for; whoever sends it guessed."""
    db.session.rollback()
    return error_page(400)


_LOOK_IT_OVER = Text(
    "Deze pagina stond lang open. Uw tekst staat er nog. Kijk hem na en verstuur hem nog een keer.",
    "This page was open for a long time. Your text is still here. Look it over and send it once more.",
)
_WAIT_A_MINUTE = Text(
    "Er kwamen in korte tijd veel berichten van uw netwerk. Uw tekst staat er nog. Wacht een minuut en verstuur hem "
    "dan nog een keer.",
    "Many messages came from your network in a short time. Your text is still here. Wait a minute and send it once "
    "more.",
)
_WAIT_AN_HOUR = Text(
    "Er kwamen vandaag al veel berichten van dit adres of netwerk. Uw tekst staat er nog. Wacht een uur en verstuur "
    "hem dan nog een keer.",
    "Many messages came from this address or network today. Your text is still here. Wait an hour and send it once "
    "more.",
)
