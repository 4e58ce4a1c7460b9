"""Decide what every process of an installation is told: keys, addresses, database, run.

The demo decides everything itself and needs no file; production reads `.env` and invents nothing but the run.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from leren_app.cli.queue_server import socket_path

LOOPBACK = "127.0.0.1"
PORTS_TRIED = 50


class PortTakenError(Exception):
    """Nobody can listen at the address that production was told to use."""


def read_env_file(path: Path) -> dict[str, str]:
    """The assignments in a `.env` file; comments and `export` are allowed, quotes around a value are dropped."""
    if not path.exists():
        return {}
    values = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, assigned, value = line.strip().removeprefix("export ").partition("=")
        if assigned and not name.startswith("#"):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            values[name.strip()] = value[1:-1] if quoted else value
    return values


def kept_secret(instance: Path) -> str:
    """The demo's key, made at the first start and kept, so that a restart signs nobody out."""
    path = instance / "secret"
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def listen(host: str, port: int, *, or_next: bool) -> socket.socket:
    """A listening socket at the address; where it is taken and `or_next`, at the next free port.

    The launcher holds it for as long as it lives: while the web server starts again, requests wait instead of failing.
    """
    tried = range(port, port + PORTS_TRIED) if or_next else (port,)
    for candidate in tried:
        listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(256)
        except OSError:
            listener.close()
            continue
        return listener
    raise PortTakenError(f"Nobody can listen at {host}:{port}: another program does, or it is not allowed.")


def for_demo(given: Mapping[str, str], instance: Path, port: int) -> dict[str, str]:
    """The environment of a demo: everything has a default, nothing leaves this machine."""
    return {
        **given,
        "SECRET_KEY": given.get("SECRET_KEY") or kept_secret(instance),
        "DATABASE_URL": given.get("DATABASE_URL") or f"sqlite:///{instance / 'leren.db'}",
        "REDIS_URL": given.get("REDIS_URL") or own_queue(instance),
        "BASE_URL": f"http://{LOOPBACK}:{port}",
        "LEREN_DEMO": "1",
        "LEREN_INSTANCE": str(instance),
        "LEREN_RUN_ID": secrets.token_hex(8),
    }


def for_production(given: Mapping[str, str], instance: Path) -> dict[str, str]:
    """The environment of an installation for real people: what it was given; the application refuses what is unfit."""
    return {
        **{name: value for name, value in given.items() if name != "LEREN_DEMO"},
        "REDIS_URL": given.get("REDIS_URL") or own_queue(instance),
        "LEREN_INSTANCE": str(instance),
        "LEREN_RUN_ID": secrets.token_hex(8),
    }


def own_queue(instance: Path) -> str:
    """The address of the queue server that the launcher starts itself."""
    return f"unix://{socket_path(instance)}"
