"""Reporting a page: it becomes a task with a day, and nobody can point it elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import Task, TaskKind
from leren_app.services import clock, reporting
from leren_app.services.reporting import Report
from tests.asker import open_own_page
from tests.client import Page, PageClient
from tests.makers import make_question, the_city
from tests.signing_in import sign_in

FORM = "/melden"
SCRIPT = "<script>alert('kanarie')</script>"


def tasks(session: Session) -> list[Task]:
    session.rollback()
    return list(session.scalars(select(Task).order_by(Task.created_at)))


def filled_in(client: PageClient, pagina: str = "/vragen", **changes: str) -> dict[str, str]:
    """The form as a browser would send it."""
    page = client.get(FORM + "?" + urlencode({"pagina": pagina}))
    return {**page.form("melden")[1], "kind": "personal_data", "text": "Mijn buurman staat hier.", **changes}


def reported_page(page: Page) -> str | None:
    """The page that the link at the foot of a page names; None where it names none."""
    link = next(link for link in page.links() if "/melden" in link)
    return parse_qs(urlsplit(link).query).get("pagina", [None])[0]


# ---- the way it should go ----


def test_a_report_of_personal_data_becomes_a_task_for_the_next_working_day(
    client: PageClient, session: Session
) -> None:
    thanks = client.follow(client.post(FORM, filled_in(client, mail=" jan@example.org ")))

    (task,) = tasks(session)
    assert thanks.heading() == "Dank u, wij hebben uw melding"
    assert (task.kind, task.path, task.text, task.reply_to) == (
        TaskKind.PERSONAL_DATA,
        "/vragen",
        "Mijn buurman staat hier.",
        "jan@example.org",
    )


@pytest.mark.parametrize(("kind", "day"), [(TaskKind.PERSONAL_DATA, "2026-06-15"), (TaskKind.FAULT, "2026-06-19")])
def test_the_day_counts_working_days(session: Session, kind: TaskKind, day: str) -> None:
    friday = datetime(2026, 6, 12, 12, tzinfo=UTC)
    clock.move(session, friday - clock.now(session) if friday > clock.now(session) else timedelta())
    start = clock.now(session)

    task = reporting.report(session, Report("key", kind, "/", "kapot"), city=the_city())

    if start.date() == friday.date():
        assert task.due_on.isoformat() == day
    assert task.due_on > start.date()


def test_in_english_by_keyboard_alone_and_without_a_page_or_mail(client: PageClient, session: Session) -> None:
    values = {**client.get("/en/melden").form("melden")[1], "kind": "fault", "text": "A broken link."}

    thanks = client.follow(client.post("/en/melden", values))

    assert thanks.heading() == "Thank you, we have your report"
    assert [(task.kind, task.path, task.reply_to) for task in tasks(session)] == [(TaskKind.FAULT, "", "")]


def test_the_link_at_the_foot_names_public_pages_and_no_others(client: PageClient, session: Session) -> None:
    question = make_question(session, "publish")
    session.commit()
    public = f"/en/vragen/{question.reference}"

    assert reported_page(client.get(public)) == public
    assert reported_page(client.get("/vragen?wijk=x")) == "/vragen"
    assert reported_page(client.get("/vragen/geheim", status=404)) is None
    assert reported_page(client.get("/v/een-geheime-link", status=404)) is None
    assert reported_page(open_own_page(client, session, question)) is None
    sign_in(client, session, Role.COORDINATOR)
    assert reported_page(client.get(f"/werk/vragen/{question.reference}")) is None


def test_the_thanks_page_is_for_who_reported_only(client: PageClient) -> None:
    assert client.get("/melden/bedankt", status=302).response.headers["Location"] == FORM


def test_reading_the_form_changes_nothing(client: PageClient, session: Session) -> None:
    client.get(FORM + "?pagina=/vragen")
    client.raw.head(FORM, base_url=client.base_url)

    assert tasks(session) == []


# ---- who means no good ----


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/vragen",
        "/\\evil.example",
        "\\\\evil",
        "http:/vragen",
        "javascript:alert(1)",
        "/en//evil.example",
        "vragen",
        "",
        "/vragen?wijk=<script>",
        "/vragen#x",
        "/bestaat/niet",
        "/werk/rij",
        "/mijn-vraag/LMDS-2026-001",
        "/v/een-geheime-link",
        "/static/theme.css",
        "/vragen/\0",
        "/vragen/é",
        "/vragen/" + "x" * 400,
        SCRIPT,
    ],
)
def test_a_path_that_is_no_public_page_of_ours_is_forgotten(client: PageClient, session: Session, path: str) -> None:
    shown = client.raw.get(FORM, query_string={"pagina": path}, base_url=client.base_url)
    client.post(FORM, filled_in(client, path))
    client.post(FORM, {**filled_in(client), "pagina": path})

    Page(shown, FORM).check()
    assert "Het gaat over deze pagina" not in shown.text
    assert {task.path for task in tasks(session)} == {""}


def test_markup_is_kept_as_text_and_shown_as_text(client: PageClient, session: Session) -> None:
    values = filled_in(client, text=SCRIPT, kind="")

    page = client.post(FORM, values, status=422)
    client.post(FORM, {**values, "kind": "fault"})

    assert "<script>alert" not in page.text
    assert page.form("melden")[1]["text"] == SCRIPT
    assert [task.text for task in tasks(session)] == [SCRIPT]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", ""),
        ("kind", "call"),
        ("kind", SCRIPT),
        ("text", ""),
        ("text", " \n "),
        ("text", "x" * 2001),
        ("text", "een\0 zin"),
        ("mail", "geen adres"),
        ("mail", "a@x.org, b@evil.org"),
        ("mail", "a@x.org\nBcc: b@evil.org"),
        ("website", "https://spam.example"),
    ],
)
def test_a_wrong_field_is_said_and_all_other_words_stay(
    client: PageClient, session: Session, field: str, value: str
) -> None:
    page = client.post(FORM, {**filled_in(client), field: value}, status=422)

    assert page.title().startswith("Fout: ")
    assert page.element("errors").get("autofocus") is not None
    if field != "text":
        assert page.form("melden")[1]["text"] == "Mijn buurman staat hier."
    assert page.form("melden")[1]["pagina"] == "/vragen"
    assert tasks(session) == []


def test_a_double_click_reports_once_and_a_forged_key_loses_nobodys_words(client: PageClient, session: Session) -> None:
    values = filled_in(client, form_key="0" * 32)

    for text in ("Mijn buurman staat hier.", "Mijn buurman staat hier.", "Ik sta hier ook."):
        client.post(FORM, {**values, "text": text})

    assert [task.text for task in tasks(session)] == ["Mijn buurman staat hier.", "Ik sta hier ook."]


def test_the_sixth_report_in_a_minute_is_stopped_kindly_with_the_words_kept(
    client: PageClient, session: Session
) -> None:
    values = filled_in(client)
    for n in range(5):
        client.post(FORM, {**values, "text": f"Nummer {n} staat hier."})

    stopped = client.post(FORM, values, status=429)

    assert the_city().desk.place in stopped.words()
    assert stopped.form("melden")[1]["text"] == "Mijn buurman staat hier."
    assert len(tasks(session)) == 5


def test_without_its_token_the_form_comes_back_with_its_words(client: PageClient, session: Session) -> None:
    values = {name: value for name, value in filled_in(client).items() if name != "csrf_token"}

    page = client.post(FORM, values, status=400, csrf=False)

    assert page.form("melden")[1]["text"] == "Mijn buurman staat hier."
    assert tasks(session) == []
