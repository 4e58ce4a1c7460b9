"""The command line, for anyone with texts and no platform."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching.__main__ import main
from matching.drawing import draw
from matching.lexicon import parse_lexicon

DOCUMENTS = """{"id": "d1", "title": "Ageing", "texts": ["How people grow older"], "language": "en", "year": 2024}

{"id": "d2", "skills": ["GIS"], "texts": null}
"""
QUERIES = '{"id": "q1", "title": "Eenzame ouderen"}\r\n{"id": "q2", "texts": ["de het een"]}\n'
QRELS = "q1\td1\t1\nq1\td2\t0\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """Documents, queries and judgments that are right."""
    texts = {"documents": DOCUMENTS, "queries": QUERIES, "qrels": QRELS}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
    return {name: str(tmp_path / name) for name in texts}


def arguments(command: str, files: dict[str, str], *more: str) -> list[str]:
    """The command with its files."""
    given = ["--documents", files["documents"], "--queries", files["queries"]]
    return [command, *given, *(["--qrels", files["qrels"]] if command == "evaluate" else []), *more]


def test_rank_writes_a_line_for_each_thing_found(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("rank", files, "-k", "3", "--explain")) == 0

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["query"], line["id"], line["rank"]) for line in lines] == [("q1", "d1", 1)]
    assert sum(reason["contribution"] for reason in lines[0]["reasons"]) == pytest.approx(lines[0]["score"], abs=1e-9)
    assert set(lines[0]["reasons"][0]) == {"query_term", "via", "term", "contribution"}


def test_rank_gives_no_reasons_unasked(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    main(arguments("rank", files))

    assert json.loads(capsys.readouterr().out)["reasons"] == []


def test_evaluate_prints_a_table_or_json(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("evaluate", files)) == 0
    table = capsys.readouterr().out
    assert main(arguments("evaluate", files, "--json")) == 0
    told = json.loads(capsys.readouterr().out)

    assert "MRR         1.000 (1.000-1.000)     0.000 (0.000-0.000)" in table
    assert told["queries"] == 1
    assert set(told["ours"]) == set(told["bare"]) == {
        "MRR", "nDCG@10", "hit@1", "hit@5", "hit@10", "recall@10", "recall@100"
    }  # fmt: skip


def test_another_lexicon_can_be_given(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lexicon = tmp_path / "words"
    lexicon.write_text("a | boom | tree", encoding="utf-8")

    assert main(arguments("rank", files, "--lexicon", str(lexicon))) == 0
    assert capsys.readouterr().out == ""
    lexicon.write_text("a | boom", encoding="utf-8")
    assert main(arguments("rank", files, "--lexicon", str(lexicon))) == 2
    assert "words:1: needs three columns" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "line", "problem"),
    [
        ("documents", b'{"id": "a"}\n{', 2, "is not JSON"),
        ("documents", b'{"id": "a"}\n\n[]', 3, "is not a JSON object"),
        ("documents", b"[" * 100_000, 1, "is not JSON"),
        ("documents", b'{"title": "a"}', 1, "needs an id"),
        ("documents", b'{"id": 3}', 1, "needs an id"),
        ("documents", b'{"id": ""}', 1, "needs an id"),
        ("documents", b'{"id": "a"}\n{"id": "a"}', 2, "stands on line 1 already"),
        ("documents", b'{"id": "a", "title": 3}', 1, "title is not a text"),
        ("documents", b'{"id": "a", "texts": "b"}', 1, "texts is not a list of texts"),
        ("documents", b'{"id": "a", "skills": [1]}', 1, "skills is not a list of texts"),
        ("queries", b'{"id": "a", "language": "fr"}', 1, "language is not one of nl, en"),
        ("queries", b'{"id": "a"}\n\xff', 2, "is not UTF-8"),
        ("qrels", b"a b 1", 1, "needs three cells"),
        ("qrels", b"a\t\t1", 1, "needs three cells"),
        ("qrels", b"a\tb\t1\na\tc\tx", 2, "the gain 'x'"),
        ("qrels", b"a\tb\t-1", 1, "the gain '-1'"),
        ("qrels", b"a\tb\tnan", 1, "the gain 'nan'"),
        ("qrels", b"a\tb\tinf", 1, "the gain 'inf'"),
        ("qrels", b"a\tb\t1\na\tb\t2", 2, "stand together on an earlier line"),
    ],
)
def test_a_wrong_line_is_named_and_the_status_is_two(
    files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    line: int,
    problem: str,
) -> None:
    Path(files[name]).write_bytes(content)

    assert main(arguments("evaluate", files)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{files[name]}:{line}: ")
    assert problem in said.err


def test_a_file_that_is_not_there_is_named(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    Path(files["queries"]).unlink()

    assert main(arguments("rank", files)) == 2
    assert files["queries"] in capsys.readouterr().err


@pytest.mark.parametrize("k", ["0", "-1", "x", "1.5"])
def test_a_wrong_number_is_refused(files: dict[str, str], capsys: pytest.CaptureFixture[str], k: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments("rank", files, "-k", k))

    assert caught.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_a_mark_at_the_start_of_a_file_is_no_fault(files: dict[str, str]) -> None:
    Path(files["documents"]).write_bytes(b"\xef\xbb\xbf" + DOCUMENTS.encode())

    assert main(arguments("rank", files)) == 0


def test_it_runs_as_a_program_and_asking_needs_no_scikit_learn(files: dict[str, str]) -> None:
    root = Path(__file__).resolve().parents[2]
    program = [sys.executable, "-m", "matching", *arguments("rank", files)]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True, check=False)
    asking = "import sys, matching.storage, matching.teams, matching.saying; print('sklearn' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asking], cwd=root, capture_output=True, text=True, check=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == "d1"
    assert loaded.stdout.strip() == "False"


def test_entries_are_drawn_by_their_seed(capsys: pytest.CaptureFixture[str]) -> None:
    drawn = []
    for seed in ("7", "7", "8"):
        assert main(["lexicon", "draw", "--seed", seed, "-n", "30"]) == 0
        drawn.append(capsys.readouterr().out.splitlines())

    assert drawn[0] == drawn[1] != drawn[2]
    assert len(set(drawn[0])) == 30


def test_a_drawn_entry_says_what_a_reader_judges() -> None:
    lexicon = parse_lexicon("a | boom | tree\n> b .5 | want dat hoort | as it belongs\nb | bos |")

    assert draw(lexicon, 100, seed=1) == [
        "a: boom (nl)", "a: tree (en)", "a > b 0.5: want dat hoort / as it belongs", "b: bos (nl)"
    ]  # fmt: skip
