"""The parts of a city file as frozen records; the file itself is the documentation of what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leren_app.domain.text import Text

WHOLE_CITY = "city"
EXAMPLE_DOMAINS = ("example", "example.org", "example.com", "example.net", "test", "invalid", "localhost")


@dataclass(frozen=True)
class Label:
    """A key with a name, for things that need no more."""

    key: str
    name: Text


@dataclass(frozen=True)
class Programme:
    """What the programme is called here, and its one line."""

    name: Text
    tagline: Text
    url: str | None


@dataclass(frozen=True)
class District:
    """A district; the whole city is one too, with the key WHOLE_CITY."""

    key: str
    name: Text
    code: str
    aliases: tuple[str, ...]
    inhabitants: int | None


@dataclass(frozen=True)
class Neighbourhood:
    """A neighbourhood: a label point in a district, not an outline."""

    key: str
    name: Text
    code: str
    district: str
    longitude: float
    latitude: float
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """A theme of the programme; the hint says it in everyday words on the ask form."""

    key: str
    name: Text
    icon: str
    ambition: Text
    hint: Text
    sub_themes: tuple[Label, ...]


@dataclass(frozen=True)
class ProgrammeLine:
    """A line of the city's programme, as a label in the yearly account."""

    key: str
    name: Text
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Flagship:
    """A flagship that cuts through the themes."""

    key: str
    name: Text
    themes: tuple[str, ...]
    url: str | None


@dataclass(frozen=True)
class Level:
    """A level of education; `counts_in` is "EC" or "hours"."""

    key: str
    name: Text
    counts_in: str


@dataclass(frozen=True)
class Institution:
    """A partner of the programme; knowledge institutions have levels, others none."""

    key: str
    name: Text
    kind: str
    levels: tuple[str, ...]
    url: str | None


@dataclass(frozen=True)
class Sender:
    """Who the mails come from."""

    name: Text
    mail: str
    reply_to: str | None
    phone: str | None

    @property
    def is_example(self) -> bool:
        """Whether an address lies in a domain reserved for examples, which production refuses."""
        domains = [address.rsplit("@", 1)[1].lower() for address in (self.mail, self.reply_to) if address]
        return any(domain == name or domain.endswith("." + name) for domain in domains for name in EXAMPLE_DOMAINS)


@dataclass(frozen=True)
class Desk:
    """Where somebody without mail can walk in, and when."""

    place: str
    days: Text
    phone: str | None


@dataclass(frozen=True)
class Service:
    """What is promised about time; days are working days unless the name says otherwise."""

    answer_working_days: int
    confirm_reminder_calendar_days: int
    reply_reminder_working_days: tuple[int, ...]


@dataclass(frozen=True)
class BurdenLimits:
    """How many people may be asked to take part within eight weeks, before it is too much.

    A district's limit grows with its inhabitants, but is never below `people_per_district`, which also counts where the
    file does not know how many live there.
    """

    people_per_thousand_inhabitants: int
    people_per_district: int
    people_per_partner: int


@dataclass(frozen=True)
class Retention:
    """How many months personal data is kept after it was last needed."""

    contact_months: int
    question_text_months: int
    account_months: int
    mail_log_months: int


@dataclass(frozen=True)
class Period:
    """A semester or block; both days are part of it."""

    key: str
    name: Text
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class AcademicYear:
    """A year with its semesters and blocks, in order and without overlap."""

    key: str
    starts_on: date
    ends_on: date
    semesters: tuple[Period, ...]
    blocks: tuple[Period, ...]


@dataclass(frozen=True)
class Route:
    """A quicker way for what is no learning question; without a link the text or phone says how."""

    key: str
    name: Text
    text: Text
    url: str | None
    phone: str | None


@dataclass(frozen=True)
class ReadyText:
    """A text to begin an answer with: for which step, and with which reason where that step asks one."""

    key: str
    purpose: str
    reason: str
    name: Text
    text: Text
    url: str | None


@dataclass(frozen=True)
class HelpLine:
    """Where to call in a crisis."""

    key: str
    name: Text
    text: Text
    phone: str
    url: str | None


@dataclass(frozen=True)
class Section:
    """A piece of a longer text; paragraphs are separated by an empty line."""

    key: str
    heading: Text
    text: Text


@dataclass(frozen=True)
class Texts:
    """Texts the city's lawyer or editor owns."""

    consent: Text
    age_rule: Text
    privacy: tuple[Section, ...]
