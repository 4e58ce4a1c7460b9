"""Every topic somebody is told about can be written, in both languages, to everybody who may get it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from config import ROOT
from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.roles import Role
from leren_app.domain.text import LANGUAGES
from leren_app.jobs.letters import LETTERS, find_recipient, write
from leren_app.mailer import Letter, message_of, wrapped
from leren_app.models import Contact, Event, EventNote, NoteAudience, Question
from leren_app.services import clock
from leren_app.services.accounts import SIGN_IN_TOPIC
from tests.makers import make_question, make_user, the_city

TEMPLATES = ROOT / "templates" / "mail"
STAFF = {Audience.ASSIGNEE, Audience.COORDINATORS}
TOLD = sorted({(topic, audience) for step in QUESTION.steps for audience, topic in step.tells})
TOPICS = sorted({topic for c in (QUESTION, CHALLENGE, PLACEMENT, PROJECT) for s in c.steps for _, topic in s.tells})
WRITTEN = sorted({str(p.relative_to(TEMPLATES)).split(".")[0] for p in TEMPLATES.glob("*/*.txt")})


def test_every_topic_has_a_template_in_both_languages() -> None:
    topics = {*TOPICS, SIGN_IN_TOPIC, *WRITTEN}

    missing = [f"{t}.{lang}.txt" for t in sorted(topics) for lang in LANGUAGES if not is_written(t, lang)]

    assert missing == []


def test_every_subject_has_a_function_that_looks_up_what_to_say() -> None:
    assert {topic.partition("/")[0] for topic in (*TOPICS, *WRITTEN)} <= LETTERS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("topic", "audience"), TOLD)
def test_a_mail_about_a_question_can_be_written(
    app: Flask, session: Session, topic: str, audience: Audience, language: str
) -> None:
    question = make_question(session, until="submit" if topic == "question/confirm" else "publish")
    event = make_event(session, question)
    payload = {"topic": topic, "question": str(question.id), "event": str(event.id)}

    subject, body = written(session, payload, reader(session, question, audience, language))

    assert subject
    assert "\n\n\n" not in body
    assert "None" not in subject + body
    if audience in {*STAFF, Audience.ASKER}:
        assert "http://127.0.0.1:5000/" + ("en/" if language == "en" else "") in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_in_mail_can_be_written(app: Flask, session: Session, language: str) -> None:
    user = make_user(session, Role.STUDENT, language=language)

    subject, body = written(session, {"topic": SIGN_IN_TOPIC}, f"user:{user.id}")

    assert subject
    assert "/v/" in body


def is_written(topic: str, language: str) -> bool:
    """Whether there is such a template, with a subject and an empty line."""
    path = TEMPLATES / f"{topic}.{language}.txt"
    return path.exists() and path.read_text().startswith("Subject: ") and path.read_text().split("\n")[1] == ""


def make_event(session: Session, question: Question) -> Event:
    """A step at which somebody wrote to the asker, and to colleagues."""
    event = Event(subject="question", subject_id=question.id, step="step", role=Role.COORDINATOR, at=clock.now(session))
    event.notes = [
        EventNote(audience=NoteAudience.ASKER, text="Om wie gaat het?\nEn waar?", link="https://example.org/melding"),
        EventNote(audience=NoteAudience.INTERNAL, text="canary-internal"),
    ]
    session.add(event)
    session.flush()
    return event


def reader(session: Session, question: Question, audience: Audience, language: str) -> str:
    """Somebody of the audience who reads this language."""
    if audience in STAFF:
        return f"user:{make_user(session, Role.COORDINATOR, language=language).id}"
    if audience is Audience.ASKER:
        question.asker.language = language
        session.flush()
        return f"contact:{question.asker_id}"
    follower = Contact(name="", mail="follower@example.org", language=language)
    session.add(follower)
    session.flush()
    return f"contact:{follower.id}"


def written(session: Session, payload: Mapping[str, Any], key: str) -> tuple[str, str]:
    """Subject and body as they go out; internal notes never do."""
    recipient = find_recipient(session, key)
    assert recipient is not None
    subject, body = write(session, payload, recipient)
    letter = Letter(recipient.mail, recipient.language, subject, body, "<x@example.org>", clock.now(session))
    message_of(letter, the_city().sender)
    assert "canary-internal" not in body
    return subject, wrapped(body)
