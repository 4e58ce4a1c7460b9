"""Applying: one sentence, once, and taking it back; who may, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError, TransitionError
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.roles import Role
from leren_app.domain.text import LANGUAGES
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import Application, Event
from leren_app.services.applications import applying
from leren_app.transaction import transaction
from tests.makers import actor, make_user, the_city
from tests.makers_education import make_application, make_challenge, make_learner, teacher
from tests.post import promised

S = ApplicationState


def test_who_applies_gets_a_mail_and_can_change_the_sentence(session: Session) -> None:
    profile = make_learner(session)
    application = make_application(session, make_challenge(session), profile)

    applying.edit(session, application, "Nu beter gezegd.", actor=teacher(profile.user))

    assert (application.state, application.motivation) == (S.OPEN, "Nu beter gezegd.")
    assert ("application/received", profile.user.mail) in promised(session)
    event = session.scalars(select(Event).where(Event.subject_id == application.id, Event.step == "apply")).one()
    assert (event.role, event.from_state, event.notes) == (Role.STUDENT, None, [])


def test_applying_twice_at_the_same_moment_is_one_application(app: Flask, session: Session) -> None:
    challenge, profile = make_challenge(session), make_learner(session)
    who, slug = teacher(profile.user), challenge.slug
    session.commit()

    def apply() -> None:
        with app.app_context(), transaction() as writing:
            applying.apply(writing, applying.get_open_challenge(writing, slug), "Ja.", actor=who, city=the_city())

    together(apply, apply)

    session.rollback()
    assert session.scalar(select(func.count(Application.id))) == 1
    assert [topic for topic, _ in promised(session)].count("application/received") == 1


def test_withdrawing_twice_is_once_and_applying_again_is_the_same_application(session: Session) -> None:
    challenge, profile = make_challenge(session), make_learner(session)
    application, who = make_application(session, challenge, profile), teacher(profile.user)

    applying.withdraw(session, application, actor=who)
    applying.withdraw(session, application, actor=who)
    again = applying.apply(session, challenge, "Toch wel.", actor=who, city=the_city())

    assert again.id == application.id
    assert (again.state, again.motivation) == (S.OPEN, "Toch wel.")


def test_somebody_in_a_team_cannot_withdraw_here(session: Session) -> None:
    application = make_application(session, make_challenge(session))
    application.state, application.decided_at = S.PLACED, application.created_at

    with pytest.raises(TransitionError):
        applying.withdraw(session, application, actor=teacher(application.profile.user))


@pytest.mark.parametrize(
    ("told", "challenge", "words"),
    [
        ({"consents": False}, {}, "Zonder profiel kan niemand"),
        ({"level": "wo"}, {}, "ander onderwijsniveau"),
        ({"languages": ("en",)}, {"team_min": 1, "team_max": 1}, "alleen, in een taal"),
    ],
)
def test_what_stands_in_the_way_is_said(
    session: Session, told: dict[str, object], challenge: dict[str, object], words: str
) -> None:
    profile = make_learner(session, **told)  # type: ignore[arg-type]

    with pytest.raises(TransitionError) as refused:
        make_application(session, make_challenge(session, **challenge), profile)  # type: ignore[arg-type]

    assert words in refused.value.message.nl


def test_a_challenge_that_is_no_longer_open_takes_no_applications(session: Session) -> None:
    challenge = make_challenge(session, until="confirm_hours")

    with pytest.raises(TransitionError, match="not open"):
        make_application(session, challenge)
    with pytest.raises(NotFoundError):
        applying.get_open_challenge(session, challenge.slug)


def test_a_sentence_is_asked_for_and_a_profile_first(session: Session) -> None:
    challenge = make_challenge(session)
    new = make_user(session, Role.STUDENT)

    with pytest.raises(TransitionError, match="one sentence"):
        make_application(session, challenge, motivation="  ")
    with pytest.raises(FieldError, match="two minutes"):
        applying.apply(session, challenge, "Ja.", actor=actor(new), city=the_city())


def test_nobody_reads_or_touches_the_application_of_somebody_else(session: Session) -> None:
    application = make_application(session, make_challenge(session))
    others = [make_user(session, role) for role in (Role.STUDENT, Role.LECTURER, Role.COORDINATOR)]

    for other in others:
        for act in (
            lambda who: applying.get_own(session, application.id, who),
            lambda who: applying.edit(session, application, "x", actor=who),
            lambda who: applying.withdraw(session, application, actor=who),
        ):
            with pytest.raises(NotFoundError):
                act(actor(other))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["received", "placed", "waiting", "declined"])
def test_every_mail_can_be_written_and_gives_the_reason(session: Session, topic: str, language: str) -> None:
    profile = make_learner(session, language=language)
    application = make_application(session, make_challenge(session), profile, motivation="canary-motivation")
    application.reason = "canary-reason"
    recipient = find_recipient(session, f"user:{profile.user_id}")
    assert recipient is not None

    subject, body = write(session, {"topic": f"application/{topic}", "application": str(application.id)}, recipient)

    assert application.challenge.title_en in subject if language == "en" else application.challenge.title_nl in subject
    assert ("canary-motivation" if topic == "received" else "canary-reason") in body
    assert "/mijn/aanmeldingen" in body
    assert "None" not in body


def together(*acts: Callable[[], None]) -> None:
    """Do these at the same moment."""
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
