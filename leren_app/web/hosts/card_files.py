"""The card as a PDF: number, QR code and short code, in the asker's language, without a word of who asked what."""

from __future__ import annotations

import hmac
import io
from datetime import date
from urllib.parse import urlsplit

import segno
from flask import Response, current_app, url_for

from leren_app.domain import calendar, days
from leren_app.domain.text import Text
from leren_app.models import Question
from leren_app.services.questions.cards import Card
from leren_app.web.guards import in_language
from leren_app.web.here import the_city
from leren_app.web.paper import pdf

_WORDS: dict[str, Text] = {
    "heading": Text("Uw vraag", "Your question"),
    "look": Text("Kijken waar uw vraag is", "See where your question stands"),
    "how_qr": Text("Richt de camera van een telefoon op het vierkant.", "Point the camera of a phone at the square."),
    "how_code": Text(
        "Of ga op een computer naar dit adres, en typ het nummer en de code:",
        "Or go to this address on a computer, and type the number and the code:",
    ),
    "code_name": Text("Code", "Code"),
    "reads_only": Text(
        "Wie deze kaart heeft, ziet alleen waar de vraag is. Uw woorden en uw naam staan er niet bij.",
        "Whoever has this card sees only where the question stands, not your words or your name.",
    ),
    "qr_alt": Text("QR-code naar de stand van uw vraag", "QR code to where your question stands"),
    "questions": Text("Wilt u iets zeggen of vragen?", "Do you want to say or ask something?"),
}
_ANSWER_BY = Text("U hoort uiterlijk {day} van ons.", "You hear from us by {day} at the latest.")
_WELCOME = Text("U hoort van ons als er iets verandert.", "You hear from us when something changes.")
_DESK = Text("Kom langs: {place}, {days}.", "Come by: {place}, {days}.")
_CALL = Text(" Of bel {phone}.", " Or call {phone}.")
_VALID = Text(
    "Deze kaart werkt tot en met {day}. Kwijt? Aan de balie krijgt u een nieuwe; deze werkt dan niet meer.",
    "This card works until {day}. Lost it? You get a new one at the desk; this one then stops working.",
)


def card_pdf(question: Question, card: Card) -> Response:
    """The card of a question; it is the only copy of its codes."""
    return pdf("card", content_of(question, card), f"kaart-{question.reference}.pdf")


def seed_of(form_key: str, question: Question) -> bytes:
    """What a card is drawn from: one for each form, which nobody can work out from its key."""
    return hmac.digest(str(current_app.secret_key).encode(), f"card/{question.id}/{form_key}".encode(), "sha256")


def content_of(question: Question, card: Card) -> dict[str, object]:
    """Everything the card says."""
    language, desk = question.asker.language, the_city().desk
    phone = desk.phone or the_city().sender.phone
    welcome = _WELCOME if question.due_on is None or question.first_answer_at is not None else None
    return {
        **{key: text.in_(language) for key, text in _WORDS.items()},
        "language": language,
        "programme": the_city().programme.name.in_(language),
        "reference": question.reference,
        "answer_by": (welcome or _ANSWER_BY.with_(day=_day(question.due_on, language))).in_(language),
        "code": card.code,
        "address": _address(language, url_for("card.enter")).split("://", 1)[1],
        "qr": _square(_address(language, url_for("visits.follow", token=card.secret))),
        "desk": _DESK.with_(place=desk.place, days=desk.days.in_(language)).in_(language)
        + (_CALL.with_(phone=phone).in_(language) if phone else ""),
        "valid": _VALID.with_(day=_day(calendar.local_day(card.expires_at, the_city().time_zone), language)).in_(
            language
        ),
    }


def _square(address: str) -> str:
    """The QR code as a drawing, dark on white, with the quiet edge that cameras need."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=4, light="white", nl=False)
    return drawn.getvalue().decode()


def _address(language: str, path: str) -> str:
    """The whole address of a page in a language, at the name under which people know us."""
    base = urlsplit(str(current_app.config["BASE_URL"]))
    return f"{base.scheme}://{base.netloc}{in_language(language, path)}"


def _day(day: date | None, language: str) -> str:
    return days.spoken(day).in_(language) if day else ""
