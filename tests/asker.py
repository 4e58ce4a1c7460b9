"""Being somebody who asked: open the own page, and find its forms."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.models import Question, TokenPurpose
from leren_app.services import tokens
from tests.client import Page, PageClient


def own_page(question: Question, prefix: str = "") -> str:
    """The address of the asker's page."""
    return f"{prefix}/mijn-vraag/{question.reference}"


def open_own_page(client: PageClient, session: Session, question: Question, prefix: str = "") -> Page:
    """Follow a fresh link from a mail to the asker's page; commits what the test made before."""
    raw = tokens.issue(session, TokenPurpose.ASKER_PAGE, contact=question.asker, question=question)
    session.commit()
    return client.follow(client.get(f"{prefix}/v/{raw}", status=303))


def confirm_link(session: Session, question: Question) -> str:
    """The path of a link to confirm; commits."""
    raw = tokens.issue(session, TokenPurpose.CONFIRM, contact=question.asker, question=question)
    session.commit()
    return f"/v/{raw}"
