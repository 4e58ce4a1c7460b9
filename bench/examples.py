"""Ten questions and what the matcher suggests for them, as the Markdown of docs/examples.md.

    python -m bench.examples --data DIR > docs/examples.md

DIR holds `programmes.jsonl` and, where it is known who took a question, `qrels.tsv`, as bench/matching.py reads them;
the questions are of bench/sets. What stands below each question was written by a reader: read the lists again before
they are printed anew.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench._goals import lines_of
from matching.analysis import Item
from matching.lines import read_judgments
from matching.matcher import Matcher, Suggestion
from matching.saying import tell
from matching.text import LANGUAGES, Language

QUESTIONS = Path(__file__).parent / "sets" / "real.jsonl"
SUGGESTED, REASONS = 5, 2
HEAD = """# Ten questions, as the matcher reads them

Ten questions that residents, organisations and municipalities really asked, told in our own words
(`bench/sets/real.jsonl`; each names the public page it was read on), in Dutch as they would come in and as one English
sentence, against 112 programmes. Of each the first five, with at most two reasons, as people read them: the heaviest,
each word once, nothing that weighs less than a third of the first, and a learnt translation only where it weighs half.
Who took the question, where that is known, stands above the lists. Printed by `python -m bench.examples --data DIR`;
the lines in italics were written by a reader.

**Two are failures**, the ninth and the tenth; the eighth is one in Dutch. The numbers, over more questions, are in
[matching.md](matching.md). The lexicon was made by people who had read these questions: none is unseen.

**What a score means.** Above .10 there is usually a good reason; below .05 the list only fills up. Look at the
sentence, not at the place.
"""

REMARKS = {
    "c002": (
        "Right at the top in both languages, and the reasons read as one would say them. “Activiteiten” is a thin "
        "reason for social work, the second one is the good one. In English the whole of “how do we reach” goes "
        "to communication: useful, but behind social work, which is missing among the five."
    ),
    "c036": (
        "The first is who took it, and the next three know money worries from other sides. Human resources comes "
        "by “vrijwilligers”: here they ask, they are not what it is about; a coordinator drops it. “Bills” fits "
        "“dossier” is a long way round to legal services."
    ),
    "c033": (
        "Right in both languages. Bioinformatics is there because “biologische” stands in its text; nobody would "
        "send it to the canal side. That “soorten” is the only reason told says how much hangs on one word; the "
        "banks and the mowing add little."
    ),
    "c067": (
        "The first is who took it, by far. Those who train for child care, teaching and sports fit too. That it "
        "is mostly children who play is true, and tells a coordinator nothing."
    ),
    "c047": (
        "Two honours classes in which students go into the city took it; the matcher has criminology first, and a "
        "coordinator would ask them as well. What a class is for, and not what it is about, is not seen: the "
        "second of the two stands far down."
    ),
    "c020": (
        "It was taken as a question of behaviour. In Dutch nature and ecology come first, because tiles, heat and "
        "plants are named and the why is two small words; in English “persuade” tells. Asking the first in the "
        "list would be no mistake, since it studies children in green yards, but it would be the wrong half of "
        "the question."
    ),
    "c062": (
        "History, digital media and those who build apps: together they are the team it takes. The Dutch fifth "
        "comes by “wat kost dat” and “wat levert het op”; public administration does not make business cases of "
        "an app, business economics would."
    ),
    "c015": (
        "In English history and archaeology, who took it, are both among the five; “siege” carries nearly "
        "everything. In Dutch it fails: “beleg” is no word of the lexicon (it is also what lies on bread), so "
        "only history is right. “Leest” leads to reading problems, “grond” to raw materials, “stad” to anything: "
        "the scores, .05 and less, say that these are guesses."
    ),
    "c112": (
        "A failure. A liberal arts college took it, for a clinic in which students work for somebody in the city: "
        "its text says how they work, and nothing of reading. Of the five, Dutch studies and education fit; the "
        "others come by “hoeveel” and “how many”, which ask for a number, and not for people who measure water."
    ),
    "c056": (
        "A failure. A course on entrepreneurship took it, in which teams make a first version and test it: the "
        "form of the question, which is only in its last words. The Dutch five are fair for contact with older "
        "people, the first but for one word. In English the matcher reads “neither a computer nor a mobile phone” "
        "as computers and phones: it does not understand a denial, and puts those who build apps first, which is "
        "the wrong way round."
    ),
}
"""Where the suggestions are right, and where they err."""


def listed(matcher: Matcher, found: tuple[Suggestion, ...], titles: dict[str, str], language: Language) -> list[str]:
    """What is suggested for a question, as lines of Markdown."""
    lines, read = [], matcher.analyser
    for place, each in enumerate(found, start=1):
        reasons = tell(each.reasons, language, read.lexicon, read.vocabulary, REASONS)
        lines.append(f"{place}. **{titles[each.id]}** ({each.score:.2f}). {' '.join(reasons)}")
    return lines


def taken(takers: list[str], titles: dict[str, str], places: dict[Language, list[str]]) -> str:
    """Who took the question, and where they stand in each list."""
    told = [
        f"{titles[each]} (place {places['nl'].index(each) + 1} in Dutch, {places['en'].index(each) + 1} in English)"
        for each in takers
        if each in titles
    ]
    return f"Taken by: {'; '.join(told)}." if told else "Nobody is known to have taken it."


def main() -> int:
    """Print the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("none"), metavar="DIR")
    folder = parser.parse_args().data
    if not (folder / "programmes.jsonl").exists():
        print("no examples: --data DIR with programmes.jsonl is not there")
        return 0
    rows = lines_of(folder / "programmes.jsonl")
    programmes = [Item(r["id"], r["name"], (r["text"],), tuple(r["skills"]), r["language"]) for r in rows]
    takers = read_judgments(folder / "qrels.tsv") if (folder / "qrels.tsv").exists() else {}
    titles, matcher = {item.id: item.title for item in programmes}, Matcher().fit(programmes)
    print(HEAD)
    for number, line in enumerate(lines_of(QUESTIONS), start=1):
        asked: dict[Language, Item] = {
            "nl": Item(line["id"], line["title"], tuple(line["texts"]), language="nl"),
            "en": Item(line["id"], texts=(line["en"],), language="en"),
        }
        found = {language: matcher.rank(item, len(programmes)) for language, item in asked.items()}
        places: dict[Language, list[str]] = {
            language: [each.id for each in every] + sorted(titles.keys() - {each.id for each in every})
            for language, every in found.items()
        }
        print(f"## {number}. {line['title']}\n\n{taken(list(takers.get(line['id'], ())), titles, places)}\n")
        for language in LANGUAGES:
            print(f"> {' '.join(asked[language].texts)}\n")
            print("\n".join(listed(matcher, found[language][:SUGGESTED], titles, language)), end="\n\n")
        print(f"*{REMARKS[line['id']]}*\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
