"""Every mail about a project can be written, in both languages, for everybody who may get it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.text import LANGUAGES
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import Contact, Event, EventNote, NoteAudience, Project
from tests.makers_education import make_project

TOLD = sorted({(topic, audience) for step in PROJECT.steps for audience, topic in step.tells})
BEFORE = {"project/started", "project/started_team", "project/not_started", "project/not_started_team"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_about_a_project_can_be_written(app: Flask, session: Session, language: str) -> None:
    begun, public = make_project(session, "start"), make_project(session, "publish")
    public.stop_reason_nl, public.stop_reason_en = "De opdrachtgever verhuisde.", "The client moved."

    for topic, audience in TOLD:
        project = begun if topic in BEFORE else public
        subject, body = written(session, project, topic, reader(session, project, audience, language))

        assert subject
        assert "None" not in subject + body, topic
        assert "canary" not in body, topic
        assert "http://127.0.0.1:5000/" + ("en/" if language == "en" else "") in body, topic


def written(session: Session, project: Project, topic: str, key: str) -> tuple[str, str]:
    event = session.scalars(select(Event).where(Event.subject_id == project.id).order_by(Event.at.desc())).first()
    assert event is not None
    event.notes = event.notes or [
        EventNote(audience=NoteAudience.TEAM, text="Noem de flats niet.\nEn tel nog eens."),
        EventNote(audience=NoteAudience.INTERNAL, text="canary"),
    ]
    session.flush()
    recipient = find_recipient(session, key)
    assert recipient is not None
    return write(session, {"topic": topic, "project": str(project.id), "event": str(event.id)}, recipient)


def reader(session: Session, project: Project, audience: Audience, language: str) -> str:
    """Somebody of the audience who reads this language."""
    challenge = project.placement.challenge
    if audience in {Audience.MEMBERS, Audience.LECTURERS, Audience.COORDINATORS}:
        user = project.members[0].user
        user.language = language
        session.flush()
        return f"user:{user.id}"
    found = {Audience.CLIENT: challenge.client, Audience.ASKER: challenge.question.asker}.get(audience)
    contact = found or Contact(name="", mail="follower@example.org")
    contact.language = language
    session.add(contact)
    session.flush()
    return f"contact:{contact.id}"
