"""The pages for merging, taking apart, relating and splitting; and the addresses that must keep working."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leren_app.domain.roles import Role
from leren_app.models import Following, Question, QuestionKind, QuestionRelation, User
from leren_app.services.indexes import keeping
from leren_app.services.indexes.items import Kind
from leren_app.services.questions import handling, merging, relating
from tests.asker import open_own_page, own_page
from tests.client import Page, PageClient
from tests.intake import asked, coordinator, count_statements, state_of
from tests.makers import WRITTEN, actor, asker, make_follower, make_question, make_user, the_city
from tests.post import promised
from tests.signing_in import sign_in

LONELY = "Veel ouderen in de Mors zijn eenzaam, kan iemand helpen?"
ALSO = "Mijn buurvrouw is eenzaam, net als meer ouderen hier. Kan iemand helpen?"


@pytest.fixture
def user(client: PageClient, session: Session) -> User:
    return coordinator(client, session)


def together(question: Question, other: Question, name: str) -> str:
    return f"/werk/vragen/{question.reference}/samen/{other.reference}/{name}"


def do(client: PageClient, path: str, status: int = 303, **fields: str) -> Page:
    """Open a page, fill in its form, send it."""
    action, values = client.get(path).form(path)
    return client.post(action, {**values, **fields}, status=status)


def test_the_page_of_a_question_shows_others_like_it_from_the_queue_and_the_website(
    client: PageClient, session: Session, user: User
) -> None:
    public = asked(session, "publish", text="iets heel anders")
    waiting = asked(session, "take", text=ALSO)
    unconfirmed = asked(session, "submit", text=ALSO)
    question = asked(session, "take", text=f"{LONELY} Ze gaan niet naar de inloop.")
    keeping.build(session, Kind.QUESTIONS, the_city())
    session.rollback()

    page = client.get(f"/werk/vragen/{question.reference}")

    links = " ".join(page.links())
    assert f"samen/{waiting.reference}/merge" in links
    assert f"samen/{public.reference}/merge" in links
    assert unconfirmed.reference not in page.text
    assert f"samen/{question.reference}" not in links


def test_a_question_like_no_other_says_so(client: PageClient, session: Session, user: User) -> None:
    question = asked(session, "take", text="Waarom zingt de toren vals?")

    assert "Geen vraag lijkt hierop" in client.get(f"/werk/vragen/{question.reference}").words()


def test_merging_tells_both_and_both_addresses_work_after_it_and_after_taking_apart(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "publish"), asked(session, "publish")

    page = client.get(together(source, target, "merge"))
    assert page.words().count("per mail") >= 2
    do(client, together(source, target, "merge"), text="U vraagt hetzelfde.")

    moved = client.get(f"/vragen/{source.reference}", status=302)
    assert client.follow(moved).heading() == WRITTEN.title_nl
    assert moved.response.headers["Location"].endswith(f"/vragen/{target.reference}")
    assert (
        client.get(f"/en/vragen/{source.reference}", status=302)
        .response.headers["Location"]
        .endswith(f"/en/vragen/{target.reference}")
    )
    session.rollback()
    own = open_own_page(client, session, source)
    assert f"Uw vraag gaat nu verder als {target.reference}" in own.words()
    assert "U vraagt hetzelfde." in own.words()
    assert not [form for form in own.forms() if "/mijn-vraag/" in form[1]]
    assert "Uw vraag gaat samen met een andere verder" in own.words()
    assert "Uw eigen vraag staat niet op de website" in own.words()

    do(client, together(source, target, "unmerge"))

    assert client.get(f"/vragen/{source.reference}").heading() == WRITTEN.title_nl
    assert "gaat nu verder" not in client.get(own_page(source)).words()


def test_the_asker_of_a_merged_question_reads_no_words_of_a_hidden_one(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take"), asked(session, "put_before", text="kanariegeel", name="Kanarie")
    merging.merge(session, source, target, actor=actor(user))
    session.commit()

    page = open_own_page(client, session, source)

    assert target.reference in page.words()
    for secret in ("kanariegeel", "Kanarie", WRITTEN.title_nl, str(target.asker.mail)):
        assert secret not in page.text
    client.get(f"/vragen/{source.reference}", status=404)


def test_the_asker_of_a_merged_question_withdraws_it_from_their_page_and_reads_what_that_means(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take"), asked(session, "publish")
    merging.merge(session, source, target, actor=actor(user))
    session.commit()
    own = open_own_page(client, session, source)
    assert f"/mijn-vraag/{source.reference}/intrekken" in own.links()

    page = client.get(f"/mijn-vraag/{source.reference}/intrekken")
    assert f"samengevoegd met {target.reference}" in page.words()
    own = client.follow(client.post(*page.form("/intrekken")))

    assert "Uw vraag is ingetrokken" in own.words()
    assert "gaat nu verder als" not in own.words()
    assert state_of(session, source).value == "withdrawn"
    assert state_of(session, target).value == "public"
    again = client.post(*page.form("/intrekken"))
    assert "Uw vraag is ingetrokken" in client.follow(again).words()


@pytest.mark.parametrize("root", ["", "/en"])
def test_taking_apart_says_who_gets_a_mail_also_when_an_asker_left(
    client: PageClient, session: Session, user: User, root: str
) -> None:
    both = {"": "Beide vraagstellers krijgen een mail.", "/en": "Both askers get a mail."}[root]
    one = {
        "": "Wie de ingetrokken vraag stelde, krijgt geen mail, de andere vraagsteller wel.",
        "/en": "The asker of the withdrawn question gets no mail, the other asker does.",
    }[root]
    source, target = asked(session, "take"), asked(session, "publish")
    path = root + together(source, target, "unmerge")
    for has_left, told, untold in ((False, both, one), (True, one, both)):
        merging.merge(session, source, target, actor=actor(user))
        if has_left:
            handling.withdraw(session, source, "", actor=asker(source), city=the_city())
        session.commit()

        page = client.get(path)
        form = page.form("/unmerge")
        hears = page.words().partition("Who hears of this?" if root else "Wie hoort dit?")[2]
        done = client.follow(client.post(*form)).words()
        again = client.follow(client.post(*form)).words()

        assert (f"{source.reference}:" in hears, f"{target.reference}:" in hears) == (not has_left, True)
        for words in (done, again):
            assert told in words
            assert untold not in words
        session.rollback()


def test_a_stranger_says_of_a_merged_question_that_it_is_not_theirs(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take"), asked(session, "publish")
    merging.merge(session, source, target, actor=actor(user))
    session.commit()
    own = open_own_page(client, session, source)
    assert f"/mijn-vraag/{source.reference}/niet-van-mij" in own.links()

    page = client.get(f"/mijn-vraag/{source.reference}/niet-van-mij")
    page = client.follow(client.post(*page.form("/niet-van-mij")))

    assert page.heading() == "Uw adres is gewist"
    assert state_of(session, source).value == "withdrawn"
    client.get(own_page(source), status=404)


def test_a_coordinator_finds_only_withdrawing_on_a_merged_question(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take", user), asked(session, "publish")
    fan = make_follower(session, source)
    merging.merge(session, source, target, actor=actor(user))
    session.commit()

    page = client.get(f"/werk/vragen/{source.reference}")
    steps = [link.rpartition("/")[2] for link in page.links() if "/stap/" in link]
    assert steps == ["withdraw"]
    page = client.get(f"/werk/vragen/{source.reference}/stap/withdraw")
    assert "mensen die de vraag volgen" not in page.words()
    assert "die de vraag volgt" not in page.words()
    path, values = page.form("/stap/withdraw")
    client.post(path, {**values, "reason": "Gebeld."})

    assert state_of(session, source).value == "withdrawn"
    client.get(f"/werk/vragen/{source.reference}")
    assert fan.mail not in {mail for topic, mail in promised(session) if topic == "question/withdrawn"}


def test_an_old_link_to_answer_on_a_merged_question_is_refused_with_where_it_lives(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "put_before"), asked(session, "publish")
    action, values = open_own_page(client, session, source).form("/ja")
    merging.merge(session, source, target, actor=actor(user))
    session.commit()

    page = client.post(action, values, status=409)

    assert f"gaat nu verder als {target.reference}" in page.words()
    assert state_of(session, source).value == "articulated"


def test_a_step_of_a_colleague_on_a_merged_question_is_refused(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take", user), asked(session, "publish")
    path = f"/werk/vragen/{source.reference}/stap/ask_more"
    _, values = client.get(path).form("/stap/ask_more")
    merging.merge(session, source, target, actor=actor(user))
    session.commit()

    page = client.post(path, {**values, "text": "Om wie gaat het?"}, status=409)

    assert f"gaat nu verder als {target.reference}" in page.words()
    assert "Om wie gaat het?" in page.text
    assert target.reference in client.get(f"/werk/vragen/{source.reference}").words()
    client.get(f"/werk/vragen/{source.reference}/geschiedenis")
    client.get(f"/werk/vragen/{target.reference}/geschiedenis")


def test_pressing_merge_twice_is_no_error(client: PageClient, session: Session, user: User) -> None:
    source, target = asked(session, "take"), asked(session, "publish")
    action, values = client.get(together(source, target, "merge")).form("/merge")

    client.post(action, values)
    client.post(action, values)

    session.rollback()
    session.refresh(source)
    assert source.merged_into_id == target.id
    assert session.scalar(select(func.count(Following.id))) == 1


def test_what_changed_meanwhile_is_shown_and_nothing_typed_is_lost(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take", user), asked(session, "publish")
    action, values = client.get(together(source, target, "merge")).form("/merge")
    handling.ask_more(session, source, "Wie?", actor=actor(user), city=the_city())
    session.commit()

    page = client.post(action, {**values, "text": "Goede uitleg"}, status=409)

    assert "Goede uitleg" in page.text
    client.post(*page.form("/merge"))


def test_why_it_cannot_be_merged_stands_on_the_page(client: PageClient, session: Session, user: User) -> None:
    hidden, public = asked(session, "take"), asked(session, "publish")

    page = client.get(together(public, hidden, "merge"))

    assert "Voeg andersom samen" in page.words()
    client.post(together(public, hidden, "merge"), {"seen_version": "1", "seen_other": "1"}, status=409)


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "²"])
def test_a_tampered_version_is_stale(client: PageClient, session: Session, user: User, seen: str) -> None:
    source, target = asked(session, "take"), asked(session, "publish")

    client.post(together(source, target, "merge"), {"seen_version": seen, "seen_other": seen}, status=409)

    session.rollback()
    session.refresh(source)
    assert source.merged_into_id is None


def test_another_question_is_found_by_its_number(client: PageClient, session: Session, user: User) -> None:
    question, other = asked(session, "take"), asked(session, "publish")
    path = f"/werk/vragen/{question.reference}/samen?met="

    found = client.get(f"{path}{other.reference.lower()}", status=303)
    assert found.response.headers["Location"].endswith(together(question, other, "merge"))
    missed = client.follow(client.get(f"{path}<b>niets</b>", status=303))

    assert "Er is geen vraag met het nummer" in missed.words()
    assert "<b>niets" not in missed.text.lower()


def test_related_questions_stand_on_both_pages_and_in_public_when_both_are(
    client: PageClient, session: Session, user: User
) -> None:
    first, second, hidden = asked(session, "publish"), asked(session, "publish"), asked(session, "take")
    do(client, together(first, second, "relate"))
    session.rollback()
    relating.relate(session, first, hidden, actor=actor(user))
    session.commit()

    for one, other in ((first, second), (second, first)):
        assert other.reference in client.get(f"/werk/vragen/{one.reference}").words()
        public = client.get(f"/vragen/{one.reference}")
        assert "Dit hoort bij" in public.words()
        assert f"/vragen/{other.reference}" in public.links()
        assert hidden.reference not in public.text
    do(client, together(second, first, "unrelate"))
    session.rollback()
    assert session.scalar(select(func.count()).select_from(QuestionRelation)) == 1
    assert "Dit hoort bij" not in client.get(f"/vragen/{first.reference}").words()


def test_splitting_makes_a_second_question_and_refuses_other_words(
    client: PageClient, session: Session, user: User
) -> None:
    question = asked(session, "take", text="De lamp is te fel.\nEr is geen bankje.")
    path = f"/werk/vragen/{question.reference}/splitsen"

    page = do(client, path, status=422, text="Er is geen bankje!!")
    assert "alleen woorden van de vraagsteller" in page.words()
    page = client.follow(client.post(*_with(page.form("/splitsen"), text="Er is geen bankje.")))

    session.rollback()
    part = session.scalars(select(Question).where(Question.split_from_id == question.id)).one()
    assert part.reference in page.words()
    assert question.reference in page.text
    assert part.kind is QuestionKind.REPORT  # what its words seem to be, and somebody pressed


@pytest.mark.parametrize("chosen", [None, "personal"])
def test_a_half_has_the_kind_of_the_whole_or_the_one_that_is_chosen(
    client: PageClient, session: Session, user: User, chosen: str | None
) -> None:
    question = asked(session, "ask_more", text="De lamp is te fel.\nEr is geen bankje.")
    question.kind = QuestionKind.COMMERCIAL
    session.commit()

    fields = {"text": "Er is geen bankje.", **({"kind": chosen} if chosen else {})}
    do(client, f"/werk/vragen/{question.reference}/splitsen", **fields)

    session.rollback()
    part = session.scalars(select(Question).where(Question.split_from_id == question.id)).one()
    assert part.kind is (QuestionKind(chosen) if chosen else QuestionKind.COMMERCIAL)


def test_a_kind_that_does_not_exist_splits_nothing(client: PageClient, session: Session, user: User) -> None:
    question = asked(session, "take", text="De lamp is te fel.\nEr is geen bankje.")

    do(client, f"/werk/vragen/{question.reference}/splitsen", status=422, text="Er is geen bankje.", kind="nonsense")

    session.rollback()
    assert session.scalar(select(func.count()).where(Question.split_from_id == question.id)) == 0


def test_script_in_own_words_is_shown_as_text(client: PageClient, session: Session, user: User) -> None:
    source = asked(session, "take", text="<script>alert(1)</script> ouderen")
    target = asked(session, "take", text="<img src=x onerror=alert(1)>")
    relating.relate(session, source, target, actor=actor(user))
    session.commit()

    for path in (together(source, target, "merge"), f"/werk/vragen/{source.reference}"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


@pytest.mark.parametrize("role", [Role.HOST, Role.STUDENT, Role.LECTURER])
def test_nobody_but_coordinators_comes_near(client: PageClient, session: Session, role: Role) -> None:
    source, target = asked(session, "take"), asked(session, "publish")
    sign_in(client, session, user=make_user(session, role))

    for path in (together(source, target, "merge"), f"/werk/vragen/{source.reference}/splitsen"):
        client.get(path, status=404)
        client.post(path, status=404)
    client.get(f"/werk/vragen/{source.reference}/samen?met={target.reference}", status=404)
    session.rollback()
    session.refresh(source)
    assert source.merged_into_id is None


def test_opening_a_page_changes_nothing_and_unknown_acts_are_not_there(
    client: PageClient, session: Session, user: User
) -> None:
    source, target = asked(session, "take"), asked(session, "publish")
    for name in ("merge", "unmerge", "relate", "unrelate"):
        client.get(together(source, target, name))

    client.get(together(source, target, "delete"), status=404)
    session.rollback()
    session.refresh(source)
    assert source.merged_into_id is None
    assert session.scalar(select(func.count()).select_from(QuestionRelation)) == 0


def test_the_page_takes_as_many_statements_with_many_open_questions(
    client: PageClient, session: Session, user: User
) -> None:
    question = asked(session, "take", text=LONELY)
    keeping.build(session, Kind.QUESTIONS, the_city())
    session.rollback()
    path = f"/werk/vragen/{question.reference}"
    asked(session, "take", text=ALSO)
    few = len(count_statements(client.app, client, path))
    for _ in range(12):
        asked(session, "take", text=ALSO)
    client.get(path)

    assert len(count_statements(client.app, client, path)) <= few


def _with(form: tuple[str, dict[str, str]], **fields: str) -> tuple[str, dict[str, str]]:
    return form[0], {**form[1], **fields}


def test_questions_of_a_merged_pair_are_found_in_no_list_twice(session: Session) -> None:
    who = actor(make_user(session, Role.COORDINATOR))
    source, target = make_question(session, "publish"), make_question(session, "publish")

    merging.merge(session, source, target, actor=who)

    assert merging.list_merged_into(session, target) == [source]
    assert merging.find_target(session, source) == target


def test_an_address_takes_apart_no_pair_that_it_does_not_name(client: PageClient, session: Session, user: User) -> None:
    source, target, other = (asked(session, "take", user) for _ in range(3))
    merging.merge(session, source, target, actor=actor(user))
    session.commit()
    path = f"/werk/vragen/{source.reference}/samen/{other.reference}/unmerge"
    seen = {"seen_version": str(source.version), "seen_other": str(other.version)}

    client.post(path, seen, status=409)

    session.rollback()
    session.refresh(source)
    assert source.merged_into_id == target.id
