"""The skills to tick in a profile, with those near to what was typed and not understood."""

from __future__ import annotations

from flask_babel import gettext

from leren_app.web.skill_groups import Group, Offer, groups_of, near
from leren_app.web.students.forms import ProfileForm


def groups_for(form: ProfileForm) -> list[Group]:
    """Every skill once; skills near to unknown words stand open, above the themes."""
    return groups_of(form.skills, offers=[Offer(gettext("Similar skills"), near(form.unknown))])
