"""A fitted matcher in a file: it comes back as it was, or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from matching import storage
from matching.analysis import Analyser, Item
from matching.learnt import parse_learnt
from matching.lexicon import parse_lexicon
from matching.matcher import Matcher
from matching.storage import OutdatedIndexError, SpoiltIndexError, load, save
from tests.matching.made import analyser, fit
from tests.matching.town import COURSES, LONELY, asked, fitted, ids


def test_what_comes_back_ranks_and_changes_as_before(tmp_path: Path) -> None:
    matcher, path = fitted(), tmp_path / "index"

    save(matcher, path)
    back = load(path)

    assert back.rank(LONELY) == matcher.rank(LONELY)
    assert back.update([COURSES[0]]).rank(LONELY) == matcher.rank(LONELY)
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


def test_the_same_items_give_the_same_bytes(tmp_path: Path) -> None:
    save(fitted(), tmp_path / "one")
    save(fitted(), tmp_path / "two")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_empty_matcher_can_be_kept_too(tmp_path: Path) -> None:
    save(fitted().remove([each.id for each in COURSES]), tmp_path / "index")

    assert load(tmp_path / "index").rank(LONELY) == ()


def test_no_flipped_byte_goes_unseen(tmp_path: Path) -> None:
    path = tmp_path / "index"
    save(fitted(), path)
    whole = path.read_bytes()

    for at in {0, 5, 14, 20, 90, 130, 200, len(whole) // 2, len(whole) - 1}:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(SpoiltIndexError):
            load(path)


@pytest.mark.parametrize("kept", [0, 3, 60, 200, -1])
def test_a_cut_file_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "index"
    save(fitted(), path)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(SpoiltIndexError):
        load(path)


def test_an_index_of_other_words_or_another_format_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index"
    save(fitted(), path)

    with pytest.raises(OutdatedIndexError, match="another lexicon"):
        load(path, Analyser(parse_lexicon("a | boom | tree")))
    monkeypatch.setattr(storage, "FORMAT", storage.FORMAT + 1)
    with pytest.raises(OutdatedIndexError, match=f"has format {storage.FORMAT - 1}"):
        load(path)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "index")


def test_a_write_that_fails_leaves_the_file_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "index"
    save(fitted(), path)
    before = path.read_bytes()

    def fail(handle: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(storage.os, "fsync", fail)
    with pytest.raises(OSError, match="full"):
        save(fitted().remove(["law"]), path)

    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["index"]


def test_nothing_pickled_is_ever_read(tmp_path: Path) -> None:
    path = tmp_path / "index"
    objects = np.array([{"a": 1}], dtype=object)
    body = storage._body({"items": objects}, {"rows": 0, "width": 0})
    head = b" ".join([storage.MAGIC, str(storage.FORMAT).encode(), Analyser().fingerprint.encode()])
    path.write_bytes(head + b" " + storage._checksum(head, body) + b"\n" + body)

    with pytest.raises(ValueError, match="OBJECT"):
        load(path)


def test_an_index_of_another_learnt_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index"
    save(fit(COURSES), path)

    with pytest.raises(OutdatedIndexError, match="another lexicon"):
        load(path, Analyser(learnt=parse_learnt(["kaas\t2\tchees:0.9"], "mine")))
    assert load(path, Analyser()).rank(LONELY) == fitted().rank(LONELY)


def test_an_index_of_the_format_before_is_told_from_a_spoilt_one(tmp_path: Path) -> None:
    path = tmp_path / "index"
    save(fit(COURSES), path)
    body = path.read_bytes().partition(b"\n")[2]
    head = b" ".join([storage.MAGIC, b"1", analyser().fingerprint.encode()])
    path.write_bytes(head + b" " + storage._checksum(head, body) + b"\n" + body)

    with pytest.raises(OutdatedIndexError, match="has format 1"):
        load(path, analyser())


@pytest.mark.parametrize(
    "strange", [b"", b"\n", b"LEREN-MATCHER", b"LEREN-MATCHER 3 x y\n", b"\x80\x04pickle", b"\0" * 999]
)
def test_another_file_is_no_index(tmp_path: Path, strange: bytes) -> None:
    path = tmp_path / "index"
    path.write_bytes(strange)

    with pytest.raises(SpoiltIndexError):
        load(path, analyser())


def test_bytes_added_or_taken_away_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "index"
    save(fit(COURSES), path)
    whole = path.read_bytes()

    for changed in (whole + b"\0", whole[:-64], whole[:300] + whole[301:], whole[1:], whole + whole):
        path.write_bytes(changed)
        with pytest.raises(SpoiltIndexError):
            load(path, analyser())


@pytest.mark.parametrize("name", ["", "a\nb", "\r\n", "\x00", "\ud800", "\u2028", "\U0001f600", '"\\', " "])
def test_any_id_and_any_skill_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    path = tmp_path / "index"
    matcher = fit([Item(name, "eenzame ouderen", skills=(f"vlechten{name}werk", name)), Item("other", "afval")])
    save(matcher, path)

    back = load(path, analyser())

    assert back.ids == matcher.ids == tuple(sorted((name, "other")))
    assert back.rank(LONELY) == matcher.rank(LONELY)
    assert ids(back, LONELY) == [name]
    assert ids(back.remove([name]), LONELY) == []
    save(fit([Item(name, "eenzaam")]), path)
    assert load(path, analyser()).ids == (name,)


def test_a_matcher_that_was_never_fitted_can_be_kept(tmp_path: Path) -> None:
    path = tmp_path / "index"
    save(Matcher(analyser()), path)

    back = load(path, analyser())

    assert (back.ids, back.rank(LONELY)) == ((), ())
    assert ids(back.update(COURSES), LONELY)[0] == "ageing"


def test_what_was_changed_before_keeping_is_kept_and_can_be_changed_after(tmp_path: Path) -> None:
    path = tmp_path / "index"
    matcher = fit(COURSES).update([Item("new", "zonnewijzers en kwartelkoningen")]).remove(["law"])
    save(matcher, path)

    back = load(path, analyser()).update([Item("newer", "kwartelkoning op de uurwerkenmarkt")])

    assert ids(back, asked("kwartelkoningen")) == ["new", "newer"]
    assert ids(back, asked("uurwerkenmarkt"))[0] == "newer"
    assert "law" not in back.ids
    save(back, path)
    assert load(path, analyser()).rank(asked("kwartelkoningen")) == back.rank(asked("kwartelkoningen"))
