"""Settings from the environment, and what a production set-up may not look like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
SHORTEST_SECRET = 32
FEWEST_LETTERS = 10  # different ones; 32 random characters have about 20


class SettingsError(Exception):
    """The set-up is not fit to run; the message lists every reason."""


@dataclass(frozen=True)
class Settings:
    """Everything an installation decides. `demo` is off unless it is asked for."""

    secret_key: str
    database_url: str
    base_url: str
    redis_url: str = ""
    mail_url: str = ""
    city: str = "leiden"
    demo: bool = False
    run_id: str = "single"
    instance_dir: Path = ROOT / "instance"
    ended_kept: timedelta = timedelta(days=30)
    """How long links and sign-ins that ended are kept, so that somebody can ask what went wrong."""
    imports_kept: timedelta = timedelta(days=30)
    """How long a file with courses is kept after it was brought."""
    nameless_kept: timedelta = timedelta(days=1)
    """How long a file on disk may wait for its row: far longer than anybody takes."""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read the environment; raises SettingsError for what has no default."""
        missing = [name for name in ("SECRET_KEY", "DATABASE_URL", "BASE_URL") if not env.get(name)]
        if missing:
            raise SettingsError(f"Not set: {', '.join(missing)}. Run 'python3 leren init' to make a .env file.")
        return cls(
            secret_key=env["SECRET_KEY"],
            database_url=_driver(env["DATABASE_URL"]),
            base_url=env["BASE_URL"].rstrip("/"),
            redis_url=env.get("REDIS_URL", ""),
            mail_url=env.get("MAIL_URL", ""),
            city=env.get("LEREN_CITY") or "leiden",
            demo=env.get("LEREN_DEMO") == "1",
            run_id=env.get("LEREN_RUN_ID") or "single",
            instance_dir=Path(env.get("LEREN_INSTANCE") or ROOT / "instance"),
        )

    @property
    def city_file(self) -> Path:
        """The file that holds every name that belongs to one city."""
        return ROOT / "leren_app" / "cities" / f"{self.city}.toml"

    @property
    def files_dir(self) -> Path:
        """Where files lie that people sent; outside of what the web server gives away."""
        return self.instance_dir / "files"

    @property
    def proxies(self) -> int:
        """How many proxies stand before us: https is spoken by one of the house's own, plain http by none."""
        return 1 if self.base_url.startswith("https://") else 0

    def for_flask(self) -> dict[str, Any]:
        """The same settings under the names that Flask and its extensions read."""
        secure = self.base_url.startswith("https://")
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(self.database_url),
            "BASE_URL": self.base_url,
            "DEMO": self.demo,
            "RUN_ID": self.run_id,
            "REDIS_URL": self.redis_url,
            "MAIL_URL": self.mail_url,
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "instance" / "translations"),
            "INDEX_DIR": self.instance_dir / "index",
            "BABEL_DEFAULT_LOCALE": "nl",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Amsterdam",
            "SESSION_COOKIE_NAME": "__Host-leren" if secure else "leren",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
            "WTF_CSRF_TIME_LIMIT": None,  # a form left open over lunch must still be accepted
            "MAX_CONTENT_LENGTH": 1_000_000,
            "RATELIMIT_STORAGE_URI": _limit_storage(self.redis_url),
            "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": bool(self.redis_url),
        }

    def faults_in_production(self, example_senders: frozenset[str] = frozenset(), sender: str = "") -> list[str]:
        """Reasons why this set-up may not serve real people; empty when it may."""
        checks = (
            (
                len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < FEWEST_LETTERS,
                f"SECRET_KEY is weak: shorter than {SHORTEST_SECRET} characters, or the same few again and again.",
            ),
            (not self.mail_url, "MAIL_URL is empty: nobody would get an answer."),
            (not self.redis_url, "REDIS_URL is empty: the queue server is missing."),
            (not self.base_url.startswith("https://") and not _is_loopback(self.base_url), "BASE_URL is not https."),
            (sender in example_senders, f"The city file still has the example's sender, {sender}."),
        )
        return [reason for wrong, reason in checks if wrong]


def _driver(url: str) -> str:
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {}
    return {
        "pool_pre_ping": True,
        "pool_size": 8,
        "connect_args": {"connect_timeout": 5, "options": "-c statement_timeout=15000 -c lock_timeout=8000"},
    }


def _limit_storage(redis_url: str) -> str:
    if redis_url.startswith("unix://"):
        return "redis+" + redis_url
    return redis_url or "memory://"


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}
