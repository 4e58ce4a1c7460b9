"""A launcher of tiny processes, run by the tests as a process of its own (a supervisor ends all its descendants)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from leren_app.cli.serve import stop_on_signals, take_lock, watch, write_children, write_lock
from leren_app.cli.supervisor import Child, GaveUpError, Supervisor


def main(folder: Path, commands: dict[str, str]) -> int:
    """Keep each command (Python source) alive; says `ready` on its output."""
    children = [
        Child(name, [sys.executable, "-u", "-c", source], folder / f"{name}.log", patience=1, pause=0.05)
        for name, source in commands.items()
    ]
    supervisor = Supervisor(children, changed=lambda pids: write_children(folder, pids))
    lock = take_lock(folder)
    write_lock(lock, "http://127.0.0.1:8100/")
    try:
        watch(supervisor, stop_on_signals(), lambda: "", lambda: print("ready", flush=True))
    except GaveUpError as problem:
        print(problem, flush=True)
        return 1
    finally:
        supervisor.stop()
        lock.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), json.loads(sys.argv[2])))
