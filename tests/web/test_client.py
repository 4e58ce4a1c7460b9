"""The client's page: by the link in a mail, without an account, and acting by POST only."""

from __future__ import annotations

from sqlalchemy.orm import Session

from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.roles import Role
from leren_app.models import Challenge, Placement, TokenPurpose
from leren_app.services import tokens
from leren_app.services.placements import agreement, answering, reading
from tests.client import Page, PageClient
from tests.makers import the_city
from tests.makers_education import client_of, lecturer_of, make_challenge, make_placement
from tests.signing_in import press, sign_in


def arrive(client: PageClient, session: Session, challenge: Challenge) -> Page:
    """Follow the link of a mail to the client's page."""
    raw = tokens.issue(session, TokenPurpose.CLIENT_PAGE, contact=challenge.client, challenge=challenge)
    session.commit()
    return client.follow(client.get(f"/v/{raw}", status=303))


def state_of(session: Session, placement: Placement) -> PlacementState:
    """Where it stands now."""
    session.rollback()
    return reading.get_placement(session, placement.id).state


def test_a_client_accepts_proposes_a_day_and_agrees_without_an_account(client: PageClient, session: Session) -> None:
    placement = make_placement(session)
    page = arrive(client, session, placement.challenge)
    assert "Wijkonderzoek wacht op uw antwoord" in page.words()
    path = f"{page.path}/{placement.id}"

    press(client, client.get(path), "/stap/accept")
    day = placement.run.starts_on.isoformat()
    proposed = press(client, client.get(path), "/afspraak", **{"write-kickoff_on": day, "write-yes": "y"})

    assert "Het ja staat er. De ander is aan zet" in client.follow(proposed).words()
    session.rollback()
    n = placement.agreement_version
    agreement.tick(session, placement, actor=lecturer_of(placement.run), city=the_city(), seen_agreement=n)
    session.commit()
    assert "De start is op" in client.get(path).words()
    assert client.raw.get(f"{path}/afspraak.pdf", base_url=client.base_url).data.startswith(b"%PDF-")
    assert "BEGIN:VEVENT" in client.get(f"{path}/startdag.ics").text


def test_opening_a_link_changes_nothing_and_a_no_needs_a_reason(client: PageClient, session: Session) -> None:
    placement = make_placement(session)
    path = f"{arrive(client, session, placement.challenge).path}/{placement.id}"
    page = client.get(path)
    assert state_of(session, placement) is PlacementState.REQUESTED

    refused = press(client, page, "/stap/decline", status=422)
    assert "Schrijf in een of twee zinnen op waarom" in refused.words()
    press(client, page, "/stap/decline", **{"decline-reason": "Wij verhuizen dan."})

    assert state_of(session, placement) is PlacementState.DECLINED
    assert "Wij verhuizen dan." in client.get(path).words()


def test_a_client_who_declines_after_the_yes_frees_the_place(client: PageClient, session: Session) -> None:
    placement = make_placement(session, "agree")
    path = f"{arrive(client, session, placement.challenge).path}/{placement.id}"

    press(client, client.get(path), "/stap/cancel", **{"cancel-reason": "Onze medewerker is ziek."})

    assert state_of(session, placement) is PlacementState.CANCELLED
    assert placement.challenge.taken == 0


def test_an_answer_that_came_too_late_is_refused_with_what_was_typed(client: PageClient, session: Session) -> None:
    placement = make_placement(session)
    path = f"{arrive(client, session, placement.challenge).path}/{placement.id}"
    page = client.get(path)
    answering.accept(session, placement, actor=client_of(placement.challenge), city=the_city())
    session.commit()

    refused = press(client, page, "/stap/decline", status=409, **{"decline-reason": "Toch maar niet."})

    assert "intussen veranderd" in refused.words()
    assert state_of(session, placement) is PlacementState.ACCEPTED


def test_the_link_opens_one_challenge_and_no_proposal_that_is_not_the_clients_yet(
    client: PageClient, session: Session
) -> None:
    mine, other = make_challenge(session), make_placement(session)
    proposed = make_placement(session, "propose", challenge=mine)
    page = arrive(client, session, mine)

    for hidden in (f"{page.path}/{proposed.id}", f"{page.path}/{other.id}", f"/opdracht/{other.challenge.slug}"):
        assert other.challenge.title_nl not in client.get(hidden, status=404).words()
    client.post(f"{page.path}/{other.id}/stap/accept", {}, status=404)

    assert state_of(session, other) is PlacementState.REQUESTED


def test_a_client_confirms_hours_by_the_link(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session, "name_client")
    page = arrive(client, session, challenge)

    done = press(client, page, "/uren", client_hours="10")

    assert "Uw uren zijn bevestigd" in client.follow(done).words()
    session.rollback()
    assert challenge.client_hours == 10


def test_signed_in_without_the_link_there_is_nothing_to_see(client: PageClient, session: Session) -> None:
    challenge = make_challenge(session)
    sign_in(client, session, Role.STUDENT)

    assert challenge.title_nl not in client.get(f"/opdracht/{challenge.slug}", status=404).words()
