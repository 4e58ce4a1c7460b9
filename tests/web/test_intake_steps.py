"""Every step a coordinator takes, by its form: what it does, who hears, and what happens when it cannot be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Role
from leren_app.models import AgreedHow, Event, EventNote, NoteAudience, Outbox, Question, User
from leren_app.services import clock
from leren_app.services.questions import clinic, handling, reading
from leren_app.web.here import today
from leren_app.web.intake.step_forms import FORMS
from leren_app.web.intake.steps import DOES
from leren_app.web.intake.words import STEP_WORDS, TOLD_NOBODY
from tests.client import PageClient
from tests.intake import asked, coordinator, state_of, step_path, take_step
from tests.makers import WRITTEN, actor, asker, make_question, make_user, the_city

S = QuestionState
"""Steps of coordinators that come with results."""


def notes_of(session: Session, question: Question, step: str) -> list[tuple[NoteAudience, str, str | None]]:
    """What was typed at a step: who may read it, the text, the link."""
    query = select(EventNote).join(Event).where(Event.subject_id == question.id, Event.step == step)
    return [(note.audience, note.text, note.link) for note in session.scalars(query)]


def topics(session: Session) -> set[str]:
    """The topics of all promised mails."""
    return {str(row.payload["topic"]) for row in session.scalars(select(Outbox).where(Outbox.kind == "mail"))}


def silent(session: Session, noor: User) -> Question:
    """A question that lies before an asker who said nothing for a month, through two reminders."""
    question = make_question(session, "put_before", noor)
    question.put_at, question.reminders = clock.now(session) - timedelta(days=40), 2
    session.commit()
    return question


def test_every_step_a_coordinator_may_take_has_a_form_words_and_a_service() -> None:
    steps = {s.name for s in QUESTION.steps if Role.COORDINATOR in s.by and None not in s.sources}

    assert set(FORMS) == set(DOES) == set(STEP_WORDS) == steps
    assert {s.name for s in QUESTION.steps if s.name in FORMS and s.silent} == set(TOLD_NOBODY)


# ---- each step once ----


def test_taking_a_question_makes_it_mine_and_tells_nobody(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = asked(session, "confirm")
    before = topics(session)

    page = client.follow(take_step(client, question, "take"))

    assert "Bij u, sinds" in page.words()
    assert state_of(session, question) is S.INTAKE
    assert question.assignee_id == noor.id
    assert topics(session) == before


def test_asking_for_more_sends_the_words_to_the_asker_and_stops_the_clock(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))

    page = client.follow(take_step(client, question, "ask_more", text="Om welke flats gaat het?"))

    assert "Om welke flats gaat het?" in page.words()
    assert "Wij wachten op antwoord van de vraagsteller" in page.words()
    assert state_of(session, question) is S.WAITING
    assert question.first_answer_at is not None
    assert notes_of(session, question, "ask_more") == [(NoteAudience.ASKER, "Om welke flats gaat het?", None)]
    assert "question/more" in topics(session)


def test_an_answer_by_phone_is_written_down_as_the_askers_words(client: PageClient, session: Session) -> None:
    question = asked(session, "ask_more", coordinator(client, session))

    page = client.follow(take_step(client, question, "reply", text="De drie aan de Diamantlaan."))

    assert "De vraagsteller, opgeschreven door Noor Bakker" in page.words()
    assert state_of(session, question) is S.INTAKE
    assert [m.own for m in reading.messages_of(question, reading.list_events(session, question))] == [True, False, True]


def test_the_asker_is_shown_exactly_the_text_that_goes_out(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "take", noor)
    clinic.save_version(session, question, WRITTEN, actor=actor(noor))
    session.commit()

    form = client.get(step_path(question, "put_before"))
    take_step(client, question, "put_before", remark="Klopt dit zo?")

    for text in (WRITTEN.title_nl, WRITTEN.summary_nl, WRITTEN.research_question_nl, WRITTEN.research_question_en):
        assert text in form.words()
    assert WRITTEN.known not in form.words()
    assert state_of(session, question) is S.ARTICULATED
    assert question.clinic_versions[-1].put_at is not None
    assert notes_of(session, question, "put_before") == [(NoteAudience.ASKER, "Klopt dit zo?", None)]


def test_a_yes_on_paper_is_recorded_with_day_and_person(client: PageClient, session: Session) -> None:
    question = asked(session, "put_before", coordinator(client, session))
    day = today()

    fields = {"how": "paper", "on": f"{day.day}-{day.month}-{day.year}", "who": "Mevrouw De Graaf, aan mij"}
    take_step(client, question, "agree", **fields)

    assert state_of(session, question) is S.AGREED
    version = question.clinic_versions[-1]
    assert (version.agreed_how, version.agreed_on) == (AgreedHow.PAPER, day)
    assert notes_of(session, question, "agree") == [(NoteAudience.INTERNAL, "Mevrouw De Graaf, aan mij", None)]


def test_a_yes_of_tomorrow_is_no_yes_yet(client: PageClient, session: Session) -> None:
    question = asked(session, "put_before", coordinator(client, session))
    tomorrow = (today() + timedelta(days=1)).isoformat()

    page = take_step(client, question, "agree", status=422, how="phone", on=tomorrow, who="Mevrouw De Graaf")

    assert "Vul de dag in waarop de vraagsteller ja zei." in page.words()
    assert page.form("/stap/agree")[1]["who"] == "Mevrouw De Graaf"
    assert state_of(session, question) is S.ARTICULATED


def test_after_long_silence_an_organisation_asks_the_question_on(client: PageClient, session: Session) -> None:
    question = silent(session, coordinator(client, session))

    take_step(client, question, "adopt", organisation="Buurthuis De Vogel", reason="Geen antwoord meer")

    assert state_of(session, question) is S.AGREED
    assert question.adopted_by is not None
    assert question.adopted_by.name == "Buurthuis De Vogel"
    assert notes_of(session, question, "adopt")[0][0] is NoteAudience.INTERNAL


def test_adopting_too_early_is_blocked_on_the_page_and_refused_by_the_service(
    client: PageClient, session: Session
) -> None:
    question = asked(session, "put_before", coordinator(client, session))
    reason = "na twee herinneringen en 15 werkdagen"

    form = client.get(step_path(question, "adopt"))
    page = take_step(client, question, "adopt", status=409, organisation="De Vogel", reason="Stil")

    assert reason in form.words()
    assert reason in page.words()
    assert page.form("/stap/adopt")[1]["organisation"] == "De Vogel"
    assert state_of(session, question) is S.ARTICULATED


def test_publishing_shows_what_becomes_public_and_what_was_checked(client: PageClient, session: Session) -> None:
    question = asked(session, "agree", coordinator(client, session))

    form = client.get(step_path(question, "publish"))
    page = client.follow(take_step(client, question, "publish"))

    assert WRITTEN.title_en in form.words()
    assert "De vraagsteller zei ja tegen precies deze tekst" in form.words()
    assert "De vraag staat op de website" in page.words()
    assert state_of(session, question) is S.PUBLIC
    assert client.get(f"/vragen/{question.reference}").heading() == WRITTEN.title_nl


def test_publishing_without_the_yes_refuses_and_says_why(client: PageClient, session: Session) -> None:
    question = asked(session, "put_before", coordinator(client, session))

    handled = client.get(f"/werk/vragen/{question.reference}")
    page = client.post(step_path(question, "publish"), {"seen_version": str(question.version)}, status=409)

    assert "nog geen ja gezegd op de laatste versie" in handled.words()
    assert "“Publiceer” kan nu niet. De status is: Ligt bij de vraagsteller." in page.words()
    assert state_of(session, question) is S.ARTICULATED
    client.get(f"/vragen/{question.reference}", status=404)


def test_a_text_changed_after_the_yes_is_not_published(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "agree", noor)
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Iets heel anders"), actor=actor(noor))
    session.commit()

    form = client.get(step_path(question, "publish"))
    take_step(client, question, "publish", status=409)

    assert "nog geen ja gezegd op de laatste versie" in form.words()
    assert state_of(session, question) is S.AGREED


def test_a_phone_number_in_the_public_text_stops_it_from_going_out(client: PageClient, session: Session) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "take", noor)
    clinic.save_version(session, question, replace(WRITTEN, summary_nl="Bel 06-12345678."), actor=actor(noor))
    session.commit()

    form = client.get(step_path(question, "put_before"))
    take_step(client, question, "put_before", status=409)

    assert "06-12345678" in form.words()
    assert "Haal dat eerst weg" in form.words()
    assert state_of(session, question) is S.INTAKE


def test_taking_it_off_the_website_leaves_a_page_that_says_so(client: PageClient, session: Session) -> None:
    question = asked(session, "publish", coordinator(client, session))

    take_step(client, question, "unpublish", reason="Er stond een naam in")

    assert state_of(session, question) is S.INTAKE
    assert notes_of(session, question, "unpublish") == [(NoteAudience.ASKER, "Er stond een naam in", None)]
    client.get(f"/vragen/{question.reference}", status=410)


@pytest.mark.parametrize(
    ("name", "reason", "state"), [("refer", "report", S.REFERRED), ("refuse", "commercial", S.REFUSED)]
)
def test_an_asker_is_sent_on_with_a_text_and_a_link(
    client: PageClient, session: Session, name: str, reason: str, state: QuestionState
) -> None:
    question = asked(session, "take", coordinator(client, session))
    link = "https://www.example.org/meld?x=1"

    page = client.follow(take_step(client, question, name, reason=reason, text="Bel de gemeente.", link=link))

    assert "Deze vraag is afgesloten" in page.words()
    assert state_of(session, question) is state
    assert question.ended_because == reason
    assert notes_of(session, question, name) == [(NoteAudience.ASKER, "Bel de gemeente.", link)]


def test_a_ready_text_of_the_city_fills_the_form_in_the_language_of_the_asker(
    client: PageClient, session: Session
) -> None:
    question = asked(session, "take", coordinator(client, session), language="en")
    ready = the_city().ready_texts[0]

    _, values = client.get(f"{step_path(question, 'refer')}?text={ready.key}").form("/stap/refer")

    assert (values["text"], values["link"], values["reason"]) == (ready.text.en, ready.url, ready.reason)
    assert client.get(f"{step_path(question, 'refer')}?text=nonsense").form("/stap/refer")[1]["text"] == ""


def test_a_coordinator_withdraws_at_the_askers_request(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))

    take_step(client, question, "withdraw", reason="Mevrouw belde: opgelost")

    assert state_of(session, question) is S.WITHDRAWN


def test_a_closed_question_opens_again_with_whoever_opened_it(client: PageClient, session: Session) -> None:
    other = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    noor = coordinator(client, session)
    question = make_question(session, "take", other)
    handling.withdraw(session, question, "Klaar", actor=asker(question), city=the_city())
    session.commit()

    take_step(client, question, "reopen", reason="Het is toch niet opgelost")

    assert state_of(session, question) is S.INTAKE
    assert question.assignee_id == noor.id


# ---- who hears ----


def test_each_page_says_who_hears_of_the_step_and_what_the_asker_will_read(
    client: PageClient, session: Session
) -> None:
    noor = coordinator(client, session)
    fresh, taken = asked(session, "confirm"), asked(session, "take", noor)

    take = client.get(step_path(fresh, "take")).words()
    ask = client.get("/en" + step_path(taken, "ask_more")).words()

    assert "Niemand. In de ontvangstmail stond al vóór welke dag er antwoord komt." in take
    assert "Een medewerker kijkt naar uw vraag" in take
    assert "The asker, by mail" in ask
    assert "We asked you something" in ask


# ---- when it cannot be done ----


def test_a_step_that_is_not_open_says_so_and_offers_nothing(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)

    page = client.get(step_path(question, "publish"), status=409)

    assert "“Publiceer” kan nu niet. De status is: Nieuw." in page.words()
    assert not [action for _, action, _ in page.forms() if "/stap/" in action]


@pytest.mark.parametrize("name", ["nonsense", "submit", "lapse", "confirm", "change"])
def test_a_step_that_has_no_page_is_not_there(client: PageClient, session: Session, name: str) -> None:
    question = asked(session, "take", coordinator(client, session))

    shown = client.get(step_path(question, name), status=404)
    sent = client.post(step_path(question, name), {"seen_version": "1"}, status=404)

    assert shown.text == sent.text == client.get("/werk/zomaar", status=404).text
    assert state_of(session, question) is S.INTAKE


def test_a_form_from_before_somebody_elses_change_keeps_its_text_and_can_be_sent_again(
    client: PageClient, session: Session
) -> None:
    question = asked(session, "take", coordinator(client, session))
    _, values = client.get(step_path(question, "ask_more")).form("/stap/ask_more")
    question.assignee = make_user(session, Role.COORDINATOR, name="Joris van Dam")
    session.commit()

    page = client.post(step_path(question, "ask_more"), {**values, "text": "Om wie gaat het?"}, status=409)
    action, again = page.form("/stap/ask_more")
    client.post(action, again, status=303)

    assert "Iemand anders heeft dit intussen veranderd" in page.words()
    assert page.title().startswith("Fout:")
    assert again["text"] == "Om wie gaat het?"
    assert state_of(session, question) is S.WAITING


def test_a_text_that_moved_on_keeps_what_was_typed_when_its_step_is_gone(client: PageClient, session: Session) -> None:
    question = asked(session, "ask_more", coordinator(client, session))
    _, values = client.get(step_path(question, "reply")).form("/stap/reply")
    handling.reply(session, question, "Ik antwoordde zelf", actor=asker(question), city=the_city())
    session.commit()

    page = client.post(step_path(question, "reply"), {**values, "text": "Zij belde mij"}, status=409)

    assert page.form("/stap/reply")[1]["text"] == "Zij belde mij"
    assert 'aria-disabled="true"' in page.text


@pytest.mark.parametrize(
    ("until", "name", "fields"),
    [
        ("confirm", "take", {}),
        ("take", "ask_more", {"text": "Om wie gaat het?"}),
        ("take", "refer", {"reason": "report", "text": "Bel de gemeente."}),
        ("agree", "publish", {}),
    ],
)
def test_a_second_click_on_the_same_button_is_no_error_and_happens_once(
    client: PageClient, session: Session, until: str, name: str, fields: dict[str, str]
) -> None:
    question = asked(session, until, coordinator(client, session))
    _, values = client.get(step_path(question, name)).form(f"/stap/{name}")

    for _ in range(2):
        client.post(step_path(question, name), {**values, **fields}, status=303)

    session.rollback()  # read anew
    events = select(Event).where(Event.subject_id == question.id, Event.step == name)
    assert len(session.scalars(events).all()) == 1


def test_a_second_click_with_other_words_is_not_taken_for_the_first(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))
    _, values = client.get(step_path(question, "ask_more")).form("/stap/ask_more")
    client.post(step_path(question, "ask_more"), {**values, "text": "Om wie gaat het?"}, status=303)

    page = client.post(step_path(question, "ask_more"), {**values, "text": "En waar?"}, status=409)

    assert page.form("/stap/ask_more")[1]["text"] == "En waar?"


def test_a_colleagues_click_on_the_same_button_is_told_that_it_was_done(client: PageClient, session: Session) -> None:
    question = asked(session, "confirm")
    coordinator(client, session)
    _, values = client.get(step_path(question, "take")).form("/stap/take")
    handling.take(session, question, actor=actor(make_user(session, Role.COORDINATOR)), city=the_city())
    session.commit()

    page = client.post(step_path(question, "take"), values, status=409)

    assert "Bekijk wat ermee gebeurde" in page.words()


def test_a_newer_text_than_the_one_that_was_read_is_not_put_before_the_asker(
    client: PageClient, session: Session
) -> None:
    noor = coordinator(client, session)
    question = make_question(session, "take", noor)
    clinic.save_version(session, question, WRITTEN, actor=actor(noor))
    session.commit()
    _, values = client.get(step_path(question, "put_before")).form("/stap/put_before")
    clinic.save_version(session, question, replace(WRITTEN, title_nl="Ongelezen titel"), actor=actor(noor))
    session.commit()

    page = client.post(step_path(question, "put_before"), {**values, "remark": "Klopt dit?"}, status=409)

    assert "Ongelezen titel" in page.words()
    assert page.form("/stap/put_before")[1]["remark"] == "Klopt dit?"
    assert state_of(session, question) is S.INTAKE


# ---- bad input ----

GOOD = {
    "ask_more": {"text": "Om wie gaat het?"},
    "refer": {"reason": "report", "text": "Bel de gemeente.", "link": "https://www.example.org"},
    "withdraw": {"reason": "Opgelost"},
}
BAD = [
    ("ask_more", {"text": ""}, "Schrijf op wat u wilt weten"),
    ("ask_more", {"text": " \t\n "}, "Schrijf op wat u wilt weten"),
    ("ask_more", {"text": "x" * 5001}, "Deze tekst is te lang"),
    ("ask_more", {"text": "een\x00twee"}, "In deze tekst stond een teken"),
    ("refer", {"reason": ""}, "Kies een reden"),
    ("refer", {"reason": "commercial"}, "Kies een reden"),
    ("refer", {"reason": "<b>x</b>"}, "Kies een reden"),
    ("refer", {"link": "javascript:alert(1)"}, "Een link begint met https://"),
    ("refer", {"link": "ftp://example.org/x"}, "Een link begint met https://"),
    ("refer", {"link": "https://exa mple.org"}, "Een link begint met https://"),
    ("refer", {"link": "https://example.org/" + "x" * 500}, "Deze tekst is te lang"),
    ("withdraw", {"reason": "x" * 2001}, "Deze tekst is te lang"),
]


@pytest.mark.parametrize(("name", "changes", "said"), BAD)
def test_a_wrong_form_comes_back_with_its_words_and_says_what_to_do(
    client: PageClient, session: Session, name: str, changes: dict[str, str], said: str
) -> None:
    question = asked(session, "take", coordinator(client, session))

    page = take_step(client, question, name, status=422, **{**GOOD[name], **changes})

    assert said in page.words()
    assert 'id="errors"' in page.text
    assert page.title().startswith("Fout:")
    kept = page.form(f"/stap/{name}")[1]
    assert all(kept[field] == value for field, value in GOOD[name].items() if field not in changes)
    assert state_of(session, question) is S.INTAKE


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"how": "link"}, "Kies hoe de vraagsteller ja zei"),
        ({"how": ""}, "Kies hoe de vraagsteller ja zei"),
        ({"on": "gisteren"}, "Schrijf de dag zo: 20-5-2026"),
        ({"on": ""}, "Vul de dag van het ja in"),
        ({"on": "0001-01-01\x00"}, "Schrijf de dag zo: 20-5-2026"),
        ({"who": "x" * 161}, "Deze tekst is te lang"),
    ],
)
def test_a_wrong_yes_by_hand_is_explained(
    client: PageClient, session: Session, changes: dict[str, str], said: str
) -> None:
    question = asked(session, "put_before", coordinator(client, session))
    good = {"how": "phone", "on": today().isoformat(), "who": "Mevrouw De Graaf"}

    page = take_step(client, question, "agree", status=422, **{**good, **changes})

    assert said in page.words()
    assert state_of(session, question) is S.ARTICULATED


@pytest.mark.parametrize("version", ["", "abc", "-1", "1e3", "٣", "9" * 40, None])
def test_a_missing_or_made_up_version_is_stale_and_keeps_the_text(
    client: PageClient, session: Session, version: str | None
) -> None:
    question = asked(session, "take", coordinator(client, session))
    fields = {"text": "Om wie gaat het?", **({} if version is None else {"seen_version": version})}

    page = client.post(step_path(question, "ask_more"), fields, status=409)

    assert page.form("/stap/ask_more")[1]["text"] == "Om wie gaat het?"
    assert state_of(session, question) is S.INTAKE


def test_extra_fields_change_nothing_else(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session))

    take_step(client, question, "ask_more", text="Om wie gaat het?", state="public", assignee_id="x", answers="0")

    assert state_of(session, question) is S.WAITING


def test_html_in_a_text_is_shown_as_text(client: PageClient, session: Session) -> None:
    question = asked(session, "take", coordinator(client, session), text="<script>alert(1)</script> Wie helpt?")

    page = client.follow(take_step(client, question, "ask_more", text="<b>dik</b>"))

    assert "<b>dik</b>" in page.words()
    assert "<script>alert" not in page.text
