"""What an installation decides by itself, and what it leaves to the one who runs it."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from leren_app.cli.environment import PortTakenError, for_demo, for_production, listen, read_env_file
from leren_app.cli.serve import StartError, children, keep_old_logs, take_lock, write_lock

OWN = {"DATABASE_URL": "postgresql://leren@db/leren", "REDIS_URL": "redis://queue:6379/0"}


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with closing(listen("127.0.0.1", 8100, or_next=True)) as found:
        yield found


def port_of(listening: socket.socket) -> int:
    return int(listening.getsockname()[1])


def test_the_next_free_port_is_chosen_when_the_first_is_taken(listener: socket.socket) -> None:
    with closing(listen("127.0.0.1", port_of(listener), or_next=True)) as second:
        assert port_of(second) > port_of(listener)


def test_production_does_not_move_to_another_port(listener: socket.socket) -> None:
    with pytest.raises(PortTakenError, match=f"127.0.0.1:{port_of(listener)}"):
        listen("127.0.0.1", port_of(listener), or_next=False)


def test_the_demo_starts_its_own_servers(tmp_path: Path, listener: socket.socket) -> None:
    env = for_demo({}, tmp_path, 8100)

    assert env["DATABASE_URL"] == f"sqlite:///{tmp_path}/leren.db"
    assert env["REDIS_URL"].startswith("unix:///")
    assert [child.name for child in children(env, tmp_path, listener)] == ["queue", "relay", "worker", "web"]


def test_with_database_url_and_redis_url_no_server_of_its_own_is_started(
    tmp_path: Path, listener: socket.socket
) -> None:
    env = for_demo(OWN, tmp_path, 8100)

    assert {name: env[name] for name in OWN} == OWN
    assert [child.name for child in children(env, tmp_path, listener)] == ["relay", "worker", "web"]
    assert not (tmp_path / "queue").exists()


def test_the_demo_signs_nobody_out_by_a_restart_and_keeps_its_key_to_itself(tmp_path: Path) -> None:
    first, second = for_demo({}, tmp_path, 8100), for_demo({}, tmp_path, 8100)

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 32
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert first["LEREN_RUN_ID"] != second["LEREN_RUN_ID"]


def test_production_invents_neither_key_nor_database_and_is_never_a_demo(tmp_path: Path) -> None:
    env = for_production({"LEREN_DEMO": "1", "BASE_URL": "https://leren.example.nl"}, tmp_path)

    assert "LEREN_DEMO" not in env
    assert "SECRET_KEY" not in env
    assert "DATABASE_URL" not in env
    assert env["BASE_URL"] == "https://leren.example.nl"


def test_an_env_file_may_have_comments_quotes_and_export(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\n\nSECRET_KEY='a=b # c'\nexport PORT=8080\nMAIL_URL = smtp://mail:25 \n#HOST=x\n")

    assert read_env_file(file) == {"SECRET_KEY": "a=b # c", "PORT": "8080", "MAIL_URL": "smtp://mail:25"}
    assert read_env_file(tmp_path / "absent") == {}


def test_a_second_start_says_where_the_first_runs(tmp_path: Path) -> None:
    with take_lock(tmp_path) as held:
        write_lock(held, "http://127.0.0.1:8123/")

        with pytest.raises(StartError, match=r"already runs, at http://127\.0\.0\.1:8123/"):
            take_lock(tmp_path)

    take_lock(tmp_path).close()


def test_the_log_of_the_start_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "web.log").write_text("before\n")

    keep_old_logs(tmp_path)

    assert (tmp_path / "web.log.1").read_text() == "before\n"
    assert [path.name for path in tmp_path.iterdir()] == ["web.log.1"]
