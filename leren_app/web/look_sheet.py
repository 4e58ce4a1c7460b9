"""Example forms for the component sheet, with mistakes made, so that each state of a field can be looked at."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from leren_app.web.fields import TicksField


class SampleForm(FlaskForm):
    """One field of each kind. The words are examples and stay Dutch, as on the sheet."""

    mail = EmailField("Uw e-mailadres", [Length(max=5, message="Vul een e-mailadres in, zoals naam@voorbeeld.nl")])
    name = StringField("Uw naam", [Optional()])
    text = TextAreaField("Wat is er aan de hand?", [InputRequired("Vertel wat er aan de hand is")])
    place = SelectField(
        "In welke wijk speelt dit?",
        [InputRequired("Kies de wijk waar het om gaat")],
        choices={"": "Kies een wijk", "Noord": {"kade": "De Kade", "haven": "Aan de haven"}},
    )
    day = DateField("Wanneer was het?", [Optional()])
    topic = RadioField(
        "Waar gaat het over?",
        [InputRequired("Kies een onderwerp, of weet ik niet")],
        choices={"health": "Gezondheid en welzijn", "green": "Groen en energie", "unknown": "Weet ik niet"},
    )
    languages = TicksField("Welke talen spreekt u?", [Optional()], choices={"nl": "Nederlands", "en": "Engels"})
    hide = BooleanField("Zet mijn naam niet op de website")
    reference = StringField("Nummer van de vraag")
    version = HiddenField()


class SampleClinicForm(FlaskForm):
    """Two of the four boxes, and the question in two languages."""

    worry = TextAreaField("Wat zit u dwars?", description="In de woorden van de vraagsteller")
    different = TextAreaField("Wat zou er anders zijn als het lukt?", [InputRequired("Vul dit vak in")])
    question_nl = TextAreaField("Nederlands")
    question_en = TextAreaField("Engels")


def sheet() -> dict[str, FlaskForm]:
    """What dev/components.html needs: the two forms, filled in and found wanting."""
    form = SampleForm(formdata=None, data={"mail": "m.degraaf@", "reference": "2026-014"})
    clinic = SampleClinicForm(
        formdata=None,
        prefix="clinic-",
        data={"worry": "Drie flats. Buren groeten elkaar niet meer.", "question_en": "Why do people stay away?"},
    )
    for sample in (form, clinic):
        for field in sample:
            if field.name != "csrf_token":
                field.validate(sample)
    return {"form": form, "clinic": clinic}
