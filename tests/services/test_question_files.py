"""Files of a question in the services: one row for one question, and only for who may read what was typed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import NotFoundError
from leren_app.domain.roles import VISITOR, Actor, Role
from leren_app.models import Question, QuestionFile
from leren_app.services import sweeping
from leren_app.services.questions import asking, files
from tests.makers import actor, asker, make_asked, make_question, make_user, the_city
from tests.together import in_threads


def make_file(name: str = "bankje.jpg") -> QuestionFile:
    """A file as storage hands it over, in no session."""
    return QuestionFile(name=name, stored_name=f"{uuid4().hex}.jpg", media_type="image/jpeg", size=9, sha256="0" * 64)


def test_the_asker_and_coordinators_get_a_file_and_nobody_else(session: Session) -> None:
    question = make_question(session, files=(make_file(),))
    file, other = question.files[0], make_question(session)

    for who in (asker(question), actor(make_user(session, Role.COORDINATOR))):
        assert files.get_file(session, question, file.id, actor=who) is file
    roles = (Role.STUDENT, Role.LECTURER, Role.HOST, Role.ADMINISTRATOR)
    for who in (VISITOR, Actor(), asker(other), *(actor(make_user(session, role)) for role in roles)):
        with pytest.raises(NotFoundError):
            files.get_file(session, question, file.id, actor=who)


def test_a_file_belongs_to_its_question_alone(session: Session) -> None:
    question, other = make_question(session, files=(make_file(),)), make_question(session)
    coordinator = actor(make_user(session, Role.COORDINATOR))

    for wrong, file_id in ((other, question.files[0].id), (question, uuid4())):
        with pytest.raises(NotFoundError):
            files.get_file(session, wrong, file_id, actor=coordinator)


def test_a_form_sent_twice_leaves_its_second_files_without_a_row(session: Session) -> None:
    first, second = make_file("een.jpg"), make_file("twee.jpg")
    asked = make_asked(form_key="dezelfde")

    for file in (first, second):
        asking.submit(session, make_asked(**{**vars(asked), "files": (file,)}), city=the_city())

    assert (inspect(first).transient, inspect(second).transient) == (False, True)
    assert sweeping.names_of_files(session) == {first.stored_name}


def test_a_form_sent_many_times_at_once_keeps_one_question_and_one_file(app: Flask, session: Session) -> None:
    asked = make_asked(form_key="tegelijk")

    def ask(inside: Session, _n: int) -> None:
        asking.submit(inside, make_asked(**{**vars(asked), "files": (make_file(),)}), city=the_city())

    in_threads(app, ask, many=4)

    session.rollback()
    counts = [session.scalar(select(func.count()).select_from(table)) for table in (Question, QuestionFile)]
    assert counts == [1, 1]


def test_files_go_with_their_question(session: Session) -> None:
    question = make_question(session, files=(make_file(),))

    session.delete(question)
    session.flush()

    assert sweeping.names_of_files(session) == set()
