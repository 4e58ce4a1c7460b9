"""The command line for words: learning them, importing them, asking with them, and what is wrong in a file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching.__main__ import main
from matching.learnt import FIRST_LINE, load_learnt

ESCO = "conceptUri,preferredLabel,description\n"
PAIRS = "de bakker en de molen\tthe baker and the mill\nde bakker\tthe baker\n\nde molen\tthe mill\n"


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    """A file of texts that say the same."""
    (tmp_path / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
    return tmp_path / "pairs.tsv"


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    """A folder with two small tables in ESCO's form."""
    folder = tmp_path / "esco"
    folder.mkdir()
    for language, label in (("nl", "bakker"), ("en", "baker")):
        (folder / f"occupations_{language}.csv").write_text(f"{ESCO}u,{label},\n", encoding="utf-8")
    return folder


def ranked(tmp_path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    """The lines that `rank --explain` gives for a Dutch question about bakers and trees."""
    documents, queries = tmp_path / "d.jsonl", tmp_path / "q.jsonl"
    documents.write_text('{"id": "d", "title": "the baker under an oak", "language": "en"}', encoding="utf-8")
    queries.write_text('{"id": "q", "title": "een bakkertje, een bakker, een woudreus", "language": "nl"}')
    capsys.readouterr()
    assert main(["rank", "--documents", str(documents), "--queries", str(queries), "--explain", *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def vias(lines: list[dict[str, object]]) -> set[str]:
    """What joined the words in some lines."""
    return {reason["via"] for line in lines for reason in line["reasons"]}  # type: ignore[attr-defined]


def test_learn_writes_a_table_with_where_it_comes_from(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.txt"

    assert (
        main(["lexicon", "learn", str(pairs), "--source", "made up", "--source", "two\nlines", "--to", str(table)]) == 0
    )

    assert capsys.readouterr().out == ""
    assert table.read_text(encoding="utf-8").splitlines()[:3] == [FIRST_LINE, "# made up", "# two lines"]
    learnt = load_learnt(table)
    assert learnt.translations["bakker"][0].stem == "baker"
    assert learnt.texts["bakker"] == 2


def test_learn_writes_to_standard_output_unasked(pairs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lexicon", "learn", str(pairs)]) == 0

    out = capsys.readouterr().out
    assert out.startswith(f"{FIRST_LINE}\nbakker\t2\tbaker:")


def test_what_import_writes_can_be_learnt_and_asked_with(
    esco: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported, table = tmp_path / "imported.tsv", tmp_path / "table.txt"

    assert main(["lexicon", "import-esco", str(esco)]) == 0
    assert capsys.readouterr().out == "bakker\tbaker\n"
    assert main(["lexicon", "import-esco", str(esco), "--to", str(imported)]) == 0
    assert main(["lexicon", "learn", str(imported), "--to", str(table)]) == 0
    assert capsys.readouterr().out == ""
    assert imported.read_text(encoding="utf-8") == "bakker\tbaker\n"
    assert load_learnt(table).translations["bakker"][0].stem == "baker"


@pytest.mark.parametrize("turned", [False, True])
def test_a_table_and_a_lexicon_are_both_used_in_either_order(
    turned: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table, words = tmp_path / "table.txt", tmp_path / "words.txt"
    table.write_text(f"{FIRST_LINE}\nbakker\t2\tbaker:0.90\n", encoding="utf-8")
    words.write_text("tree | woudreus | oak\n", encoding="utf-8")
    files = [str(words), str(table)] if turned else [str(table), str(words)]
    both = [part for file in files for part in ("--lexicon", file)]

    assert {"translation", "concept:tree"} <= vias(ranked(tmp_path, capsys, *both))
    assert "concept:tree" not in vias(ranked(tmp_path, capsys, "--lexicon", str(table)))
    assert "concept:tree" in vias(ranked(tmp_path, capsys, "--lexicon", str(words)))


def test_a_folder_is_a_lexicon_and_of_two_the_last_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, line in (("one", "tree | woudreus | oak"), ("two", "bread | bakker | baker")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "words.txt").write_text(line, encoding="utf-8")

    found = vias(ranked(tmp_path, capsys, "--lexicon", str(tmp_path / "one"), "--lexicon", str(tmp_path / "two")))

    assert "concept:bread" in found
    assert "concept:tree" not in found


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        (b"bakker baker", 1, "needs two texts, Dutch and English, with a tab between; has 1"),
        (b"a\tb\n\na\tb\tc", 3, "has 3"),
        (b"a\tb\na\t ", 2, "needs two texts"),
        (b"\tb", 1, "needs two texts"),
        (b"a\tb\n\xff\tb", 2, "is not UTF-8"),
    ],
)
def test_a_wrong_line_of_pairs_is_named(
    pairs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, line: int, problem: str
) -> None:
    pairs.write_bytes(content)

    assert main(["lexicon", "learn", str(pairs), "--to", str(tmp_path / "table")]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{pairs}:{line}: ")
    assert problem in said
    assert not (tmp_path / "table").exists()


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["lexicon", "learn", "{folder}/none"], "cannot read or write"),
        (["lexicon", "learn", "{folder}/pairs.tsv", "--to", "{folder}/none/table"], "cannot read or write"),
        (["lexicon", "learn", "{folder}/pairs.tsv", "--source", "half \ud800", "--to", "{folder}/t"], "cannot read or"),
        (["lexicon", "import-esco", "{folder}"], "has no table as <name>_nl.csv"),
        (["lexicon", "import-esco", "{folder}/none"], "has no table as <name>_nl.csv"),
        (["check", "--lexicon", "{folder}/none"], "cannot read or write"),
        (["check", "--lexicon", "{folder}/pairs.tsv"], "pairs.tsv:1: needs three columns"),
        (["coverage", "{folder}/pairs.tsv"], "pairs.tsv:1: is not JSON"),
        (["coverage", "{folder}/none"], "cannot read or write"),
    ],
)
def test_what_cannot_be_read_or_written_is_told_in_a_line(
    pairs: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], problem: str
) -> None:
    assert main([each.format(folder=pairs.parent) for each in arguments]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert problem in said.err
    assert "Traceback" not in said.err


def test_a_wrong_line_of_a_learnt_table_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "table.txt"
    table.write_text(f"{FIRST_LINE}\nbakker\tmany\n", encoding="utf-8")

    assert main(["check", "--lexicon", str(table)]) == 2
    assert "table.txt:2: needs a new stem" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["lexicon"], ["lexicon", "learn"], ["coverage"], ["none"], []])
def test_half_a_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_coverage_reads_several_files_and_names_no_more_than_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("one", "zwoerpeling knoert"), ("two", "zwoerpeling")):
        (tmp_path / name).write_text(json.dumps({"id": "a", "title": text, "language": "nl"}), encoding="utf-8")
    files = [str(tmp_path / "one"), str(tmp_path / "two")]

    assert main(["coverage", *files, "--unknown", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "0.0% understood: 0 words reach a concept, 0 say nothing",
        "3 others, 2 different",
        "    2 nl zwoerpeling",
    ]
    assert main(["coverage", *files, "--unknown", "0"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_half_a_sign_is_escaped_where_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "d").write_text('{"id": "d\\ud800", "title": "eenzame ouderen"}', encoding="utf-8")
    (tmp_path / "q").write_text('{"id": "\\ud83d", "title": "eenzaam \\ude00 ouderen caf\\u00e9"}', encoding="utf-8")
    program = [sys.executable, "-X", "utf8", "-m", "matching", "rank", "--explain"]
    asked = ["--documents", str(tmp_path / "d"), "--queries", str(tmp_path / "q")]

    done = subprocess.run([*program, *asked], cwd=Path(__file__).parents[2], capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    line = json.loads(done.stdout.decode("utf-8"))
    assert (line["query"], line["id"]) == ("\ud83d", "d\ud800")
