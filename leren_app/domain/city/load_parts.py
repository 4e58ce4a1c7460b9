"""Reads the smaller parts of a city file, one function per part."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from functools import partial

from leren_app.domain.city.parts import (
    BurdenLimits,
    Desk,
    Flagship,
    HelpLine,
    Institution,
    Label,
    Level,
    Programme,
    ProgrammeLine,
    ReadyText,
    Retention,
    Route,
    Section,
    Sender,
    Service,
    Texts,
    Theme,
)
from leren_app.domain.city.reader import MAIL, PHONE, Table, read_list
from leren_app.domain.lifecycles.question_reasons import REASONS_OF
from leren_app.domain.text import Text

ICONS = ("health", "green", "heritage")
KINDS = ("municipality", "knowledge", "community", "company")
UNITS = ("EC", "hours")
LEAST_MAIL_LOG = 6  # months: what keeps a mail from going out twice must live longer than its promise can come again
PURPOSES = ("ask_more", "put_before", "refer", "refuse", "answer")


def read_programme(file: Table) -> Programme:
    """Name, one line, and where to read on."""
    with file.table("programme") as table:
        return Programme(table.text("name"), table.text("tagline"), table.optional_url())


def read_theme(table: Table) -> Theme:
    """One theme with its sub-themes."""
    with table:
        return Theme(
            key=table.slug(),
            name=table.text("name"),
            icon=table.one_of("icon", ICONS),
            ambition=table.text("ambition"),
            hint=table.text("hint"),
            sub_themes=read_list(table, "sub_themes", _read_label),
        )


def _read_label(table: Table) -> Label:
    with table:
        return Label(table.slug(), table.text("name"))


def read_line(table: Table, themes: Collection[str]) -> ProgrammeLine:
    """One programme line; its themes must exist."""
    with table:
        return ProgrammeLine(table.slug(), table.text("name"), table.references("themes", themes, "theme"))


def read_flagship(table: Table, themes: Collection[str]) -> Flagship:
    """One flagship; its themes must exist."""
    with table:
        return Flagship(
            table.slug(), table.name("name"), table.references("themes", themes, "theme"), table.optional_url()
        )


def read_level(table: Table) -> Level:
    """One level of education."""
    with table:
        return Level(table.slug(), table.text("name"), table.one_of("counts_in", UNITS))


def read_institution(table: Table, levels: Collection[str]) -> Institution:
    """One partner; a knowledge institution needs at least one level."""
    with table:
        found = Institution(
            key=table.slug(),
            name=table.name("name"),
            kind=table.one_of("kind", KINDS),
            levels=table.references("levels", levels, "level"),
            url=table.optional_url(),
        )
        if found.kind == "knowledge" and not found.levels:
            raise table.error("levels", "a knowledge institution needs at least one level")
        return found


def read_sender(file: Table) -> Sender:
    """Who the mails come from."""
    with file.table("sender") as table:
        return Sender(
            name=table.name("name"),
            mail=table.mail("mail"),
            reply_to=table.optional("reply_to", MAIL, "one mail address"),
            phone=table.optional_phone(),
        )


def read_desk(file: Table) -> Desk:
    """Where somebody can walk in."""
    with file.table("desk") as table:
        return Desk(table.string("place"), table.text("days"), table.optional_phone())


def read_service(file: Table) -> Service:
    """What is promised about time."""
    with file.table("service") as table:
        return Service(
            answer_working_days=table.number("answer_working_days", 1, 60),
            confirm_reminder_calendar_days=table.number("confirm_reminder_calendar_days", 1, 29),
            reply_reminder_working_days=table.numbers("reply_reminder_working_days", 1, 60),
        )


def read_burden(file: Table) -> BurdenLimits:
    """How many people may be asked within eight weeks."""
    with file.table("burden") as table:
        return BurdenLimits(
            people_per_thousand_inhabitants=table.number("people_per_thousand_inhabitants", 1, 1000),
            people_per_district=table.number("people_per_district", 5, 100_000),
            people_per_partner=table.number("people_per_partner", 5, 100_000),
        )


def read_retention(file: Table) -> Retention:
    """How long personal data is kept."""
    with file.table("retention") as table:
        return Retention(
            contact_months=table.number("contact_months", 1, 120),
            question_text_months=table.number("question_text_months", 1, 120),
            account_months=table.number("account_months", 1, 120),
            mail_log_months=table.number("mail_log_months", LEAST_MAIL_LOG, 120),
        )


def read_route(table: Table) -> Route:
    """One quicker way."""
    with table:
        return Route(table.slug(), table.text("name"), table.text("text"), table.optional_url(), table.optional_phone())


def read_ready_text(table: Table) -> ReadyText:
    """One text to begin an answer with; only referring and refusing have a reason."""
    with table:
        key, purpose = table.slug(), table.one_of("purpose", PURPOSES)
        reasons = REASONS_OF.get(purpose, {})
        reason = table.one_of("reason", reasons) if reasons and table.has("reason") else ""
        return ReadyText(key, purpose, reason, table.text("name"), table.text("text"), table.optional_url())


def read_help_line(table: Table) -> HelpLine:
    """One crisis line; its phone number is needed."""
    with table:
        phone = table.matching("phone", PHONE, "a phone number")
        return HelpLine(table.slug(), table.text("name"), table.text("text"), phone, table.optional_url())


def read_texts(file: Table, retention: Retention) -> Texts:
    """The longer texts; {contact_months} and the like in the privacy text become the months of `retention`."""
    with file.table("texts") as table:
        sections = read_list(table, "privacy", partial(_read_section, retention=retention))
        return Texts(table.text("consent"), table.text("age_rule"), sections)


def _read_section(table: Table, retention: Retention) -> Section:
    with table:
        return Section(table.slug(), table.text("heading"), _filled(table, table.text("text"), retention))


def _filled(table: Table, text: Text, retention: Retention) -> Text:
    """A figure stands once in the file, so that text and deletion cannot disagree."""
    months = asdict(retention)
    try:
        return text.with_(**months)
    except (LookupError, ValueError, AttributeError):
        known = ", ".join(f"{{{name}}}" for name in months)
        raise table.error("text", f"holds braces that are none of {known}") from None
