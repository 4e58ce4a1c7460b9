"""The start script on a machine that lacks something: one sentence, no traceback; and what it may install."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.start.launching import ROOT

SCRIPT = ROOT / "leren"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A fresh clone of what the start script needs, with nothing installed."""
    shutil.copy(SCRIPT, tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def leren(tree: Path, *arguments: str, before: str = "", path: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    """Run the script on a machine changed by the source in `before`."""
    script = f"{before}\nimport runpy, sys\nsys.argv = {['leren', *arguments]!r}\n"
    script += f"runpy.run_path({str(tree / 'leren')!r}, run_name='__main__')"
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "LEREN_", "UV_"))}
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**env, **offline, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_can_be_read_by_an_old_python_and_says_which_one_it_needs(bare: Path) -> None:
    source = SCRIPT.read_text()
    ast.parse(source, feature_version=(3, 8))
    assert sum(1 for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")) <= 300

    done = leren(bare, "run", before="import sys\nsys.version_info = (3, 9, 2)")

    assert done.stderr == "Leren met de Stad needs Python 3.11 or newer; this is Python 3.9.\n"
    assert done.returncode == 1


def test_windows_is_told_where_it_runs(bare: Path) -> None:
    done = leren(bare, "run", before="import os, pathlib, runpy\nos.name = 'nt'")

    assert done.stderr.count("\n") == 1
    assert "WSL" in done.stderr


def test_without_ensurepip_it_names_the_package_to_install(bare: Path) -> None:
    hidden = "import importlib.util as u\nfind = u.find_spec\n"
    hidden += "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)"

    done = leren(bare, "install", before=hidden)

    assert done.stderr.strip().endswith("run: apt install python3-venv")
    assert "Traceback" not in done.stderr
    assert not (bare / ".venv").exists()


@pytest.mark.processes
def test_without_a_network_it_says_so(bare: Path) -> None:
    done = leren(bare, "install")

    assert done.returncode == 1
    assert "needs the network once" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in bare.iterdir()) == [".venv", "instance", "leren", "requirements"]


def test_without_a_browser_the_tests_are_not_left_out(bare: Path) -> None:
    missing = (
        "import os, sys\nos.environ['CHROMIUM'] = '/no/browser'\nos.geteuid = lambda: 1000\nsys.platform = 'other'"
    )
    asked = "import runpy\n" + missing + f"\nparts = runpy.run_path({str(bare / 'leren')!r})\nparts['browser']()"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "The tests need a browser: install Chromium or Chrome, or set CHROMIUM to its path.\n"


def test_the_processes_of_the_tests_may_keep_what_they_compiled() -> None:
    machine = """
import os, sys
os.environ.update(PYTHONDONTWRITEBYTECODE="1", CHROMIUM=sys.executable)
os.execv = lambda *_: print(os.environ.get("PYTHONDONTWRITEBYTECODE"), os.environ["CHROMIUM"])
"""

    done = leren(ROOT, "test", before=machine)

    assert done.stdout == f"None {sys.executable}\n", done.stderr


def test_without_a_command_it_says_which_there_are(bare: Path) -> None:
    done = leren(bare)

    assert done.returncode == 0
    for command in ("run", "stop", "test", "check", "bench", "init", "install", "doctor"):
        assert re.search(rf"^    {command} ", done.stdout, re.MULTILINE)
    assert leren(bare, "rnu").returncode == 2


def test_the_doctor_needs_nothing_installed(bare: Path) -> None:
    done = leren(bare, "doctor")

    assert done.returncode == 0, done.stderr
    assert re.search(r"^ok +Python +3\.", done.stdout, re.MULTILINE)
    assert "installed by `leren run`" in done.stdout


def test_stopping_what_does_not_run_is_no_error(bare: Path) -> None:
    done = leren(bare, "stop")

    assert (done.returncode, done.stdout) == (0, "Nothing is running here.\n")


def test_locks_name_no_host_and_pin_everything_by_hash() -> None:
    for lock in ("run", "dev", "node"):
        text = (ROOT / "requirements" / f"{lock}.txt").read_text()
        assert "://" not in text
        pinned = re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==.* \\\n {4}--hash=sha256:", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize("changed", [False, True])
def test_only_a_style_sheet_whose_hash_we_know_is_served(bare: Path, changed: bool) -> None:
    (bare / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "assets.py", bare / "tools")
    source = bare / "node_modules" / "theme.css"
    source.parent.mkdir()
    source.write_text("a{}")
    (bare / "requirements" / "assets.txt").write_text("# ours\nx  ours.css  theme.css\n")
    copy = [sys.executable, str(bare / "tools" / "assets.py")]
    subprocess.run([*copy, "--accept"], check=True)

    if changed:
        source.write_text("a{background:url(//elsewhere)}")
    done = subprocess.run(copy, capture_output=True, text=True, check=False)

    assert (done.returncode, "is not the reviewed file" in done.stdout) == (int(changed), changed)
    assert (bare / "leren_app" / "static" / "vendor" / "ours.css").exists() is not changed
