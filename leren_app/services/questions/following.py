"""Also mine: hearing how somebody else's question goes on, after the address was proven, until one has had enough."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.errors import TransitionError
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor
from leren_app.domain.text import Text
from leren_app.models import Channel, Contact, Following, FollowingSource, Question, Token, TokenPurpose
from leren_app.services import clock, outbox, tokens
from leren_app.services.folding import is_same
from leren_app.services.questions.handling import withdraw
from leren_app.services.questions.hearing_on import carry_over, forget
from leren_app.services.questions.links import send_new_link
from leren_app.services.telling import contact_recipient

CONFIRM_TOPIC = "question/follow_confirm"
FOLLOWED_TOPIC = "question/following"


def follow(session: Session, question: Question, mail: str, *, language: str) -> None:
    """Promise a mail with a link that confirms; nobody follows before. A second click changes nothing.

    Who follows already gets the link to their page, who asked the question the link to theirs: at most one an hour,
    and never so that the page could tell.
    """
    _one_at_a_time(session, question)
    if question.asker.mail is not None and question.asker.mail.lower() == mail.lower():
        send_new_link(session, question.reference, mail)
        return
    following = _find(session, question, mail) or _begin(session, question, mail, language)
    topic = CONFIRM_TOPIC if following.confirmed_at is None else FOLLOWED_TOPIC
    hour = int(clock.now(session).timestamp() // 3600)
    recipient = contact_recipient(following.contact_id)
    key = f"mail:{topic}:{following.id}:{hour}"
    outbox.promise(session, "mail", key, topic=topic, recipient=recipient, question=question.id)


def follow_instead(session: Session, own: Question, other: Question, *, city: City) -> None:
    """Take back one's own question, which nobody confirmed yet, and follow another one with the same address.

    Raises TransitionError for a question that was confirmed: by then somebody reads it.
    """
    if own.state is not QuestionState.UNCONFIRMED:
        raise TransitionError(_CONFIRMED)
    withdraw(session, own, "", actor=Actor(contact_id=own.asker_id), city=city)
    tokens.revoke_all(session, TokenPurpose.CONFIRM, question=own)
    follow(session, other, own.asker.mail or "", language=own.language)


def confirm(session: Session, token: Token) -> Token:
    """The address is proven: they follow. Gives the right to the follower's page."""
    question, contact = token.question, token.contact
    assert question is not None and contact is not None  # noqa: S101, PT018 - a CHECK of the table says so
    tokens.burn(session, token)
    following = find_following(session, contact.id, question.id)
    if following is None:
        raise TransitionError(tokens.USED)
    following.confirmed_at = following.confirmed_at or clock.now(session)
    if question.merged_into_id is not None:
        carry_over(session, question, session.get_one(Question, question.merged_into_id), only=contact)
    session.flush()
    return tokens.issue_row(session, TokenPurpose.FOLLOWER_PAGE, contact=contact, question=question)


def unfollow(session: Session, contact: Contact, question: Question) -> None:
    """Hear no more of a question, nor of the one it was merged into; the address goes where nothing else needs it."""
    both = [question.id, question.merged_into_id]
    which = (Following.contact_id == contact.id, Following.question_id.in_([key for key in both if key]))
    for following in session.scalars(select(Following).where(*which)):
        session.delete(following)
    session.flush()
    forget(session, contact.id)


def unfollow_by_visit(session: Session, token_id: UUID, question: Question) -> None:
    """The same for who stands on the follower's page; of two presses at one moment the second does nothing."""
    _one_at_a_time(session, question)
    token = tokens.find_live_by_id(session, token_id, TokenPurpose.FOLLOWER_PAGE)
    if token is not None:
        assert token.contact is not None  # noqa: S101 - a CHECK of the table says so
        unfollow(session, token.contact, question)


def unfollow_by_link(session: Session, raw: str) -> None:
    """The same with the secret of a link to the follower's page; nothing when it ended meanwhile."""
    token = tokens.find_live(session, raw, TokenPurpose.FOLLOWER_PAGE)
    if token is not None:
        assert token.question is not None  # noqa: S101 - a CHECK of the table says so
        token_id, question = token.id, token.question
        session.expire(token)  # whoever waits for the lock reads it anew
        unfollow_by_visit(session, token_id, question)


def drop_unconfirmed(session: Session, following_id: UUID) -> None:
    """After the link has ended: who never confirmed is forgotten."""
    following = session.get(Following, following_id)
    if following is not None and following.confirmed_at is None:
        contact_id = following.contact_id
        session.delete(following)
        session.flush()
        forget(session, contact_id)


def is_following(session: Session, contact: Contact, question: Question) -> bool:
    """Whether somebody hears of a question, or of the one it was merged into."""
    both = [key for key in (question.id, question.merged_into_id) if key]
    which = (Following.contact_id == contact.id, Following.question_id.in_(both), Following.confirmed_at.is_not(None))
    return session.scalar(select(Following.id).where(*which).limit(1)) is not None


def find_following(session: Session, contact_id: UUID, question_id: UUID) -> Following | None:
    """Whether this person follows this question, confirmed or not."""
    which = (Following.contact_id == contact_id, Following.question_id == question_id)
    return session.scalar(select(Following).where(*which))


def _begin(session: Session, question: Question, mail: str, language: str) -> Following:
    contact = Contact(mail=mail, language=language, channel=Channel.MAIL)
    following = Following(contact=contact, question_id=question.id, source=FollowingSource.ALSO_MINE)
    session.add(following)
    session.flush()
    ends = clock.now(session) + tokens.CONFIRM_LASTS
    key = f"question.drop_following:{following.id}"
    outbox.promise(session, "question.drop_following", key, at=ends, following=following.id)
    return following


def _find(session: Session, question: Question, mail: str) -> Following | None:
    query = select(Following).join(Following.contact)
    return session.scalars(
        query.where(Following.question_id == question.id, is_same(Contact.mail, mail))
        .order_by(Following.confirmed_at.is_(None), Following.id)
        .limit(1)
    ).first()


def _one_at_a_time(session: Session, question: Question) -> None:
    """Of two clicks at the same moment the second sees what the first did."""
    session.execute(select(Question.id).where(Question.id == question.id).with_for_update())


_CONFIRMED = Text(
    "Uw eigen vraag is al bevestigd. Wilt u hem terugnemen? Dat kan op uw eigen pagina.",
    "Your own question was confirmed already. Do you want to withdraw it? You can do so on your own page.",
)
