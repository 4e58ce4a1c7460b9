"""The tables, one file per concept; this module lists them all, so that metadata is complete."""

from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.models.base import Base
from leren_app.models.challenge import Challenge, ChallengeSkill, FieldLanguage, WorkForm
from leren_app.models.contact import Channel, Contact
from leren_app.models.course import Course, CourseKind, CourseLecturer, CourseRun, CourseSkill
from leren_app.models.event import Event, EventNote, NoteAudience
from leren_app.models.learner import Application, Profile, ProfileSkill
from leren_app.models.note import Note
from leren_app.models.organisation import Organisation, OrganisationKind
from leren_app.models.outbox import MailSent, MailState, Outbox, OutboxState
from leren_app.models.placement import Placement, Suggestion
from leren_app.models.project import Baton, Milestone, Project, Promise, Result, StoredFile, TeamMember
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
    "Application",
    "ApplicationState",
    "AskerKind",
    "Base",
    "Baton",
    "Challenge",
    "ChallengeSkill",
    "Channel",
    "ClinicVersion",
    "Clock",
    "Contact",
    "Course",
    "CourseKind",
    "CourseLecturer",
    "CourseRun",
    "CourseSkill",
    "DevMail",
    "Event",
    "EventNote",
    "FieldLanguage",
    "Following",
    "FollowingSource",
    "Heartbeat",
    "Installation",
    "LoginSession",
    "MailSent",
    "MailState",
    "Milestone",
    "Note",
    "NoteAudience",
    "Organisation",
    "OrganisationKind",
    "Outbox",
    "OutboxState",
    "Placement",
    "Profile",
    "ProfileSkill",
    "Project",
    "Promise",
    "Question",
    "QuestionTheme",
    "ReferenceCounter",
    "Result",
    "RoleGrant",
    "StoredFile",
    "Suggestion",
    "TeamMember",
    "Token",
    "TokenPurpose",
    "User",
    "WorkForm",
]
