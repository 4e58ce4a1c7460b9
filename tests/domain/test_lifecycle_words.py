"""The words in which the life cycles speak: whole, in both languages, and as the house speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from leren_app.domain.lifecycle import Lifecycle
from leren_app.domain.lifecycles.placement_states import PASS_REASON_NAMES, PassReason
from leren_app.domain.lifecycles.question_states import BRIDGE_NAMES, BRIDGES
from leren_app.domain.roles import ROLE_NAMES, Role
from leren_app.domain.text import Text
from tests.domain.lifecycle_cases import CASES, LIFECYCLES


def everything_said() -> Iterator[tuple[str, Text]]:
    """All words of the life cycles with where they stand, the sentences of the guards included."""
    for lifecycle in LIFECYCLES:
        yield from ((f"{lifecycle.name} {state}", text) for state, text in lifecycle.labels.items())
        yield from ((f"{lifecycle.name} {step.name}", step.label) for step in lifecycle.steps)
        yield from ((f"{lifecycle.name} {step.name} line", step.line) for step in lifecycle.steps if step.line)
    for need, facts, _, kept_out in CASES:
        for changes in kept_out:
            said = need(replace(facts, **changes))
            assert said is not None
            yield need.__name__, said
    yield from ((f"reason {reason}", text) for reason, text in PASS_REASON_NAMES.items())
    yield from ((f"bridge {bridge}", text) for bridge, text in BRIDGE_NAMES.items())
    yield from ((f"role {role}", text) for role, text in ROLE_NAMES.items())


def test_all_words_are_there_in_both_languages_and_speak_as_the_house_does() -> None:
    for where, text in everything_said():
        for words in (text.nl, text.en):
            assert words.strip(), where
            assert words == words.strip(), where
            assert "!" not in words, where
            assert not re.search(r"[{}]", words), where
        assert not re.search(r"\b(helaas|unfortunately|sorry)\b", f"{text.nl} {text.en}", re.IGNORECASE), where


def test_a_guard_speaks_in_whole_sentences() -> None:
    for need, facts, _, kept_out in CASES:
        for changes in kept_out:
            said = need(replace(facts, **changes))
            assert said is not None
            assert said.nl[0].isupper(), need.__name__
            assert said.nl[-1] in ".?", need.__name__
            assert said.en[0].isupper(), need.__name__
            assert said.en[-1] in ".?", need.__name__


# The same word in both languages, on purpose.
SHARED_WORDS = {"student"}


def test_dutch_and_english_differ_unless_the_word_is_the_same() -> None:
    same = {text.nl for _, text in everything_said() if text.nl == text.en}

    assert same == SHARED_WORDS


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda lifecycle: lifecycle.name)
def test_every_state_has_its_own_label_and_every_step_its_own_button(lifecycle: Lifecycle) -> None:
    assert set(lifecycle.labels) == set(lifecycle.states)
    for language in ("nl", "en"):
        labels = [text.in_(language) for text in lifecycle.labels.values()]
        buttons = [step.label.in_(language) for step in lifecycle.steps]
        assert len(set(labels)) == len(labels)
        assert len(set(buttons)) == len(buttons)


def test_roles_reasons_and_bridges_all_have_a_name() -> None:
    assert set(ROLE_NAMES) == set(Role)
    assert set(PASS_REASON_NAMES) == set(PassReason)
    assert set(BRIDGE_NAMES) == set(BRIDGES)
    assert len(BRIDGES) == 7
