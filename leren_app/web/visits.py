"""Following a link from a mail: it changes nothing, leaves a short cookie, and goes on to an address without a secret.

So a mail scanner can fetch every link, and the secret stands in no history, bookmark or referrer. Acting is a POST on
the clean address; `by_link` hands such a view its token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from leren_app.extensions import db
from leren_app.models import Token, TokenPurpose
from leren_app.services import tokens
from leren_app.web.guards import BY_LINK, mark, public
from leren_app.web.language import PREFIX

COOKIE = "visit"
LASTS_SECONDS = 2 * 3600
SALT = "leren.visit"

blueprint = Blueprint("visits", __name__)

View = Callable[..., ResponseReturnValue]


@blueprint.get("/v/<token>")
@public
def follow(token: str) -> ResponseReturnValue:
    """Go from a link to its clean address; unknown, used and expired links look the same."""
    found = tokens.find_live(db.session(), token)
    if found is None or found.purpose is TokenPurpose.CARD_CODE:  # a code is typed, where guesses are counted
        return link_ended()
    address = _address(found)
    response = leave(redirect(address, 303), found.id, address)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def visiting(purpose: TokenPurpose) -> Token | None:
    """The live token with which this address was reached, or None."""
    token_id = _visited()
    return None if token_id is None else tokens.find_live_by_id(db.session(), token_id, purpose)


def by_link(purpose: TokenPurpose, *, gone: View | None = None) -> Callable[[View], View]:
    """Guard: only who followed a live link of this purpose; the view gets it as `token`.

    `gone` answers, without a token, who reached this address by a link that went with its holder's data since: unlike
    a link that expired or was revoked, which is kept longer than a visit lasts and gets the page of ended links.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            token = visiting(purpose)
            if token is not None:
                return view(*args, token=token, **kwargs)
            return link_ended() if gone is None or not _is_gone() else gone(*args, **kwargs)

        return mark(guarded, f"{BY_LINK}:{purpose}")

    return guard


def link_ended() -> ResponseReturnValue:
    """The page for a link that does not work (any more); it does not tell why."""
    return render_template("account/link_ended.html"), 404


def leave(response: Response, token_id: UUID, address: str) -> Response:
    """Leave the cookie with which an address is open to the holder of a token, in both languages."""
    path = address.removeprefix(request.script_root)
    value = _signer().dumps([token_id.hex, path])
    for root in _roots():
        _set(response, value, root + path, LASTS_SECONDS)
    return response


def forget(response: Response) -> Response:
    """Take away the cookie of the address that is being answered; its link is used up."""
    for root in _roots():
        _set(response, "", root + request.path, 0)
    return response


def _visited() -> UUID | None:
    """Which token this address was reached with, whether or not it is there and live."""
    try:
        token_id, path = _signer().loads(request.cookies.get(COOKIE, ""), max_age=LASTS_SECONDS)
    except BadData:
        return None
    is_here = request.path == path or request.path.startswith(f"{path}/")
    return UUID(token_id) if is_here else None


def _is_gone() -> bool:
    token_id = _visited()
    return token_id is not None and not tokens.is_kept(db.session(), token_id)


def _address(token: Token) -> str:
    if token.purpose is TokenPurpose.CONFIRM:
        return url_for("ask.confirm")
    if token.purpose is TokenPurpose.SIGN_IN:
        return url_for("account.confirm_sign_in")
    if token.purpose is TokenPurpose.CLIENT_PAGE:
        assert token.challenge is not None  # noqa: S101 - a CHECK of the table says so
        return url_for("client.show", slug=token.challenge.slug)
    if token.purpose is TokenPurpose.FOLLOW:
        return url_for("follow.confirm")
    if token.purpose is TokenPurpose.PARTNER:
        return url_for("partner_hours.show")
    assert token.question is not None  # noqa: S101 - a CHECK of the table says so
    if token.purpose is TokenPurpose.CARD:
        return url_for("card.show", reference=token.question.reference)
    if token.purpose is TokenPurpose.FOLLOWER_PAGE:
        return url_for("follow.show", reference=token.question.reference)
    return url_for("asker.show", reference=token.question.reference)


def _roots() -> tuple[str, str]:
    """Where the Dutch and the English pages begin: a visit holds in both."""
    root = request.script_root.removesuffix(PREFIX)
    return root, root + PREFIX


def _set(response: Response, value: str, path: str, seconds: int) -> None:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(COOKIE, value, max_age=seconds, path=path, secure=secure, httponly=True, samesite="Lax")


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt=SALT)
