"""The mechanism behind the tables, on a table small enough to see through."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

import pytest

from leren_app.domain.errors import NotAllowedError, TransitionError
from leren_app.domain.lifecycle import Audience, Lifecycle, Step, require
from leren_app.domain.lifecycles.question_states import Bridge, QuestionState, bridge_of
from leren_app.domain.roles import Role
from leren_app.domain.text import Text


class Lamp(StrEnum):
    """A lamp."""

    OFF = "off"
    ON = "on"


def has_power(power: bool) -> Text | None:
    """There is power."""
    return None if power else Text("Er is geen stroom.", "There is no power.")


def has_bulb(_power: bool) -> Text | None:
    """There is a bulb; never."""
    return Text("Er is geen peer.", "There is no bulb.")


def make_step(**changes: object) -> Step:
    step = Step(
        "switch_on",
        frozenset({None, Lamp.OFF}),
        Lamp.ON,
        frozenset({Role.HOST, Role.COORDINATOR}),
        Text("Doe aan", "Switch on"),
        needs=(has_power, has_bulb),
        silent="everyone sees the light",
    )
    return replace(step, **changes)  # type: ignore[arg-type]  # fields by name, as replace() itself takes them


def make_lifecycle(*steps: Step) -> Lifecycle:
    labels: dict[StrEnum, Text] = {Lamp.OFF: Text("Uit", "Off"), Lamp.ON: Text("Aan", "On")}
    return Lifecycle("lamp", Lamp, labels, steps or (make_step(),))


def test_a_step_that_tells_nobody_and_does_not_say_why_is_refused() -> None:
    with pytest.raises(ValueError, match="switch_on"):
        make_step(silent="")


def test_a_step_that_tells_somebody_and_says_that_it_does_not_is_refused() -> None:
    with pytest.raises(ValueError, match="switch_on"):
        make_step(tells=((Audience.ASKER, "lamp/on"),))


def test_a_step_that_is_open_to_more_roles_while_merged_than_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="switch_on"):
        make_step(while_merged=frozenset({Role.ASKER}))


def test_a_name_that_is_not_in_the_table_is_an_error_of_the_programmer() -> None:
    with pytest.raises(KeyError, match="no step 'break'"):
        make_lifecycle().step("break")


def test_the_wrong_role_is_told_which_roles_may() -> None:
    with pytest.raises(NotAllowedError) as caught:
        make_lifecycle().check("switch_on", Lamp.OFF, {Role.VISITOR})

    assert caught.value.message.en == "This is possible only in this role: desk host or coordinator."
    assert caught.value.message.nl.endswith("gastheer of gastvrouw aan de balie of coördinator.")


def test_the_wrong_state_is_named_with_the_words_of_the_button() -> None:
    with pytest.raises(TransitionError) as caught:
        make_lifecycle().check("switch_on", Lamp.ON, {Role.HOST})

    assert caught.value.message.en == "“Switch on” is not possible now. The status is: On."


def test_a_thing_that_is_not_there_yet_has_a_status_in_words_too() -> None:
    lifecycle = make_lifecycle(make_step(sources=frozenset({Lamp.OFF})))

    with pytest.raises(TransitionError) as caught:
        lifecycle.check("switch_on", None, {Role.HOST})

    assert caught.value.message.nl == "“Doe aan” kan nu niet. De status is: nog niet gemaakt."
    assert caught.value.message.en == "“Switch on” is not possible now. The status is: not made yet."


def test_who_has_the_role_and_the_wrong_role_both_may() -> None:
    assert make_lifecycle().check("switch_on", None, {Role.VISITOR, Role.HOST}).name == "switch_on"


def test_all_that_is_missing_is_listed_in_order_and_the_first_is_raised() -> None:
    lifecycle = make_lifecycle()
    step = lifecycle.step("switch_on")

    assert [said.en for said in lifecycle.missing(step, False)] == ["There is no power.", "There is no bulb."]
    assert [said.en for said in lifecycle.missing(step, True)] == ["There is no bulb."]
    with pytest.raises(TransitionError, match="no power"):
        require(lifecycle, step, False)


def test_a_step_that_misses_nothing_goes_through() -> None:
    lifecycle = make_lifecycle(make_step(needs=(has_power,)))

    require(lifecycle, lifecycle.step("switch_on"), True)  # would raise

    assert lifecycle.missing(lifecycle.step("switch_on"), True) == ()


def test_the_boat_lies_at_a_bridge_unless_the_question_left_the_canal() -> None:
    left = {state for state in QuestionState if bridge_of(state) is None}

    assert left == {QuestionState.REFERRED, QuestionState.REFUSED, QuestionState.WITHDRAWN}
    assert bridge_of(QuestionState.ARTICULATED) == Bridge.SHARPENED
    assert bridge_of(QuestionState.CLOSED) == Bridge.LOOKED_BACK
