"""Who may open a page: every route carries one of these marks, and a structure test finds those that do not.

`public` is for everybody, `requires` for who has a permission, `visits.by_link` for who followed a link. Signed in but
without the right looks the same as a page that never was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user
from werkzeug.routing import BuildError
from werkzeug.wrappers import Response

from leren_app.domain.errors import NotFoundError
from leren_app.domain.permissions import Permission, may
from leren_app.domain.roles import VISITOR, Actor
from leren_app.extensions import db, login_manager
from leren_app.services import accounts, clock, sessions
from leren_app.web.language import PREFIX, language_of_page

PUBLIC = "public"
BY_LINK = "by link"
NEXT = "next"
DESKS = (
    (Permission.SEE_QUEUE, "intake.queue"),
    (Permission.RECORD_AT_DESK, "hosts.desk"),
    (Permission.HAVE_PROFILE, "students.desk"),
    (Permission.KEEP_COURSES, "courses.desk"),
    (Permission.GRANT_ROLES, "people.index"),
    (Permission.SEE_DEAD_WORK, "work.dead"),
)
"""Where somebody's day begins, by what they may do; the first that fits."""

View = Callable[..., ResponseReturnValue]
Marked = TypeVar("Marked", bound=Callable[..., Any])


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """Who is signed in, read once per request; a copy, so that no later query is needed to greet them."""

    cookie: str
    session_id: UUID
    name: str
    mail: str
    language: str
    actor: Actor

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the random session id, never that of the user."""
        return self.cookie

    @property
    def user_id(self) -> UUID:
        """The account's id."""
        assert self.actor.user_id is not None  # noqa: S101 - only ever made for an account
        return self.actor.user_id


def init_app(app: Flask) -> None:
    """Let Flask-Login find people by their session id, and templates ask what the reader may."""
    login_manager.user_loader(load)
    login_manager.session_protection = None  # a session is a row that can be ended
    app.jinja_env.globals.update(may=may_see)


def load(cookie: str) -> SignedIn | None:
    """Who this session id belongs to, as long as it is live."""
    found = sessions.find(db.session(), cookie)
    if found is None:
        return None
    user, at = found.user, clock.now(db.session())
    return SignedIn(cookie, found.id, user.name, user.mail, user.language, accounts.actor_of(user, at))


def signed_in() -> SignedIn | None:
    """Who is signed in, if anybody."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def the_person() -> SignedIn:
    """Who is signed in, behind a guard that made sure of it; raises NotFoundError otherwise."""
    person = signed_in()
    if person is None:
        raise NotFoundError
    return person


def current_actor() -> Actor:
    """Who acts in this request: the person who is signed in, or a visitor."""
    person = signed_in()
    return VISITOR if person is None else person.actor


def may_see(permission: str, subject: object = None) -> bool:
    """Whether the reader has a permission, by its name; for templates."""
    return may(current_actor(), Permission(permission), subject)


# ---- marks ----


def mark(view: Marked, guard: str) -> Marked:
    """Write on a view how it is guarded."""
    view.guard = guard  # type: ignore[attr-defined]
    return view


def guard_of(view: Callable[..., Any]) -> str | None:
    """How a view is guarded; None when nobody thought of it."""
    return getattr(view, "guard", None)


def public(view: Marked) -> Marked:
    """Mark a view as open to everybody."""
    return mark(view, PUBLIC)


def requires(permission: Permission) -> Callable[[View], View]:
    """Guard: signed out → sign in first and come back; signed in without the permission → not found.

    Asks for the permission without a subject; rights to one thing are asked again where it is loaded.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            if may(current_actor(), permission):
                return view(*args, **kwargs)
            if current_user.is_authenticated:
                raise NotFoundError
            return ask_to_sign_in()

        return mark(guarded, str(permission))

    return guard


# ---- signing in and coming back ----


def ask_to_sign_in() -> Response:
    """Go to the sign-in page; the page that was asked for is kept as endpoint and arguments, never as an address."""
    if request.method in ("GET", "HEAD") and request.endpoint is not None:
        session[NEXT] = [request.endpoint, request.view_args or {}]
    return redirect(url_for("account.sign_in"), 303)


def enter(cookie: str) -> Response:
    """Begin to be signed in with a new session id, in a new Flask session, and go on to the page asked for before."""
    asked_for = _take_next()
    session.clear()  # nothing that somebody else put there survives: form tokens, messages, ids
    person = load(cookie)
    if person is None:
        raise NotFoundError
    session.permanent = True
    login_user(person)
    session.pop("_id", None)  # Flask-Login's hash of address and browser, which nothing here reads
    return redirect(in_language(person.language, asked_for or url_for(_start_of(person.actor))), 303)


def _start_of(actor: Actor) -> str:
    """Where somebody's day begins when they asked for no page."""
    return next((endpoint for permission, endpoint in DESKS if may(actor, permission)), "account.show")


def _take_next() -> str | None:
    """The page asked for before signing in, if it is one of ours that needs it."""
    endpoint, arguments = session.pop(NEXT, None) or ("", {})
    view = current_app.view_functions.get(endpoint)
    if view is not None and guard_of(view) in set(Permission):
        try:
            return url_for(endpoint, **arguments)
        except BuildError:
            pass  # the page changed its address meanwhile
    return None


def in_language(language: str, address: str) -> str:
    """One of our own addresses, as made by url_for, in another language."""
    if language == language_of_page():
        return address
    root = request.script_root.removesuffix(PREFIX)
    path = address.removeprefix(request.script_root)
    return root + (PREFIX if language == "en" else "") + path
