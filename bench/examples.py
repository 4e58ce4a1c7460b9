"""Ten questions and what the matcher suggests for them, as the Markdown of docs/examples.md.

    python -m bench.examples --data DIR > docs/examples.md

DIR holds `programmes.jsonl`, in the form that docs/matching.md gives; the questions are of bench/sets. What stands below
each question was written by a reader: read the lists again before it is printed anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from matching.analysis import Item
from matching.lines import read_items
from matching.matcher import Matcher
from matching.saying import say
from matching.text import Language

QUESTIONS = Path(__file__).parent / "sets" / "questions.jsonl"
SUGGESTED, REASONS = 5, 2
HEAD = """# Ten questions, as the matcher reads them

Ten of our own invented questions (`bench/sets/questions.jsonl`), in Dutch as they would come in and as one English sentence, against
the 112 programmes of a city. Of each the first five, with the two reasons that weigh most, as people read them.
Printed by `python -m bench.examples --data DIR`; what stands below each question was written by a reader.
"""

REMARKS = {
    "o002": "",
    "o015": "",
    "o022": "",
    "o024": "",
    "o026": "",
    "o028": "",
    "o029": "",
    "o040": "",
    "o055": "",
    "o108": "",
}
"""The questions in the order of the page, and where the suggestions err."""


def told(matcher: Matcher, question: Item, titles: dict[str, str], language: Language) -> list[str]:
    """What is suggested for a question, as lines of Markdown."""
    lines = []
    for place, found in enumerate(matcher.rank(question, SUGGESTED), start=1):
        analyser = matcher.analyser
        reasons = [say(each, language, analyser.lexicon, analyser.vocabulary) for each in found.reasons[:REASONS]]
        lines.append(f"{place}. **{titles[found.id]}** ({found.score:.2f}). {' '.join(reasons)}")
    return lines


def main() -> int:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    programmes = read_items(parser.parse_args().data / "programmes.jsonl")
    titles = {item.id: item.title for item in programmes}
    matcher = Matcher().fit(programmes)
    asked = {line["id"]: line for line in map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())}
    print(HEAD)
    for number, (key, remark) in enumerate(REMARKS.items(), start=1):
        line = asked[key]
        dutch = Item(key, line["title"], tuple(line["texts"]), language="nl")
        english = Item(key, texts=(line["en"],), language="en")
        print(f"## {number}. {line['title']}\n\n> {' '.join(line['texts'])}\n")
        print("\n".join(told(matcher, dutch, titles, "nl")))
        print(f"\n> {line['en']}\n")
        print("\n".join(told(matcher, english, titles, "en")))
        print(f"\n*{remark}*\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
