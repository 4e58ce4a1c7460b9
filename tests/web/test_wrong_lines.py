"""A wrong line of the coordinators' words is explained in the language of the page, whatever is wrong with it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from leren_app.domain.errors import FieldError
from leren_app.domain.text import Text
from leren_app.services import words
from leren_app.services.words import WordFile
from matching import additions, cue_lists, lexicon, mistakes, phrases
from matching.cues import TOPICS
from matching.lexicon import Concept, LexiconError, own_lexicon
from matching.text import read_words
from tests.client import PageClient
from tests.intake import coordinator

READERS = (additions, cue_lists, lexicon, mistakes, phrases)
ENGLISH = read_words("stop.en.txt") - read_words("stop.nl.txt")
"""Small words that no English sentence does without, and no Dutch one has."""


def _whole(concept: Concept) -> str:
    """A line that takes all words of a concept away from it."""
    return f"new-one | {', '.join(concept.nl)} | {', '.join(concept.en)}"


SMALLEST = min(own_lexicon().concepts.values(), key=lambda each: (len(each.nl) + len(each.en), each.key))
KINDS: list[tuple[str, int, str]] = [
    ("dood", 1, "er moet een kopje boven staan, zoals [crisis nl]"),
    ("[panic nl]", 1, "een kopje is een lijst en een taal, zoals [crisis nl]. De lijsten heten crisis, report"),
    ("[crisis]\ndood", 2, "in het kopje erboven staat geen taal"),
    ("[crisis nl]\nwil ... | 3", 2, "... hoort tussen twee woorden te staan"),
    ("[crisis nl]\ndood | 7", 2, "het gewicht ‘7’ kan niet. Kies 0, 1, 2 of 3"),
    ("[crisis nl]\n112 bellen", 2, "‘112’ wordt nooit gevonden. Getallen en tekens tellen niet mee"),
    ("[crisis nl]\nstart-up", 2, "‘start-up’ wordt gelezen als 2 woorden. Zet er een spatie tussen"),
    ("[crisis nl]\nab*", 2, "‘ab*’ is te kort. Zet * pas na 3 letters of meer"),
    ("[crisis nl]\n" + "wel " * 9, 2, "kunnen 9 woorden gevonden worden. Het kunnen er 1 tot en met 8 zijn"),
    ("[crisis]\n@geen-begrip", 2, "‘geen-begrip’ is de sleutel van geen enkel begrip"),
    ("[crisis nl]\ndood\n\ndood | 2", 4, "‘dood’ staat al op regel 2"),
]
MATCHER: list[tuple[str, int, str]] = [
    ("schaak | plein", 1, "hier horen drie kolommen: sleutel | Nederlandse woorden | Engelse woorden. Het zijn er 2"),
    (
        "schaak | plein | square\n> chess .5 | zo",
        2,
        "> sleutel gewicht | reden in het Nederlands | reden in het Engels",
    ),
    ("Schaak | plein | square", 1, "‘Schaak’ kan geen sleutel zijn. Gebruik kleine letters, cijfers en streepjes"),
    ("money | poen |\nmoney | duiten |", 2, "‘money’ staat al op regel 1"),
    ("schaak | | ", 1, "‘schaak’ heeft geen woorden"),
    ("> money .5 | zo | so", 1, "boven een regel met > moet een begrip staan"),
    ("schaak | kwibuzel |\n> money 7 | zo | so", 2, "het gewicht ‘7’ kan niet. Kies een getal boven 0 en niet hoger"),
    ("schaak | kwibuzel |\n> money .5 | zo |", 2, "achter > moet de reden in beide talen staan"),
    ("schaak | kwibuzel |\n> schaak .5 | zo | so", 2, "‘schaak’ leidt al naar ‘schaak’"),
    ("schaak | kwibuzel |\n> nergens .5 | zo | so", 2, "‘nergens’ is de sleutel van geen enkel begrip"),
    ("schaak | kwibuzel |\ndammen | kwibuzel |", 2, "‘kwibuzel’ (nl) staat al voor ‘schaak’"),
    ("schaak | 12 |", 1, "in ‘12’ kunnen 0 woorden gevonden worden. Het kunnen er 1 tot en met 6 zijn"),
    (_whole(SMALLEST), 1, f"neemt het laatste woord van ‘{SMALLEST.key}’ weg. Geef ‘{SMALLEST.key}’ ook een ander"),
]
CASES = {WordFile.TRIAGE: ("soorten", KINDS), WordFile.MATCHER: ("zoeken", MATCHER)}


def wrong(file: WordFile, lines: str) -> Text:
    with pytest.raises(FieldError) as caught:
        words.check(file, lines)
    return caught.value.message


@pytest.mark.parametrize("file", WordFile)
def test_a_page_explains_each_wrong_line_in_its_own_language(
    client: PageClient, session: Session, file: WordFile
) -> None:
    coordinator(client, session)
    name, cases = CASES[file]
    for lines, number, dutch in cases:
        said = wrong(file, lines)
        for root, own, other in (("", said.nl, said.en), ("/en", said.en, said.nl)):
            path, values = client.get(f"{root}/werk/woorden/{name}").form(f"/woorden/{name}")
            page = client.post(path, {**values, "text": lines}, status=422).words()
            assert " ".join(own.split()) in page
            assert other.partition(": ")[2] not in page
        assert said.nl.startswith(f"Regel {number} klopt niet: ")
        assert said.en.startswith(f"Line {number} is not right: ")
        assert dutch in said.nl


def test_no_dutch_sentence_has_an_english_word() -> None:
    for file, (_, cases) in CASES.items():
        for lines, _, _ in cases:
            ours = re.sub(r"‘[^’]*’", "", wrong(file, lines).nl)
            english = ENGLISH.intersection(re.findall(r"\w+", ours.lower())) - set(TOPICS)
            assert not english, ours


def test_a_file_in_another_encoding_is_explained_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes("bench | café |\n".encode("cp1252"))

    with pytest.raises(LexiconError) as caught:
        additions.with_additions(own_lexicon(), path)

    assert caught.value.mistake.nl == "dit is geen UTF-8. Bewaar het bestand als tekst in UTF-8"
    assert str(caught.value) == "mine.txt:1: is not UTF-8; save the file as UTF-8 text"


def test_every_mistake_of_the_readers_is_provoked_here_and_none_is_said_in_english_alone() -> None:
    said = [wrong(file, lines) for file, (_, cases) in CASES.items() for lines, _, _ in cases]
    said.append(Text("dit is geen UTF-8. Bewaar het bestand als tekst in UTF-8", "is not UTF-8; save the file"))

    raised = [call for module in READERS for call in _calls(module.__file__)]

    assert not [call for call in raised if _name(call) == "ValueError"]
    made = [call for call in raised if _name(call) == "MistakeError"]
    assert len(made) > 20
    for nl, en in (call.args for call in made):
        assert any(_longest(nl) in each.nl and _longest(en)[:20] in each.en for each in said), ast.unparse(nl)


def _calls(file: str | None) -> list[ast.Call]:
    tree = ast.parse(Path(str(file)).read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _longest(sentence: ast.expr) -> str:
    """The longest part of a sentence that is the same whatever the line says."""
    parts = [
        node.value for node in ast.walk(sentence) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return max(parts, key=len)
