"""Profiles: what somebody tells, who may see it, and which challenges fit, with the reason or the limit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError, NotFoundError, StaleError
from leren_app.domain.roles import Role
from leren_app.models import FieldLanguage, Outbox, Suggestion
from leren_app.services.applications import applying
from leren_app.services.profiles import keeping, suggesting
from leren_app.services.profiles.fitting import Closed, Speech, speech
from tests.makers import actor, make_user, the_city
from tests.makers_education import make_application, make_challenge, make_learner, make_told, teacher, the_day

CITY_ALL = {"level": "wo", "languages": ("en",), "programme": "Psychology", "about": "", "interests": ()}


def stored(session: Session, user_id: object) -> list[Suggestion]:
    return list(session.scalars(select(Suggestion).where(Suggestion.user_id == user_id)))


# ---- keeping ----


def test_a_profile_is_kept_and_changed_by_its_owner_alone(session: Session) -> None:
    profile = make_learner(session, skills=("interviewing", "photography"))
    first_yes = profile.consented_at

    keeping.save(session, make_told(skills=("photography",)), actor=teacher(profile.user), city=the_city())

    assert [each.skill for each in profile.skills] == ["photography"]
    assert profile.consented_at == first_yes
    assert profile.consent_purpose == keeping.PURPOSE
    for nobody in (make_user(session, Role.LECTURER), make_user(session, Role.COORDINATOR), make_user(session)):
        with pytest.raises(NotFoundError):
            keeping.save(session, make_told(), actor=actor(nobody), city=the_city())


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("level", {"level": "phd"}),
        ("skills", {"skills": ("juggling-chainsaws",)}),
        ("languages", {"languages": ("la",)}),
        ("free_days", {"free_days": (8,)}),
        ("interests", {"interests": ("money",)}),
    ],
)
def test_only_what_is_in_the_lists_can_be_chosen(session: Session, field: str, told: dict[str, Any]) -> None:
    with pytest.raises(FieldError) as refused:
        make_learner(session, **told)

    assert refused.value.field == field


def test_ten_skills_are_the_most(session: Session) -> None:
    ten = tuple(sorted(keeping.own_vocabulary().skills))[:10]

    assert len(make_learner(session, skills=ten).skills) == 10
    with pytest.raises(FieldError):
        make_learner(session, skills=(*ten, "interviewing"))


def test_a_profile_changed_in_another_window_is_not_overwritten(session: Session) -> None:
    profile = make_learner(session)

    with pytest.raises(StaleError):
        keeping.save(
            session, make_told(), actor=teacher(profile.user), city=the_city(), seen_version=profile.version - 1
        )


def test_taking_the_yes_back_ends_suggestions_and_open_applications(session: Session) -> None:
    challenge = make_challenge(session)
    profile = make_learner(session)
    application = make_application(session, make_challenge(session), profile)
    assert suggesting.refresh_person(session, profile.user_id, the_city()) == 1

    ended = applying.leave_matching(session, profile, actor=teacher(profile.user))

    assert ended == 1
    assert application.state == "withdrawn"
    assert (profile.consented_at, profile.consent_purpose) == (None, "")
    assert stored(session, profile.user_id) == []
    assert suggesting.refresh_person(session, profile.user_id, the_city()) == 0
    assert challenge.state == "open"


# ---- suggestions ----


def test_programme_and_skills_alone_give_suggestions_at_once_with_reasons(session: Session) -> None:
    fits = make_challenge(session)
    make_challenge(
        session,
        skills=("water-soil-analysis",),
        title_nl="Hoe groen zijn daken?",
        title_en="How green are roofs?",
        summary_nl="Tel planten op tien daken.",
        summary_en="Count plants on ten roofs.",
    )
    profile = make_learner(session, about="", interests=(), skills=("interviewing",))

    looked = suggesting.suggest(session, profile, the_city())

    assert [fit.challenge.id for fit in looked.fits] == [fits.id]
    assert "interviewing" in {reason["via"].partition(":")[2] for reason in looked.fits[0].reasons}
    assert looked.unlike == 1


def test_the_job_stores_what_the_page_would_find_until_another_challenge_opens(session: Session) -> None:
    make_challenge(session)
    profile = make_learner(session)
    promised = session.scalars(select(Outbox).where(Outbox.kind == keeping.REFRESH)).one()
    at_once = suggesting.suggest(session, profile, the_city())

    suggesting.refresh_person(session, profile.user_id, the_city())
    kept = suggesting.suggest(session, profile, the_city())
    newer = make_challenge(session, title_nl="Praten met ouderen in de flat")

    assert promised.payload["user"] == str(profile.user_id)
    assert [(f.challenge.id, f.score, f.reasons) for f in kept.fits] == [
        (f.challenge.id, f.score, f.reasons) for f in at_once.fits
    ]
    assert newer.id in {fit.challenge.id for fit in suggesting.suggest(session, profile, the_city()).fits}


def test_level_period_and_language_for_one_alone_come_before_any_words(session: Session) -> None:
    make_challenge(session)  # hbo
    alone = make_challenge(session, level="wo", team_min=1, team_max=1)
    in_team = make_challenge(session, level="wo")
    over = make_challenge(session, level="wo", field_language=FieldLanguage.ANY)
    over.starts_on, over.ends_on = None, the_day(session) - timedelta(days=1)
    session.flush()
    profile = make_learner(session, language="en", **CITY_ALL)

    looked = suggesting.look(session, profile, the_city())

    assert looked.closed == {Closed.LEVEL: 1, Closed.LANGUAGE: 1, Closed.PERIOD: 1}
    assert [fit.challenge.id for fit in looked.fits] == [in_team.id]
    assert speech(profile, in_team) is Speech.NEEDED
    assert alone.id not in {fit.challenge.id for fit in looked.fits}


def test_a_profile_that_shares_nothing_gets_no_list_at_all(session: Session) -> None:
    make_challenge(session)
    profile = make_learner(session, programme="Zzzz", about="", skills=(), interests=(), languages=("nl",))

    looked = suggesting.suggest(session, profile, the_city())

    assert (looked.fits, looked.unlike, looked.all) == ((), 1, 1)


def test_without_a_yes_or_a_level_nothing_is_stored(app: Flask, session: Session) -> None:
    make_challenge(session)
    silent = make_learner(session, consents=False)
    empty = make_learner(session, level="", skills=(), programme="", interests=())

    assert suggesting.refresh_person(session, silent.user_id, the_city()) == 0
    assert not keeping.is_enough(empty)
    assert suggesting.refresh_person(session, empty.user_id, the_city()) == 0
