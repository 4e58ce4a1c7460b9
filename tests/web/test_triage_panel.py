"""The panel with the proposal: its words, one press for what is no question, and the help lines for who is in need."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.jobs.letters import write
from leren_app.jobs.letters.people import find_recipient
from leren_app.models import EventNote, Outbox, Question, QuestionKind
from tests.client import H, Page, PageClient
from tests.intake import asked, coordinator, count_statements, state_of
from tests.makers import make_asked, make_question
from tests.messy import MESSY
from tests.signing_in import sign_in

CRISIS = "Ik wil niet meer leven en weet niet bij wie ik moet zijn."
SETTLE = "/voorstel"
ENDED = {QuestionState.REFERRED, QuestionState.REFUSED}


@dataclass
class Counting:
    """A browser that counts how often the page changes; a press with its redirect is one change."""

    client: PageClient
    changes: int = 0

    def get(self, path: str) -> Page:
        """Go to a page."""
        self.changes += 1
        return self.client.get(path)

    def press(self, page: Page, action: str, **changes: object) -> Page:
        """Send a form and go where it leads."""
        path, values = page.form(action)
        self.changes += 1
        return self.client.follow(self.client.post(path, {**values, "themes": page.ticked("themes"), **changes}))


@pytest.mark.parametrize(("text", "kind"), MESSY)
def test_a_message_is_handled_with_two_page_changes(
    client: PageClient, session: Session, text: str, kind: QuestionKind
) -> None:
    question = asked(session, "confirm", text=text)
    coordinator(client, session)
    queue = client.get("/werk/rij?tab=nobody")
    browser = Counting(client)

    page = browser.get(next(link for link in queue.links() if link.endswith(question.reference)))
    browser.press(page, SETTLE)

    assert browser.changes == 2
    assert page.form(SETTLE)[1]["kind"] == kind.value  # proposed; the person agreed by pressing
    assert (state_of(session, question) in ENDED) is (kind is not QuestionKind.CHALLENGE)
    assert question.kind is kind
    assert question.assignee_id is not None
    if kind is QuestionKind.CHALLENGE:
        assert question.state is QuestionState.INTAKE


@pytest.mark.parametrize(("text", "_kind"), MESSY[:1] + MESSY[-1:])
def test_a_wrong_proposal_costs_no_further_page(client: PageClient, session: Session, text: str, _kind: str) -> None:
    question = asked(session, "confirm", text=text)
    coordinator(client, session)
    browser = Counting(client)

    browser.press(browser.get(f"/werk/vragen/{question.reference}"), SETTLE, kind="personal", send="personal-help")

    assert browser.changes == 2
    assert state_of(session, question) is QuestionState.REFERRED
    assert question.ended_because == "individual_help"


def test_the_panel_says_the_words_that_led_there_and_shows_the_text_that_would_go(
    client: PageClient, session: Session
) -> None:
    question = asked(session, "confirm", text="De lantaarnpaal in de Stevenshof is kapot <b>al weken</b>", place="city")
    coordinator(client, session)

    page = client.get(f"/werk/vragen/{question.reference}")

    _, values = page.form(SETTLE)
    assert values["kind"] == "report"
    assert values["place"] == "stevenshofdistrict"
    assert values["send"] == "report"
    assert "Melding voor de gemeente" in page.words()
    assert "lantaarnpaal" in "".join(page.element("triage").itertext()) or "lantaarnpaal" in page.words()
    assert "14 071" in page.words()
    assert "U beslist" in page.words()
    english = client.get(f"/en/werk/vragen/{question.reference}").words()
    assert "Report for the municipality" in english


def test_what_the_asker_chose_stands_before_what_the_words_propose(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm", text="Groene daken in de Stevenshof", place="de-kooi", themes=("heritage",))
    coordinator(client, session)

    page = client.get(f"/werk/vragen/{question.reference}")

    assert page.form(SETTLE)[1]["place"] == "de-kooi"
    assert page.ticked("themes") == ["heritage"]


def test_a_page_of_before_gets_409_and_keeps_what_was_chosen(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)
    path, values = client.get(f"/werk/vragen/{question.reference}").form(SETTLE)

    page = client.post(path, {**values, "kind": "personal", "seen_version": "0"}, status=409)

    assert page.form(SETTLE)[1]["kind"] == "personal"
    assert "Iemand anders heeft dit intussen veranderd" in page.words()
    assert state_of(session, question) is QuestionState.RECEIVED
    assert question.kind is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "nonsense"},
        {"send": "nonsense"},
        {"themes": ["nonsense"]},
        {"place": "nonsense"},
        {"kind": "challenge", "send": "report"},
        {"kind": "other", "send": "own", "own": "  "},
    ],
)
def test_what_is_not_right_comes_back_with_422(client: PageClient, session: Session, wrong: dict[str, object]) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)
    path, values = client.get(f"/werk/vragen/{question.reference}").form(SETTLE)

    page = client.post(path, {**values, **wrong}, status=422)

    assert page.element("errors") is not None
    assert state_of(session, question) is QuestionState.RECEIVED


def test_an_unconfirmed_question_can_be_named_but_nobody_is_sent_on(client: PageClient, session: Session) -> None:
    question = asked(session, "submit", text=CRISIS)
    coordinator(client, session)
    page = client.get(f"/werk/vragen/{question.reference}")
    path, values = page.form(SETTLE)

    assert "Kijk hier het eerst naar" in page.words()
    client.post(path, {**values, "send": "emergency"})

    assert state_of(session, question) is QuestionState.UNCONFIRMED
    assert question.kind is QuestionKind.CRISIS
    assert question.is_urgent


def test_the_decision_stands_in_the_history_for_colleagues_only(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)
    path, values = client.get(f"/werk/vragen/{question.reference}").form(SETTLE)
    client.post(path, values)

    history = client.get(f"/werk/vragen/{question.reference}/geschiedenis").words()

    assert "Soort, wijk en thema’s" in history
    assert "leervraag · Morsdistrict" in history
    session.rollback()
    assert {note.audience for note in session.scalars(select(EventNote))} == {"internal"}


def test_a_public_question_has_no_panel_and_the_form_is_refused(client: PageClient, session: Session) -> None:
    question = asked(session, "publish")
    coordinator(client, session)

    assert SETTLE not in client.get(f"/werk/vragen/{question.reference}").text
    values = {"kind": "report", "place": "city", "send": "nothing", "seen_version": str(question.version)}
    client.post(f"/werk/vragen/{question.reference}/voorstel", values, status=409)
    assert state_of(session, question) is QuestionState.PUBLIC


def test_only_coordinators_decide(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm")
    sign_in(client, session, Role.LECTURER)

    client.post(f"/werk/vragen/{question.reference}/voorstel", {"kind": "report"}, status=404)

    session.rollback()
    session.refresh(question)
    assert question.kind is None


def test_the_panel_costs_no_statement(client: PageClient, session: Session) -> None:
    question, public = asked(session, "agree"), asked(session, "confirm")
    coordinator(client, session)
    client.get(f"/werk/vragen/{public.reference}")

    seen = count_statements(client.app, client, f"/werk/vragen/{question.reference}")

    assert len(seen) <= 20


# ---- who is in need ----


def test_who_writes_of_need_sees_where_to_call_on_the_thanks_page_and_in_the_mail(
    client: PageClient, session: Session
) -> None:
    client.post("/stel-uw-vraag", {**form_values(client), "text": CRISIS})

    thanks = client.get("/stel-uw-vraag/bedankt")

    assert "0800-0113" in thanks.words()
    assert thanks.words().index("Wilt u nu met iemand praten?") < thanks.words().index("Klik op de link")
    assert "tel:08000113" in thanks.links()
    with client.raw.session_transaction(base_url=client.base_url) as kept:
        assert kept["in_need"] is True
        assert CRISIS not in str(dict(kept))
    question = session.scalars(select(Question)).one()
    assert "0800-0113" in confirm_mail(session, question)


def test_for_everybody_else_they_stand_folded_beside_and_not_in_the_mail(client: PageClient, session: Session) -> None:
    client.post("/stel-uw-vraag", form_values(client))

    thanks = client.get("/stel-uw-vraag/bedankt")

    folded = thanks.element("help")
    assert folded.tag == H + "details"
    assert folded.get("open") is None
    assert "0800-0113" in "".join(folded.itertext())
    assert thanks.words().index("Klik op de link") < thanks.words().index("0800-0113")
    assert "0800-0113" not in confirm_mail(session, session.scalars(select(Question)).one())


def form_values(client: PageClient) -> dict[str, str]:
    """The form filled in as one does."""
    asked_now = make_asked()
    values = client.get("/stel-uw-vraag").form("/stel-uw-vraag")[1]
    return {**values, "text": asked_now.text, "place": asked_now.place, "mail": asked_now.mail}


def confirm_mail(session: Session, question: Question) -> str:
    """The mail with the link to confirm."""
    mails = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    payload = next(row.payload for row in mails if row.payload["topic"] == "question/confirm")
    recipient = find_recipient(session, str(payload["recipient"]))
    assert recipient is not None
    assert question.asker_id
    return write(session, payload, recipient)[1]


def test_the_urgent_mail_says_where_to_look_and_nothing_of_the_words(client: PageClient, session: Session) -> None:
    user = coordinator(client, session)
    question = make_question(session, "submit", user, text=CRISIS)
    mails = session.scalars(select(Outbox).where(Outbox.kind == "mail"))
    payload = next(row.payload for row in mails if row.payload["topic"] == "question/urgent")
    recipient = find_recipient(session, f"user:{user.id}")
    assert recipient is not None

    subject, body = write(session, payload, recipient)

    assert question.reference in subject
    assert f"/werk/vragen/{question.reference}" in body
    assert "leven" not in subject + body


def test_a_message_of_the_press_begins_with_the_text_for_the_press(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm", text="Ik ben journalist en maak een artikel over de wijk")
    coordinator(client, session)

    page = client.get(f"/werk/vragen/{question.reference}")

    assert page.form(SETTLE)[1]["send"] == "press"
    assert "persvoorlichter" in page.words()
    assert "Iets anders, geen vraag voor studenten" in page.words()


@pytest.mark.parametrize("sent", [{"send": "not-for-students"}, {"send": "own", "own": "Bel [wie?] daarvoor."}])
def test_a_text_with_a_place_to_fill_in_goes_to_nobody(
    client: PageClient, session: Session, sent: dict[str, object]
) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)
    path, values = client.get(f"/werk/vragen/{question.reference}").form(SETTLE)

    client.post(path, {**values, "kind": "other", **sent}, status=422)

    assert state_of(session, question) is QuestionState.RECEIVED
