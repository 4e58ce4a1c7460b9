"""The drawings say the same as the words beside them."""

from __future__ import annotations

import pytest

from leren_app.web.look import arches, canal, paragraphs, windows
from tests.look.conftest import Render

NAMES = ["Asked", "Discussed", "Sharpened"]


@pytest.mark.parametrize(
    ("at", "states"),
    [
        (0, ["todo", "todo", "todo"]),
        (1, ["now", "todo", "todo"]),
        (3, ["done", "done", "now"]),
        (4, ["done", "done", "done"]),
    ],
)
def test_a_canal_is_passed_before_the_lamp_and_open_behind_it(at: int, states: list[str]) -> None:
    assert [bridge.state for bridge in canal(NAMES, at)] == states


def test_only_the_bridge_with_the_lamp_carries_the_words_of_the_lamp() -> None:
    bridges = canal(NAMES, 2, {1: "12 May"}, "Here")

    assert [bridge.here for bridge in bridges] == ["", "Here", ""]
    assert [bridge.note for bridge in bridges] == ["12 May", "", ""]


@pytest.mark.parametrize(
    ("left", "expected"),
    [(10, "on " * 10), (12, "on " * 10), (3, "on " * 3 + "off " * 7), (0, "off " * 10), (-1, "late " * 10)],
)
def test_ten_windows_are_lit_for_the_days_left_and_red_when_too_late(left: int, expected: str) -> None:
    assert windows(left) == expected.split()


def test_the_mini_path_has_one_lamp_and_water_up_to_it() -> None:
    drawn = arches(4)

    assert [arch.x for arch in drawn] == [0, 18, 36, 54, 72, 90, 108]
    assert [arch.lamp for arch in drawn].index(True) == 3
    assert [arch.passed for arch in drawn] == [True] * 4 + [False] * 3
    assert [arch.sailed for arch in drawn] == [True] * 3 + [False] * 4


def test_typed_text_becomes_paragraphs_and_never_markup() -> None:
    assert paragraphs("One <b>\r\ntwo\n\n\nthree & four\n") == "<p>One &lt;b&gt;<br>two</p>\n<p>three &amp; four</p>"
    assert paragraphs("  \n ") == ""


def test_the_path_says_in_words_what_the_drawing_shows(render: Render) -> None:
    html = render(
        '{% from "macros/path.html" import path %}{{ path(steps, "The way") }}',
        steps=canal(NAMES, 2, {}, "You are here"),
    )

    assert html.count('aria-current="step"') == 1
    assert 'Asked<span class="lms-hidden">, passed</span>' in html
    assert 'Sharpened<span class="lms-hidden">, still to come</span>' in html
    assert "You are here" in html


def test_a_path_that_only_explains_calls_no_bridge_passed(render: Render) -> None:
    html = render('{% from "macros/path.html" import path %}{{ path(steps, "The way") }}', steps=canal(NAMES, 4))

    assert "passed" not in html
    assert "aria-current" not in html


def test_the_mini_path_names_its_bridge(render: Render) -> None:
    html = render('{% from "macros/path.html" import mini_path %}{{ mini_path(4, "Matched") }}')

    assert "Bridge 4 of 7: <strong>Matched</strong>" in html
    assert html.count("lms-mini__lamp") == 1
