"""The skills to tick for a challenge, with those its text asks for proposed on top; none is ticked by itself."""

from __future__ import annotations

from flask_babel import gettext

from leren_app.extensions import db
from leren_app.models import Challenge
from leren_app.services.challenges.drafting import propose_skills
from leren_app.web.challenges.forms import SkillsForm
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.skill_groups import Group, Offer, groups_of, reasons_of


def groups_for(challenge: Challenge, form: SkillsForm, wanted: str) -> list[Group]:
    """What is ticked, what the text asks for with the words that say so, and the rest by theme."""
    proposed = propose_skills(db.session(), challenge, "en" if spoken_language() == "en" else "nl", city=the_city())
    return groups_of(
        form.skills, wanted=wanted, offers=[Offer(gettext("Proposed from the text"), reasons_of(proposed))]
    )
