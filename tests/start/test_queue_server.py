"""The queue server of our own: on a socket, one at a time, and found again after a launcher was killed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leren_app.cli.queue_server import (
    LONGEST_SOCKET_PATH,
    answer,
    command,
    is_alive,
    socket_path,
    stop_lost,
    wait_until,
)

pytestmark = pytest.mark.processes


@contextmanager
def server(instance: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command(instance), stdout=subprocess.DEVNULL)
    try:
        assert wait_until(socket_path(instance), alive=True)
        yield process
    finally:
        process.kill()
        process.wait()


def test_it_listens_on_a_socket_only_and_keeps_what_it_holds(tmp_path: Path) -> None:
    path = socket_path(tmp_path)
    with server(tmp_path) as first:
        assert answer(path, b"CONFIG GET port").split() == [b"*2", b"$4", b"port", b"$1", b"0"]
        assert answer(path, b"SET kept yes").startswith(b"+OK")
        first.terminate()
        first.wait(5)

    with server(tmp_path):
        assert answer(path, b"GET kept") == b"$3\r\nyes\r\n"


def test_one_that_a_killed_launcher_left_is_stopped_before_a_new_one_starts(tmp_path: Path) -> None:
    with server(tmp_path) as lost:
        stop_lost(tmp_path)

        lost.wait(5)
        assert not is_alive(socket_path(tmp_path))
        with server(tmp_path):
            assert is_alive(socket_path(tmp_path))


def test_without_an_old_one_there_is_nothing_to_stop(tmp_path: Path) -> None:
    stop_lost(tmp_path)

    assert not socket_path(tmp_path).exists()


def test_a_checkout_with_a_long_path_gets_a_short_socket_path_always_the_same() -> None:
    deep = Path("/srv") / ("a" * 60) / ("b" * 60) / "instance"

    assert len(bytes(socket_path(deep))) <= LONGEST_SOCKET_PATH
    assert socket_path(deep) == socket_path(deep)
    assert socket_path(deep) != socket_path(deep.with_name("other"))
