"""What machines ask: health, where to report a hole, what to index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from leren_app import create_app
from leren_app.services import pulse
from leren_app.transaction import transaction
from tests import servers
from tests.client import PageClient
from tests.conftest import settings_for


def beat(process: str, run_id: str = "single", ago: int = 0) -> None:
    """A sign of life so many seconds ago."""
    with transaction() as session:
        pulse.beat(session, process, run_id, at=datetime.now(UTC) - timedelta(seconds=ago))


def test_without_a_queue_health_asks_database_and_relay(app: Flask, client: PageClient) -> None:
    beat("relay")

    answer = client.get("/healthz").response

    assert answer.get_json() == {
        "status": "ok",
        "run": "single",
        "database": "ok",
        "queue": "off",
        "worker": "off",
        "relay": "ok",
    }
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("run_id", "ago"), [("single", 11), ("another run", 0)])
def test_an_old_sign_of_life_or_one_of_another_run_does_not_count(
    app: Flask, client: PageClient, run_id: str, ago: int
) -> None:
    beat("relay", run_id, ago)

    answer = client.get("/healthz", status=503).response

    assert answer.get_json()["relay"] == "down"


def test_health_says_which_part_is_away_and_never_fails(tmp_path: Path) -> None:
    with servers.valkey() as queue:
        nowhere = f"sqlite:///{tmp_path}/no/such/folder.db"
        app = create_app(settings_for(nowhere, tmp_path))
        app.config["REDIS_URL"] = queue.url
        client = PageClient(app)

        with_queue = client.get("/healthz", status=503).response.get_json()
        queue.kill()
        without = client.get("/healthz", status=503).response.get_json()

    assert (with_queue["database"], with_queue["queue"], with_queue["worker"]) == ("down", "ok", "down")
    assert (without["database"], without["queue"], without["relay"]) == ("down", "down", "down")


def test_a_hole_can_be_reported_for_less_than_a_year(app: Flask, client: PageClient) -> None:
    answer = client.get("/.well-known/security.txt").response

    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.mimetype == "text/plain"
    assert lines["Contact"].startswith("mailto:")
    expires = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=90) < expires - datetime.now(UTC) < timedelta(days=365)


def test_search_engines_leave_links_that_stand_for_a_right_alone(app: Flask, client: PageClient) -> None:
    assert "Disallow: /v/" in client.get("/robots.txt").response.text.splitlines()
