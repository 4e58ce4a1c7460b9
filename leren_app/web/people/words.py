"""What a role lets somebody do, and what was changed about an account, in words."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.roles import ROLE_NAMES, Role
from leren_app.models import Event, User
from leren_app.services.people import noting
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

DUTIES: dict[Role, str] = {
    Role.COORDINATOR: _l("Handles questions, challenges, partners and courses, and reads what askers wrote."),
    Role.HOST: _l("Writes down questions at the desk, and does not read them afterwards."),
    Role.LECTURER: _l("Puts in courses of their own institution, asks for challenges and guides teams."),
    Role.RESEARCHER: _l("Has a profile, applies and works in a team or alone."),
    Role.STUDENT: _l("Has a profile, applies and works in a team or alone."),
    Role.ADMINISTRATOR: _l("Invites colleagues, gives and ends roles, and sees work that got stuck."),
}
"""The roles that can be given, in the order of the form."""

_STEPS: dict[str, str] = {
    noting.INVITED: _l("Invited"),
    noting.INVITED_AGAIN: _l("The invitation went out again"),
    noting.GIVEN: _l("Role given"),
    noting.ENDED: _l("Role ended"),
    noting.CLOSED: _l("Account closed"),
    noting.OPENED: _l("Account opened again"),
}


def role_name(role: Role) -> str:
    """The role in the language of the page."""
    return ROLE_NAMES[role].in_(spoken_language())


def change_name(event: Event) -> str:
    """What was changed: "Role given: coordinator"."""
    what, role = str(_STEPS[event.step]), event.to_state or event.from_state
    return f"{what}: {role_name(Role(role))}" if role else what


def status_of_account(user: User) -> tuple[str, str]:
    """Shape and words for whether somebody can come in, and was here."""
    if user.deactivated_at is not None:
        return "away", gettext("Closed since %(day)s", day=day(user.deactivated_at))
    if user.last_signed_in_at is None:
        return "new", gettext("Not signed in yet")
    return "done", gettext("Signed in on %(day)s", day=day(user.last_signed_in_at))
