"""Coordinators' additions: their words outrank the lexicon, and a wrong line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.__main__ import main
from matching.additions import with_additions
from matching.analysis import Analyser, Item
from matching.lexicon import Lexicon, LexiconError, own_lexicon, parse_lexicon
from matching.matcher import Matcher
from matching.text import Language, words_of

HAND = parse_lexicon("""
money | bank, geld | bank, money
  > economics .5 | economen kennen geld | economists know money
bench | zitbank | bench
economics | economie | economics
planning | planologie | planning
""")


def keys_in(lexicon: Lexicon, text: str, language: Language = "nl") -> list[str]:
    return [key for _, _, keys in lexicon.phrases.all_in(words_of(text), language) for key in keys]


def test_a_word_stands_only_for_the_concept_that_the_additions_give_it() -> None:
    lexicon = with_additions(HAND, "bench | bank, bankje |")

    assert keys_in(lexicon, "een bank met geld") == ["bench", "money"]
    assert keys_in(lexicon, "a bank", "en") == ["money"]
    assert lexicon.concepts["money"].nl == ("geld",)
    assert lexicon.concepts["bench"].nl == ("zitbank", "bank", "bankje")
    assert keys_in(HAND, "een bank") == ["money"]


def test_other_forms_of_an_added_word_follow_it_where_the_lexicon_has_none() -> None:
    hand = parse_lexicon("transport | fiets | cycles\nrepair | maken | repair")

    lexicon = with_additions(hand, "repair | | cycle")

    assert keys_in(lexicon, "cycles", "en") == ["transport"]
    assert keys_in(hand, "cycling", "en") == ["transport"]
    assert keys_in(lexicon, "cycling", "en") == ["repair"]


def test_new_concepts_and_relations_are_added_and_a_relation_is_replaced() -> None:
    lexicon = with_additions(
        HAND,
        "chess | schaaktafel | chess table\n> planning .4 | daar hoort een plek bij | it needs a place\n"
        "money | |\n> economics .9 | dat is hun vak | it is their subject\n> chess .1 | om geld | for money\n",
    )

    assert keys_in(lexicon, "schaaktafel") == ["chess"]
    assert [(each.target, each.weight, each.en) for each in lexicon.concepts["money"].relations] == [
        ("economics", 0.9, "it is their subject"),
        ("chess", 0.1, "for money"),
    ]
    assert lexicon.relation("chess", "planning") is not None


def test_the_words_a_concept_has_already_are_not_doubled() -> None:
    lexicon = with_additions(HAND, "money | Geld, poen | money")

    assert lexicon.concepts["money"].nl == ("bank", "geld", "poen")
    assert lexicon.concepts["money"].en == ("bank", "money")


def test_a_concept_may_lose_all_its_words_where_it_gets_others() -> None:
    lexicon = with_additions(HAND, "money | zitbank | bench\nbench | bankstel | settee")

    assert (lexicon.concepts["bench"].nl, lexicon.concepts["bench"].en) == (("bankstel",), ("settee",))


def test_additions_without_anything_leave_the_lexicon_as_it_was() -> None:
    assert with_additions(HAND, "# nothing yet\n\n") == HAND


@pytest.mark.parametrize(
    ("lines", "where", "problem"),
    [
        ("new | | ", 1, "has no words"),
        ("# x\nmoney | poen", 2, "three columns"),
        ("a | poen | cash\nb | poen | dough", 2, "'poen' (nl) stands for a already"),
        ("money | poen |\nmoney | duiten |", 2, "stands at words.txt:1 already"),
        ("money | |\n> nowhere .4 | zo | so", 2, "nowhere is the key of no concept"),
        ("money | zitbank | bench", 1, "takes the last word of bench; give bench another one too"),
    ],
)
def test_a_wrong_line_of_the_additions_is_named(lines: str, where: int, problem: str) -> None:
    with pytest.raises(LexiconError) as caught:
        with_additions(HAND, lines)

    assert str(caught.value).startswith(f"words.txt:{where}: ")
    assert problem in str(caught.value)


def test_a_file_is_read_also_as_notepad_saves_it_and_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_bytes("bench | café-bank |\r\n".encode("utf-8-sig"))
    assert with_additions(HAND, path).concepts["bench"].nl == ("zitbank", "café-bank")

    path.write_bytes("# wat\nbench | café |\n".encode("cp1252"))
    with pytest.raises(LexiconError, match=r"mine\.txt:2: is not UTF-8"):
        with_additions(HAND, path)


def test_a_question_is_led_where_the_additions_say_with_their_reason() -> None:
    added = "chess | plein met schaaktafels | chess square\n> psychology .9 | spelen verbindt | play connects"
    held, asked = Item("p", "Psychologie"), Item("q", texts=("Plein met schaaktafels",))

    reasons = Matcher(Analyser(with_additions(own_lexicon(), added))).fit([held]).rank(asked)[0].reasons

    assert reasons[0].via == "relation:chess>psychology"
    assert not any(each.via.startswith("relation:chess") for found in Matcher().fit([held]).rank(asked)
                   for each in found.reasons)  # fmt: skip


def test_another_word_gives_another_fingerprint() -> None:
    assert Analyser(HAND).fingerprint != Analyser(with_additions(HAND, "bench | bank |")).fingerprint


def test_every_command_that_reads_the_lexicon_takes_additions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, texts = tmp_path / "words.txt", tmp_path / "texts.jsonl"
    texts.write_text('{"id": "a", "texts": ["kwibuzel"], "language": "nl"}\n', encoding="utf-8")

    path.write_text("money-worries | kwibuzel |\n", encoding="utf-8")
    assert main(["coverage", str(texts), "--additions", str(path)]) == 0
    assert "100.0% understood" in capsys.readouterr().out
    path.write_text("debts | |\n> money-worries .5 | dat knelt | it hurts\nmoney-worries | |\n> debts .5 | ja | yes\n")
    assert main(["check", "--additions", str(path)]) == 1
    assert "a circle" in capsys.readouterr().out
    path.write_text("debts | |\n> nothing .5 | dat | that\n", encoding="utf-8")
    asked = ["--documents", str(texts), "--queries", str(texts), "--additions", str(path)]
    assert main(["rank", *asked]) == 2
    assert main(["evaluate", *asked, "--qrels", str(texts)]) == 2
    assert capsys.readouterr().err.count("words.txt:2: nothing is the key of no concept") == 2
