"""A coordinator at work, in as few words as a test needs."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Question, User
from tests.client import Page, PageClient
from tests.makers import make_question, make_user
from tests.signing_in import sign_in


def coordinator(client: PageClient, session: Session, name: str = "Noor Bakker") -> User:
    """Somebody of the team, signed in with this browser."""
    return sign_in(client, session, user=make_user(session, Role.COORDINATOR, name=name))


def asked(session: Session, until: str, user: User | None = None, **changes: object) -> Question:
    """A question that came as far as this step, committed."""
    question = make_question(session, until, user, **changes)
    session.commit()
    return question


def step_path(question: Question, name: str) -> str:
    """The address of a step's page."""
    return f"/werk/vragen/{question.reference}/stap/{name}"


def take_step(client: PageClient, question: Question, name: str, *, status: int = 303, **fields: str) -> Page:
    """Open the page of a step, fill in its form, and send it."""
    path = step_path(question, name)
    _, values = client.get(path).form(f"/stap/{name}")
    return client.post(path, {**values, **fields}, status=status)


def state_of(session: Session, question: Question) -> QuestionState:
    """Where it stands, read anew."""
    session.rollback()
    session.refresh(question)
    return question.state


def count_statements(app: Flask, client: PageClient, path: str) -> list[str]:
    """The statements one page costs, without those that only a demo has: reading its movable clock."""
    seen: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and "FROM clock" not in statement:
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        client.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return seen
