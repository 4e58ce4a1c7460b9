"""The database is restarted under relay and worker; neither dies, and work goes on."""

from __future__ import annotations

import os
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import text

from leren_app import create_app
from leren_app.extensions import db
from leren_app.transaction import transaction
from tests import servers
from tests.conftest import settings_for
from tests.processes.conftest import Floor

pytestmark = [
    pytest.mark.processes,
    pytest.mark.full,
    pytest.mark.skipif(os.environ.get("LEREN_TEST_FULL") != "1", reason="only with --full"),
]


def test_relay_and_worker_outlive_a_restart_of_the_database(valkey: servers.Valkey, tmp_path: Path) -> None:
    with servers.short_folder("pg") as folder:
        postgres = servers.start_postgres(folder)
        app = create_app(settings_for(postgres.url, tmp_path, run_id="restart"))
        with app.app_context():
            flask_migrate.upgrade()
            with transaction() as session:
                session.execute(text("CREATE TABLE effect (name VARCHAR(80))"))
        floor = Floor(app, valkey, tmp_path)
        floor.start("relay")
        floor.start("worker")
        floor.promise(range(5))
        floor.wait_until_done(5)
        relay, worker = floor.running["relay"].pid, floor.running["worker"].pid

        postgres.stop()
        postgres.start()
        floor.promise(range(5, 10))
        floor.wait_until_done(10)

        assert floor.counts() == {f"test.count:{n}": 1 for n in range(10)}
        assert (floor.running["relay"].pid, floor.running["worker"].pid) == (relay, worker)
        assert all(process.is_alive() for process in floor.running.values())
        assert (floor.stop("worker"), floor.stop("relay")) == (0, 0)
        with app.app_context():
            db.engine.dispose()
        postgres.stop()
