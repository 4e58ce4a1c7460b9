"""Whatever is sent to a form, by whoever may send it: never an error of ours, and no page that no browser can read."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.extensions import limiter
from leren_app.models import Channel, Question, SavedFilter, TaskKind, TokenPurpose
from leren_app.services import clock, tasks, tokens
from leren_app.services.questions import merging, saved_filters
from tests.asker import confirm_link, open_own_page
from tests.client import Page, PageClient
from tests.makers import actor, make_follower, make_question, make_user
from tests.makers_education import make_course, make_lecturer, the_day
from tests.signing_in import sign_in
from tests.web.test_course_imports import upload

MIX = (
    "x\0\x01\x1b\x7f\u0085\ufffe\U0001ffff\u202e\u200b"  # no text, turned round, and nothing
    "<script>alert(1)</script>{{7*7}}%s%n{0}'\"--;=cmd|' /C calc'!A0\r\nBcc: a@example.org"
).encode() + b"\xed\xa0\x80\xff\xc3"  # half a character, and no character
LONG = ("é" * 50_000).encode()
NUMBERS = [b"-1", b"9" * 30, "٣".encode(), b"1e9", b"0001-01-01", b"9999-12-31T00:00:00+00:00"]
COUNTS = ("seen", "asked", "on", "chosen", "assignee", "form_key")
"""Beginnings of the names of fields that hold a number, a day or a key."""
NEW_AREAS = frozenset(
    [
        "reports",
        "similar",
        "editing",
        "asker",
        "card",
        "follow",
        "hosts",
        "tasks",
        "texts",
        "together",
        "triage",
        "words",
        "imports",
    ]
)


@dataclass
class Sent:
    """A form as somebody sends it: where to, and what is good in it."""

    path: str
    good: dict[str, str] = field(default_factory=dict)
    page: str = ""
    """Where the form stands; its hidden fields and choices come from there."""


Scene = Callable[[PageClient, Session], Sent]
SCENES: dict[str, Scene] = {}


def scene(endpoint: str) -> Callable[[Scene], Scene]:
    """The scene in which an endpoint is posted to."""

    def keep(make: Scene) -> Scene:
        SCENES[endpoint] = make
        return make

    return keep


# ---- everybody ----


@scene("ask.new")
def _ask(_client: PageClient, _session: Session) -> Sent:
    good = {"text": "Veel ouderen zijn eenzaam.", "place": "morsdistrict", "mail": "a@example.org"}
    return Sent("/stel-uw-vraag", good, "/stel-uw-vraag")


@scene("similar.cards")
def _cards(_client: PageClient, session: Session) -> Sent:
    make_question(session, "publish")
    session.commit()
    return Sent("/stel-uw-vraag/lijkt-op", {"text": "Waarom gaan ouderen niet naar de inloop?"})


@scene("similar.instead")
def _instead(client: PageClient, session: Session) -> Sent:
    published, mine = make_question(session, "publish"), make_question(session)
    session.commit()
    with client.raw.session_transaction(base_url=client.base_url) as kept:
        kept["asked"] = mine.reference
    return Sent(f"/stel-uw-vraag/bedankt/volg-liever/{published.reference}", {"x": ""})


@scene("reports.new")
def _report(_client: PageClient, _session: Session) -> Sent:
    return Sent("/melden", {"kind": "fault", "text": "Fout", "mail": "", "pagina": "/vragen"}, "/melden?pagina=/vragen")


@scene("card.enter")
def _card(_client: PageClient, _session: Session) -> Sent:
    return Sent("/mijn-vraag/kaart", {"reference": "LMDS-2026-001", "code": "ABCDE-FGHJK"}, "/mijn-vraag/kaart")


@scene("asker.new_link")
def _new_link(_client: PageClient, _session: Session) -> Sent:
    return Sent("/mijn-vraag/nieuwe-link", {"reference": "LMDS-2026-001", "mail": "a@example.org"})


@scene("follow.also")
def _also(_client: PageClient, session: Session) -> Sent:
    path = f"/vragen/{make_question(session, 'publish').reference}/ook-mijn-vraag"
    session.commit()
    return Sent(path, {"mail": "b@example.org"}, path)


# ---- by link ----


@scene("ask.not_mine")
def _not_mine_yet(client: PageClient, session: Session) -> Sent:
    client.get(confirm_link(session, make_question(session)), status=303)
    return Sent("/stel-uw-vraag/bevestig/niet-van-mij", {"x": ""}, "/stel-uw-vraag/bevestig")


@scene("follow.confirm_now")
def _follow(client: PageClient, session: Session) -> Sent:
    return _as_follower(client, session, TokenPurpose.FOLLOW)


@scene("follow.stop")
def _stop(client: PageClient, session: Session) -> Sent:
    return _as_follower(client, session, TokenPurpose.FOLLOWER_PAGE)


@scene("follow.stop_from_mail")
def _stop_from_mail(_client: PageClient, session: Session) -> Sent:
    question = make_question(session, "publish")
    contact = make_follower(session, question)
    raw = tokens.issue(session, TokenPurpose.FOLLOWER_PAGE, contact=contact, question=question)
    session.commit()
    return Sent(f"/v/{raw}", {"List-Unsubscribe": "One-Click"})


def _as_follower(client: PageClient, session: Session, purpose: TokenPurpose) -> Sent:
    question = make_question(session, "publish")
    raw = tokens.issue(session, purpose, contact=make_follower(session, question), question=question)
    session.commit()
    page = client.follow(client.get(f"/v/{raw}", status=303)).path
    return Sent(page + ("/stop" if purpose is TokenPurpose.FOLLOWER_PAGE else ""), {"x": ""}, page)


def _by_asker(until: str, action: str, good: dict[str, str]) -> Scene:
    def make(client: PageClient, session: Session) -> Sent:
        question = make_question(session, until)
        if action == "hielp-niet":
            question.state, question.answered_at = QuestionState.ANSWERED, clock.now(session)
        page = open_own_page(client, session, question).path
        is_page = action in ("aanpassen", "niet-van-mij", "intrekken")
        return Sent(f"{page}/{action}", good, f"{page}/{action}" if is_page else page)

    return make


SCENES.update(
    {
        "asker.reply": _by_asker("ask_more", "antwoord", {"text": "Buren."}),
        "asker.agree": _by_asker("put_before", "ja", {"seen_n": "1"}),
        "asker.change": _by_asker("put_before", "nee", {"text": "Anders."}),
        "asker.add": _by_asker("take", "aanvullen", {"add-text": "Nog iets."}),
        "asker.not_helped": _by_asker("publish", "hielp-niet", {"help-text": "Nee."}),
        "asker.not_mine": _by_asker("take", "niet-van-mij", {"x": ""}),
        "asker.withdraw": _by_asker("take", "intrekken", {"text": ""}),
        "editing.edit": _by_asker("put_before", "aanpassen", {"worry": "Iets anders."}),
    }
)


# ---- the desk ----


@scene("hosts.new")
def _record(client: PageClient, session: Session) -> Sent:
    sign_in(client, session, Role.HOST)
    good = {"text": "Niemand durft naar buiten.", "place": "morsdistrict", "channel": "phone", "phone": "06 12345678"}
    good |= {"address": "", "mail": "", "name": "", "consent": "y", "is_adult": "y"}
    return Sent("/werk/balie/nieuw", good, "/werk/balie/nieuw")


def _recorded(client: PageClient, session: Session, until: str) -> Question:
    question = make_question(session, until)
    question.recorded_by_id = sign_in(client, session, Role.HOST).id
    question.asker.channel, question.asker.phone = Channel.PHONE, "06 12345678"
    session.commit()
    return question


@scene("hosts.reply")
def _host_reply(client: PageClient, session: Session) -> Sent:
    page = f"/werk/balie/{_recorded(client, session, 'ask_more').reference}"
    return Sent(f"{page}/antwoord", {"text": "De hele straat."}, page)


@scene("hosts.agree")
def _host_yes(client: PageClient, session: Session) -> Sent:
    page = f"/werk/balie/{_recorded(client, session, 'put_before').reference}"
    return Sent(f"{page}/ja", {"how": "phone", "who": "Aan mij", "on": the_day(session).isoformat()}, page)


@scene("hosts.card")
def _host_card(client: PageClient, session: Session) -> Sent:
    page = f"/werk/balie/{_recorded(client, session, 'take').reference}"
    return Sent(f"{page}/kaart", {"x": ""}, page)


@scene("hosts.done")
def _host_done(client: PageClient, session: Session) -> Sent:
    question = _recorded(client, session, "take")
    day = the_day(session)
    task = tasks.promise_task(session, TaskKind.CALL, "k", due_on=day, question=question, topic="question/more")
    session.commit()
    return Sent(f"/werk/balie/taak/{task.id}/klaar", {f"t{task.id.hex[:8]}-note": "Gebeld"}, "/werk/balie")


# ---- coordinators ----


def _wanted(client: PageClient, session: Session, until: str = "take") -> Question:
    user = sign_in(client, session, Role.COORDINATOR)
    question = make_question(session, until, user)
    session.commit()
    return question


@scene("intake.save_filter")
def _save_filter(client: PageClient, session: Session) -> Sent:
    sign_in(client, session, Role.COORDINATOR)
    return Sent("/werk/rij/filters", {"name": "Mors", "tab": "all", "district": "", "theme": "", "kind": "report"})


@scene("intake.remove_filter")
def _remove_filter(client: PageClient, session: Session) -> Sent:
    kept: SavedFilter = saved_filters.save(session, sign_in(client, session, Role.COORDINATOR).id, "Mors", "tab=all")
    session.commit()
    return Sent(f"/werk/rij/filters/{kept.id}/weg", {"tab": "all", "after": "x"})


@scene("intake.assign_many")
def _assign(client: PageClient, session: Session) -> Sent:
    question = _wanted(client, session)
    colleague = make_user(session, Role.COORDINATOR)
    session.commit()
    good = {"chosen": f"{question.reference}:{question.version}", "assignee": str(colleague.id), "after": "", "tab": ""}
    return Sent("/werk/rij/toewijzen", good)


@scene("triage.settle")
def _settle(client: PageClient, session: Session) -> Sent:
    page = f"/werk/vragen/{_wanted(client, session, 'confirm').reference}"
    good = {"kind": "other", "send": "own", "own": "Wij kunnen dit niet doen.", "place": "morsdistrict"}
    return Sent(f"{page}/voorstel", good, page)


def _together(name: str) -> Scene:
    def make(client: PageClient, session: Session) -> Sent:
        user = sign_in(client, session, Role.COORDINATOR)
        first, second = make_question(session, "take", user), make_question(session, "take", user)
        if name == "unmerge":
            merging.merge(session, first, second, actor=actor(user))
        session.commit()
        path = f"/werk/vragen/{first.reference}/samen/{second.reference}/{name}"
        return Sent(path, {"text": "Samen verder."}, path)

    return make


SCENES.update({f"together.act {name}": _together(name) for name in ("merge", "unmerge", "relate", "unrelate")})


@scene("together.split")
def _split(client: PageClient, session: Session) -> Sent:
    question = _wanted(client, session)
    path = f"/werk/vragen/{question.reference}/splitsen"
    return Sent(path, {"text": question.raw_text, "said": "Twee vragen."}, path)


@scene("tasks.done")
def _task(client: PageClient, session: Session) -> Sent:
    question = _wanted(client, session)
    task = tasks.promise_task(session, TaskKind.OTHER, "k", due_on=the_day(session), question=question)
    session.commit()
    return Sent(f"/werk/taken/{task.id}/klaar", {"note": "Klaar."}, f"/werk/taken/{task.id}")


BLOCK = {"purpose": "refer", "reason": "", "title_nl": "Naam", "title_en": "Name", "text_nl": "T", "text_en": "T"}
BLOCK |= {"link": "https://www.example.org"}


@scene("texts.new")
def _new_text(client: PageClient, session: Session) -> Sent:
    sign_in(client, session, Role.COORDINATOR)
    return Sent("/werk/teksten/nieuw", BLOCK, "/werk/teksten/nieuw")


@scene("texts.edit")
def _edit_text(client: PageClient, session: Session) -> Sent:
    sign_in(client, session, Role.COORDINATOR)
    return Sent("/werk/teksten/report", BLOCK, "/werk/teksten/report")


@scene("texts.use")
def _use_text(client: PageClient, session: Session) -> Sent:
    sign_in(client, session, Role.COORDINATOR)
    return Sent("/werk/teksten/report/gebruik", {"use": "yes", "seen_version": "0"})


def _words(name: str, line: str) -> Scene:
    def make(client: PageClient, session: Session) -> Sent:
        sign_in(client, session, Role.COORDINATOR)
        return Sent(f"/werk/woorden/{name}", {"text": line}, f"/werk/woorden/{name}")

    return make


SCENES.update({f"words.save {name}": _words(name, "# niets") for name in ("zoeken", "soorten")})


# ---- lecturers ----


@scene("imports.new")
def _import(client: PageClient, session: Session) -> Sent:
    sign_in(client, session, user=make_lecturer(session))
    return Sent("/mijn/vakken/inlezen", {"file": "", "whole": "yes", "organisation": "x"})


def _brought(action: str) -> Scene:
    def make(client: PageClient, session: Session) -> Sent:
        sign_in(client, session, user=make_lecturer(session))
        page = client.follow(upload(client, b"Vakcode;Naam (nl)\nA;B")).path
        return Sent(f"{page}/{action}", {"x": ""})

    return make


SCENES.update({"imports.confirm": _brought("doe"), "imports.discard": _brought("weg")})


@scene("courses.lecturers")
def _lecturers(client: PageClient, session: Session) -> Sent:
    lecturer = make_lecturer(session)
    course = make_course(session, lecturer)
    sign_in(client, session, user=lecturer)
    return Sent(f"/mijn/vakken/{course.id}/docenten", {"mail": "c@example.org"})


# ---- the test ----


def hostile(sent: Sent, values: dict[str, str]) -> Iterator[dict[str, bytes]]:
    """The form with one field at a time wrong, then with all of them wrong, then with nothing."""
    names = sorted({*values, *sent.good} - {"csrf_token"})
    plain = {name: value.encode() for name, value in {**values, **sent.good}.items()}
    for name in names:
        odd = [*NUMBERS, MIX] if name.startswith(COUNTS) else [MIX, LONG]
        yield from ({**plain, name: value} for value in odd)
    yield dict.fromkeys(names, MIX)
    yield dict.fromkeys(names, b"")
    yield {}


def send(client: PageClient, path: str, fields: dict[str, bytes]) -> TestResponse:
    body = "&".join(f"{name}={quote_from_bytes(value)}" for name, value in fields.items())
    limiter.reset()
    return client.raw.post(
        path,
        data=body,
        content_type="application/x-www-form-urlencoded",
        base_url=client.base_url,
        headers={"Referer": client.base_url + path},
    )


@pytest.mark.parametrize("name", SCENES)
def test_nothing_that_is_sent_is_an_error_of_ours(client: PageClient, session: Session, name: str) -> None:
    sent = SCENES[name](client, session)
    page = client.get(sent.page or sent.path) if sent.page else None
    values = next((v for _, action, v in page.forms() if action.endswith(sent.path)), {}) if page else {}
    if page and not values:  # a form that posts to its own page
        values = max((v for method, _, v in page.forms() if method.lower() == "post"), key=len)
    token = client.csrf_token().encode()

    for fields in hostile(sent, values):
        answer = send(client, sent.path, {**fields, "csrf_token": token})
        odd = {key: value[:40] for key, value in fields.items()}
        assert answer.status_code < 500, f"{name}: {answer.status_code} for {odd}"
        if answer.mimetype == "text/html" and answer.status_code not in (204, 303) and len(answer.data) < 200_000:
            _can_be_read(answer, sent.path, odd)


def _can_be_read(answer: TestResponse, path: str, odd: object) -> None:
    page = Page(answer, path)
    try:
        if "<html" in page.text:
            page.check()
    except Exception as problem:
        pytest.fail(f"{path}: {problem!r} for {odd}")
    assert "<script>alert" not in page.text


def test_every_new_form_was_tried(app: Flask) -> None:
    posted = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint.partition(".")[0] in NEW_AREAS
    }
    assert not posted - {name.partition(" ")[0] for name in SCENES}


@pytest.mark.parametrize("heading", [b"A\x01B", "\ufffe".encode(), b"<b>x", b"=1+1", b"x" * 9000])
def test_a_file_of_courses_with_odd_cells_is_shown_and_given_back(
    client: PageClient, session: Session, heading: bytes
) -> None:
    sign_in(client, session, user=make_lecturer(session))
    data = b"Vakcode;Naam (nl);Niveau;" + heading + b"\n" + heading + b";" + heading + b";" + heading + b";y\n"

    page = client.follow(upload(client, data, name="a" * 900 + "." + "b" * 900))

    assert "<b>x" not in page.text
    faults = client.raw.get(f"{page.path}/fouten.csv", base_url=client.base_url)
    assert faults.status_code == 200
    assert b";=1+1" not in faults.data
    assert b"\n=1+1" not in faults.data


def test_a_separator_that_is_none_is_no_table(client: PageClient, session: Session) -> None:
    sign_in(client, session, user=make_lecturer(session))

    for odd in ('sep="', "sep=\n", "sep=\x0b", "sep=\u2028", "sep= ", "sep=é"):
        answer = client.raw.post(
            "/mijn/vakken/inlezen",
            data={
                "csrf_token": client.csrf_token(),
                "whole": "yes",
                "file": (io.BytesIO(f'{odd}\nVakcode;"Naam"\nA;B\n'.encode()), "vakken.csv"),
            },
            base_url=client.base_url,
            headers={"Referer": client.base_url + "/mijn/vakken/inlezen"},
        )
        assert answer.status_code < 500, odd


@pytest.mark.parametrize("typed", ["%00", "%01x", "%EF%BF%BE", "%ED%A0%80", "%E2%80%AEabc", "x" * 5000])
def test_odd_numbers_in_an_address_of_the_desk_find_nothing(client: PageClient, session: Session, typed: str) -> None:
    question = _wanted(client, session)

    for path in (
        f"/werk/vragen/{question.reference}/samen?met={typed}",
        f"/werk/vragen/{question.reference}/samen/{typed}/merge",
        f"/werk/vragen/{typed}/splitsen",
        f"/werk/rij?tab={typed}&after={typed}&kind={typed}",
        f"/werk/teksten/{typed}",
        f"/werk/woorden/{typed}",
        f"/werk/balie/{typed}",
        f"/vragen/{typed}/ook-mijn-vraag",
        f"/melden?pagina={typed}",
    ):
        answer = client.raw.get(path, base_url=client.base_url)
        if answer.status_code == 303:
            answer = client.raw.get(answer.headers["Location"], base_url=client.base_url)
        assert answer.status_code < 500, path
        _can_be_read(answer, path.partition("?")[0], path)
