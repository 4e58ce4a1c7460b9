"""The canary: what coordinators write to each other is on no page, in no mail and in no file of anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urldefrag

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import Event, EventNote, NoteAudience, Project, Question, TaskKind, TokenPurpose
from leren_app.services import clock, tasks, tokens
from leren_app.services.questions import handling
from tests.client import CleanClient, Page, PageClient
from tests.makers import actor, make_follower, make_question, make_user
from tests.makers_education import make_project
from tests.post import mailbox
from tests.signing_in import sign_in

CANARY = "kanarie-7f3a"
MOST_PAGES = 70
STARTS = (
    "/",
    "/vragen",
    "/vraagstukken",
    "/resultaten",
    "/mijn/account",
    "/projecten/mijn",
    "/werk/rij",
    "/werk/taken",
)


@dataclass(frozen=True)
class Sung:
    """A question that went all the way, with the canary in everything that is internal."""

    question: Question
    project: Project


@pytest.fixture
def sung(session: Session) -> Sung:
    noor = make_user(session, Role.COORDINATOR, name="Noor Bakker")
    who = actor(noor)
    question = make_question(session, "take", noor)
    handling.add_note(session, question, f"{CANARY} notitie", actor=who)
    handling.assign(session, question, noor, actor=who, note=f"{CANARY} overdracht")
    task = tasks.promise_task(
        session, TaskKind.CALL, "call:1", due_on=clock.now(session).date(), question=question, text=f"{CANARY} taak"
    )
    tasks.finish(session, task, actor=who, note=f"{CANARY} gedaan")
    public = make_question(session, "publish", noor)
    make_follower(session, public)
    project = make_project(session, "publish", question=public)
    handling.add_note(session, public, f"{CANARY} notitie", actor=who)
    steps = (("question", public.id, "assign"), ("challenge", project.placement.challenge_id, "edit"))
    for subject, key, step in steps:
        event = Event(subject=subject, subject_id=key, step=step, role=Role.COORDINATOR, at=clock.now(session))
        event.notes = [EventNote(audience=NoteAudience.INTERNAL, text=f"{CANARY} {subject}")]
        session.add(event)
    session.commit()
    return Sung(public, project)


def link(session: Session, client: PageClient, purpose: TokenPurpose, **about: object) -> list[str]:
    """Come in by a link from a mail; the address behind it."""
    raw = tokens.issue(session, purpose, **about)  # type: ignore[arg-type]  # contact, question or challenge
    session.commit()
    return [client.get(f"/v/{raw}", status=303).response.headers["Location"]]


def as_asker(client: PageClient, session: Session, sung: Sung) -> list[str]:
    return link(session, client, TokenPurpose.ASKER_PAGE, contact=sung.question.asker, question=sung.question)


def as_client(client: PageClient, session: Session, sung: Sung) -> list[str]:
    challenge = sung.project.placement.challenge
    return link(session, client, TokenPurpose.CLIENT_PAGE, contact=challenge.client, challenge=challenge)


def as_lecturer(client: PageClient, session: Session, sung: Sung) -> list[str]:
    course = sung.project.placement.run.course
    assert course is not None
    sign_in(client, session, user=course.lecturers[0].user)
    return ["/vakken/mijn", f"/projecten/{sung.project.slug}"]


def as_member(client: PageClient, session: Session, sung: Sung) -> list[str]:
    sign_in(client, session, user=sung.project.members[0].user)
    return [f"/projecten/{sung.project.slug}", "/mijn/passend"]


def as_host(client: PageClient, session: Session, sung: Sung) -> list[str]:
    sign_in(client, session, Role.HOST)
    return [f"/werk/vragen/{sung.question.reference}"]


def as_administrator(client: PageClient, session: Session, sung: Sung) -> list[str]:
    sign_in(client, session, Role.ADMINISTRATOR)
    return ["/werk/vastgelopen", f"/werk/vragen/{sung.question.reference}"]


def as_visitor(client: PageClient, session: Session, sung: Sung) -> list[str]:
    return [f"/werk/vragen/{sung.question.reference}", f"/vragen/{sung.question.reference}"]


def walked(client: CleanClient, base_url: str, starts: list[str]) -> dict[str, str]:
    """Everything that links lead to from these addresses, as text: pages, calendars, files."""
    seen: dict[str, str] = {}
    to_visit = list(starts)
    while to_visit and len(seen) < MOST_PAGES:
        path = urldefrag(to_visit.pop(0)).url.removeprefix(base_url)
        if path in seen or path.startswith(("/static/", "/dev/", "/en/")):
            continue
        answer = client.get(path, base_url=base_url)
        seen[path] = answer.get_data().decode("utf-8", "replace")
        if answer.mimetype == "text/html":
            to_visit += [found for found in Page(answer, path).links() if found.startswith("/")]
    return seen


@pytest.mark.parametrize("arrive", [as_asker, as_client, as_lecturer, as_member, as_host, as_administrator, as_visitor])
def test_nobody_but_a_coordinator_ever_reads_what_colleagues_wrote(
    client: PageClient, session: Session, sung: Sung, arrive: Callable[[PageClient, Session, Sung], list[str]]
) -> None:
    own = arrive(client, session, sung)

    seen = walked(client.raw, client.base_url, [*own, *STARTS])

    assert len(seen) > 10
    assert [path for path, text in seen.items() if CANARY in text] == []


def test_a_coordinator_reads_all_of_it(client: PageClient, session: Session, sung: Sung) -> None:
    sign_in(client, session, Role.COORDINATOR)

    pages = [f"/werk/vragen/{reference}" for reference in session.scalars(select(Question.reference))]
    seen = walked(client.raw, client.base_url, [*pages, "/werk/taken"])
    about = "".join(seen.values())

    for what in ("notitie", "overdracht", "taak", "gedaan"):
        assert f"{CANARY} {what}" in about


def test_no_mail_of_the_whole_way_holds_it(app: Flask, session: Session, sung: Sung) -> None:
    app.extensions["leren.run_due"]()

    mails = mailbox(session)

    assert len(mails) > 8
    assert [mail.subject for mail in mails if CANARY in mail.body + mail.subject] == []
