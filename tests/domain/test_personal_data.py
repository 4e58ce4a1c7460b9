"""Personal details are found in what people type; dates, amounts and references are left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leren_app.domain.personal_data import NAMES, Kind, find_personal_data, is_bsn, is_dutch_phone, is_iban

SPACE = "\u00a0"
LETTERS = st.text("ABCDEFGHJKLMNPRSTVWXYZ", min_size=2, max_size=2)
anything = st.text(st.characters(), max_size=200)  # lone surrogates and NUL included
plain = st.text("abc xyz,.!?\n\x00\ud800\U0001f600", max_size=40)


def found_in(text: str) -> list[tuple[str, str]]:
    """Kind and text of what is found."""
    return [(found.kind, text[found.start : found.end]) for found in find_personal_data(text)]


def make_bsn(eight: int) -> str | None:
    """A number that passes the eleven test, where a last digit exists that makes it so."""
    digits = f"{eight:08d}"
    last = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    return f"{digits}{last}" if last < 10 and eight else None


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("Mail naar jan.de.vries+stad@buurt-huis.nl.", "mail", "jan.de.vries+stad@buurt-huis.nl"),
        ("(m@x.co.uk)", "mail", "m@x.co.uk"),
        ("Jörg@bücher.de", "mail", "Jörg@bücher.de"),
        ("bel 06-12345678 graag", "phone", "06-12345678"),
        ("bel 06 12 34 56 78!", "phone", "06 12 34 56 78"),
        ("06 - 12 34 56 78", "phone", "06 - 12 34 56 78"),
        ("tel:0612345678", "phone", "0612345678"),
        ("06.12.34.56.78", "phone", "06.12.34.56.78"),
        (f"06{SPACE}12345678", "phone", f"06{SPACE}12345678"),
        ("071-5123456", "phone", "071-5123456"),
        ("071 - 512 34 56", "phone", "071 - 512 34 56"),
        ("071/512 34 56", "phone", "071/512 34 56"),
        ("(071) 512 34 56", "phone", "(071) 512 34 56"),
        ("0182-512345", "phone", "0182-512345"),
        ("+31 6 12345678", "phone", "+31 6 12345678"),
        ("+31612345678", "phone", "+31612345678"),
        ("+31 (0)71 512 34 56", "phone", "+31 (0)71 512 34 56"),
        ("+31 071 512 34 56", "phone", "+31 071 512 34 56"),
        ("0031 71 5123456", "phone", "0031 71 5123456"),
        ("Wij wonen op 2315 VN.", "postcode", "2315 VN"),
        ("2315VN", "postcode", "2315VN"),
        ("2315vn", "postcode", "2315vn"),
        ("2315 EC", "postcode", "2315 EC"),
        ("2315 VN 2", "address", "2315 VN 2"),
        ("2315 VN, nr. 12a", "address", "2315 VN, nr. 12a"),
        ("2315 VN huisnummer 12-3", "address", "2315 VN huisnummer 12-3"),
        ("Arubapad 2, 2315 VN", "address", "2315 VN"),
        ("Arubapad 2b\n2315 VN Stad", "address", "2315 VN"),
        ("sinds 2026, 2315 VN", "postcode", "2315 VN"),
        ("tot 2315 VN, 2026", "postcode", "2315 VN"),
        ("BSN 111222333", "bsn", "111222333"),
        ("123456782", "bsn", "123456782"),
        ("1234.56.782", "bsn", "1234.56.782"),
        ("123 456 782", "bsn", "123 456 782"),
        ("NL91 ABNA 0417 1643 00", "iban", "NL91 ABNA 0417 1643 00"),
        ("nl91abna0417164300", "iban", "nl91abna0417164300"),
    ],
)
def test_a_personal_detail_is_found_where_it_stands(text: str, kind: str, detail: str) -> None:
    assert found_in(text) == [(kind, detail)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Op 12 mei 2026 om 12:30 uur, of 01-02-2026 12:30.",
        "06-12-2026 10 uur",
        "6/12/2026 10.30",
        "2026-05-12 10:30",
        "20260512",
        "In 2026 en 2027, week 36-46, 2025-2026.",
        "2026 EU, 2024 NL",
        "1500 kg, 1500 KG, 2000 m2, 1250km, 1500 EC",
        "LMDS-2026-001 en LMDS-2026-1000, DELFT-2026-012",
        "€ 1.234.567,89 en € 123456782 en €123456782 en 123.456.782,50 en 123456782 euro",
        "Bel 112, 14 071, 0800-0113 of 0900-8844.",
        "0900-1234567",
        "000000000",
        "123456789",  # fails the eleven test
        "1234567820",  # one digit too many
        "NL92 ABNA 3417 1643 00",  # fails the check
        "2311 SS, 2311 SA",
        "2311 in de wijk",
        "0123 AB",
        "12311 AB",
        "2311 ABC",
        "Wij@stad, @naam, a@b, @",
        "5-5-5, 10.000 mensen, 3,5 %",
    ],
)
def test_dates_years_amounts_and_references_are_no_personal_details(text: str) -> None:
    assert found_in(text) == []


def test_several_details_come_in_order_and_do_not_overlap() -> None:
    text = "Jan, 06-12345678, NL91 ABNA 0417 1643 00, jan@x.nl, 2315 VN 2, 111222333."

    assert [kind for kind, _ in found_in(text)] == ["phone", "iban", "mail", "address", "bsn"]


def test_two_postcodes_beside_each_other_are_two() -> None:
    assert found_in("2311vj, 2312 VK") == [("postcode", "2311vj"), ("postcode", "2312 VK")]


def test_a_detail_has_a_name_in_both_languages_and_an_excerpt_that_fits() -> None:
    (mail,) = find_personal_data("a" * 60 + "@" + "b" * 60 + ".nl")

    assert mail.name == NAMES[Kind.MAIL]
    assert (mail.name.nl, mail.name.en) == ("e-mailadres", "email address")
    assert len(mail.excerpt) == 80
    assert set(NAMES) == set(Kind)


@given(plain, plain, st.integers(10_000_000, 99_999_999), st.sampled_from(["06{}", "06-{}", "+316{}", "+31 6 {}"]))
def test_a_mobile_number_is_found_between_any_words(before: str, after: str, digits: int, form: str) -> None:
    number = form.format(digits)

    assert ("phone", number) in found_in(f"{before} {number} {after}")


@given(plain, plain, st.integers(0, 99_999_999).map(make_bsn).filter(bool))
def test_a_number_that_passes_the_eleven_test_is_found_between_any_words(before: str, after: str, bsn: str) -> None:
    text = f"{before} {bsn} {after}"

    assert is_bsn(bsn)
    assert bsn in text[find_personal_data(text)[0].start :]


@given(st.integers(0, 99_999_999).map(make_bsn).filter(bool), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_fails_the_eleven_test(bsn: str, place: int, more: int) -> None:
    wrong = bsn[:place] + str((int(bsn[place]) + more) % 10) + bsn[place + 1 :]

    assert not is_bsn(wrong)


@given(st.integers(0, 10**10 - 1))
def test_a_dutch_account_number_with_right_check_digits_is_found(account: int) -> None:
    body = f"ABNA{account:010d}"
    check = 98 - int("".join(str(int(sign, 36)) for sign in body + "NL00")) % 97

    assert is_iban(f"NL{check:02d}{body}")
    assert ("iban", f"NL{check:02d}{body}") in found_in(f"rekening NL{check:02d}{body}.")
    assert not is_iban(f"NL{(check + 1) % 100:02d}{body}")


@pytest.mark.parametrize("text", ["", "NL", "BE68539007547034", "12345", "0012345678", "\x00", "\ud800", "٠٦١٢٣٤٥٦٧٨"])
def test_what_is_no_number_at_all_is_none(text: str) -> None:
    assert [check(text) for check in (is_iban, is_bsn, is_dutch_phone)] == [False, False, False]


@given(st.integers(1000, 9999), LETTERS.filter(lambda letters: letters not in {"SA", "SD", "SS"}))
def test_a_postcode_written_together_in_capitals_is_found(digits: int, letters: str) -> None:
    odd = digits // 10 * 10 + 7  # a round number may be a measure: 1500KG

    assert found_in(f"in {odd}{letters} is het") == [("postcode", f"{odd}{letters}")]


@given(anything)
def test_whatever_is_typed_gives_places_in_the_text_in_order(text: str) -> None:
    ends = 0
    for found in find_personal_data(text):
        assert ends <= found.start < found.end <= len(text)
        assert text[found.start : found.end].startswith(found.excerpt)
        ends = found.end


HOSTILE = [
    "a", "0", "1", "@", "_", "+", " ", "\x00", "\ud800", "\U0001f600", "a.", "a@", "a@a.", "a-@", "06 ", "06-", "+31",
    "0-", "0 ", "0...1", "(071) ", "NL91", "NL91ABNA", "NL9 ", "2311 AB ", "2311AB", "1a ", "123 456 78", "0 1", "€ 1",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_thousand_signs_of_anything_take_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = time.perf_counter()

    find_personal_data(text)

    assert time.perf_counter() - start < 2  # measured: 0.01 to 0.1 s; a pattern that backtracks takes minutes
