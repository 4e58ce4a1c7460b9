"""What `leren doctor` asks the application itself: whether what is set up here may start."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from config import ROOT, Settings, SettingsError
from leren_app import create_app
from leren_app.cli.environment import for_demo, for_production, read_env_file
from leren_app.cli.fitness import refuse_unfit
from leren_app.domain.city import CityFileError


def look(given: Mapping[str, str], env_file: Path) -> tuple[bool, str]:
    """Whether it may start, and a line that says so or why not; what was never started is fine. Changes nothing."""
    instance = Path(given.get("LEREN_INSTANCE") or ROOT / "instance").absolute()
    if env_file.exists():
        env, what = for_production({**read_env_file(env_file), **given}, instance), "production"
    elif (instance / "leren.db").exists():
        env, what = for_demo(given, instance, 8000), "demo"
    else:
        return True, "nothing was started here yet"
    try:
        refuse_unfit(create_app(Settings.from_env(env)))
    except (SettingsError, CityFileError) as refusal:
        return False, str(refusal)
    return True, f"{what}, fit to start"


def main() -> int:
    """Print the line; 1 where it may not start."""
    is_fit, said = look(os.environ, ROOT / ".env")
    print(said)
    return 0 if is_fit else 1


if __name__ == "__main__":
    sys.exit(main())
