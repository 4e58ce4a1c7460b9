"""Choosing skills: proposals for a challenge with their reasons, themes, hints, and what is near to unknown words."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from wtforms import Form

from leren_app.domain.roles import Role
from leren_app.models import Challenge
from leren_app.services.challenges import drafting, reading
from leren_app.services.indexes.keeping import FOLDER
from leren_app.web.challenge_words import SKILL_THEMES
from leren_app.web.fields import TicksField, select_option
from leren_app.web.skill_groups import MOST_NEAR, Offer, groups_of, near, taught_at
from matching.skills import own_vocabulary
from tests.client import PageClient
from tests.intake import coordinator
from tests.makers import the_city
from tests.makers_education import make_challenge
from tests.signing_in import press, sign_in

SKILLS = own_vocabulary().skills


class Ticks(Form):
    """Every skill, to tick."""

    skills = TicksField("Skills", choices=[select_option(skill.key, skill.nl) for skill in SKILLS.values()])


def about_mould(session: Session) -> Challenge:
    """A draft on mould in rented homes, in Dutch; in English it has no text yet."""
    challenge = make_challenge(session, "slice")
    challenge.title_nl, challenge.summary_nl = "Schimmel in huis", "De verhuurder doet niets. Houd interviews."
    challenge.title_en = challenge.summary_en = ""
    session.commit()
    return challenge


def keys(field: TicksField, **more: object) -> dict[str, list[str]]:
    """The keys below each heading."""
    groups = groups_of(field, **more)  # type: ignore[arg-type]
    return {group.title: [str(tick.option.data) for tick in group.ticks] for group in groups}


def test_every_theme_of_the_vocabulary_has_a_heading_and_every_heading_has_skills() -> None:
    assert {skill.theme for skill in SKILLS.values()} == set(SKILL_THEMES)


def test_every_skill_stands_on_the_page_once_whatever_is_chosen_and_offered(app: Flask) -> None:
    with app.test_request_context():
        offers = [Offer("Offered", {"gis": "why", "survey-design": "why", "no-such-skill": "why"})]
        groups = keys(Ticks(data={"skills": ["gis", "lassen"]}).skills, offers=offers)

    shown = [key for found in groups.values() for key in found]
    assert sorted(shown) == sorted(SKILLS)
    assert groups["Offered"] == ["survey-design"]


def test_a_filter_keeps_what_is_ticked_and_narrows_what_is_offered(app: Flask) -> None:
    with app.test_request_context():
        offers = [Offer("Offered", {"survey-design": "why", "photography": "why"})]
        groups = keys(Ticks(data={"skills": ["gis"]}).skills, wanted="fotogr", offers=offers)

    chosen, offered, *rest = groups.values()
    assert (chosen, offered) == (["gis"], ["photography"])
    assert "photography" not in [key for found in rest for key in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["fotogr"], ["photography"]),
        (["eenzame mensen"], ["loneliness-work"]),
        (["foutrgaa", "podcas"], ["podcasting"]),
        (["kettingzaag xyzzy"], []),
        ([], []),
    ],
)
def test_what_is_near_to_words_that_are_no_skill_is_found_by_letters_or_by_meaning(
    app: Flask, typed: list[str], found: list[str]
) -> None:
    assert list(near(typed))[:1] == found
    assert len(near(["a", "e"])) == MOST_NEAR


def test_a_hint_says_where_a_skill_is_taught_unless_it_is_taught_everywhere() -> None:
    assert taught_at(SKILLS["metal-welding"]) == "mbo"
    assert taught_at(SKILLS["interviewing"]) == ""
    assert taught_at(SKILLS["language-somali"]) == ""


def test_a_coordinator_sees_what_the_text_asks_for_and_why_and_nothing_is_ticked_by_itself(
    client: PageClient, session: Session
) -> None:
    coordinator(client, session)
    challenge = about_mould(session)
    path = f"/werk/vraagstukken/{challenge.slug}/vaardigheden"

    page = client.get(path)

    words = page.words()
    assert "Voorgesteld uit de tekst" in words
    assert "De tekst gaat over “verhuurder” en “huis”. “schimmel”: een vochtig huis is een woonvraag." in words
    assert page.form("/vaardigheden")[1].get("skills") is None

    press(client, page, "/vaardigheden", skills="tenancy-law")
    session.rollback()
    session.refresh(challenge)
    assert reading.skill_keys(challenge) == ["tenancy-law"]
    proposed = [each.skill.key for each in drafting.propose_skills(session, challenge, "nl", city=the_city())]
    assert "tenancy-law" not in proposed
    assert "healthy-living-environment" in proposed


def test_without_english_the_dutch_text_is_read_and_the_reasons_are_told_in_english(
    client: PageClient, session: Session
) -> None:
    coordinator(client, session)
    challenge = about_mould(session)

    page = client.get(f"/en/werk/vraagstukken/{challenge.slug}/vaardigheden")

    assert "The text is about “verhuurder” and “huis”. “schimmel”: a damp house is a housing question." in page.words()


def test_a_challenge_without_text_gets_no_proposals(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = about_mould(session)
    challenge.title_nl = challenge.summary_nl = ""
    session.commit()

    page = client.get(f"/werk/vraagstukken/{challenge.slug}/vaardigheden")

    assert drafting.propose_skills(session, challenge, "nl", city=the_city()) == ()
    assert "Voorgesteld uit de tekst" not in page.words()


def test_skills_are_proposed_with_the_words_of_coordinators_and_without_the_names_of_the_city(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "words.txt").write_text("money-worries | kwibuzel | kwibuzel\n", encoding="utf-8")
    wanted = {skill.key for skill in SKILLS.values() if skill.concept == "money-worries"}
    challenge = make_challenge(session)
    challenge.title_nl, challenge.summary_nl = "Kwibuzel", f"In {the_city().name.nl}."

    before = drafting.propose_skills(session, challenge, "nl", city=the_city())
    session.info[FOLDER] = tmp_path / "index"
    proposed = drafting.propose_skills(session, challenge, "nl", city=the_city())

    assert before == ()
    assert wanted
    assert wanted & {each.skill.key for each in proposed}


def test_looking_for_a_word_that_names_no_skill_shows_similar_ones(client: PageClient, session: Session) -> None:
    coordinator(client, session)
    challenge = about_mould(session)

    words = client.get(f"/werk/vraagstukken/{challenge.slug}/vaardigheden?zoek=eenzame+mensen").words()

    assert "Vaardigheden die erop lijken" in words
    assert "mensen uit hun eenzaamheid halen" in words


def test_a_student_whose__do_not_know_gets_similar_skills_on_top(client: PageClient, session: Session) -> None:
    sign_in(client, session, Role.STUDENT)

    page = client.post("/mijn/profiel", {"typed": "eenzame mensen; gitaar", "level": "mbo"}, status=422)

    assert "Wij hebben geen vaardigheid “eenzame mensen”" in page.words()
    assert "Vaardigheden die erop lijken" in page.words()
    assert page.form("/mijn/profiel")[1]["skills"] == "music-making"
