"""The agreement as a PDF to keep, and the day to start as a calendar file."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
from flask import Response

from leren_app.domain import days
from leren_app.domain.agreement import TERMS, said
from leren_app.domain.text import Text
from leren_app.models import Placement
from leren_app.services.placements.agreement import SNAPSHOT
from leren_app.web.challenge_words import level_name
from leren_app.web.here import now, the_city
from leren_app.web.language import spoken_language
from leren_app.web.paper import attachment, pdf

_WORDS: dict[str, Text] = {
    "heading": Text("Afspraak", "Agreement"),
    "between": Text("tussen een vak en een opdrachtgever", "between a course and a client"),
    "about": Text("Waar het over gaat", "What it is about"),
    "who": Text("Wie", "Who"),
    "course": Text("Vak", "Course"),
    "institution": Text("Instelling", "Institution"),
    "lecturer": Text("Docent", "Lecturer"),
    "level": Text("Niveau", "Level"),
    "client": Text("Opdrachtgever", "Client"),
    "weeks": Text("Weken", "Weeks"),
    "kickoff": Text("Startdag", "Day to start"),
    "terms": Text("Wat is afgesproken", "What was agreed"),
    "yes": Text("Wie ja zei", "Who said yes"),
    "lecturer_yes": Text("De docent zei ja op {day}.", "The lecturer said yes on {day}."),
    "client_yes": Text("De opdrachtgever zei ja op {day}.", "The client said yes on {day}."),
    "version": Text("Versie {n} van deze afspraak", "Version {n} of this agreement"),
}


def pdf_of(placement: Placement) -> Response:
    """The agreement in the language of the page, tagged, as an attachment."""
    return pdf("agreement", content_of(placement), f"{_name(placement)}.pdf")


def calendar_of(placement: Placement) -> Response:
    """The day to start as a whole day; the same day keeps its id, so that a calendar replaces and not doubles it."""
    assert placement.kickoff_on is not None  # noqa: S101 - the view asked
    course, language = placement.run.course, spoken_language()
    event = icalendar.Event()
    event.add("uid", f"placement-{placement.id}@{the_city().sender.mail.rsplit('@', 1)[1]}")
    event.add("dtstamp", now())
    event.add("sequence", placement.agreement_version)
    event.add("dtstart", placement.kickoff_on)
    event.add("dtend", placement.kickoff_on + timedelta(days=1))
    name = course.name_en if language == "en" else course.name_nl
    event.add("summary", f"{_starts().in_(language)}: {_title(placement).in_(language)}")
    event.add("description", f"{name}, {course.organisation.name}")
    file = icalendar.Calendar()
    file.add("prodid", f"-//{the_city().programme.name.nl}//NL")
    file.add("version", "2.0")
    file.add_component(event)
    return attachment(file.to_ical(), "text/calendar; charset=utf-8", f"{_name(placement)}.ics")


def content_of(placement: Placement) -> dict[str, object]:
    """Everything the document says, in the language of the page."""
    language, run = spoken_language(), placement.run
    course, client = run.course, placement.challenge.client
    kept = placement.terms.get(SNAPSHOT, {})
    teachers = [lecturer.user.name for lecturer in course.lecturers] or [run.person.name if run.person else ""]
    words = {key: text.in_(language) for key, text in _WORDS.items() if "{" not in text.nl}
    organisation = client.organisation.name if client and client.organisation else ""
    return {
        **words,
        "language": language,
        "programme": the_city().programme.name.in_(language),
        "title": _title(placement).in_(language),
        "summary": kept.get(f"summary_{language}") or getattr(placement.challenge, f"summary_{language}"),
        "facts": [
            (words["course"], course.name_en if language == "en" else course.name_nl),
            (words["institution"], course.organisation.name),
            (words["lecturer"], ", ".join(teachers)),
            (words["level"], level_name(course.level)),
            (words["client"], ", ".join(p for p in (client.name if client else "", organisation) if p)),
            (words["weeks"], days.weeks(run.starts_on, run.ends_on).in_(language)),
            (words["kickoff"], _day(placement.kickoff_on, language)),
        ],
        "paragraphs": [(term.heading.in_(language), said(placement.terms, term).in_(language)) for term in TERMS],
        "yeses": _yeses(placement, language),
        "version_line": _WORDS["version"].with_(n=placement.agreement_version).in_(language),
    }


def _yeses(placement: Placement, language: str) -> list[str]:
    at = (("lecturer_yes", placement.lecturer_ticked_at), ("client_yes", placement.client_ticked_at))
    return [_WORDS[key].with_(day=_day(when.date(), language)).in_(language) for key, when in at if when]


def _day(day: date | None, language: str) -> str:
    return days.spoken(day).in_(language) if day else "–"


def _title(placement: Placement) -> Text:
    kept, challenge = placement.terms.get(SNAPSHOT, {}), placement.challenge
    return Text(kept.get("title_nl") or challenge.title_nl, kept.get("title_en") or challenge.title_en)


def _starts() -> Text:
    return Text("Start", "Start")


def _name(placement: Placement) -> str:
    return (
        f"afspraak-{placement.challenge.slug[:60]}"
        if spoken_language() == "nl"
        else (f"agreement-{placement.challenge.slug[:60]}")
    )
