"""Every mail about a challenge, as each of its readers gets it, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.lifecycle import Audience
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.roles import Role
from leren_app.domain.text import LANGUAGES
from leren_app.jobs.letters import find_recipient, write
from leren_app.mailer import wrapped
from leren_app.models import Challenge, Event, EventNote, NoteAudience
from leren_app.services import clock
from leren_app.services.challenges.client import CONFIRM_TOPIC
from tests.makers import make_question, make_user
from tests.makers_education import make_challenge, the_day

TOLD = sorted({(topic, audience) for step in CHALLENGE.steps for audience, topic in step.tells})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("topic", "audience"), [*TOLD, (CONFIRM_TOPIC, Audience.CLIENT)])
def test_a_mail_says_what_happened_and_leads_its_reader_on(
    session: Session, topic: str, audience: Audience, language: str
) -> None:
    challenge = make_challenge(session, question=(question := make_question(session, "publish")))
    make_challenge(session, question=question, title_nl="Het volgende deel", title_en="The next part")
    challenge.paused_until = the_day(session) + timedelta(days=9)
    event = make_event(session, challenge)
    payload = {"topic": topic, "challenge": str(challenge.id), "event": str(event.id)}
    recipient = find_recipient(session, reader(session, challenge, audience, language))
    assert recipient is not None

    subject, body = write(session, payload, recipient)

    said = wrapped(body)
    assert subject
    assert (challenge.title_en if language == "en" else challenge.title_nl) in said
    assert "http://127.0.0.1:5000/" + ("en/" if language == "en" else "") in said
    assert "\n\n\n" not in said
    for private in ("None", "canary-internal", question.raw_text):
        assert private not in subject + said
    is_reason = topic in {"challenge/paused", "challenge/withdrawn", "challenge/reopened"}
    expected = "canary-asker" if audience is Audience.ASKER else "canary-parties"
    assert (expected in said) is is_reason


def test_the_client_gets_a_link_to_their_own_page_and_the_lecturer_none(session: Session) -> None:
    challenge = make_challenge(session)
    payload = {"topic": "challenge/resumed", "challenge": str(challenge.id)}

    bodies = {}
    for audience in (Audience.CLIENT, Audience.LECTURERS_REQUESTED):
        recipient = find_recipient(session, reader(session, challenge, audience, "nl"))
        assert recipient is not None
        bodies[audience] = write(session, payload, recipient)[1]

    assert "/v/" in bodies[Audience.CLIENT]
    assert "/v/" not in bodies[Audience.LECTURERS_REQUESTED]
    assert "http://127.0.0.1:5000/mijn/vakken" in bodies[Audience.LECTURERS_REQUESTED]


def make_event(session: Session, challenge: Challenge) -> Event:
    """A step at which somebody wrote to the parties, to the asker, and to colleagues."""
    event = Event(
        subject="challenge", subject_id=challenge.id, step="step", role=Role.COORDINATOR, at=clock.now(session)
    )
    audiences = (NoteAudience.PARTIES, NoteAudience.ASKER, NoteAudience.INTERNAL)
    event.notes = [EventNote(audience=audience, text=f"canary-{audience}") for audience in audiences]
    session.add(event)
    session.flush()
    return event


def reader(session: Session, challenge: Challenge, audience: Audience, language: str) -> str:
    """Somebody of the audience who reads this language."""
    if audience is Audience.LECTURERS_REQUESTED:
        return f"user:{make_user(session, Role.LECTURER, language=language).id}"
    contact = challenge.client if audience is Audience.CLIENT else challenge.question.asker
    assert contact is not None
    contact.language = language
    session.flush()
    return f"contact:{contact.id}"
