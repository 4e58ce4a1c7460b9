"""Who hears of a step: exactly these people, once each, and followers nothing of what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.city import City
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.roles import Actor, Role
from leren_app.jobs import letters
from leren_app.models import AgreedHow, Channel, Event, Outbox, Question, Task, TaskKind
from leren_app.services import clock
from leren_app.services.questions import asking, clinic, handling
from leren_app.services.telling import contact_recipient, promise_mail
from tests.makers import actor, asker, make_follower, make_question, make_user, the_city
from tests.post import mailbox, promised

Act = Callable[[Session, Question, Actor, City], Event]
ASKER, FOLLOWER, ASSIGNEE = "asker", "follower", "assignee"
BOTH = (ASKER, FOLLOWER)

STEPS: dict[str, tuple[str, Act, dict[str, tuple[str, ...]]]] = {
    "confirm": (
        "submit",
        lambda s, q, k, c: asking.confirm(s, q, actor=asker(q), city=c),
        {"question/received": (ASKER,)},
    ),
    "take": ("confirm", lambda s, q, k, c: handling.take(s, q, actor=k, city=c), {}),
    "ask_more": (
        "take",
        lambda s, q, k, c: handling.ask_more(s, q, "Voor wie?", actor=k, city=c),
        {"question/more": (ASKER,)},
    ),
    "reply": (
        "ask_more",
        lambda s, q, k, c: handling.reply(s, q, "Voor ons.", actor=asker(q), city=c),
        {"question/replied": (ASSIGNEE,)},
    ),
    "put_before": (
        "put_before",
        lambda s, q, k, c: clinic.put_before(s, q, actor=k, city=c),
        {"question/put_before": (ASKER,)},
    ),
    "change": (
        "put_before",
        lambda s, q, k, c: clinic.change(s, q, "Niet zo.", actor=asker(q), city=c),
        {"question/changed": (ASSIGNEE,)},
    ),
    "agree": (
        "put_before",
        lambda s, q, k, c: clinic.agree(s, q, actor=asker(q), city=c, seen_n=1),
        {"question/agreed": (ASKER,)},
    ),
    "publish": ("agree", lambda s, q, k, c: handling.publish(s, q, actor=k, city=c), {"question/published": BOTH}),
    "unpublish": (
        "publish",
        lambda s, q, k, c: handling.unpublish(s, q, "privacy", actor=k, city=c),
        {"question/unpublished": BOTH},
    ),
    "refer": (
        "confirm",
        lambda s, q, k, c: handling.refer(s, q, reason="report", text="Bel 14 071.", link=None, actor=k, city=c),
        {"question/referred": BOTH},
    ),
    "refuse": (
        "take",
        lambda s, q, k, c: handling.refuse(s, q, reason="harmful", text="Nee.", link=None, actor=k, city=c),
        {"question/refused": BOTH},
    ),
    "withdraw": (
        "publish",
        lambda s, q, k, c: handling.withdraw(s, q, "", actor=asker(q), city=c),
        {"question/withdrawn": BOTH},
    ),
}


def make_all(session: Session, until: str) -> tuple[Question, Actor, dict[str, str]]:
    """A question with an assignee, a colleague and followers of all kinds; and the addresses that may be told."""
    coordinator = make_user(session, Role.COORDINATOR)
    make_user(session, Role.COORDINATOR)
    question = make_question(session, until, coordinator)
    follower = make_follower(session, question)
    make_follower(session, question, confirmed=False)
    make_follower(session, question, channel=Channel.PHONE, mail=None, phone="071 000 0000")
    people = {ASKER: question.asker.mail, FOLLOWER: follower.mail, ASSIGNEE: coordinator.mail}
    return question, actor(coordinator), {who: str(mail) for who, mail in people.items()}


@pytest.mark.parametrize("name", STEPS)
def test_each_step_tells_exactly_these_people_once(session: Session, name: str) -> None:
    until, act, told = STEPS[name]
    question, coordinator, mails = make_all(session, until)

    event = act(session, question, coordinator, the_city())

    assert event.step == name
    assert promised(session, event) == sorted((topic, mails[who]) for topic, whom in told.items() for who in whom)


@pytest.mark.parametrize("name", STEPS)
def test_who_is_told_is_what_the_life_cycle_says(name: str) -> None:
    written = {topic for _, topic in QUESTION.step(name).tells}

    assert set(STEPS[name][2]) == written


@pytest.mark.parametrize("name", STEPS)
def test_no_mail_to_a_follower_holds_a_word_or_note_of_the_asker(app: Flask, session: Session, name: str) -> None:
    until, act, told = STEPS[name]
    words = "KANARIE-woorden van de vraagsteller"
    coordinator = make_user(session, Role.COORDINATOR)
    question = make_question(session, until, coordinator, text=words, name="KANARIE-naam", name_public=False)
    follower = make_follower(session, question)
    handling.add_note(session, question, "KANARIE-notitie", actor=actor(coordinator))
    event = act(session, question, actor(coordinator), the_city())
    for note in event.notes:
        note.text = f"KANARIE {note.text}"
    session.commit()

    app.extensions["leren.run_due"]()

    delivered = mailbox(session)
    to_follower = [mail for mail in delivered if mail.recipient == follower.mail]
    assert len(to_follower) == sum(FOLLOWER in whom for whom in told.values())
    assert not [mail.body for mail in to_follower if "KANARIE" in mail.body + mail.subject]
    assert not [mail.body for mail in delivered if "KANARIE-notitie" in mail.body]


def test_every_mail_of_every_step_can_be_written_in_both_languages(session: Session) -> None:
    for language in ("nl", "en"):
        for name, (until, act, _) in STEPS.items():
            coordinator = make_user(session, Role.COORDINATOR, language=language)
            question = make_question(session, until, coordinator, language=language, mail=f"{name}@{language}.example")
            make_follower(session, question, language=language)
            act(session, question, actor(coordinator), the_city())

    for row in session.scalars(select(Outbox).where(Outbox.kind == "mail")):
        recipient = letters.find_recipient(session, str(row.payload["recipient"]))
        assert recipient is not None
        subject, body = letters.write(session, row.payload, recipient)
        assert body.startswith("Dear " if recipient.language == "en" else "Beste ")
        assert subject
        assert ("/en/" in body) == (recipient.language == "en" and "http" in body)


# ---- one mail per person ----


def test_an_asker_who_also_follows_under_another_contact_gets_the_askers_mail_only(session: Session) -> None:
    question = make_question(session, "agree", mail="Jan@example.org")
    make_follower(session, question, mail="jan@EXAMPLE.org")

    event = handling.publish(session, question, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())

    assert promised(session, event) == [("question/published", "Jan@example.org")]


def test_two_followings_with_one_address_get_one_mail(session: Session) -> None:
    question = make_question(session, "agree")
    for _ in range(2):
        make_follower(session, question, mail="twice@example.org")

    event = handling.publish(session, question, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())

    assert [mail for _, mail in promised(session, event)].count("twice@example.org") == 1


def test_the_same_promise_twice_is_one_promise(session: Session) -> None:
    question = make_question(session)
    event = asking.confirm(session, question, actor=asker(question), city=the_city())
    before = promised(session)

    promise_mail(
        session, "question/received", contact_recipient(question.asker_id), event=event, ids={"question": question.id}
    )

    assert promised(session) == before


# ---- who is the assignee's stand-in ----


def test_without_an_assignee_all_coordinators_hear_the_answer(session: Session) -> None:
    question, _, _ = make_all(session, "ask_more")
    question.assignee = None

    event = handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city())

    assert len(promised(session, event)) == 2


@pytest.mark.parametrize("how", ["closed account", "ended role"])
def test_when_the_assignee_has_left_the_others_hear_the_answer(session: Session, how: str) -> None:
    left, stays = make_user(session, Role.COORDINATOR), make_user(session, Role.COORDINATOR)
    question = make_question(session, "ask_more", left)
    clock.move(session, timedelta(hours=1))
    now = clock.now(session)
    if how == "closed account":
        left.deactivated_at = now
    else:
        left.grants[0].granted_until = now
    session.flush()

    event = handling.reply(session, question, "Voor ons.", actor=asker(question), city=the_city())

    assert promised(session, event) == [("question/replied", stays.mail)]


def test_an_asker_without_mail_is_told_by_hand_and_gets_no_mail(app: Flask, session: Session) -> None:
    question = make_question(session, "take")
    session.commit()
    app.extensions["leren.run_due"]()
    before = len(mailbox(session))
    question.asker.channel, question.asker.phone = Channel.PHONE, "071 000 0000"
    session.commit()

    handling.ask_more(
        session, question, "Om wie gaat het?", actor=actor(make_user(session, Role.COORDINATOR)), city=the_city()
    )
    session.commit()
    app.extensions["leren.run_due"]()

    assert len(mailbox(session)) == before
    assert [(task.kind, task.topic) for task in session.scalars(select(Task))] == [(TaskKind.CALL, "question/more")]


# ---- what a mail shows ----


@pytest.mark.parametrize("until", ["put_before", "agree"])
def test_a_draft_that_was_saved_before_the_mail_left_is_not_in_it(app: Flask, session: Session, until: str) -> None:
    coordinator = actor(make_user(session, Role.COORDINATOR))
    question = make_question(session, until)
    draft: dict[str, Any] = dict.fromkeys(clinic.ClinicText.__dataclass_fields__, "KLADJE van later")
    clinic.save_version(session, question, clinic.ClinicText(**draft), actor=coordinator)
    session.commit()

    app.extensions["leren.run_due"]()

    bodies = [mail.body for mail in mailbox(session)]
    assert any("Waarom gaan ouderen niet naar de inloop?" in body for body in bodies)
    assert not [body for body in bodies if "KLADJE" in body]


def test_a_reminder_shows_the_text_that_was_put_and_no_later_draft(app: Flask, session: Session) -> None:
    question = make_question(session, "put_before")
    draft: dict[str, Any] = dict.fromkeys(clinic.ClinicText.__dataclass_fields__, "KLADJE van later")
    clinic.save_version(
        session, question, clinic.ClinicText(**draft), actor=actor(make_user(session, Role.COORDINATOR))
    )
    until = clock.now(session) + timedelta(days=12)
    session.commit()

    app.extensions["leren.run_due"](until)

    reminders = [mail for mail in mailbox(session) if "Herinnering" in mail.subject]
    assert reminders
    assert not [mail for mail in reminders if "KLADJE" in mail.body]


def test_a_yes_by_phone_is_copied_to_the_asker_without_the_note(app: Flask, session: Session) -> None:
    question = make_question(session, "put_before")
    today = clock.now(session).date()
    clinic.agree(
        session,
        question,
        actor=actor(make_user(session, Role.COORDINATOR)),
        city=the_city(),
        seen_n=1,
        how=AgreedHow.PHONE,
        on=today - timedelta(days=1),
        who="KANARIE-zus van de vraagsteller",
    )
    session.commit()

    app.extensions["leren.run_due"]()

    copies = [mail for mail in mailbox(session) if "Dank u wel voor uw ja" in mail.subject]
    assert len(copies) == 1
    assert "KANARIE" not in copies[0].body
