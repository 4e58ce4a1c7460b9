"""Setting up for real people, and every reason for which an installation does not start."""

from __future__ import annotations

import dataclasses
import io
import re
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from config import Settings, SettingsError
from leren_app import create_app
from leren_app.cli import doctor, init, prepare
from leren_app.cli.environment import read_env_file
from leren_app.cli.fitness import faults_of_settings, refuse_unfit
from leren_app.cli.init import InitError
from leren_app.domain.city import City, city_file, load_city
from leren_app.domain.errors import FieldError
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Installation, Organisation, OrganisationKind, Token, User
from leren_app.services import accounts, clock, installation
from leren_app.services.installation import MisfitError
from leren_app.transaction import transaction
from tests.client import PageClient
from tests.makers import make_question
from tests.signing_in import is_signed_in, press

GOOD = {
    "SECRET_KEY": "k7-Qz0_vT4mWb9xLr2sYd8nJc5hGf3pAeU6iOqN1",
    "BASE_URL": "https://vragen.gemeente.nl",
    "REDIS_URL": "redis://localhost",
    "MAIL_URL": "smtp://mail.gemeente.nl",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for an installation of its own, with nobody at the keyboard."""
    monkeypatch.setenv("LEREN_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    return tmp_path


def flags(folder: Path, **changes: str | None) -> list[str]:
    told: dict[str, str | None] = {
        "base-url": "https://vragen.gemeente.nl",
        "database-url": f"sqlite:///{folder / 'real.db'}",
        "redis-url": "redis://localhost:6379/0",
        "mail-url": "smtp://me:p%27w@mail.gemeente.nl:587?starttls=1&x=1",
        "admin-name": "Noor Bakker",
        "admin-mail": "noor@gemeente.nl",
    }
    told |= {name.replace("_", "-"): value for name, value in changes.items()}
    return [word for name, value in told.items() if value is not None for word in (f"--{name}", value)]


def run_init(folder: Path, *more: str, **changes: str | None) -> list[str]:
    said: list[str] = []
    init.init([*flags(folder, **changes), *more], folder / ".env", said.append)
    return said


def real_app(folder: Path) -> Flask:
    return create_app(Settings.from_env({**read_env_file(folder / ".env"), "LEREN_INSTANCE": str(folder)}))


# ---- leren init ----


def test_init_writes_a_private_file_that_reads_back_as_it_was_told(folder: Path) -> None:
    run_init(folder)

    kept = read_env_file(folder / ".env")
    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    assert kept["MAIL_URL"] == "smtp://me:p%27w@mail.gemeente.nl:587?starttls=1&x=1"
    assert kept["LEREN_CITY"] == "leiden"
    assert len(kept["SECRET_KEY"]) >= 48
    assert [path.name for path in folder.glob(".env*")] == [".env"]


def test_init_prints_a_link_that_signs_the_first_administrator_in_once(folder: Path) -> None:
    link = urlsplit(run_init(folder)[-1])

    app = real_app(folder)
    client = PageClient(app)
    client.base_url = "https://vragen.gemeente.nl"
    press(client, client.follow(client.get(link.path, status=303)), "bevestig")

    assert link.netloc == "vragen.gemeente.nl"
    assert is_signed_in(client)
    client.get(link.path, status=404)
    with app.app_context():
        admin = db.session.scalars(select(User)).one()
        assert accounts.roles_of(admin, clock.now(db.session())) == {Role.ADMINISTRATOR, Role.COORDINATOR}
        assert db.session.get_one(Installation, 1).is_demo is False


def test_the_secret_of_the_link_is_kept_as_a_hash_only(folder: Path) -> None:
    raw = run_init(folder)[-1].rpartition("/")[2]

    with real_app(folder).app_context():
        assert [token.hash == raw for token in db.session.scalars(select(Token))] == [False]
    assert raw not in (folder / ".env").read_text()


def test_init_overwrites_nothing_without_being_told(folder: Path) -> None:
    (folder / ".env").write_text("SECRET_KEY=mine\n")

    with pytest.raises(InitError, match="--force"):
        run_init(folder)

    assert (folder / ".env").read_text() == "SECRET_KEY=mine\n"
    assert not (folder / "real.db").exists()


def test_init_by_force_keeps_the_key_and_the_administrator_and_gives_a_new_link(folder: Path) -> None:
    first = run_init(folder)
    key = read_env_file(folder / ".env")["SECRET_KEY"]

    second = run_init(folder, "--force", mail_url=None, base_url=None)

    kept = read_env_file(folder / ".env")
    assert kept["SECRET_KEY"] == key
    assert kept["MAIL_URL"].startswith("smtp://me")
    assert first[-1] != second[-1]
    with real_app(folder).app_context():
        assert len(db.session.scalars(select(User)).all()) == 1


@pytest.mark.parametrize("missing", ["base_url", "mail_url", "admin_name", "admin_mail"])
def test_init_says_what_it_was_not_told(folder: Path, missing: str) -> None:
    with pytest.raises(InitError, match=missing.replace("_", "-")):
        run_init(folder, **{missing: None})

    assert list(folder.glob("*.db")) == []


@pytest.mark.parametrize("value", ["smtp://x\nSECRET_KEY=evil", "smtp://x\0", "smtp://x\x1b[2J"])
def test_init_takes_one_line_per_answer(folder: Path, value: str) -> None:
    with pytest.raises(InitError, match="mail-url"):
        run_init(folder, mail_url=value)


@pytest.mark.parametrize("mail", ["noor", "a@x.org, b@evil.org"])
def test_init_takes_one_address_for_the_administrator(folder: Path, mail: str) -> None:
    with pytest.raises(FieldError):
        run_init(folder, admin_mail=mail)


def test_init_refuses_a_city_that_has_no_file(folder: Path) -> None:
    with pytest.raises(InitError, match="atlantis"):
        run_init(folder, city="atlantis")

    assert not (folder / ".env").exists()


def test_init_refuses_the_database_of_a_demo(folder: Path) -> None:
    make_demo(folder)

    with pytest.raises(InitError, match="demo"):
        run_init(folder)

    assert not (folder / ".env").exists()


def test_init_refuses_the_database_of_another_city(folder: Path) -> None:
    run_init(folder)

    with pytest.raises(MisfitError, match="leiden"):
        run_init(folder, "--force", city="delft")


def test_init_says_what_is_to_be_mended_before_the_first_start(folder: Path) -> None:
    said = "\n".join(run_init(folder, base_url="http://vragen.gemeente.nl"))

    assert "BASE_URL is not https" in said
    assert "the example's sender" in said


def test_the_command_says_problems_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(init, "ROOT", folder)

    assert init.main([]) == 1
    assert capsys.readouterr().err.startswith("Not told: --base-url")
    assert init.main(flags(folder)) == 0
    assert re.search(r"^https://vragen.gemeente.nl/v/\S{22}$", capsys.readouterr().out, re.M)


def test_init_asks_for_what_it_was_not_told_and_offers_what_will_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["", "Noor"])
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda words: asked.append(words) or next(answers))

    run_init(folder, admin_name=None)

    assert "[leiden]" in asked[0]
    assert "administrator" in asked[1]


# ---- what does not start ----


def make_demo(folder: Path, **changes: str) -> Flask:
    """A prepared demo on the database that flags() names."""
    env = {
        **GOOD,
        "DATABASE_URL": f"sqlite:///{folder / 'real.db'}",
        "BASE_URL": "http://127.0.0.1:5000",
        "LEREN_DEMO": "1",
        "LEREN_INSTANCE": str(folder),
        **changes,
    }
    app = create_app(Settings.from_env(env))
    with app.app_context():
        prepare.upgrade()
        with transaction() as session:
            installation.stamp(session, city=app.extensions["settings"].city, is_demo=True)
    return app


def real_settings(folder: Path, **changes: str) -> Settings:
    return Settings.from_env({**GOOD, "DATABASE_URL": f"sqlite:///{folder / 'real.db'}", **changes})


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 40}, "SECRET_KEY"),
        ({"MAIL_URL": ""}, "MAIL_URL"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"BASE_URL": "http://vragen.gemeente.nl"}, "BASE_URL"),
        ({}, "sender"),  # the city file of the repository has an example's
    ],
)
def test_production_refuses(folder: Path, changes: dict[str, str], reason: str) -> None:
    settings = real_settings(folder, **changes)

    found = faults_of_settings(settings, load_city(settings.city_file))

    assert any(reason in fault for fault in found)
    assert len(found) == (1 if reason == "sender" else 2)


def test_production_refuses_with_all_reasons_at_once_and_without_secrets(folder: Path) -> None:
    app = create_app(real_settings(folder, SECRET_KEY="hunter2", MAIL_URL="", REDIS_URL=""))

    with pytest.raises(SettingsError) as refusal:
        refuse_unfit(app)

    assert str(refusal.value).count("\n- ") == 5
    assert "hunter2" not in str(refusal.value)


def test_a_demo_refuses_to_be_seen_from_elsewhere(folder: Path) -> None:
    app = make_demo(folder, BASE_URL="https://vragen.gemeente.nl")

    with pytest.raises(SettingsError, match="this machine only"):
        refuse_unfit(app)


def test_a_demo_on_its_own_database_starts(folder: Path) -> None:
    app = make_demo(folder)

    refuse_unfit(app)

    client = PageClient(app)
    client.base_url = "http://127.0.0.1:5000"
    assert client.get("/inloggen").heading()


def test_production_refuses_the_database_of_a_demo(folder: Path) -> None:
    make_demo(folder)

    with pytest.raises(SettingsError, match="database of a demo"):
        refuse_unfit(create_app(real_settings(folder)))


def test_a_demo_refuses_the_database_of_real_people_before_it_changes_anything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_init(folder)
    for name, value in {**GOOD, "BASE_URL": "http://127.0.0.1:5000", "LEREN_DEMO": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder / 'real.db'}")
    monkeypatch.setattr(prepare, "upgrade", lambda: pytest.fail("it was changed"))

    with pytest.raises(SettingsError, match="real people"):
        prepare.migrate(is_demo=True)


def test_a_database_that_was_never_set_up_is_refused(folder: Path) -> None:
    app = create_app(real_settings(folder))

    with pytest.raises(SettingsError, match="no tables"):
        refuse_unfit(app)
    with app.app_context():
        prepare.upgrade()
    with pytest.raises(SettingsError, match="not set up"):
        refuse_unfit(app)


def test_a_database_of_another_city_is_refused(folder: Path) -> None:
    run_init(folder)

    with pytest.raises(SettingsError, match="belongs to the city 'leiden'"):
        refuse_unfit(create_app(real_settings(folder, LEREN_CITY="delft")))


def without_places(city: City) -> City:
    """The city file as somebody left it who thought that two places were of no use."""
    return dataclasses.replace(
        city,
        districts=tuple(each for each in city.districts if each.key != "merenwijkdistrict"),
        neighbourhoods=tuple(each for each in city.neighbourhoods if each.district != "merenwijkdistrict"),
    )


def made_for_real(folder: Path) -> Flask:
    """An installation for real people with a question, an organisation and a sender of its own."""
    run_init(folder)
    app = create_app(real_settings(folder))
    city: City = app.extensions["city"]
    app.extensions["city"] = dataclasses.replace(
        city, sender=dataclasses.replace(city.sender, mail="vragen@gemeente.nl")
    )
    with app.app_context(), transaction() as session:
        make_question(session, place="merenwijkdistrict")
        make_question(session, place="morsdistrict")
        session.add(Organisation(name="Buurthuis", kind=OrganisationKind.COMMUNITY, district="merenwijkdistrict"))
        session.add(Organisation(name="De stad", kind=OrganisationKind.COMMUNITY))
    return app


def test_a_place_that_rows_use_may_not_leave_the_city_file(folder: Path) -> None:
    app = made_for_real(folder)
    refuse_unfit(app)
    app.extensions["city"] = without_places(app.extensions["city"])

    with pytest.raises(SettingsError) as refusal:
        refuse_unfit(app)

    assert str(refusal.value).splitlines()[1:] == [
        "- The city file has no 'merenwijkdistrict' in [[districts]], but 1 questions use it: put it back.",
        "- The city file has no 'merenwijkdistrict' in [[districts]], but 1 organisations use it: put it back.",
    ]


def test_it_is_refused_before_anything_is_served_and_the_doctor_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_for_real(folder)
    lost = load_city(city_file("leiden"))
    lost = without_places(dataclasses.replace(lost, sender=dataclasses.replace(lost.sender, mail="vragen@gemeente.nl")))
    monkeypatch.setattr("leren_app.load_city", lambda _path: lost)
    env = {**GOOD, "DATABASE_URL": f"sqlite:///{folder / 'real.db'}", "LEREN_INSTANCE": str(folder)}
    for name, value in env.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match="no 'merenwijkdistrict'"):
        prepare.main([])
    is_fit, said = doctor.look(env, folder / ".env")

    assert not is_fit
    assert "no 'merenwijkdistrict' in [[districts]]" in said


def test_the_doctor_calls_fit_what_may_start_and_what_was_never_started(folder: Path) -> None:
    env = {"LEREN_INSTANCE": str(folder / "instance")}

    assert doctor.look(env, folder / ".env") == (True, "nothing was started here yet")
    (folder / "instance").mkdir(exist_ok=True)
    (folder / "instance" / "secret").write_text(GOOD["SECRET_KEY"])
    make_demo(folder, DATABASE_URL=f"sqlite:///{folder / 'instance' / 'leren.db'}")
    assert doctor.look(env, folder / ".env") == (True, "demo, fit to start")


def test_the_same_stamp_twice_changes_nothing_and_another_is_refused(folder: Path) -> None:
    app = make_demo(folder)

    with app.app_context(), transaction() as session:
        made_at = installation.stamp(session, city="leiden", is_demo=True).made_at
        assert installation.stamp(session, city="leiden", is_demo=True).made_at == made_at
        with pytest.raises(MisfitError):
            installation.stamp(session, city="leiden", is_demo=False)
