"""Several slices of one question: each a draft that begins with what is usual."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError
from leren_app.domain.roles import Role
from leren_app.domain.slicing import USUAL, first_start
from leren_app.models import FieldLanguage, WorkForm
from leren_app.services import clock
from leren_app.services.challenges import drafting
from tests.makers import WRITTEN, actor, make_question, make_user, the_city
from tests.makers_education import make_challenge, make_draft


def test_a_slice_begins_with_the_agreed_text_the_usual_numbers_and_the_chosen_skills(session: Session) -> None:
    noor, city = make_user(session, Role.COORDINATOR), the_city()
    question = make_question(session, "agree", noor)

    made = drafting.slice_question(
        session,
        question,
        actor=actor(noor),
        city=city,
        form=WorkForm.WORK_PLACEMENT,
        skills=["interviewing", "no-such-skill"],
    )

    usual, start = (
        USUAL["work_placement"],
        first_start(city.academic_years, "work_placement", clock.today(session, city)),
    )
    assert start is not None
    assert (made.title_nl, made.summary_en) == (WRITTEN.title_nl, WRITTEN.summary_en)
    assert (made.level, made.hours, made.team_max, made.client_hours) == ("mbo", 480, 3, usual.contact_hours)
    assert (made.starts_on, made.last_plan_on) == (start.period.starts_on, start.plan_by)
    assert (made.field_language, [row.skill for row in made.skills]) == (FieldLanguage.DUTCH, ["interviewing"])


def test_what_is_chosen_already_outranks_what_is_usual(session: Session) -> None:
    city, draft = the_city(), make_draft(session, level="wo", field_language=FieldLanguage.ENGLISH)

    filled = drafting.with_preset(draft, WorkForm.MINOR, city, clock.today(session, city))

    assert (filled.level, filled.field_language) == ("wo", FieldLanguage.ENGLISH)
    assert (filled.starts_on, filled.last_plan_on, filled.hours) == (draft.starts_on, draft.last_plan_on, 840)


def test_an_impossible_slice_is_not_saved(session: Session) -> None:
    noor, city = make_user(session, Role.COORDINATOR), the_city()
    challenge = make_challenge(session, "slice", coordinator=noor)
    draft = replace(make_draft(session), work_form=WorkForm.WORK_PLACEMENT)

    with pytest.raises(FieldError) as refused:
        drafting.save(session, challenge, draft, actor=actor(noor), city=city)

    assert refused.value.field == "level"
    assert challenge.work_form is None


def test_skills_are_proposed_from_the_agreed_text_and_from_no_draft(session: Session) -> None:
    noor = make_user(session, Role.COORDINATOR)

    agreed = drafting.propose_skills_of(session, make_question(session, "agree", noor), "nl", city=the_city())
    early = drafting.propose_skills_of(session, make_question(session, "put_before", noor), "nl", city=the_city())

    assert [each.skill.key for each in agreed]
    assert early == ()
