"""How often one network address may do something; beyond it a friendly page (429) says to wait a minute.

Put a limit right above the view: `@blueprint.route(...)`, `@public`, `@limits.ask`. Only POSTs count. Limits count in
real time.
"""

from __future__ import annotations

import hashlib
from ipaddress import IPv6Address, ip_address

from flask import Response, request

from leren_app.domain.roles import Role
from leren_app.extensions import limiter
from leren_app.web.guards import current_actor

HOME_NETWORK = 64  # bits of an IPv6 address; one household or phone gets all that begin with them


def network() -> str:
    """Where a request comes from: the IPv4 address, or the network of an IPv6 one."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return f"{IPv6Address(int(address) >> HOME_NETWORK << HOME_NETWORK)}/{HOME_NETWORK}"
    return str(address)


def is_at_desk() -> bool:
    """Whether somebody who records for others is posting; a busy desk is no attack."""
    return current_actor().has(Role.HOST, Role.COORDINATOR)


def _mail() -> str:
    """Which mailbox a form would fill; a hash, because limits are kept in the queue server."""
    return hashlib.sha256(request.form.get("mail", "").strip().lower().encode("utf-8", "surrogatepass")).hexdigest()


def has_files() -> bool:
    """Whether files come along; they fill our disk before anybody looked at them."""
    return any(each.filename for files in request.files.listvalues() for each in files)


def was_taken(response: Response) -> bool:
    """Whether a form did what it is for; one that came back to be mended does not count against its address."""
    return response.status_code == 303


def _card() -> str:
    """Which question somebody tries codes on; as a hash, like all that is kept in the queue server."""
    typed = "".join(request.form.get("reference", "").upper().split())
    return hashlib.sha256(typed.encode("utf-8", "surrogatepass")).hexdigest()


ask = limiter.shared_limit("5 per minute", scope="ask", key_func=network, methods=["POST"], exempt_when=is_at_desk)
ask_mail = limiter.shared_limit(
    "10 per hour", scope="ask mail", key_func=_mail, methods=["POST"], exempt_when=is_at_desk, deduct_when=was_taken
)
ask_files = limiter.shared_limit(
    "20 per hour",
    scope="ask files",
    key_func=network,
    methods=["POST"],
    exempt_when=lambda: is_at_desk() or not has_files(),
)
report = limiter.shared_limit("5 per minute", scope="report", key_func=network, methods=["POST"])
similar = limiter.shared_limit("60 per minute", scope="similar", key_func=network, methods=["POST"])
follow = limiter.shared_limit("5 per minute", scope="follow", key_func=network, methods=["POST"])
follow_mail = limiter.shared_limit("10 per hour", scope="follow mail", key_func=_mail, methods=["POST"])
sign_in = limiter.shared_limit("5 per minute", scope="sign in", key_func=network, methods=["POST"])
sign_in_mail = limiter.shared_limit("10 per hour", scope="sign in mail", key_func=_mail, methods=["POST"])
card = limiter.shared_limit("5 per minute", scope="card", key_func=network, methods=["POST"])
card_of_question = limiter.shared_limit("20 per hour", scope="card of question", key_func=_card, methods=["POST"])
