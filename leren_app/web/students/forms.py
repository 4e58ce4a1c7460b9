"""What students and researchers fill in, and what a lecturer chooses when making a team."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from babel.dates import get_day_names
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from leren_app.domain.asides import ASIDE_REASON_NAMES
from leren_app.models import Application, Profile
from leren_app.services.applications.applying import LONGEST_MOTIVATION
from leren_app.services.profiles.keeping import DAYS, Told, learner_levels
from leren_app.services.teams.forming import Choice
from leren_app.web.fields import NumberField, TickField, TicksField
from leren_app.web.forms import BaseForm, VersionedForm, area, line
from leren_app.web.here import the_city, theme_choices
from leren_app.web.language import spoken_language
from matching.skills import own_vocabulary

LONGEST_ABOUT = 600
MOST_HOURS = 60
_BETWEEN = re.compile(r"[,;\n]")
_HOURS = _l("Fill in a number from 1 to 60")


class ProfileForm(VersionedForm):
    """A profile in two minutes; the level alone is asked for, because without it nothing can fit."""

    programme = line(_l("What do you study, or do research in?"))
    level = RadioField(_l("At which level?"), validators=[InputRequired(_l("Choose your level"))])
    typed = line(_l("What can you do?"), longest=300)
    skills = TicksField(_l("Or choose from the lists"), validators=[Optional()])
    languages = TicksField(_l("Which languages do you speak well enough to work in?"), validators=[Optional()])
    interests = TicksField(_l("Which themes do you like?"), validators=[Optional()])
    hours_per_week = NumberField(
        _l("How many hours a week do you have?"), validators=[Optional(), NumberRange(1, MOST_HOURS, _HOURS)]
    )
    free_days = TicksField(_l("On which days are you free for it?"), validators=[Optional()])
    about = area(_l("Tell something about yourself, in two sentences"), longest=LONGEST_ABOUT)
    consents = TickField(_l("Yes, match me, and let lecturers see this profile when they make a team"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unknown: list[str] = []
        language = spoken_language()
        names = get_day_names("wide", locale=language)
        self.level.choices = {level.key: level.name.in_(language) for level in learner_levels(the_city())}
        self.skills.choices = {
            skill.key: skill.label("en" if language == "en" else "nl") for skill in own_vocabulary().skills.values()
        }
        self.languages.choices = {"nl": gettext("Dutch"), "en": gettext("English")}
        self.interests.choices = dict(theme_choices())
        self.free_days.choices = {str(day): names[day - 1].capitalize() for day in DAYS}

    @classmethod
    def of(cls, profile: Profile | None) -> ProfileForm:
        """The form as the profile stands, or a fresh one; who has none yet speaks the language of the page."""
        if profile is None:
            return cls(formdata=None, languages=[spoken_language()])
        return cls(
            formdata=None,  # every field by name: what an object has would win, and its skills are rows
            programme=profile.programme,
            level=profile.level,
            languages=profile.languages,
            interests=profile.interests,
            hours_per_week=profile.hours_per_week,
            about=profile.about,
            skills=[each.skill for each in profile.skills],
            free_days=[str(day) for day in profile.free_days],
            consents=profile.consented_at is not None,
            seen_version=str(profile.version),
        )

    @property
    def told(self) -> Told:
        """What was filled in, for the service."""
        return Told(
            programme=self.programme.data or "",
            level=self.level.data or "",
            skills=tuple(self.skills.data or ()),
            languages=tuple(self.languages.data or ()),
            hours_per_week=self.hours_per_week.data,
            free_days=tuple(int(day) for day in self.free_days.data or ()),
            interests=tuple(self.interests.data or ()),
            about=self.about.data or "",
            consents=bool(self.consents.data),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Tick the skills that were typed; refuse words we have no skill for, by name."""
        fine = super().validate(extra_validators)
        unknown = self._read_typed()
        if unknown and not self.typed.errors:
            words = _l(
                "We have no skill called “%(word)s”. Choose a near one from the lists, or write it below.",
                word=unknown[0],
            )
            self.typed.errors = [words]
        return fine and not unknown

    def _read_typed(self) -> list[str]:
        unknown: list[str] = []
        found = list(self.skills.data or ())
        for part in filter(None, map(str.strip, _BETWEEN.split(self.typed.data or ""))):
            skill = own_vocabulary().resolve(part)
            named = [skill.key] if skill else [each.skill.key for each in own_vocabulary().find(part)]
            found += named
            unknown += [] if named else [part]
        self.skills.data = list(dict.fromkeys(found))
        self.unknown = unknown
        return unknown


class ApplyForm(VersionedForm):
    """One sentence."""

    motivation = area(
        _l("Why do you want to do this? One sentence is enough."),
        required=_l("Write in one sentence why you want to do this"),
        longest=LONGEST_MOTIVATION,
    )


class AsideForm(BaseForm):
    """Why a suggestion is not for somebody. Several stand on one page, each with names of its own."""

    reason = RadioField(
        _l("Why is this not for you?"), validators=[InputRequired(_l("Choose why this is not for you"))]
    )

    def __init__(self, challenge_id: UUID, *args: Any, **more: Any) -> None:
        super().__init__(*args, prefix=f"c{challenge_id.hex[:12]}", **more)
        self.challenge_id = challenge_id
        self.reason.choices = [(key.value, words.in_(spoken_language())) for key, words in ASIDE_REASON_NAMES.items()]

    @classmethod
    def fresh(cls, challenge_id: UUID) -> AsideForm:
        """One that nobody filled in yet, whatever was sent."""
        return cls(challenge_id, formdata=None)


class TeamForm(BaseForm):
    """Who is in the team, and what the others hear. `listed` are the applications the lecturer had before them."""

    members = TicksField(_l("Who is in the team?"), validators=[Optional()])
    rest = RadioField(_l("And the others?"), default="wait")
    reason = area(_l("What should they know?"), longest=1000)
    listed = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.rest.choices = {
            "wait": gettext("They wait: I can still ask them"),
            "decline": gettext("There is no place for them"),
        }

    def offer(self, applications: tuple[Application, ...]) -> TeamForm:
        """Offer these; somebody who is gone stays a choice that was made, so that nothing is lost."""
        self.members.choices = {str(each.id): each.profile.user.name for each in applications}
        return self

    @property
    def choice(self) -> Choice:
        """What was decided, for the service; ids that are none count for nobody."""
        members = frozenset(filter(None, map(read_id, self.members.data or ())))
        listed = frozenset(filter(None, map(read_id, str(self.listed.data or "").split())))
        return Choice(members, listed | members, self.rest.data == "decline", self.reason.data or "")


def read_id(word: str) -> UUID | None:
    """The id that a form sent back; None for anything else."""
    try:
        return UUID(word)
    except ValueError:
        return None
