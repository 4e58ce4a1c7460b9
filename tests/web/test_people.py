"""The pages of colleagues: for administrators alone; what was typed stays, and every change is seen and told once."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.roles import GRANTED, Role
from leren_app.models import Event, RoleGrant, User
from leren_app.services import accounts, clock
from leren_app.services.people import changing
from tests.client import H, Page, PageClient
from tests.intake import count_statements
from tests.makers import actor, make_question, make_user
from tests.post import mailbox
from tests.signing_in import is_signed_in, press, sign_in

LIST = "/werk/mensen"
FATIMA = {"name": "Fatima Aydin", "mail": "fatima@example.org", "institution": "lumc", "language": "nl"}


@pytest.fixture
def admin(client: PageClient, session: Session) -> User:
    """An administrator, signed in with this browser."""
    return sign_in(client, session, user=make_user(session, Role.ADMINISTRATOR, name="Ada Beheer"))


def somebody(session: Session, *roles: Role, name: str = "Bram Jansen") -> User:
    user = make_user(session, *roles, name=name)
    session.commit()
    return user


def page_of(user: User) -> str:
    return f"{LIST}/{user.id}"


def end_path(user: User, role: Role) -> str:
    return next(f"{page_of(user)}/rol/{grant.id}/einde" for grant in user.grants if grant.role is role)


def roles_of(session: Session, mail: str) -> set[Role]:
    session.rollback()
    session.expire_all()
    user = accounts.find_user(session, mail)
    assert user is not None
    return set(accounts.roles_of(user, clock.now(session)))


def invite(client: PageClient, *roles: str, status: int = 303, **changes: str) -> Page:
    """Send the form of an invitation."""
    path, values = client.get(f"{LIST}/uitnodigen").form("/uitnodigen")
    sent = {**values, **FATIMA, **changes, "roles": list(roles)}
    return client.post(path, sent, status=status)


def mails(app: Flask, session: Session) -> list[tuple[str, str]]:
    """Everybody who was written to, and the mail's text, after all that is due was done."""
    app.extensions["leren.run_due"]()
    return [(mail.recipient, f"{mail.subject}\n{mail.body}") for mail in mailbox(session)]


# ---- the list ----


def test_the_list_costs_the_same_for_one_and_for_fifty_and_pages_by_key(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    few = len(count_statements(app, client, LIST))
    for n in range(50):
        make_user(session, Role.HOST, Role.LECTURER, name=f"Mens {n:02}")
    make_user(session, Role.STUDENT, name="Mens 00 student")
    session.commit()

    assert len(count_statements(app, client, LIST)) == few <= 3
    first = client.get(LIST)
    rest = client.get(next(link for link in first.links() if "na=" in link))
    assert "Mens 18" in first.words()
    assert "Mens 19" in rest.words()
    assert "Ada Beheer" not in rest.words()
    assert "Mens 00 student" in client.get(f"{LIST}?zoek=00+STUDENT").words()
    assert "Mens 00 student" not in first.words()
    assert "Niemand gevonden" in client.get(f"{LIST}?zoek=zzz").words()


@pytest.mark.parametrize("query", ["zoek=%00%ED%A0%80", "na=zzz", "na=" + "x" * 2000, "wie=alles", "zoek=%25%5F"])
def test_any_filter_that_somebody_makes_up_is_answered(client: PageClient, admin: User, query: str) -> None:
    assert "Naam of e-mailadres" in client.get(f"{LIST}?{query}").words()
    assert "Name or email address" in client.get(f"/en{LIST}?{query}").words()


def test_a_page_of_one_person_costs_the_same_with_more_roles_and_changes(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    user = somebody(session, Role.HOST)
    one = len(count_statements(app, client, page_of(user)))
    for role in (Role.LECTURER, Role.STUDENT, Role.RESEARCHER):
        changing.give_role(session, user.id, role, actor=actor(admin), reason="Omdat")
    session.commit()

    assert len(count_statements(app, client, page_of(user))) == one <= 4


# ---- who may ----


@pytest.mark.parametrize("role", [role for role in GRANTED if role is not Role.ADMINISTRATOR])
def test_for_everybody_else_it_is_a_page_that_never_was(client: PageClient, session: Session, role: Role) -> None:
    user = somebody(session, Role.HOST)
    sign_in(client, session, role)
    never = client.get("/werk/nergens", status=404).text

    for path in (LIST, f"{LIST}/uitnodigen", page_of(user), end_path(user, Role.HOST), f"{page_of(user)}/sluiten"):
        page = client.get(path, status=404)
        assert page.text.replace(path, "/werk/nergens") == never
        assert LIST not in page.links()
    for path in (f"{page_of(user)}/rol", f"{page_of(user)}/openen", f"{page_of(user)}/uitnodiging"):
        client.post(path, {"role": "administrator"}, status=404)
    assert roles_of(session, user.mail) == {Role.HOST}


def test_only_administrators_have_it_in_their_bar(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.COORDINATOR)
    assert LIST not in client.get("/werk/rij").links()

    sign_in(client, session, Role.ADMINISTRATOR)
    assert LIST in client.get("/mijn/account").links()


def test_somebody_who_never_was_is_not_there(client: PageClient, session: Session, admin: User) -> None:
    user = somebody(session, Role.HOST)

    never = client.get("/werk/nergens", status=404).words()

    assert client.get(f"{LIST}/{uuid4()}", status=404).words() == never
    client.get(f"{page_of(user)}/rol/{uuid4()}/einde", status=404)
    client.post(f"{page_of(user)}/rol/{uuid4()}/einde", {"seen_version": "1"}, status=404)
    client.post(f"{LIST}/{uuid4()}/sluiten", {"seen_version": "1"}, status=404)
    assert roles_of(session, user.mail) == {Role.HOST}


# ---- inviting ----


def test_an_invited_colleague_opens_the_mail_and_only_the_button_signs_in(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    page = client.follow(invite(client, "coordinator"))
    assert "Fatima Aydin heeft nu een account" in page.words()
    assert "Nog niet ingelogd" in page.words()

    sent = mails(app, session)
    assert [to for to, _ in sent] == ["fatima@example.org"]
    link = re.search(r"/v/\S+", sent[0][1])
    assert link
    browser = PageClient(app)
    behind = browser.follow(browser.get(link.group(), status=303))
    assert not is_signed_in(browser)

    press(browser, behind, "bevestig")

    assert browser.get("/werk/rij").heading()
    assert "Ingelogd op" in client.get(page.path).words()


def test_who_has_an_account_gets_the_roles_and_a_mail_that_says_so(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    user = somebody(session, Role.HOST)

    page = client.follow(invite(client, "coordinator", "host", mail=user.mail.upper()))

    assert "Bram Jansen had al een account. Nieuwe rollen: coördinator" in page.words()
    sent = mails(app, session)
    assert [to for to, _ in sent] == [user.mail]
    assert "- coördinator" in sent[0][1]
    assert "/v/" not in sent[0][1]


@pytest.mark.parametrize(
    ("changes", "roles", "sentence"),
    [
        ({"name": " "}, ["host"], "Vul de naam in"),
        ({"name": "a\nBcc: x@example.org"}, ["host"], "Schrijf de naam op één regel"),
        ({"mail": "a@x.org, b@evil.org"}, ["host"], "Schrijf één e-mailadres"),
        ({"mail": ""}, ["host"], "Vul het e-mailadres in"),
        ({"language": "fr"}, ["host"], "Fout:"),
        ({"institution": "atlantis"}, ["host"], "Fout:"),
        ({}, [], "Kies minstens één rol"),
        ({}, ["system"], "Kies uit wat op de pagina staat"),
        ({}, ["host", "asker"], "Kies uit wat op de pagina staat"),
        ({}, ["<script>"], "Kies uit wat op de pagina staat"),
    ],
)
def test_what_cannot_be_sent_comes_back_with_what_was_typed(
    client: PageClient, session: Session, admin: User, changes: dict[str, str], roles: list[str], sentence: str
) -> None:
    page = invite(client, *roles, status=422, **changes)

    assert sentence in page.text
    assert page.title().startswith("Fout:")
    assert page.form("/uitnodigen")[1]["mail"] == changes.get("mail", FATIMA["mail"])
    assert session.scalar(select(func.count(User.id))) == 1


def test_extra_form_fields_change_nothing(client: PageClient, session: Session, admin: User) -> None:
    more = {
        "sub": "x",
        "deactivated_at": "2026-01-01",
        "version": "9",
        "granted_until": "2026-01-01",
        "id": str(admin.id),
    }

    invite(client, "host", **more)

    session.rollback()
    user = accounts.find_user(session, FATIMA["mail"])
    assert user is not None
    assert (user.sub, user.deactivated_at, user.id == admin.id) == (None, None, False)
    assert user.grants[0].granted_until is None


def test_markup_in_a_name_and_a_reason_is_shown_as_text(client: PageClient, session: Session, admin: User) -> None:
    page = client.follow(invite(client, "host", name="<b>Fatima</b>{{ 7*7 }}"))
    page = client.follow(press(client, page, "/rol", role="student", reason="<script>alert(1)</script>"))

    assert "<b>Fatima" not in page.text
    assert "<script>alert" not in page.text
    assert "<b>Fatima</b>{{ 7*7 }}" in page.heading()
    assert "<script>alert(1)</script>" in page.words()


# ---- giving and ending ----


def test_a_role_is_given_ended_and_both_are_read_on_the_page(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    user = somebody(session, Role.HOST)
    page = press(client, client.get(page_of(user)), "/rol", role="lecturer", reason="Nieuw vak")
    page = client.follow(page)
    assert "De rol is gegeven: docent" in page.words()
    assert "Rol gegeven: docent" in page.words()
    assert "Nieuw vak" in page.words()

    page = client.follow(press(client, client.get(end_path(user, Role.HOST)), "/einde", reason="Stopt bij de balie"))

    assert "Rol beëindigd: gastheer of gastvrouw aan de balie" in page.words()
    assert "Stopt bij de balie" in page.words()
    assert "Ada Beheer" in page.words()
    assert roles_of(session, user.mail) == {Role.LECTURER}
    sent = mails(app, session)
    assert [to for to, _ in sent] == [user.mail] * 2
    assert not [text for _, text in sent if "Nieuw vak" in text or "Stopt bij" in text]


@pytest.mark.parametrize("role", ["", "system", "visitor", "ADMINISTRATOR", "x" * 5000])
def test_a_role_that_nobody_can_get_is_refused(client: PageClient, session: Session, admin: User, role: str) -> None:
    user = somebody(session)

    page = press(client, client.get(page_of(user)), "/rol", status=422, role=role, reason="Mijn reden")

    assert page.form("/rol")[1]["reason"] == "Mijn reden"
    assert roles_of(session, user.mail) == set()


@pytest.mark.parametrize("where", ["give", "end", "close", "again", "open"])
def test_whoever_is_second_gets_409_with_what_was_typed_and_sees_who_was_first(
    client: PageClient, session: Session, admin: User, where: str
) -> None:
    user, other = somebody(session, Role.HOST), somebody(session, Role.ADMINISTRATOR, name="Joris van Dam")
    if where == "open":
        changing.close(session, user.id, actor=actor(other))
        session.commit()
    path = {"end": end_path(user, Role.HOST), "close": f"{page_of(user)}/sluiten"}.get(where, page_of(user))
    action = {"give": "/rol", "end": "/einde", "close": "/sluiten", "again": "/uitnodiging", "open": "/openen"}[where]
    page = client.get(path)
    if where == "open":
        changing.open_again(session, user.id, actor=actor(other))
    else:
        changing.give_role(session, user.id, Role.LECTURER, actor=actor(other))
    session.commit()
    typed = {"role": "student"} if where == "give" else {}

    back = press(client, page, action, status=409, reason="Mijn reden", **typed)

    assert "Joris van Dam" in back.words()
    if where in {"give", "end", "close"}:
        assert back.form(action)[1]["reason"] == "Mijn reden"
        press(client, back, action, reason="Mijn reden", **typed)


def test_a_role_that_ended_meanwhile_says_that_nothing_is_left_to_do(
    client: PageClient, session: Session, admin: User
) -> None:
    user = somebody(session, Role.HOST)
    page = client.get(end_path(user, Role.HOST))
    changing.end_role(session, user.id, user.grants[0].id, actor=actor(admin))
    session.commit()

    back = press(client, page, "/einde", status=409, reason="Mijn reden")

    assert "Dit is al beëindigd" in back.words()
    assert back.form("/einde")[1]["reason"] == "Mijn reden"


def test_who_loses_a_role_loses_its_pages_at_once(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    theirs = PageClient(app)
    noor = sign_in(theirs, session, Role.COORDINATOR, Role.HOST)
    theirs.get("/werk/rij")

    press(client, client.get(end_path(noor, Role.COORDINATOR)), "/einde")

    assert theirs.get("/werk/rij", status=303).response.headers["Location"] == "/inloggen"


def test_who_changes_their_own_roles_goes_on_under_a_new_session_id(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    somebody(session, Role.ADMINISTRATOR)
    with client.raw.session_transaction(base_url=client.base_url) as kept:
        old = kept["_user_id"]

    page = client.follow(press(client, client.get(page_of(admin)), "/rol", role="host"))
    assert "De rol is gegeven" in page.words()
    with client.raw.session_transaction(base_url=client.base_url) as kept:
        assert kept["_user_id"] != old
    press(client, client.get(end_path(session.get_one(User, admin.id), Role.ADMINISTRATOR)), "/einde")

    client.get(LIST, status=404)
    assert is_signed_in(client)


def test_the_last_administrator_reads_why_not(client: PageClient, session: Session, admin: User) -> None:
    for path, action in ((end_path(admin, Role.ADMINISTRATOR), "/einde"), (f"{page_of(admin)}/sluiten", "/sluiten")):
        back = press(client, client.get(path), action, status=409, reason="Ik ga")
        assert "Dit is de laatste beheerder" in back.words()
        assert back.form(action)[1]["reason"] == "Ik ga"

    assert roles_of(session, admin.mail) == {Role.ADMINISTRATOR}


# ---- handing over ----


def test_a_coordinator_with_questions_leaves_them_to_a_colleague(
    client: PageClient, session: Session, admin: User
) -> None:
    bram, noor = somebody(session, Role.COORDINATOR), somebody(session, Role.COORDINATOR, name="Noor Bakker")
    questions = [make_question(session, "take", bram) for _ in range(3)]
    session.commit()
    page = client.get(end_path(bram, Role.COORDINATOR))
    assert "3 vragen, 0 taken" in page.words()
    offered = {str(option.get("value")) for option in page.options("to")}
    assert offered == {"", "nobody", str(noor.id)}

    back = press(client, page, "/einde", status=422, note="Let op de datum.")
    assert "Kies wie verdergaat met het werk van Bram Jansen" in back.words()
    assert back.form("/einde")[1]["note"] == "Let op de datum."
    press(client, back, "/einde", to=str(noor.id))

    session.rollback()
    assert {question.assignee_id for question in questions} == {noor.id}
    sign_in(client, session, user=noor)
    shown = client.get(f"/werk/vragen/{questions[0].reference}")
    assert "Let op de datum." in shown.words()
    assert "Noor Bakker" in client.get(f"/werk/vragen/{questions[0].reference}/geschiedenis").words()


def test_questions_go_back_to_nobody_when_an_account_is_closed(
    client: PageClient, session: Session, admin: User
) -> None:
    bram = somebody(session, Role.COORDINATOR)
    question = make_question(session, "take", bram)
    session.commit()

    press(client, client.get(f"{page_of(bram)}/sluiten"), "/sluiten", to="nobody", note="Wie pakt dit op?")

    session.rollback()
    sign_in(client, session, Role.COORDINATOR)
    assert question.reference in client.get("/werk/rij?tab=nobody").words()
    history = client.get(f"/werk/vragen/{question.reference}/geschiedenis").words()
    assert "Weer van niemand" in history
    assert "Wie pakt dit op?" in history


@pytest.mark.parametrize("to", ["", "x", "nobody\0", str(UUID(int=1))])
def test_nobody_we_know_of_takes_nothing_over(client: PageClient, session: Session, admin: User, to: str) -> None:
    bram = somebody(session, Role.COORDINATOR)
    question = make_question(session, "take", bram)
    session.commit()

    press(client, client.get(end_path(bram, Role.COORDINATOR)), "/einde", status=422, to=to)

    session.expire_all()
    assert question.assignee_id == bram.id


# ---- closing and opening ----


def test_a_closed_account_is_out_at_once_and_back_after_opening(
    client: PageClient, session: Session, app: Flask, admin: User
) -> None:
    theirs = PageClient(app)
    noor = sign_in(theirs, session, user=make_user(session, Role.COORDINATOR, name="Noor Bakker"))

    page = client.follow(press(client, client.get(f"{page_of(noor)}/sluiten"), "/sluiten", reason="Andere baan"))
    assert "Account gesloten" in page.words()
    assert "Andere baan" in page.words()
    assert "Geef een rol" not in page.words()
    assert "coördinator" in page.words().lower()
    theirs.get("/werk/rij", status=303)
    assert noor.name not in client.get(LIST).words()
    assert noor.name in client.get(f"{LIST}?wie=gesloten").words()
    assert mails(app, session) == []

    page = client.follow(press(client, page, "/openen"))

    assert "Het account is weer open" in page.words()
    assert noor.name in client.get(LIST).words()
    assert [to for to, _ in mails(app, session)] == [noor.mail]


def test_the_pages_are_in_english_too(client: PageClient, session: Session, admin: User) -> None:
    bram = somebody(session, Role.COORDINATOR)
    make_question(session, "take", bram)
    session.commit()

    for path in (
        LIST,
        f"{LIST}/uitnodigen",
        page_of(bram),
        end_path(bram, Role.COORDINATOR),
        f"{page_of(bram)}/sluiten",
    ):
        words = client.get(f"/en{path}").words()
        assert "Colleagues" in words
        assert "Mensen" not in words
        assert "beëindig" not in words.lower()


def test_the_reason_is_read_by_administrators_alone(client: PageClient, session: Session, admin: User) -> None:
    user = somebody(session, Role.HOST)
    press(client, client.get(page_of(user)), "/rol", role="lecturer", reason="KANARIE")

    session.rollback()
    sign_in(client, session, user=user)

    assert "KANARIE" not in client.get("/mijn/account").text
    assert session.scalar(select(func.count(Event.id)).where(Event.subject == "account")) == 1


def test_every_form_field_has_a_label(client: PageClient, session: Session, admin: User) -> None:
    bram = somebody(session, Role.COORDINATOR)
    make_question(session, "take", bram)
    session.commit()

    for path in (LIST, f"{LIST}/uitnodigen", page_of(bram), end_path(bram, Role.COORDINATOR)):
        page = client.get(path)
        labelled = {e.get("for") for e in page.tree.iter(H + "label")}
        for e in page.tree.iter(H + "input"):
            if e.get("type") not in {"hidden", "submit"}:
                assert e.get("id") in labelled, f"{path}: {e.get('name')}"


def test_grants_are_never_deleted(client: PageClient, session: Session, admin: User) -> None:
    user = somebody(session, Role.HOST)

    press(client, client.get(end_path(user, Role.HOST)), "/einde")

    assert session.scalar(select(func.count(RoleGrant.id)).where(RoleGrant.user_id == user.id)) == 1
