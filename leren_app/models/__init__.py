"""The tables, one file per concept; this module lists them all, so that metadata is complete."""

from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.models.base import Base
from leren_app.models.burden import ActivityKind, FieldActivity
from leren_app.models.challenge import Challenge, ChallengeSkill, FieldLanguage, WorkForm
from leren_app.models.contact import Channel, Contact
from leren_app.models.course import (
    Course,
    CourseImport,
    CourseKind,
    CourseLecturer,
    CourseRun,
    CourseSkill,
    ImportState,
)
from leren_app.models.desk import BlockPurpose, SavedFilter, TextBlock
from leren_app.models.event import Event, EventNote, NoteAudience
from leren_app.models.learner import Application, Profile, ProfileSkill
from leren_app.models.note import Note
from leren_app.models.organisation import Organisation, OrganisationKind, PartnerPromise
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
    QuestionFile,
    QuestionKind,
    QuestionRelation,
    QuestionTheme,
    ReferenceCounter,
)
from leren_app.models.system import Clock, DevMail, Heartbeat, Installation
from leren_app.models.task import Task, TaskKind
from leren_app.models.token import Token, TokenPurpose
from leren_app.models.user import LoginSession, RoleGrant, User

__all__ = [
    "ActivityKind",
    "AgreedHow",
    "Application",
    "ApplicationState",
    "AskerKind",
    "Base",
    "Baton",
    "BlockPurpose",
    "Challenge",
    "ChallengeSkill",
    "Channel",
    "ClinicVersion",
    "Clock",
    "Contact",
    "Course",
    "CourseImport",
    "CourseKind",
    "CourseLecturer",
    "CourseRun",
    "CourseSkill",
    "DevMail",
    "Event",
    "EventNote",
    "FieldActivity",
    "FieldLanguage",
    "Following",
    "FollowingSource",
    "Heartbeat",
    "ImportState",
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
    "PartnerPromise",
    "Placement",
    "Profile",
    "ProfileSkill",
    "Project",
    "Promise",
    "Question",
    "QuestionFile",
    "QuestionKind",
    "QuestionRelation",
    "QuestionTheme",
    "ReferenceCounter",
    "Result",
    "RoleGrant",
    "SavedFilter",
    "StoredFile",
    "Suggestion",
    "Task",
    "TaskKind",
    "TeamMember",
    "TextBlock",
    "Token",
    "TokenPurpose",
    "User",
    "WorkForm",
]
