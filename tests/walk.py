"""Steps that journeys share: ask, do what is due, open the newest mail and follow its link."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.models import DevMail
from tests.client import Page, PageClient

ASKED = {
    "text": "Veel ouderen in de Mors zijn eenzaam, kan iemand helpen?",
    "place": "morsdistrict",
    "themes": "unknown",
    "asks_as": "resident",
    "name": "M. de Graaf",
    "hide_name": "y",
    "mail": "m.degraaf@example.org",
}


def ask(client: PageClient, prefix: str = "", **changes: Any) -> Page:
    """Fill in the form and land on the thanks page."""
    _, values = client.get(prefix + "/stel-uw-vraag").form("stel-uw-vraag")
    sent = client.post(prefix + "/stel-uw-vraag", {**values, **ASKED, **changes}, status=303)
    return client.follow(sent)


def run_due(client: PageClient) -> None:
    """Do all promised work that is due, mails first of all."""
    client.app.extensions["leren.run_due"]()


def newest_mail(session: Session, to: str = "") -> DevMail:
    """The last mail in the demo's mailbox, to this address."""
    session.rollback()
    query = select(DevMail).order_by(DevMail.sent_at.desc(), DevMail.created_at.desc())
    return next(mail for mail in session.scalars(query) if to in mail.recipient)


def follow_mail(client: PageClient, mail: DevMail) -> Page:
    """Open the link in a mail, as far as the page it leads to."""
    found = re.search(r"http://\S+?(/(?:en/)?v/\S+)", mail.body)
    assert found, mail.body
    return client.follow(client.get(found.group(1), status=303))
