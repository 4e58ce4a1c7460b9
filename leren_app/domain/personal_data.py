"""Finds what may point to a person in a text that is to become public; a human decides, this shows where to look.

Every repetition is bounded, so that the time stays linear in the length of the text, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from leren_app.domain.text import Text

LONGEST_EXCERPT = 80


class Kind(StrEnum):
    """What sort of personal detail it is."""

    MAIL = "mail"
    IBAN = "iban"
    PHONE = "phone"
    BSN = "bsn"
    ADDRESS = "address"
    POSTCODE = "postcode"


NAMES: dict[Kind, Text] = {
    Kind.MAIL: Text("e-mailadres", "email address"),
    Kind.IBAN: Text("rekeningnummer", "bank account number"),
    Kind.PHONE: Text("telefoonnummer", "phone number"),
    Kind.BSN: Text("burgerservicenummer", "citizen service number"),
    Kind.ADDRESS: Text("postcode met huisnummer", "postcode with house number"),
    Kind.POSTCODE: Text("postcode", "postcode"),
}


@dataclass(frozen=True)
class Found:
    """One detail: text[start:end], and as much of it as fits a sentence."""

    kind: Kind
    start: int
    end: int
    excerpt: str

    @property
    def name(self) -> Text:
        """What a person calls this kind of detail."""
        return NAMES[self.kind]


MAIL = re.compile(r"[\w.%+-]{1,64}+@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")
IBAN = re.compile(r"(?<![A-Z0-9])NL[ .-]?[0-9]{2}(?:[ .-]?[A-Z]){4}(?:[ .-]?[0-9]){10}(?![A-Z0-9])", re.I | re.A)

_GAP = r"[ \u00a0./\u2010-\u2013-]{0,3}"  # what people put between digits: "06 - 12 34 56 78"
_DATE = r"[0-3]?[0-9](?P<sep>[-/.])[01]?[0-9](?P=sep)(?:19|20)[0-9]{2}(?![0-9])"
PHONE = re.compile(
    rf"(?<![0-9+])(?<![0-9][.,/-])(?!{_DATE})"
    rf"(?:(?:\+|00)31{_GAP}(?:\(0\){_GAP}|0)?[1-9]|\(0[1-9][0-9]{{1,2}}\)|0[1-9])"
    rf"(?:{_GAP}[0-9]){{6,8}}(?![0-9])"
)
BSN = re.compile(
    r"(?<![0-9€])(?<!€[ \u00a0])"
    r"(?:[0-9]{9}|(?<![0-9][.,/ -])(?:[0-9]{3}([ .-])[0-9]{3}\1[0-9]{3}|[0-9]{4}([ .-])[0-9]{2}\2[0-9]{3}))"
    r"(?![0-9]|[.,/-][0-9]|,-| ?euro)"
)
POSTCODE = re.compile(
    r"(?<![\w.,/-])(?<!€ )(?P<digits>[1-9][0-9]{3})(?P<gap>[ \u00a0]?)(?P<letters>[A-Z]{2}|[a-z]{2})(?!\w)"
    r"(?P<house>,?[ \u00a0]{1,2}(?:(?:nr\.?|nummer|huisnummer)[ ]?)?"
    r"(?!(?:19|20)[0-9]{2}(?!\w)|[0-9]{4} ?[A-Z]{2}(?!\w))"  # a year, or the next postcode, is no house number
    r"[1-9][0-9]{0,4}(?:[ -]?[A-Za-z]|-[0-9]{1,4})?(?!\w))?"
)
HOUSE_BEFORE = re.compile(r"(?<!\w)(?!(?:19|20)[0-9]{2}(?!\w))[1-9][0-9]{0,4}(?:[ -]?[A-Za-z])?,?[ \u00a0]{0,2}\n?\Z")
# Never given out, because of their history; and what follows a year or an amount more often than it ends a postcode.
NO_LETTERS = {"SA", "SD", "SS"}
UNITS = {
    "KG",
    "KM",
    "CM",
    "MM",
    "ML",
    "DL",
    "CL",
    "HA",
    "KB",
    "MB",
    "GB",
    "TB",
    "KW",
    "MW",
    "HZ",
    "DB",
    "PX",
    "EC",
    "ST",
}
WORDS = {"EU", "NL", "EN", "IN", "OP", "AI", "TV", "UK", "US", "VS", "VN", "OF", "IS", "DE", "TE", "ER", "UU", "UR"}


def find_personal_data(text: str) -> tuple[Found, ...]:
    """Every mail address, phone number, postcode, BSN and Dutch IBAN, in order of place and never overlapping."""
    taken: list[Found] = []
    covered = bytearray(len(text))
    for kind, start, end in _candidates(text):
        if not any(covered[start:end]):
            covered[start:end] = b"\x01" * (end - start)
            taken.append(Found(kind, start, end, text[start:end][:LONGEST_EXCERPT]))
    return tuple(sorted(taken, key=lambda found: found.start))


def _candidates(text: str) -> Iterator[tuple[Kind, int, int]]:
    """What each pattern finds and its check confirms, the surest kinds first."""
    for kind, pattern, holds in PATTERNS:
        for match in pattern.finditer(text):
            if holds(match):
                has_house = kind is Kind.POSTCODE and _has_house_number(match)
                yield (Kind.ADDRESS if has_house else kind), *match.span()


def is_iban(text: str) -> bool:
    """A Dutch IBAN whose check digits are right (ISO 13616, mod 97)."""
    plain = re.sub(r"[ .-]", "", text).upper()
    if not re.fullmatch(r"NL[0-9]{2}[A-Z]{4}[0-9]{10}", plain):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def is_bsn(text: str) -> bool:
    """Nine digits that pass the eleven test, in which the last digit counts as -1; all zeros is nobody's."""
    digits = [int(sign) for sign in text if sign in "0123456789"]
    if len(digits) != 9 or not any(digits):
        return False
    return sum(weight * digit for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True)) % 11 == 0


def is_dutch_phone(text: str) -> bool:
    """Ten digits from 0, or nine after the country code; service numbers such as 0800-0113 have another length."""
    digits = re.sub(r"[^0-9]", "", text.replace("(0)", ""))
    if text.startswith("+") or digits.startswith("00"):
        digits = "0" + digits.removeprefix("00").removeprefix("31").removeprefix("0")
    return re.fullmatch(r"0[1-9][0-9]{8}", digits) is not None


def _is_postcode(match: re.Match[str]) -> bool:
    letters, digits = match["letters"], int(match["digits"])
    if letters.upper() in NO_LETTERS:
        return False
    if letters.upper() in UNITS and (letters.islower() or digits % 10 == 0):  # "1250kg" and "1500 EC", not "2315 EC"
        return False
    if not match["gap"]:
        return True
    # after a space small letters are a word ("2311 in"), and capitals after a year are an abbreviation ("2026 EU")
    return letters.isupper() and not (letters in WORDS and 1900 <= digits <= 2099)


def _has_house_number(match: re.Match[str]) -> bool:
    before = HOUSE_BEFORE.search(match.string, max(0, match.start() - 12), match.start())
    return bool(match["house"] or before)


# Kind, where to look, and what must hold; the first to claim a place keeps it, so the surest kinds come first.
PATTERNS: tuple[tuple[Kind, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (Kind.MAIL, MAIL, bool),
    (Kind.IBAN, IBAN, lambda match: is_iban(match.group())),
    (Kind.PHONE, PHONE, lambda match: is_dutch_phone(match.group())),
    (Kind.BSN, BSN, lambda match: is_bsn(match.group())),
    (Kind.POSTCODE, POSTCODE, _is_postcode),
)
