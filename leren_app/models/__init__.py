"""The tables, one file per concept; this module lists them all, so that metadata is complete."""

from leren_app.models.base import Base
from leren_app.models.contact import Channel, Contact
from leren_app.models.event import Event, EventNote, NoteAudience
from leren_app.models.note import Note
from leren_app.models.organisation import Organisation, OrganisationKind
from leren_app.models.outbox import MailSent, MailState, Outbox, OutboxState
from leren_app.models.question import (
    AgreedHow,
    AskerKind,
    ClinicVersion,
    Following,
    FollowingSource,
    Question,
    QuestionTheme,
    ReferenceCounter,
)
from leren_app.models.system import Clock, DevMail, Heartbeat, Installation
from leren_app.models.token import Token, TokenPurpose
from leren_app.models.user import LoginSession, RoleGrant, User

__all__ = [
    "AgreedHow",
    "AskerKind",
    "Base",
    "Channel",
    "ClinicVersion",
    "Clock",
    "Contact",
    "DevMail",
    "Event",
    "EventNote",
    "Following",
    "FollowingSource",
    "Heartbeat",
    "Installation",
    "LoginSession",
    "MailSent",
    "MailState",
    "Note",
    "NoteAudience",
    "Organisation",
    "OrganisationKind",
    "Outbox",
    "OutboxState",
    "Question",
    "QuestionTheme",
    "ReferenceCounter",
    "RoleGrant",
    "Token",
    "TokenPurpose",
    "User",
]
