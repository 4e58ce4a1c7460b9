"""The two city files are right, and every mistake somebody can make in one is told with file, key and reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leren_app.domain.city import WHOLE_CITY, City, CityFileError, Sender, city_file, load_city
from leren_app.domain.city.places import normalised
from leren_app.domain.errors import NotFoundError
from leren_app.domain.text import Text

LEIDEN = load_city(city_file("leiden"))
DELFT = load_city(city_file("delft"))


def make_file(folder: Path, *changes: tuple[str, str]) -> Path:
    """The second city's file with some of its text replaced; each replaced text must be there."""
    text = city_file("delft").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"the file has no {old!r} any more"
        text = text.replace(old, new, 1)
    path = folder / "changed.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_first_city_is_complete() -> None:
    assert (len(LEIDEN.districts), len(LEIDEN.neighbourhoods)) == (10, 54)
    assert (len(LEIDEN.themes), len(LEIDEN.programme_lines), len(LEIDEN.flagships)) == (3, 6, 4)
    assert [level.key for level in LEIDEN.levels] == ["po", "vo", "mbo", "hbo", "wo"]
    assert [LEIDEN.level(key).counts_in for key in ("mbo", "hbo", "wo")] == ["hours", "EC", "EC"]
    assert LEIDEN.service.answer_working_days == 10
    assert LEIDEN.reference_prefix == "LMDS"
    assert {line.phone for line in LEIDEN.help_lines} == {"112", "0800-0113", "0800-2000"}
    assert {route.key for route in LEIDEN.routes} == {route.key for route in DELFT.routes}


def test_every_district_of_the_first_city_has_a_neighbourhood() -> None:
    assert {part.district for part in LEIDEN.neighbourhoods} == {district.key for district in LEIDEN.districts}


def test_points_are_rounded_to_three_decimals() -> None:
    numbers = [n for part in LEIDEN.neighbourhoods for n in (part.longitude, part.latitude)]

    assert all(round(number, 3) == number for number in numbers)


def test_the_second_city_shows_nothing_of_the_first() -> None:
    text = city_file("delft").read_text(encoding="utf-8").casefold()

    own = [LEIDEN.name.nl, LEIDEN.programme.name.nl, LEIDEN.reference_prefix, LEIDEN.code[2:]]
    own += [part.name.nl for part in LEIDEN.districts] + [part.name.nl for part in LEIDEN.neighbourhoods]
    assert [name for name in own if name.casefold() in text] == []


@pytest.mark.parametrize("city", [LEIDEN, DELFT], ids=lambda city: city.key)
def test_the_privacy_text_names_the_months_of_the_same_file(city: City) -> None:
    kept = city.retention
    for language in ("nl", "en"):
        whole = " ".join(section.text.in_(language) for section in city.texts.privacy)

        months = {kept.contact_months, kept.question_text_months, kept.account_months, kept.mail_log_months}
        assert all(str(number) in whole for number in months)
        assert "{" not in whole


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("De Mors", "morsdistrict"),
        ("mors", "morsdistrict"),
        ("  de   MORS ", "morsdistrict"),
        ("de Kooi", "de-kooi"),
        ("Cronestéyn", "cronestein"),
        ("d’oude morsch", "doude-morsch"),
        ("Bos en Gasthuisdistrict", "bos-en-gasthuisdistrict"),
        ("Bio Science Park", "leeuwenhoek"),
        ("bio-science-park", "leeuwenhoek"),
        ("leiden zuidwest", "bos-en-gasthuisdistrict"),
        ("All of Leiden", WHOLE_CITY),
    ],
)
def test_a_place_is_found_by_what_residents_call_it(said: str, key: str) -> None:
    place = LEIDEN.find_place(said)

    assert place is not None
    assert place.key == key


@pytest.mark.parametrize("said", ["", "   ", "de", "Utrecht", "in de Mors", "\x00", "\ud800", "x" * 100_000])
def test_words_that_are_no_place_find_none(said: str) -> None:
    assert LEIDEN.find_place(said) is None


@pytest.mark.parametrize("said", ["Binnenstad", "de binnenstad", "Professorenwijk"])
def test_an_alias_of_two_places_is_not_guessed(said: str) -> None:
    assert LEIDEN.find_place(said) is None


def test_a_neighbourhood_knows_its_district() -> None:
    place = LEIDEN.find_place("Slaaghwijk")

    assert place is not None
    assert place.district == LEIDEN.district("merenwijkdistrict")
    assert place.name == Text("Slaaghwijk", "Slaaghwijk")
    assert LEIDEN.place("slaaghwijk") == place


def test_the_whole_city_is_a_district_one_can_choose() -> None:
    assert LEIDEN.district(WHOLE_CITY).name == Text("Heel Leiden", "All of Leiden")
    assert LEIDEN.place(WHOLE_CITY).name.en == "All of Leiden"
    assert WHOLE_CITY not in [district.key for district in LEIDEN.districts]
    assert LEIDEN.all_districts[-1].key == WHOLE_CITY


@pytest.mark.parametrize("key", ["", "nowhere", "De Mors", "\x00", "slaaghwijk"])
def test_an_unknown_district_is_not_found(key: str) -> None:
    with pytest.raises(NotFoundError):
        LEIDEN.district(key)


def test_an_unknown_theme_or_level_is_not_found() -> None:
    assert LEIDEN.theme("green").icon == "green"

    with pytest.raises(NotFoundError):
        LEIDEN.theme("sport")
    with pytest.raises(NotFoundError):
        LEIDEN.level("phd")


def test_the_picker_offers_districts_first_and_then_all_names_per_district() -> None:
    first, *groups = LEIDEN.places_for_picker()

    assert first.heading is None
    assert [option.value for option in first.options] == [district.key for district in LEIDEN.all_districts]
    assert [group.heading for group in groups] == [district.name for district in (*LEIDEN.districts, LEIDEN.whole_city)]
    mors = next(group for group in groups if group.heading == LEIDEN.district("morsdistrict").name)
    assert [(option.label.nl, option.value, option.is_alias) for option in mors.options] == [
        ("De Mors", "morsdistrict", True),
        ("Hoge Mors", "hoge-mors", False),
        ("Lage Mors", "lage-mors", False),
        ("Transvaal", "transvaalbuurt", True),
        ("Transvaalbuurt", "transvaalbuurt", False),
    ]


def test_every_line_of_the_picker_chooses_an_existing_place_and_no_two_in_a_group_look_the_same() -> None:
    for city in (LEIDEN, DELFT):
        for group in city.places_for_picker():
            labels = [option.label for option in group.options]

            assert len(set(labels)) == len(labels)
            assert all(city.place(option.value).key == option.value for option in group.options)


def test_a_name_of_only_an_article_or_signs_keeps_what_it_has() -> None:
    assert normalised("De") == "de"
    assert normalised("'t Zand") == "zand"
    assert normalised("?!") == ""


def test_an_academic_year_is_found_by_a_day_in_it() -> None:
    before, year, *_ = LEIDEN.academic_years

    assert LEIDEN.find_academic_year(year.starts_on) == LEIDEN.find_academic_year(year.ends_on) == year
    assert LEIDEN.find_academic_year(year.starts_on - date.resolution) == before
    assert LEIDEN.find_academic_year(date(1999, 1, 1)) is None


@pytest.mark.parametrize(
    ("mail", "reply_to", "is_example"),
    [
        ("a@example.org", None, True),
        ("a@mail.example.com", None, True),
        ("a@x.invalid", None, True),
        ("a@EXAMPLE.ORG", None, True),
        ("a@city.nl", "b@example.net", True),
        ("a@city.nl", None, False),
        ("a@myexample.org", "b@city.nl", False),
    ],
)
def test_an_address_of_a_reserved_domain_is_an_example(mail: str, reply_to: str | None, is_example: bool) -> None:
    assert Sender(Text("x", "x"), mail, reply_to, None).is_example is is_example


def test_both_cities_still_have_the_example_sender() -> None:
    assert LEIDEN.sender.is_example
    assert DELFT.sender.is_example


MISTAKES = [
    # what is in the file, what somebody made of it, the key told, a part of the reason
    ('name = "Delft"\n', "", "name", "is missing"),
    ('name = "Delft"\n', 'nmae = "Delft"\n', "name", "is missing"),
    ('name = "Delft"\n', 'name = "Delft"\ncolour = "blue"\n', "colour", "not a key we know"),
    ('name = "Delft"\n', "name = 3\n", "name", "must be a table, not 3"),
    ('name = "Delft"\n', 'name = " "\n', "name", "is empty"),
    ('name = "Delft"\n', 'name = "Del\\u0000ft"\n', "name", "control character"),
    ('name = "Delft"\n', 'name = { nl = "Delft" }\n', "name.en", "is missing"),
    ('name = "Delft"\n', 'name = { nl = "D", en = "D", de = "D" }\n', "name.de", "not a key we know"),
    ('code = "GM0503"', 'code = "0503"', "code", "must be a municipality code"),
    ('reference_prefix = "DELFT"', 'reference_prefix = "delft"', "reference_prefix", "capital letters"),
    ('languages = ["nl", "en"]', 'languages = ["nl", "fy"]', "languages", "must be nl and en"),
    ('languages = ["nl", "en"]', 'languages = ["nl", "nl"]', "languages[1]", "stands here twice"),
    ('languages = ["nl", "en"]', "languages = []", "languages", "must hold at least 1"),
    ('languages = ["nl", "en"]', 'languages = "nl"', "languages", "must be a list of strings"),
    ('languages = ["nl", "en"]', 'languages = ["nl", 7]', "languages[1]", "must be a string, not 7"),
    ('"Europe/Amsterdam"', '"Europe/Nowhere"', "time_zone", "is no time zone"),
    ('"Europe/Amsterdam"', '"../../etc/passwd"', "time_zone", "is no time zone"),
    ('"Europe/Amsterdam"', '"Europe"', "time_zone", "is no time zone"),
    ("bounds = [4.30, 51.96, 4.42, 52.04]", "bounds = [51.96, 4.30, 52.04, 4.42]", "bounds", "within the Netherlands"),
    ("bounds = [4.30, 51.96, 4.42, 52.04]", "bounds = [4.30, 51.96, 4.42]", "bounds", "4 decimal numbers"),
    ("bounds = [4.30, 51.96, 4.42, 52.04]", 'bounds = ["4", "51", "5", "52"]', "bounds", "4 decimal numbers"),
    ('mail = "delftleertsamen@example.org"', 'mail = "a@b.nl, c@d.nl"', "sender.mail", "one mail address"),
    ('mail = "delftleertsamen@example.org"', 'mail = "a@b.nl"\nphone = "bel ons"', "sender.phone", "a phone number"),
    ("[sender]", "[zender]", "sender", "is missing"),
    ("answer_working_days = 10", 'answer_working_days = "10"', "service.answer_working_days", "a whole number"),
    ("answer_working_days = 10", "answer_working_days = true", "service.answer_working_days", "a whole number"),
    ("answer_working_days = 10", "answer_working_days = 0", "service.answer_working_days", "from 1 to 60, not 0"),
    ("= [5, 10]", "= [10, 5]", "service.reply_reminder_working_days", "must rise"),
    ("= [5, 10]", "= [5, 99]", "service.reply_reminder_working_days[1]", "from 1 to 60"),
    ('"good-friday"', '"bad-friday"', "holidays.rules[1]", "there is no holiday rule 'bad-friday'"),
    ('"boxing-day",\n]', '"boxing-day",\n]\nfixed = [3]', "holidays.fixed[0]", "must be a table"),
    (
        '"boxing-day",\n]',
        '"boxing-day",\n]\nfixed = [{ month = 4, day = 31, name = { nl = "x", en = "x" } }]',
        "holidays.fixed[0].day",
        "from 1 to 30",
    ),
    ('key = "voorhof"', 'key = "Voorhof"', "districts[3].key", "small letters"),
    ('key = "voorhof"', 'key = "binnenstad"', "districts[3].key", "stands here twice"),
    ('key = "wippolder"', 'key = "city"', "districts[6].key", "is already that of whole_city"),
    ('name = "Voorhof"', 'name = "De Binnenstad"', "districts[3].name", "is already that of districts[0]"),
    ('code = "WK050324"', 'code = "WK050325"', "neighbourhoods[0].code", "BU050325 and two digits"),
    ('code = "WK050325"', 'code = "WK050327"', "districts[5].code", "is already that of districts[4]"),
    ('code = "WK050324"', 'code = "WK051824"', "districts[3].code", "WK0503 and two digits"),
    ('aliases = ["TU-wijk"]', 'aliases = ["Poptahof"]', "districts[6].aliases[0]", "is the name of neighbourhoods[0]"),
    ('aliases = ["TU-wijk"]', "inhabitants = -1", "districts[6].inhabitants", "must be from 0"),
    ('district = "voorhof"', 'district = "elders"', "neighbourhoods[0].district", "there is no district 'elders'"),
    ("point = [4.347, 52.001]", "point = [52.001, 4.347]", "neighbourhoods[0].point", "outside the bounds"),
    ("point = [4.347, 52.001]", "point = [4.299, 52.001]", "neighbourhoods[0].point", "outside the bounds"),
    ("point = [4.347, 52.001]", "point = [4.421, 52.001]", "neighbourhoods[0].point", "outside the bounds"),
    ("point = [4.347, 52.001]", "point = [4.347, 51.959]", "neighbourhoods[0].point", "outside the bounds"),
    ("point = [4.347, 52.001]", "point = [4.347, 52.041]", "neighbourhoods[0].point", "outside the bounds"),
    ("point = [4.347, 52.001]", "point = [nan, 52.001]", "neighbourhoods[0].point", "outside the bounds"),
    ("point = [4.347, 52.001]", "point = [4.347]", "neighbourhoods[0].point", "2 decimal numbers"),
    ('icon = "green"', 'icon = "tree"', "themes[1].icon", "one of green, health, heritage"),
    ('key = "energy"', 'key = "water"', "themes[1].sub_themes[1].key", "stands here twice"),
    ('themes = ["health", "green"]', 'themes = ["sport"]', "programme_lines[0].themes[0]", "there is no theme 'sport'"),
    ('counts_in = "EC"', 'counts_in = "weeks"', "levels[1].counts_in", "one of EC, hours"),
    ('levels = ["wo"]', 'levels = ["po"]', "institutions[1].levels[0]", "there is no level 'po'"),
    ('levels = ["wo"]', "", "institutions[1].levels", "at least one level"),
    ('kind = "municipality"', 'kind = "town"', "institutions[0].kind", "one of community"),
    ('key = "2025-26"', 'key = "this year"', "academic_years[0].key", "a year like"),
    ("starts_on = 2025-09-01", 'starts_on = "2025-09-01"', "academic_years[0].starts_on", "without quotes"),
    ("starts_on = 2025-09-01", "starts_on = 2025-09-01T00:00:00", "academic_years[0].starts_on", "without quotes"),
    ("ends_on = 2026-08-31", "ends_on = 2025-08-31", "academic_years[0].ends_on", "after starts_on"),
    ("ends_on = 2026-08-31", "ends_on = 2026-06-30", "academic_years[0].semesters[1]", "within the year 2025-26"),
    ("ends_on = 2026-08-31", "ends_on = 2026-09-01", "academic_years[1].starts_on", "after the end of '2025-26'"),
    ("ends_on = 2025-11-07", "ends_on = 2025-11-10", "academic_years[0].blocks[1].starts_on", "end of 'block-1'"),
    ("ends_on = 2025-11-07", "ends_on = 2025-09-01", "academic_years[0].blocks[0].ends_on", "after starts_on"),
    ('url = "https://www.113.nl/"', 'url = "javascript:alert(1)"', "help_lines[2].url", "an https:// address"),
    ('phone = "0800-0113"\n', "", "help_lines[2].phone", "is missing"),
    ("{contact_months}", "{months}", "texts.privacy[1].text", "holds braces"),
    ("{contact_months}", "{contact_months", "texts.privacy[1].text", "holds braces"),
    ("{contact_months}", "{contact_months.x}", "texts.privacy[1].text", "holds braces"),
    ("{contact_months}", "{0}", "texts.privacy[1].text", "holds braces"),
]


@pytest.mark.parametrize(("old", "new", "key", "reason"), MISTAKES, ids=[f"{m[1]} {m[2]}"[:80] for m in MISTAKES])
def test_a_mistake_is_told_with_file_key_and_reason(tmp_path: Path, old: str, new: str, key: str, reason: str) -> None:
    path = make_file(tmp_path, (old, new))

    with pytest.raises(CityFileError) as caught:
        load_city(path)

    assert str(caught.value).startswith(f"changed.toml: {key}: ")
    assert reason in caught.value.reason


def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    path = make_file(tmp_path, ("[programme]", "[programme"))

    with pytest.raises(CityFileError, match=r"changed\.toml: is no TOML: .*line"):
        load_city(path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"name = \xff")

    with pytest.raises(CityFileError, match=r"bytes\.toml: is no TOML"):
        load_city(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CityFileError, match=r"none\.toml: cannot be read: No such file"):
        load_city(tmp_path / "none.toml")


@pytest.mark.parametrize("name", ["gouda", "", "../leiden", "Leiden", "leiden.toml", "x" * 500, "\x00"])
def test_an_unknown_city_is_refused_with_the_cities_there_are(name: str) -> None:
    with pytest.raises(CityFileError, match="there are: delft, leiden"):
        city_file(name)


def test_a_city_without_lines_flagships_neighbourhoods_and_local_holidays_is_complete(tmp_path: Path) -> None:
    text = make_file(tmp_path).read_text(encoding="utf-8")
    start, end = text.index("# A few points"), text.index("[[themes]]")
    lines, levels = text.index("[[programme_lines]]"), text.index("[[levels]]")
    path = tmp_path / "small.toml"
    path.write_text(text[:start] + text[end:lines] + text[levels:], encoding="utf-8")

    city = load_city(path)

    assert (city.key, city.neighbourhoods, city.programme_lines, city.flagships) == ("small", (), (), ())


def test_a_word_residents_use_for_the_whole_city_finds_it() -> None:
    assert DELFT.find_place("delft") == DELFT.place(WHOLE_CITY)
