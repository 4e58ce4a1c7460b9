"""Run a whole installation: queue server, relay, worker and web, prepared once, watched, and stopped in order.

`python3 leren run` becomes this. Everything it writes is under instance/: `run.lock` (held while it runs; says
where), `children.json` (who runs), `log/` (one file for each process).
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import IO

from leren_app.cli import queue_server
from leren_app.cli.environment import (
    LOOPBACK,
    PortTakenError,
    for_demo,
    for_production,
    listen,
    own_queue,
    read_env_file,
)
from leren_app.cli.prepare import in_fork
from leren_app.cli.supervisor import Child, GaveUpError, Supervisor

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds until everything must be healthy
ACCESS_LOG = "%(t)s %(m)s %(s)s %(B)s bytes %(M)s ms"  # never the path: it may hold a token


class StartError(Exception):
    """It cannot start; the message is one sentence, and the lines that led to it."""


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of `leren run`."""
    parser = argparse.ArgumentParser(prog="python3 leren run", description="Start everything and print the address.")
    parser.add_argument("--port", type=int, help="first port to try; default 8000")
    parser.add_argument("--empty", action="store_true", help="a demo without questions")
    parser.add_argument("--production", action="store_true", help="for real people: reads .env, no demo")
    return parser.parse_args(arguments)


def take_lock(instance: Path) -> IO[str]:
    """Hold the lock of this installation; raises StartError with the address of the one that holds it."""
    instance.mkdir(parents=True, exist_ok=True)
    lock = (instance / "run.lock").open("a+")
    for _ in range(5):  # `leren stop` and `leren doctor` touch the lock for a moment to see whether it is held
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        else:
            return lock
    with lock:
        lock.seek(0)
        said = lock.read()
    where = json.loads(said)["url"] if said else "an address it has yet to choose"
    raise StartError(f"It already runs, at {where} (python3 leren stop stops it).")


def write_lock(lock: IO[str], url: str) -> None:
    """Say in the lock file who holds it and where."""
    lock.seek(0)
    lock.truncate()
    json.dump({"pid": os.getpid(), "url": url}, lock)
    lock.flush()


def prepare(options: argparse.Namespace, env: Mapping[str, str], log: Path, stop: threading.Event) -> None:
    """Texts, tables and demo, in a process of its own; raises StartError with its last lines, unless told to stop."""
    wanted = [] if options.production else ["--demo", *(["--empty"] if options.empty else [])]
    if in_fork(wanted, env, log / "prepare.log") and not stop.is_set():
        lines = (log / "prepare.log").read_text(errors="replace").splitlines()[-15:]
        raise StartError("\n".join(["The database could not be prepared:", *lines]))


def make_sqlite(url: str) -> None:
    """Make the file of an SQLite database with a write-ahead log, so that readers never wait for a writer."""
    path = url.removeprefix("sqlite:///")
    if path != url:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA journal_mode=WAL")


def web_command(listener: socket.socket, log: Path, env: Mapping[str, str]) -> list[str]:
    """gunicorn on the socket that the launcher holds."""
    options = {
        "--bind": f"fd://{listener.fileno()}",
        "--worker-class": "gthread",
        "--workers": env.get("WEB_CONCURRENCY", "2"),
        "--threads": "4",
        "--timeout": "60",
        "--graceful-timeout": "8",
        "--access-logfile": str(log / "access.log"),
        "--access-logformat": ACCESS_LOG,
    }
    if Path("/dev/shm").is_dir():  # noqa: S108  (gunicorn's heartbeat file; on a slow disk it would look dead)
        options["--worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    words = [word for option in options.items() for word in option]
    return [sys.executable, "-m", "gunicorn", "leren_app.wsgi:app", "--preload", "--no-control-socket", *words]


def children(env: dict[str, str], instance: Path, listener: socket.socket) -> list[Child]:
    """The processes of an installation in the order in which they start; they stop in the opposite order."""
    log = instance / "log"
    made = []
    if env["REDIS_URL"] == own_queue(instance):
        made.append(Child("queue", queue_server.command(instance), log / "queue.log", env))
    for name in ("relay", "worker"):
        made.append(Child(name, [sys.executable, "-m", f"leren_app.jobs.{name}"], log / f"{name}.log", env))
    web = Child("web", web_command(listener, log, env), log / "web.log", env, pass_fds=(listener.fileno(),))
    return [*made, web]


def keep_old_logs(log: Path) -> None:
    """Begin each log anew; the one of the start before is kept beside it."""
    log.mkdir(parents=True, exist_ok=True)
    for path in log.glob("*.log"):
        if path.name != "install.log":
            path.replace(path.with_suffix(".log.1"))


def write_children(instance: Path, pids: dict[str, int]) -> None:
    """Say who runs, for `leren stop` after a launcher that was killed."""
    (instance / "children.json").write_text(json.dumps(pids))


def health(url: str, run_id: str) -> str:
    """What is wrong, or nothing: 200 from our own run; another program on the port is no answer."""
    try:
        with urllib.request.urlopen(f"{url}healthz", timeout=2) as response:  # noqa: S310  (our own http address)
            said: str = response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return f"status {error.code}, {error.read().decode(errors='replace')[:500]}"
    except OSError as error:
        return str(error)
    return "" if run_id in said else "another program answers"


def watch(
    supervisor: Supervisor, stop: threading.Event, health_now: Callable[[], str], ready: Callable[[], None]
) -> None:
    """Keep everything alive until told to stop; `ready` is called once, when it is healthy for the first time."""
    until: float | None = time.monotonic() + PATIENCE
    while not stop.is_set():
        supervisor.tick()
        if until is not None:
            wrong = health_now()
            if not wrong:
                until = None
                ready()
            elif time.monotonic() > until:
                raise StartError(f"Not healthy after {PATIENCE:.0f} seconds: {wrong}")
        stop.wait(0.1)


def stop_on_signals() -> threading.Event:
    """An event that is set by Ctrl-C, by `leren stop` and by closing the terminal."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def start_and_watch(options: argparse.Namespace, env: dict[str, str], instance: Path, listener: socket.socket) -> None:
    """Start everything in order, watch it until told to stop, and stop it in order, whatever happens."""
    stop = stop_on_signals()
    host, port = listener.getsockname()[:2]
    url = f"http://{LOOPBACK if host in {'0.0.0.0', '::'} else host}:{port}/"  # noqa: S104  (compared, not bound)
    keep_old_logs(instance / "log")
    make_sqlite(env.get("DATABASE_URL", ""))
    supervisor = Supervisor(
        children(env, instance, listener),
        changed=lambda pids: write_children(instance, pids),
    )
    try:
        if supervisor.children[0].name == "queue":
            queue_server.stop_lost(instance)
            supervisor.start(supervisor.children[0])
        prepare(options, env, instance / "log", stop)
        watch(
            supervisor,
            stop,
            lambda: health(url, env["LEREN_RUN_ID"]),
            lambda: print(f"{url}\n(Ctrl-C stops it)", flush=True),
        )
    finally:
        listener.close()  # nobody should wait at a door that stays closed
        supervisor.stop()


def serve(options: argparse.Namespace, given: Mapping[str, str]) -> None:
    """Run one installation; returns when it was told to stop."""
    instance = Path(given.get("LEREN_INSTANCE") or ROOT / "instance").absolute()
    if options.production:
        given = {**read_env_file(ROOT / ".env"), **given}
    lock = take_lock(instance)
    host = given.get("HOST") or LOOPBACK if options.production else LOOPBACK
    first = options.port or int(given.get("PORT") or 8000) if options.production else options.port or 8000
    listener = listen(host, first, or_next=not options.production)
    port = listener.getsockname()[1]
    write_lock(lock, f"http://{host}:{port}/")
    env = for_production(given, instance) if options.production else for_demo(given, instance, port)
    start_and_watch(options, env, instance, listener)


def main(arguments: list[str]) -> int:
    """The command; problems are said in a sentence, never as a traceback."""
    try:
        serve(parse(arguments), os.environ)
    except (StartError, GaveUpError, PortTakenError, queue_server.QueueServerError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
