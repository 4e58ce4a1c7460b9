"""Who sees what outside the life cycles: each permission against each role, and the people it is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from leren_app.domain.errors import NotFoundError
from leren_app.domain.permissions import RULES, Permission, Person, may, may_see_person, require
from leren_app.domain.roles import CLOCK, SYSTEM, VISITOR, Actor, Role

ANNA, BRAM = UUID(int=1), UUID(int=2)
LEIDEN, DELFT = UUID(int=10), UUID(int=11)


@dataclass(frozen=True)
class AskedQuestion:
    """As much of a question as the rules look at."""

    asker_id: UUID


# Written by hand: which roles are enough by themselves, whatever it is about.
BY_ROLE = {
    Permission.SEE_QUEUE: {Role.COORDINATOR},
    Permission.KEEP_WORDS: {Role.COORDINATOR},
    Permission.HANDLE_QUESTION: {Role.COORDINATOR},
    Permission.HANDLE_CHALLENGE: {Role.COORDINATOR},
    Permission.KEEP_PARTNERS: {Role.COORDINATOR},
    Permission.KEEP_WORDS: {Role.COORDINATOR},
    Permission.SEE_RAW_QUESTION: {Role.COORDINATOR},
    Permission.WRITE_NOTE: {Role.COORDINATOR},
    Permission.RECORD_AT_DESK: {Role.HOST, Role.COORDINATOR},
    Permission.SEE_ASKER_PAGE: {Role.COORDINATOR},
    Permission.GRANT_ROLES: {Role.ADMINISTRATOR},
    Permission.SEE_DEAD_WORK: {Role.ADMINISTRATOR, Role.COORDINATOR},
    Permission.SEE_OWN_ACCOUNT: set(),
    Permission.SEE_OWN_PROJECTS: set(),
    Permission.SEE_PROJECT: {Role.COORDINATOR},
    Permission.SEE_TEAM: {Role.COORDINATOR},
    Permission.SEE_HANDED_IN: {Role.COORDINATOR},
    Permission.KEEP_COURSES: {Role.LECTURER, Role.COORDINATOR},
    Permission.EDIT_COURSE: {Role.COORDINATOR},
    Permission.SEE_IMPORT: {Role.COORDINATOR},
    Permission.WORK_ALONE: {Role.STUDENT, Role.RESEARCHER},
    Permission.SEE_PLACEMENTS: {Role.LECTURER, Role.STUDENT, Role.RESEARCHER, Role.COORDINATOR},
    Permission.SEE_PLACEMENT: {Role.COORDINATOR},
    Permission.HAVE_PROFILE: {Role.STUDENT, Role.RESEARCHER},
    Permission.MAKE_TEAM: {Role.COORDINATOR},
    Permission.SEE_PERSON: {Role.COORDINATOR},
}


def make_actor(*roles: Role, user: UUID | None = None, contact: UUID | None = None, at: UUID | None = None) -> Actor:
    return Actor(roles=frozenset(roles), user_id=user, contact_id=contact, institution_id=at)


def test_every_permission_has_a_rule() -> None:
    assert set(RULES) == set(Permission)
    assert all(RULES.values())


@pytest.mark.parametrize("permission", Permission)
def test_exactly_the_written_roles_are_enough_by_themselves(permission: Permission) -> None:
    assert {role for role in Role if may(make_actor(role), permission)} == BY_ROLE[permission]


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_what_an_actor_may_not_is_raised_as_not_there(permission: Permission, role: Role) -> None:
    if role in BY_ROLE[permission]:
        require(make_actor(role), permission)
    else:
        with pytest.raises(NotFoundError):
            require(make_actor(role), permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("actor", [VISITOR, CLOCK, SYSTEM, Actor(roles=frozenset())])
def test_who_is_nobody_may_nothing_about_nobody(permission: Permission, actor: Actor) -> None:
    subject = Person() if permission in (Permission.SEE_PERSON, Permission.SEE_OWN_ACCOUNT) else None

    assert not may(actor, permission, subject)


@pytest.mark.parametrize("permission", [Permission.SEE_RAW_QUESTION, Permission.SEE_ASKER_PAGE])
def test_an_asker_sees_their_own_question_and_no_other(permission: Permission) -> None:
    anna = make_actor(Role.ASKER, contact=ANNA)

    assert may(anna, permission, AskedQuestion(asker_id=ANNA))
    assert not may(anna, permission, AskedQuestion(asker_id=BRAM))
    assert not may(anna, permission)


@pytest.mark.parametrize("permission", [Permission.SEE_RAW_QUESTION, Permission.SEE_ASKER_PAGE])
def test_the_role_of_asker_without_the_person_shows_nothing(permission: Permission) -> None:
    assert not may(make_actor(Role.ASKER), permission, AskedQuestion(asker_id=ANNA))
    assert not may(make_actor(Role.ASKER, user=ANNA), permission, AskedQuestion(asker_id=ANNA))
    assert not may(make_actor(Role.HOST, contact=BRAM), permission, AskedQuestion(asker_id=ANNA))


def test_an_account_is_shown_to_nobody_but_who_it_belongs_to() -> None:
    anna = make_actor(Role.STUDENT, user=ANNA)

    assert may(anna, Permission.SEE_OWN_ACCOUNT)
    assert may(anna, Permission.SEE_OWN_ACCOUNT, Person(user_id=ANNA))
    assert not may(anna, Permission.SEE_OWN_ACCOUNT, Person(user_id=BRAM))
    assert not may(make_actor(Role.COORDINATOR, user=BRAM), Permission.SEE_OWN_ACCOUNT, Person(user_id=ANNA))


def test_people_see_themselves_by_account_or_by_contact() -> None:
    assert may_see_person(make_actor(Role.STUDENT, user=ANNA), Person(user_id=ANNA))
    assert may_see_person(make_actor(Role.FOLLOWER, contact=ANNA), Person(contact_id=ANNA))
    assert not may_see_person(make_actor(Role.STUDENT, user=ANNA), Person(user_id=BRAM))
    assert not may_see_person(make_actor(Role.FOLLOWER, contact=ANNA), Person(contact_id=BRAM))


def test_an_account_is_not_taken_for_a_contact_with_the_same_key() -> None:
    assert not may_see_person(make_actor(Role.STUDENT, user=ANNA), Person(contact_id=ANNA))
    assert not may_see_person(make_actor(Role.FOLLOWER, contact=ANNA), Person(user_id=ANNA))


def test_a_coordinator_sees_everyone_with_and_without_an_account() -> None:
    coordinator = make_actor(Role.COORDINATOR, user=BRAM)

    assert may_see_person(coordinator, Person(user_id=ANNA))
    assert may_see_person(coordinator, Person(contact_id=ANNA))


def test_a_lecturer_sees_accounts_at_the_own_institution_only() -> None:
    lecturer = make_actor(Role.LECTURER, user=BRAM, at=LEIDEN)

    assert may_see_person(lecturer, Person(user_id=ANNA, institution_id=LEIDEN))
    assert not may_see_person(lecturer, Person(user_id=ANNA, institution_id=DELFT))
    assert not may_see_person(lecturer, Person(user_id=ANNA))
    assert not may_see_person(lecturer, Person(contact_id=ANNA, institution_id=LEIDEN))


def test_having_no_institution_is_not_a_shared_institution() -> None:
    assert not may_see_person(make_actor(Role.LECTURER, user=BRAM), Person(user_id=ANNA))


def test_students_of_one_institution_do_not_see_each_other() -> None:
    student = make_actor(Role.STUDENT, user=BRAM, at=LEIDEN)

    assert not may_see_person(student, Person(user_id=ANNA, institution_id=LEIDEN))
