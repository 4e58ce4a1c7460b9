"""Colleagues: invited, given roles, relieved of them with their work handed over, closed and opened again."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.errors import DomainError, FieldError, NotFoundError, StaleError, TransitionError
from leren_app.domain.roles import GRANTED, Role
from leren_app.domain.text import LANGUAGES
from leren_app.jobs.letters import find_recipient, write
from leren_app.models import Event, Organisation, Outbox, Question, RoleGrant, Task, TaskKind, TokenPurpose, User
from leren_app.services import accounts, clock, sessions, tasks, tokens
from leren_app.services.people import changing, inviting, noting, reading
from leren_app.services.people.handing_over import Handover, InHands, count_in_hands
from leren_app.services.people.inviting import Invitation
from leren_app.services.questions import handling
from leren_app.transaction import transaction
from tests.makers import actor, make_question, make_user, the_city
from tests.post import promised

FATIMA = Invitation("Fatima Aydin", "fatima@example.org", (Role.COORDINATOR, Role.HOST), "nl", "hogeschool-leiden")


@pytest.fixture
def admin(session: Session) -> User:
    return make_user(session, Role.ADMINISTRATOR, name="Ada Beheer")


def grant_of(user: User, role: Role) -> RoleGrant:
    return next(grant for grant in user.grants if grant.role is role and grant.granted_until is None)


def held(session: Session, user: User) -> set[Role]:
    session.expire(user)
    return set(accounts.roles_of(user, clock.now(session)))


def events(session: Session, user: User) -> list[tuple[str, str | None, str | None]]:
    """Step, role that ended, role that was given; the oldest first."""
    found = reversed(reading.list_events(session, user.id))
    return [(event.step, event.from_state, event.to_state) for event in found]


def with_work(session: Session, coordinator: User) -> tuple[Question, Task]:
    """A question that a coordinator is at work on, and a task of theirs."""
    question = make_question(session, "take", coordinator)
    day = clock.now(session).date()
    task = tasks.promise_task(session, TaskKind.OTHER, f"k{uuid4()}", due_on=day, owner_id=coordinator.id)
    return question, task


# ---- inviting ----


def test_an_invited_colleague_has_account_roles_institution_and_one_mail(session: Session, admin: User) -> None:
    invited = inviting.invite(session, FATIMA, actor=actor(admin), city=the_city())

    user = invited.user
    assert invited.is_new
    assert held(session, user) == {Role.COORDINATOR, Role.HOST}
    assert user.institution is not None
    assert user.institution.name == "Hogeschool Leiden"
    assert promised(session) == [("account/invited", "fatima@example.org")]
    assert events(session, user)[0] == (noting.INVITED, None, None)
    assert {(s, b, a) for s, b, a in events(session, user)[1:]} == {
        (noting.GIVEN, None, "coordinator"),
        (noting.GIVEN, None, "host"),
    }
    assert {event.user_id for event in reading.list_events(session, user.id)} == {admin.id}


def test_a_second_colleague_of_an_institution_does_not_make_it_twice(session: Session, admin: User) -> None:
    for mail in ("a@example.org", "b@example.org"):
        wanted = Invitation("A", mail, (Role.HOST,), institution="hogeschool-leiden")
        inviting.invite(session, wanted, actor=actor(admin), city=the_city())

    assert session.scalar(select(func.count(Organisation.id))) == 1


def test_an_address_that_has_an_account_gets_the_roles_it_lacks_and_one_mail_that_says_so(
    session: Session, admin: User
) -> None:
    user = make_user(session, Role.HOST, name="Eigen naam", language="en")
    wanted = Invitation("Andere naam", user.mail.upper(), (Role.COORDINATOR, Role.HOST), "nl", "lumc")

    invited = inviting.invite(session, wanted, actor=actor(admin), city=the_city())

    assert (invited.user.id, invited.is_new, invited.given) == (user.id, False, (Role.COORDINATOR,))
    assert held(session, user) == {Role.COORDINATOR, Role.HOST}
    assert (user.name, user.language) == ("Eigen naam", "en")
    assert user.institution is not None
    assert promised(session) == [("account/roles_given", user.mail)]
    assert events(session, user) == [(noting.GIVEN, None, "coordinator")]


@pytest.mark.parametrize(
    ("mail", "roles", "institution", "field"),
    [
        ("geen adres", (Role.HOST,), "", "mail"),
        ("x@example.org", (), "", "roles"),
        ("x@example.org", (Role.SYSTEM,), "", "roles"),
        ("x@example.org", (Role.HOST,), "bestaat-niet", "institution"),
        ("closed@example.org", (Role.HOST,), "", "mail"),
        ("host@example.org", (Role.HOST,), "", "roles"),
    ],
)
def test_an_invitation_that_cannot_be_says_on_which_field(
    session: Session, admin: User, mail: str, roles: tuple[Role, ...], institution: str, field: str
) -> None:
    make_user(session, Role.HOST).mail = "host@example.org"
    closed = make_user(session)
    closed.mail, closed.deactivated_at = "closed@example.org", clock.now(session)
    session.flush()

    with pytest.raises(FieldError) as refusal:
        inviting.invite(session, Invitation("X", mail, roles, "nl", institution), actor=actor(admin), city=the_city())

    assert refusal.value.field == field
    assert promised(session) == []


def test_an_invitation_sent_again_ends_the_link_before_it(session: Session, admin: User) -> None:
    user = inviting.invite(session, FATIMA, actor=actor(admin), city=the_city()).user
    old = tokens.issue(session, TokenPurpose.SIGN_IN, user=user, valid_for=tokens.INVITATION_LASTS)

    inviting.invite_again(session, user.id, actor=actor(admin), seen_version=user.version)

    assert tokens.find_live(session, old) is None
    assert promised(session) == [("account/invited", user.mail)] * 2
    with pytest.raises(StaleError):  # a double click
        inviting.invite_again(session, user.id, actor=actor(admin), seen_version=user.version - 1)


def test_who_signed_in_is_not_invited_again(session: Session, admin: User) -> None:
    user = inviting.invite(session, FATIMA, actor=actor(admin), city=the_city()).user
    sessions.begin(session, user)

    with pytest.raises(TransitionError, match="signed in before"):
        inviting.invite_again(session, user.id, actor=actor(admin))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", ["invited", "roles_given", "role_ended", "opened"])
def test_a_mail_about_an_account_can_be_written(session: Session, admin: User, topic: str, language: str) -> None:
    user = make_user(session, Role.HOST, language=language)
    event = noting.note_change(session, user, noting.GIVEN, actor=actor(admin), reason="KANARIE")
    noting.tell(session, user, f"account/{topic}", event, (Role.COORDINATOR, Role.LECTURER))
    payload = session.scalars(select(Outbox.payload)).one()
    recipient = find_recipient(session, payload["recipient"])
    assert recipient is not None

    subject, body = write(session, payload, recipient)

    assert "Leren met de Stad" in subject or "Learning with the City" in subject
    assert "Ada Beheer" in body
    assert "None" not in subject + body
    assert "\n\n\n" not in body
    assert "KANARIE" not in body
    assert ("/v/" in body) == (topic == "invited")
    assert {"nl": "gastheer", "en": "host"}[language] in body or topic in {"invited", "roles_given"}
    assert ({"nl": "docent", "en": "lecturer"}[language] in body) == (topic != "opened")


# ---- giving and ending roles ----


@pytest.mark.parametrize("role", GRANTED)
def test_a_role_is_given_and_ended_with_an_event_a_mail_and_new_sessions_each(
    session: Session, admin: User, role: Role
) -> None:
    user = make_user(session)
    cookie = sessions.begin(session, user)

    changing.give_role(session, user.id, role, actor=actor(admin), reason="Nieuw hier", seen_version=user.version)
    assert held(session, user) == {role}
    assert sessions.find(session, cookie) is None

    cookie = sessions.begin(session, user)
    changing.end_role(session, user.id, grant_of(user, role).id, actor=actor(admin), seen_version=user.version)
    assert held(session, user) == set()
    assert sessions.find(session, cookie) is None
    assert events(session, user) == [(noting.GIVEN, None, role), (noting.ENDED, role, None)]
    assert [n.text for e in reading.list_events(session, user.id) for n in e.notes] == ["Nieuw hier"]
    assert promised(session) == [("account/role_ended", user.mail), ("account/roles_given", user.mail)]


def test_whoever_changes_what_somebody_else_changed_meanwhile_is_told(session: Session, admin: User) -> None:
    user = make_user(session, Role.HOST)
    seen, host = user.version, grant_of(user, Role.HOST).id
    changing.give_role(session, user.id, Role.LECTURER, actor=actor(admin), seen_version=seen)

    for change in (
        lambda: changing.give_role(session, user.id, Role.STUDENT, actor=actor(admin), seen_version=seen),
        lambda: changing.end_role(session, user.id, host, actor=actor(admin), seen_version=seen),
        lambda: changing.close(session, user.id, actor=actor(admin), seen_version=seen),
        lambda: changing.open_again(session, user.id, actor=actor(admin), seen_version=seen),
    ):
        with pytest.raises(StaleError):
            change()

    assert held(session, user) == {Role.HOST, Role.LECTURER}


def test_a_grant_of_somebody_else_is_not_there(session: Session, admin: User) -> None:
    user, other = make_user(session, Role.HOST), make_user(session, Role.HOST)

    with pytest.raises(NotFoundError):
        changing.end_role(session, user.id, grant_of(other, Role.HOST).id, actor=actor(admin))
    with pytest.raises(NotFoundError):
        changing.give_role(session, uuid4(), Role.HOST, actor=actor(admin))


@pytest.mark.parametrize("role", [role for role in GRANTED if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_changes_anything(session: Session, admin: User, role: Role) -> None:
    someone, user = actor(make_user(session, role)), make_user(session, Role.HOST)
    grant = grant_of(user, Role.HOST).id

    for change in (
        lambda: inviting.invite(session, FATIMA, actor=someone, city=the_city()),
        lambda: inviting.invite_again(session, user.id, actor=someone),
        lambda: changing.give_role(session, user.id, Role.ADMINISTRATOR, actor=someone),
        lambda: changing.end_role(session, user.id, grant, actor=someone),
        lambda: changing.close(session, user.id, actor=someone),
        lambda: changing.open_again(session, user.id, actor=someone),
    ):
        with pytest.raises(DomainError):
            change()

    assert promised(session) == []


def test_who_was_administrator_when_the_page_was_asked_for_and_is_not_now_changes_nothing(
    session: Session, admin: User
) -> None:
    former, user = make_user(session, Role.ADMINISTRATOR), make_user(session)
    was = actor(former)
    changing.end_role(session, former.id, grant_of(former, Role.ADMINISTRATOR).id, actor=actor(admin))

    with pytest.raises(NotFoundError):
        changing.give_role(session, user.id, Role.ADMINISTRATOR, actor=was)


def test_the_last_administrator_stays_and_hands_nothing_over(session: Session, admin: User) -> None:
    accounts.grant_role(session, admin, Role.COORDINATOR, actor=actor(admin))
    question, _ = with_work(session, admin)
    session.refresh(admin)

    session.commit()

    with pytest.raises(TransitionError, match="last administrator"), transaction() as writing:
        changing.close(writing, admin.id, actor=actor(admin), handover=Handover(None))
    with pytest.raises(TransitionError, match="last administrator"), transaction() as writing:
        changing.end_role(writing, admin.id, grant_of(admin, Role.ADMINISTRATOR).id, actor=actor(admin))

    assert question.assignee_id == admin.id


# ---- handing over ----


def test_a_coordinator_with_work_in_hands_does_not_leave_without_saying_who_goes_on(
    session: Session, admin: User
) -> None:
    leaver = make_user(session, Role.COORDINATOR)
    with_work(session, leaver)
    make_question(session, "publish", leaver)  # nobody is at work on it any more
    assert count_in_hands(session, leaver.id) == InHands(1, 1)

    for change in (
        lambda: changing.end_role(session, leaver.id, grant_of(leaver, Role.COORDINATOR).id, actor=actor(admin)),
        lambda: changing.close(session, leaver.id, actor=actor(admin)),
    ):
        with pytest.raises(FieldError) as refusal:
            change()
        assert refusal.value.field == "to"


@pytest.mark.parametrize("way", ["end", "close"])
def test_the_work_goes_to_a_colleague_with_a_note(session: Session, admin: User, way: str) -> None:
    leaver, heir = make_user(session, Role.COORDINATOR), make_user(session, Role.COORDINATOR, name="Noor Bakker")
    question, task = with_work(session, leaver)
    handover = Handover(heir.id, "Zij belt liever.")

    leave(session, leaver, admin, handover, way)

    assert (question.assignee_id, task.owner_id) == (heir.id, heir.id)
    event = session.scalars(select(Event).where(Event.subject_id == question.id, Event.step == handling.ASSIGN)).one()
    assert (event.role, event.user_id) == (Role.ADMINISTRATOR, admin.id)
    assert [note.text for note in event.notes] == ["Noor Bakker", "Zij belt liever."]
    assert not count_in_hands(session, leaver.id)


def test_the_work_goes_back_to_nobody_with_a_note(session: Session, admin: User) -> None:
    leaver = make_user(session, Role.COORDINATOR)
    question, task = with_work(session, leaver)

    leave(session, leaver, admin, Handover(None, "Wie pakt dit op?"), "end")

    assert (question.assignee_id, task.owner_id) == (None, None)
    event = session.scalars(select(Event).where(Event.step == handling.HAND_BACK)).one()
    assert [note.text for note in event.notes] == ["Wie pakt dit op?"]


@pytest.mark.parametrize("who", ["leaver", "host", "closed", "nobody"])
def test_the_work_goes_to_no_one_who_cannot_do_it(session: Session, admin: User, who: str) -> None:
    leaver, host, closed = (make_user(session, role) for role in (Role.COORDINATOR, Role.HOST, Role.COORDINATOR))
    closed.deactivated_at = clock.now(session)
    question, _ = with_work(session, leaver)
    to = {"leaver": leaver.id, "host": host.id, "closed": closed.id, "nobody": uuid4()}[who]

    with pytest.raises(FieldError, match="another coordinator"):
        leave(session, leaver, admin, Handover(to), "end")

    assert question.assignee_id == leaver.id


def test_another_role_ends_without_a_handover(session: Session, admin: User) -> None:
    user = make_user(session, Role.COORDINATOR, Role.HOST)
    question, _ = with_work(session, user)

    changing.end_role(session, user.id, grant_of(user, Role.HOST).id, actor=actor(admin))

    assert question.assignee_id == user.id


def leave(session: Session, leaver: User, admin: User, handover: Handover, way: str) -> None:
    if way == "close":
        changing.close(session, leaver.id, actor=actor(admin), handover=handover)
    else:
        grant = grant_of(leaver, Role.COORDINATOR)
        changing.end_role(session, leaver.id, grant.id, actor=actor(admin), handover=handover)


# ---- closing and opening ----


def test_a_closed_account_cannot_come_in_or_be_chosen_and_keeps_its_roles_for_later(
    session: Session, admin: User
) -> None:
    user = make_user(session, Role.COORDINATOR)
    cookie = sessions.begin(session, user)
    link = tokens.issue(session, TokenPurpose.SIGN_IN, user=user)

    changing.close(session, user.id, actor=actor(admin), reason="Andere baan")

    assert sessions.find(session, cookie) is None
    assert tokens.find_live(session, link) is None
    assert user not in handling.list_colleagues(session)
    assert held(session, user) == set()
    assert [grant.role for grant in reading.live_grants(user, session)] == [Role.COORDINATOR]
    assert promised(session) == []
    with pytest.raises(TransitionError):
        changing.give_role(session, user.id, Role.HOST, actor=actor(admin))
    with pytest.raises(TransitionError):
        inviting.invite_again(session, user.id, actor=actor(admin))


def test_an_account_opened_again_has_its_roles_and_hears_of_it(session: Session, admin: User) -> None:
    user = make_user(session, Role.COORDINATOR)
    link = tokens.issue(session, TokenPurpose.SIGN_IN, user=user)
    changing.close(session, user.id, actor=actor(admin))

    changing.open_again(session, user.id, actor=actor(admin), seen_version=user.version)

    assert held(session, user) == {Role.COORDINATOR}
    assert tokens.find_live(session, link) is None
    assert promised(session) == [("account/opened", user.mail)]
    assert [step for step, *_ in events(session, user)] == [noting.CLOSED, noting.OPENED]
    with pytest.raises(TransitionError):
        changing.open_again(session, user.id, actor=actor(admin))


# ---- the list ----


def test_the_list_has_who_works_here_by_name_and_others_by_looking_for_them(session: Session) -> None:
    zoe, anna = make_user(session, Role.HOST, name="Zoë"), make_user(session, Role.LECTURER, name="Anna")
    student, closed = make_user(session, Role.STUDENT, name="Annemiek"), make_user(session, Role.HOST, name="Annet")
    former = make_user(session, Role.COORDINATOR, name="Annika")
    closed.deactivated_at = clock.now(session)
    former.grants[0].granted_until = clock.now(session)
    clock.move(session, timedelta(seconds=1))
    session.flush()

    assert reading.list_people(session) == [anna, zoe]
    assert reading.list_people(session, words="ANN") == [anna, student, former]
    assert reading.list_people(session, words=zoe.mail[:6]) != []
    assert reading.list_people(session, closed=True) == [closed]
    assert reading.list_people(session, words="%") == []


def test_the_list_goes_on_after_the_last_one_seen_also_among_namesakes(session: Session) -> None:
    for _ in range(5):
        make_user(session, Role.HOST, name="Sam")
    first = reading.list_people(session, limit=2)

    rest = reading.list_people(session, after=(first[-1].name, first[-1].id))

    assert len({user.id for user in (*first, *rest)}) == 5


def test_the_day_of_the_last_sign_in_is_kept(session: Session) -> None:
    user = make_user(session)
    assert user.last_signed_in_at is None

    sessions.begin(session, user)

    assert user.last_signed_in_at is not None
    assert user.version == 1
