"""A second city shows nothing of the first: its names stand in its city file, never in code or templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from leren_app.domain.city import City, city_file, load_city

ROOT = Path(__file__).resolve().parents[2]
CITY = load_city(city_file("leiden"))
SHORTEST = 5

# Names of this city that are also ordinary words, with the reason why finding them says nothing.
ORDINARY = {
    "Binnenstad": "any city has an inner city",
    "Centrum": "any city has a centre",
    "Noord": "a direction",
    "Zuidwest": "a direction",
    "Station": "any railway station",
    "Stationsgebied": "the surroundings of any railway station",
    "Hele stad": "any whole city",
    "Whole city": "any whole city",
}


def names_of(city: City) -> set[str]:
    """Every name that belongs to this city alone; short ones only where they are written in capitals."""
    texts = [city.programme.name, city.whole_city.name, *(flagship.name for flagship in city.flagships)]
    texts += [place.name for place in city.all_districts] + [place.name for place in city.neighbourhoods]
    texts += [institution.name for institution in city.institutions]
    texts += [holiday.name for holiday in city.closed_days.fixed]
    names = {city.desk.place, city.sender.mail, *(alias for place in city.all_districts for alias in place.aliases)}
    names |= {alias for place in city.neighbourhoods for alias in place.aliases}
    names |= {name for text in texts for name in (text.nl, text.en)}
    return {name for name in names if len(name) >= SHORTEST or name.isupper()} - set(ORDINARY)


def pattern_for(city: City) -> re.Pattern[str]:
    """Any of the names as whole words, in small letters and capitals alike.

    But for the city's own name and its capitals: in small letters "leiden" is a Dutch verb.
    """
    exact = {city.name.nl, city.name.en, city.reference_prefix, city.code}
    exact |= {name for name in names_of(city) if name.isupper()}
    loose = "|".join(re.escape(name) for name in sorted(names_of(city) - exact, key=len, reverse=True))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(exact)))}|(?i:{loose}))\b")


def strings_of(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string in Python code but docstrings: those are read by programmers only."""
    tree = ast.parse(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def pieces_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of everything in a file that a reader of the site may come to see."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from strings_of(source)
    else:
        for n, line in enumerate(source.splitlines(), start=1):
            if not (path.suffix == ".po" and line.startswith("#")):
                yield n, line


def files_to_read() -> list[Path]:
    """All code, templates and catalogues, without the city files."""
    found = [path for top in ("leren_app", "matching") for path in (ROOT / top).rglob("*.py")]
    found += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    found += (ROOT / "leren_app" / "translations").rglob("*.po")
    return sorted(path for path in found if (ROOT / "leren_app" / "cities") not in path.parents)


def names_found(path: Path, city: City) -> list[str]:
    """File, line and name of each place where a name of the city stands; its key counts where it is a whole string."""
    pattern = pattern_for(city)
    found = []
    for line, text in pieces_of(path):
        names = [match.group() for match in pattern.finditer(text)]
        if path.suffix == ".py" and text in (city.key, f"{city.key}.toml"):
            names.append(text)
        found += [f"{path}:{line} names {name!r}" for name in names]
    return found


def test_no_name_of_the_city_stands_in_code_templates_or_catalogues() -> None:
    files = files_to_read()

    assert len(files) > 20
    assert [found for path in files for found in names_found(path, CITY)] == []


def test_ordinary_words_are_names_of_this_city_still() -> None:
    aliases = {alias for place in CITY.all_districts for alias in place.aliases}
    aliases |= {alias for place in CITY.neighbourhoods for alias in place.aliases}

    assert set(ORDINARY) - aliases == set()


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.html", "<p>\n<p>Stel uw vraag over Leiden</p>", 2),
        ("a.html", "<p>in de mors gebeurt</p>", 1),
        ("a.html", "{# het LUMC #}", 1),
        ("a.txt", "Subject: Leren met de Stad", 1),
        ("a.po", 'msgid "a"\nmsgstr "bij Incluzio in de Slaaghwijk"', 2),
        ("a.py", '"""Doc."""\nx = "morsdistrict"', 2),
        ("a.py", 'def f(n: int) -> str:\n    return f"LMDS-{n}"', 2),
        ("a.py", 'city = "leiden"', 1),
    ],
)
def test_a_name_is_found_with_its_file_and_line(tmp_path: Path, name: str, text: str, line: int) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    (found,) = names_found(path, CITY)

    assert found.startswith(f"{path}:{line} names ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<p>Dit kan leiden tot een gesprek in de binnenstad, bij het station in Noord</p>"),
        ("a.py", '"""What Leren met de Stad is."""\n# in Leiden\nx = "learning"'),
        ("a.po", '# Leren met de Stad\nmsgid "a"'),
    ],
)
def test_ordinary_words_docstrings_and_comments_of_code_are_left_alone(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    assert names_found(path, CITY) == []
