"""The matcher for anyone with texts and no platform: `python -m matching rank` and `python -m matching evaluate`."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from matching import esco
from matching.additions import with_additions
from matching.analysis import Analyser
from matching.coverage import coverage, problems
from matching.drawing import draw
from matching.esco import EscoError
from matching.evaluate import Evaluation, Figure, evaluate
from matching.learning import learn
from matching.learnt import LearntError, is_learnt, load_learnt, own_learnt, write_learnt
from matching.lexicon import LexiconError, load_lexicon, own_lexicon
from matching.lines import LineError, read_items, read_judgments, read_pairs
from matching.matcher import Matcher


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it went well, 2 where the input is wrong, with a line that says what."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "lexicon":
            return _draw(options) if options.subcommand == "draw" else _learn(options)
        return int(_COMMANDS[options.command](Matcher(_analyser(options.lexicon, options.additions)), options) or 0)
    except (LineError, LexiconError, LearntError, EscoError) as problem:
        print(problem, file=sys.stderr)
        return 2
    except (OSError, UnicodeError) as problem:
        print(f"cannot read or write: {problem}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description="Find what fits together, and say why.")
    commands = parser.add_subparsers(dest="command", required=True)
    rank = commands.add_parser("rank", help="give the best documents of each query, as lines of JSON")
    evaluation = commands.add_parser("evaluate", help="measure against judgments, beside a bare TF-IDF")
    lexicon = commands.add_parser("lexicon", help="learn words, import them, or read ours by chance")
    of_lexicon = lexicon.add_subparsers(dest="subcommand", required=True)
    learning = of_lexicon.add_parser("learn", help="learn from lines `Dutch <tab> English`, to a table for --lexicon")
    learning.add_argument("pairs", type=Path, metavar="PAIRS.tsv")
    importing = of_lexicon.add_parser(
        "import-esco", help="read ESCO's tables in a folder as lines `Dutch <tab> English`"
    )
    importing.add_argument("folder", type=Path)
    learning.add_argument(
        "--source", action="append", default=[], metavar="TEXT", help="a line on where they come from"
    )
    for command in (learning, importing):
        command.add_argument("--to", type=Path, metavar="FILE", help="instead of standard output")
    drawing = of_lexicon.add_parser("draw", help="print words and relations drawn by a seed, to be read one by one")
    drawing.add_argument("--seed", type=int, default=1, metavar="N", help="another one draws others (1)")
    drawing.add_argument("-n", type=_positive, default=100, help="how many (100)")
    covering = commands.add_parser("coverage", help="say how many words of texts the lexicon understands")
    checking = commands.add_parser(
        "check", help="say what in the lexicon leads in a circle or nowhere; 1 where something does"
    )
    for command in (rank, evaluation):
        command.add_argument("--documents", type=Path, required=True, metavar="D.jsonl")
        command.add_argument("--queries", type=Path, required=True, metavar="Q.jsonl")
    for command in (rank, evaluation, covering, checking):
        command.add_argument(
            "--lexicon",
            type=Path,
            action="append",
            default=[],
            metavar="FILE",
            help="a learnt table or a lexicon (file or folder) in the place of ours; may be given twice",
        )
        command.add_argument("--additions", type=Path, metavar="FILE", help="words that outrank those of the lexicon")
    rank.add_argument("-k", type=_positive, default=10, help="how many of each query (10)")
    rank.add_argument("--explain", action="store_true", help="give the reasons, which add up to the score")
    covering.add_argument("texts", type=Path, nargs="+", metavar="D.jsonl")
    covering.add_argument("--unknown", type=int, default=20, metavar="N", help="name the N most frequent others (20)")
    evaluation.add_argument("--qrels", type=Path, required=True, metavar="R.tsv")
    evaluation.add_argument("--json", action="store_true")
    return parser


def _positive(typed: str) -> int:
    if not typed.isdecimal() or int(typed) < 1:
        raise argparse.ArgumentTypeError(f"{typed!r} is not a whole number of 1 or more")
    return int(typed)


def _analyser(files: Sequence[Path], additions: Path | None) -> Analyser:
    """The analyser with these files in the place of what comes with it, and the additions over them."""
    lexicon, learnt = own_lexicon(), own_learnt()
    for file in files:
        if not file.is_dir() and is_learnt(file):
            learnt = load_learnt(file)
        else:
            lexicon = load_lexicon(file)
    return Analyser(with_additions(lexicon, additions) if additions else lexicon, learnt=learnt)


def _learn(options: argparse.Namespace) -> int:
    if options.subcommand == "learn":
        text = write_learnt(
            learn(read_pairs(options.pairs), [f"# {' '.join(line.split())}" for line in options.source])
        )
    else:
        text = "".join(f"{dutch}\t{english}\n" for dutch, english in esco.read_pairs(options.folder))
    if options.to:
        options.to.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


def _draw(options: argparse.Namespace) -> int:
    print("\n".join(draw(own_lexicon(), options.n, options.seed)))
    return 0


def _rank(matcher: Matcher, options: argparse.Namespace) -> None:
    queries = read_items(options.queries)
    matcher.fit(read_items(options.documents))
    for query in queries:
        for place, found in enumerate(matcher.rank(query, options.k), start=1):
            reasons = [dataclasses.asdict(reason) for reason in found.reasons] if options.explain else []
            line = {"query": query.id, "id": found.id, "rank": place, "score": found.score, "reasons": reasons}
            print(_writable(json.dumps(line, ensure_ascii=False)))


def _writable(line: str) -> str:
    """JSON without half signs (lone surrogates), which no file can hold: they are escaped, as JSON allows."""
    return line.encode("utf-8", "backslashreplace").decode("utf-8")


def _evaluate(matcher: Matcher, options: argparse.Namespace) -> None:
    documents, queries = read_items(options.documents), read_items(options.queries)
    judged = read_judgments(options.qrels)
    result = evaluate(matcher.fit(documents), documents, queries, judged)
    print(json.dumps(dataclasses.asdict(result)) if options.json else _table(result))


def _coverage(matcher: Matcher, options: argparse.Namespace) -> None:
    items = [item for path in options.texts for item in read_items(path)]
    found = coverage(items, matcher.analyser)
    print(f"{found.share:.1%} understood: {found.reached} words reach a concept, {found.empty} say nothing")
    print(f"{found.unknown.total()} others, {len(found.unknown)} different")
    for (language, word), times in sorted(found.unknown.items(), key=lambda pair: (-pair[1], pair[0]))[
        : options.unknown
    ]:
        print(f"{times:5} {language} {word}")


def _check(matcher: Matcher, _: argparse.Namespace) -> int:
    found = problems(matcher.analyser.lexicon)
    print("\n".join(found) if found else f"{len(matcher.analyser.lexicon.concepts)} concepts, nothing leads astray")
    return 1 if found else 0


def _table(result: Evaluation) -> str:
    lines = [f"{result.queries} judged queries; 95 % bootstrap intervals", f"{'':12}{'matching':24}bare TF-IDF"]
    lines += [f"{name:12}{_shown(ours):24}{_shown(result.bare[name])}" for name, ours in result.ours.items()]
    return "\n".join(lines)


def _shown(figure: Figure) -> str:
    return f"{figure.mean:.3f} ({figure.low:.3f}-{figure.high:.3f})"


_COMMANDS: dict[str, Callable[[Matcher, argparse.Namespace], int | None]] = {
    "rank": _rank,
    "evaluate": _evaluate,
    "coverage": _coverage,
    "check": _check,
}


if __name__ == "__main__":
    sys.exit(main())
