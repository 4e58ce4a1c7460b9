"""Every address says who may open it, and none comes, goes or changes its guard unnoticed.

`urls.txt` beside this file is that list: methods, address, endpoint, guard. After a wanted change write it anew with
`python -m tests.structure.test_routes_are_guarded`, and look at what changed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask
from werkzeug.routing import Rule

from leren_app import create_app
from leren_app.domain.permissions import Permission
from leren_app.models import TokenPurpose
from leren_app.web.guards import BY_LINK, PUBLIC, guard_of
from tests.conftest import settings_for

LIST = Path(__file__).with_name("urls.txt")
KNOWN = {PUBLIC, *Permission, *(f"{BY_LINK}:{purpose}" for purpose in TokenPurpose)}


def demo_app(folder: Path) -> Flask:
    """The application with all its pages, without any database."""
    return create_app(settings_for(f"sqlite:///{folder / 'none.db'}", folder))


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def lines(app: Flask) -> list[str]:
    """One line for each address, in the order of the addresses."""
    found = [
        (rule.rule, " ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), rule.endpoint)
        for rule in rules(app)
    ]
    return [
        f"{methods:8} {path:50} {endpoint:30} {guard_of(app.view_functions[endpoint]) or 'NOBODY THOUGHT OF IT'}"
        for path, methods, endpoint in sorted(found)
    ]


def test_every_address_says_who_may_open_it(tmp_path: Path) -> None:
    app = demo_app(tmp_path)

    unknown = {rule.endpoint for rule in rules(app) if guard_of(app.view_functions[rule.endpoint]) not in KNOWN}

    assert unknown == set()


def test_no_address_comes_goes_or_changes_its_guard_unnoticed(tmp_path: Path) -> None:
    assert lines(demo_app(tmp_path)) == LIST.read_text(encoding="utf-8").splitlines()


def test_the_pages_of_a_demo_exist_in_a_demo_only(tmp_path: Path) -> None:
    real = create_app(settings_for(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, demo=False))

    assert [rule.rule for rule in rules(real) if "dev" in rule.rule] == []
    assert [rule.rule for rule in rules(demo_app(tmp_path)) if rule.rule.startswith("/dev/")] != []


def test_browsers_methods_are_the_only_ones(tmp_path: Path) -> None:
    allowed = {"GET", "HEAD", "OPTIONS", "POST"}

    assert [rule.rule for rule in rules(demo_app(tmp_path)) if not (rule.methods or set()) <= allowed] == []


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        LIST.write_text("\n".join(lines(demo_app(Path(folder)))) + "\n", encoding="utf-8")
