"""What the texts of the clinic are called when they change, and which language stayed behind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from leren_app.domain.clinic_texts import lagging, names_of_changed
from leren_app.services.questions.clinic import ClinicText
from tests.makers import WRITTEN


def test_what_changed_is_named_once_whatever_the_language_it_was_written_in() -> None:
    after = replace(WRITTEN, known="Niets.", title_nl="Nieuw", title_en="New", research_question_en="Why?")

    assert names_of_changed(WRITTEN, after, "nl") == ["‘Wat weten we al?’", "de titel", "de onderzoeksvraag"]
    assert names_of_changed(WRITTEN, after, "en") == [
        "‘What do we know already?’",
        "the title",
        "the research question",
    ]
    assert names_of_changed(WRITTEN, WRITTEN, "nl") == []


NL = replace(WRITTEN, title_nl="Nieuw", summary_nl="Andere samenvatting.")
BOTH = replace(NL, title_en="New")


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        ([], {}),
        ([WRITTEN], {}),
        ([WRITTEN, NL], {"en": ["the title", "the summary"]}),
        ([WRITTEN, NL, BOTH], {"en": ["the summary"]}),  # the title caught up
        ([WRITTEN, replace(NL, title_en="New", summary_en="Another summary.")], {}),
        ([WRITTEN, replace(WRITTEN, title_en="New")], {"nl": ["the title"]}),
        ([WRITTEN, replace(WRITTEN, worry="Iets anders.")], {}),  # a box has one language
        ([ClinicText(title_nl="Een"), ClinicText(title_nl="Een", title_en="One")], {}),  # written for the first time
        ([ClinicText(title_nl="Een"), ClinicText(title_nl="Twee")], {}),  # a gap is no lag
        ([WRITTEN, NL, replace(NL, title_nl="Nog nieuwer")], {"en": ["the title", "the summary"]}),
    ],
)
def test_a_language_lags_until_it_is_changed_as_well(
    versions: list[ClinicText], expected: dict[str, list[str]]
) -> None:
    found = {language: [text.en for text in texts] for language, texts in lagging(versions).items()}

    assert found == expected
