"""Every state of every life cycle has its words, and the columns that keep it know it."""

from __future__ import annotations

import pytest

from leren_app.domain.lifecycle import Lifecycle
from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.placement import PLACEMENT
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import BRIDGE_NAMES, ENDED, LIVE, Bridge, QuestionState, bridge_of
from leren_app.models import Question

ALL = pytest.mark.parametrize("lifecycle", [QUESTION, CHALLENGE, PLACEMENT, PROJECT], ids=lambda each: each.name)


@ALL
def test_every_state_has_its_words_in_both_languages(lifecycle: Lifecycle) -> None:
    assert set(lifecycle.labels) == set(lifecycle.states)
    for label in lifecycle.labels.values():
        assert label.nl.strip()
        assert label.en.strip()
    assert len({label.nl for label in lifecycle.labels.values()}) == len(lifecycle.states)


def test_every_state_of_a_question_is_live_ended_or_never_began() -> None:
    assert set(QuestionState) == LIVE | ENDED | {QuestionState.LAPSED}
    assert set() == LIVE & ENDED


def test_the_boat_leaves_the_canal_only_where_a_question_ended_early() -> None:
    away = {state for state in QuestionState if bridge_of(state) is None}

    assert away == {QuestionState.REFERRED, QuestionState.REFUSED, QuestionState.WITHDRAWN}
    assert set(BRIDGE_NAMES) == set(Bridge)


def test_the_column_of_a_questions_state_knows_every_state_and_no_other() -> None:
    assert set(Question.__table__.c.state.type.enums) == {str(state) for state in QuestionState}
    assert max(len(state) for state in QuestionState) <= 24
