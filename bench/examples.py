"""Ten questions and what the matcher suggests for them, as the Markdown of docs/examples.md.

    python -m bench.examples --data DIR > docs/examples.md

DIR holds `programmes.jsonl`, in the form that docs/matching.md gives; the questions are of bench/sets. What stands
below each question was written by a reader: read the lists again before it is printed anew.
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

Ten of our own invented questions (`bench/sets/questions.jsonl`), in Dutch as they would come in and as one English
sentence, against the 112 programmes of a city. Of each the first five, with the two reasons that weigh most, as people
read them. Printed by `python -m bench.examples --data DIR`; the lines in italics were written by a reader.

**What was mended for it.** A first list led some of these astray, and the causes were mended: "prevents flooding" went
to illness, "measures" to psychology, "houdt er rekening met" to debts, "takes account of" to computing, "overlast" to
urban studies. So these ten are no longer unseen; [matching.md](matching.md) has the figures over all questions.

**What a score means.** Above .10 there is usually a good reason; below .05 the list only fills up. Look at the
sentence, not at the place.
"""

REMARKS = {
    "o002": (
        "Nurses and social workers could take it, and a coordinator would ask them. Physiotherapy, which teaches "
        "fall courses, comes fourth in English and not at all in the Dutch five: “cliënten” and “wijkteams” weigh "
        "more there. That people do not join is a question of behaviour, and no sentence says so."
    ),
    "o015": (
        "Good in both languages: law, help with money and the behaviour of people who do not apply. In English, "
        "“support” fits “administratief” is a learnt translation that nobody would say."
    ),
    "o022": (
        "The first two in Dutch are right, and that enforcement alone does not work is what the resident says. "
        "“keer” looks like “verkeer”, and “scheuren” like “sturen”, only to letters. In English marketing comes "
        "third because of the shopping street; nobody would ask marketing."
    ),
    "o024": (
        "The first is right in both languages. The English sentence has one telling word, “flooding”: what "
        "follows is thin (scores of .04), and crisis management is far from rain barrels."
    ),
    "o026": (
        "Journalism, anthropology and history fit, and the reasons read well. The Dutch five miss the master in "
        "museums, though an exhibition is asked for; film and literature share the word “stories” and little "
        "else."
    ),
    "o028": (
        "Poor. In Dutch the examples of the resident (waste, the doctor) count as if they were the subject; "
        "“dokter” looks like “water” to letters. Social work at the end is right: they help those who cannot get "
        "online. In English “service” leads to programmes that have it in their name."
    ),
    "o029": (
        "The Dutch five are a good list. In English the first fits; the second shares only “makers” with “policy "
        "makers”, and archaeology comes by “landscape”. A coordinator drops both."
    ),
    "o040": (
        "Right in both languages, and social psychology would belong among them. Nobody hears that this person "
        "does not want a club for lonely people."
    ),
    "o055": (
        "Biology is right, but for the owl more than for the rats, and “slimmer” looks like “programmeren” only "
        "to letters. In English “poison” is taken for pollution, so that chemistry comes first: wrong."
    ),
    "o108": (
        "The first three are right in both languages. The Older Individual comes by “ministry”, which is no "
        "reason; the English sentence says “neighbourhood”, as every question does."
    ),
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
    parser.add_argument("--data", type=Path, default=Path("none"), metavar="DIR")
    path = parser.parse_args().data / "programmes.jsonl"
    if not path.exists():
        print("no examples: --data DIR with programmes.jsonl is not there")
        return 0
    programmes = read_items(path)
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
