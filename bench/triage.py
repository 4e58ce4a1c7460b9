#!/usr/bin/env python3
"""The triage helper: kind, crisis recall, false alarms, theme, district, speed; what is not in --data is not measured.

DIR may hold messy.jsonl (lines {"text", "lang", "route", "theme", "district"}) and challenges.jsonl ({"question_nl",
"question_en", "theme"}), whose questions are ordinary ones: an alarm on them is a false one. docs/triage.md says which
of our own messages were seen before the lists were written, and which after.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bench._goals import goal, lines_of, verdict
from leren_app.domain.city import City, city_file, load_city
from leren_app.services.questions.triage import Proposal, triage

Line = dict[str, Any]
ROOT = Path(__file__).resolve().parent.parent
SETS = ROOT / "bench" / "sets"
SEED, DRAWS = 4711, 1000
PARTS = ("build", "first", "second", "third", "fourth")
KIND_GOAL, ALARM_GOAL, SPEED_GOAL = 0.85, 0.05, 0.050
ROUTE_KINDS = {
    "vraagstuk": {"challenge"},
    "vraagstuk (zorgvuldig)": {"challenge"},
    "melding": {"report"},
    "melding+vraagstuk": {"report", "challenge"},
    "terugvragen": {"challenge", "other"},
    "doorverwijzen": {"personal", "commercial", "other", "crisis"},
}
"""Which kinds are right for a route that a coordinator wrote down; some routes leave two open."""


def main() -> int:
    """Print every figure; 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("none"))
    data = parser.parse_args().data
    city = load_city(city_file("leiden"))
    triage("Een eerste vraag leest de lijsten.", "nl", city)
    missed = [*own(city), *ordinary(city, data), *messy(city, data), *speed(city)]
    return verdict(missed)


def shown(rights: list[bool]) -> str:
    """A share with its 95 % bootstrap interval."""
    if not rights:
        return "none"
    draw = random.Random(SEED)
    means = sorted(sum(draw.choices(rights, k=len(rights))) / len(rights) for _ in range(DRAWS))
    low, high = means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS)]
    return f"{sum(rights) / len(rights):.3f} ({low:.2f}-{high:.2f}) of {len(rights)}"


# ---- our own messages


def own(city: City) -> list[str]:
    """Part by part, then all of it."""
    rows = lines_of(SETS / "triage.jsonl")
    read = [(row, triage(row["text"], row["lang"], city)) for row in rows]
    for part in PARTS:
        print(f"\n## Our own messages, {part}\n")
        tell([(row, found) for row, found in read if row["part"] == part])
    print("\n## Our own messages, all\n")
    tell(read)
    crises = [found.is_crisis for row, found in read if row["kind"] == "crisis"]
    others = [found.is_crisis for row, found in read if row["kind"] != "crisis"]
    kinds = [row["kind"] == found.kind for row, found in read]
    return [
        *goal("kind, all own", share(kinds), KIND_GOAL),
        *goal("crisis recall, all own", share(crises), 1.0),
        *goal("false alarms, all own", share(others), ALARM_GOAL, more=False),
    ]


def tell(read: list[tuple[Line, Proposal]]) -> None:
    """The figures of some messages."""

    def line(what: str, which: Callable[[Line], object], right: Callable[[Line, Proposal], bool]) -> None:
        print(f"    {what:32}{shown([right(row, found) for row, found in read if which(row)])}")

    line("kind", lambda row: True, lambda row, found: row["kind"] == found.kind)
    line("crisis recall", lambda row: row["kind"] == "crisis", lambda _, found: found.is_crisis)
    line(
        "crisis or help lines", lambda row: row["kind"] == "crisis", lambda _, found: found.is_crisis or found.in_doubt
    )
    line("false alarms, hard ones", lambda row: row.get("hard"), lambda _, found: found.is_crisis)
    line("false alarms, all others", lambda row: row["kind"] != "crisis", lambda _, found: found.is_crisis)
    challenges = [each for each in read if each[0]["kind"] == "challenge"]
    themes = [row["theme"] in [each.key for each in found.themes[:1]] for row, found in challenges if row.get("theme")]
    places = [row["district"] in [each.key for each in found.places] for row, found in read if row.get("district")]
    print(f"    {'theme, of the questions':32}{shown(themes)}\n    {'district, where one is named':32}{shown(places)}")


# ---- ordinary questions, on which an alarm is a false one


def ordinary(city: City, data: Path) -> list[str]:
    """The questions of the judged set, of the demo and of DIR."""
    print("\n## Ordinary questions\n")
    missed = []
    for name, texts in ordinary_texts(data):
        read = [triage(text, language, city) for text, language in texts]
        kinds = Counter(found.kind.value for found in read)
        print(
            f"    {name:8}{len(read):4} texts; help lines in doubt {sum(each.in_doubt for each in read)}; {dict(kinds)}"
        )
        missed += goal(f"false alarms, {name}", share([found.is_crisis for found in read]), ALARM_GOAL, more=False)
    return missed


def ordinary_texts(data: Path) -> Iterable[tuple[str, list[tuple[str, str]]]]:
    """Name, then texts with their language."""
    own_ones = lines_of(SETS / "questions.jsonl")
    yield "judged", [pair for row in own_ones for pair in ((" ".join(row["texts"]), "nl"), (row["en"], "en"))]
    told = [tomllib.loads(path.read_text("utf-8")) for path in sorted(DEMO.glob("questions_*.toml"))]
    yield "demo", [(each["text"], each.get("language", "nl")) for file in told for each in file["questions"]]
    if (data / "challenges.jsonl").exists():
        rows = lines_of(data / "challenges.jsonl")
        yield "took", [pair for row in rows for pair in ((row["question_nl"], "nl"), (row["question_en"], "en"))]
    else:
        print("    challenges.jsonl: not measured")


DEMO = ROOT / "leren_app" / "cities" / "demo" / "leiden"


# ---- messages that were not read while the lists were made


def messy(city: City, data: Path) -> list[str]:
    """Kind against the route somebody wrote down, theme and district against theirs."""
    print("\n## Messy messages of residents\n")
    if not (data / "messy.jsonl").exists():
        print("    messy.jsonl: not measured")
        return []
    rows = lines_of(data / "messy.jsonl")
    read = [(row, triage(row["text"], row["lang"], city)) for row in rows]
    for row, found in read:
        right = found.kind.value in ROUTE_KINDS[row["route"]]
        print(f"    {'ok' if right else 'NO'} {row['id']:8}{row['route']:24}{found.kind.value:12}{found.is_crisis}")
    names = {theme.name.nl: theme.key for theme in city.themes}
    themes = [bool(found.themes) and names[row["theme"]] == found.themes[0].key for row, found in read if row["theme"]]
    print(f"    theme {shown(themes)}; alarms {sum(found.is_crisis for _, found in read)}; no message names a district")
    kinds = [found.kind.value in ROUTE_KINDS[row["route"]] for row, found in read]
    return goal("kind, messy", share(kinds), KIND_GOAL)


# ---- speed


def speed(city: City) -> list[str]:
    """From text to proposal, CPU, 95th percentile over our own messages."""
    print("\n## Speed\n")
    seconds = []
    for row in lines_of(SETS / "triage.jsonl"):
        began = time.process_time()
        triage(row["text"], row["lang"], city)
        seconds.append(time.process_time() - began)
    return goal("seconds for a proposal, 95th", sorted(seconds)[int(0.95 * len(seconds))], SPEED_GOAL, more=False)


def share(rights: list[bool]) -> float:
    """How many of them are true."""
    return sum(rights) / len(rights)


if __name__ == "__main__":
    sys.exit(main())
