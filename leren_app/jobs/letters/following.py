"""The link that every mail to somebody who follows a question carries: to their page, where they can stop."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.jobs.letters.people import Recipient
from leren_app.jobs.letters.writing import link
from leren_app.models import Contact, Question, TokenPurpose
from leren_app.services import tokens
from leren_app.services.questions.following import find_following


def follower_link(session: Session, question: Question, recipient: Recipient) -> str:
    """A link to the page of somebody who follows a question and proved their address; empty for all others."""
    person = recipient.person
    following = find_following(session, person.id, question.id) if isinstance(person, Contact) else None
    if not isinstance(person, Contact) or following is None or following.confirmed_at is None:
        return ""
    raw = tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=person, question=question)
    return link("visits.follow", recipient.language, token=raw)
