"""Whose address counts: behind our own proxy the visitor's, else nobody can pretend to be somebody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from leren_app import create_app
from leren_app.web.limits import network
from tests.conftest import settings_for


def app_at(base_url: str, folder: Path) -> Flask:
    app = create_app(settings_for(f"sqlite:///{folder / 'none.db'}", folder, base_url=base_url))
    app.add_url_rule("/whoami", view_func=lambda: network())
    return app


@pytest.mark.parametrize(
    ("base_url", "counted"), [("https://stad.example.org", "192.0.2.7"), ("http://127.0.0.1:5000", "203.0.113.9")]
)
def test_the_address_a_proxy_saw_counts_only_where_there_is_a_proxy(
    base_url: str, counted: str, tmp_path: Path
) -> None:
    client = app_at(base_url, tmp_path).test_client()

    answer = client.get(
        "/whoami",
        base_url=base_url,
        headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.7"},
        environ_base={"REMOTE_ADDR": "203.0.113.9"},
    )

    assert answer.text == counted
