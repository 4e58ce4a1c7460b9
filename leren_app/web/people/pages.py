"""What the pages of colleagues show, gathered so that the templates only have to say it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for

from leren_app.domain.errors import DomainError, FieldError, NotFoundError, StaleError
from leren_app.domain.roles import ROLE_NAMES, Role
from leren_app.extensions import db
from leren_app.models import Event, User
from leren_app.services.people import reading
from leren_app.services.people.handing_over import count_in_hands
from leren_app.services.questions.handling import list_colleagues
from leren_app.web.forms import VersionedForm
from leren_app.web.language import spoken_language
from leren_app.web.people.forms import GiveForm, LeaveForm, StepForm
from leren_app.web.people.words import DUTIES, change_name, role_name, status_of_account
from leren_app.web.templating import day, moment


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list."""

    name: str
    href: str
    mail: str
    roles: str
    institution: str
    status: tuple[str, str]

    @classmethod
    def of(cls, user: User) -> PersonLine:
        """The line of an account."""
        roles = [role_name(grant.role) for grant in reading.live_grants(user, db.session())]
        institution = user.institution.name if user.institution else ""
        href = url_for("people.show", user_id=user.id)
        return cls(user.name, href, user.mail, ", ".join(roles), institution, status_of_account(user))


@dataclass(frozen=True)
class Held:
    """A role that somebody holds, since when, and until when where that is set."""

    grant_id: UUID
    role: Role
    name: str
    since: str
    until: str


@dataclass(frozen=True)
class Change:
    """A line of what was changed: when, what, by whom, and why."""

    iso: str
    when: str
    what: str
    who: str
    why: list[str]

    @classmethod
    def of(cls, event: Event) -> Change:
        """An event in words; who changed it may be gone, their role stays."""
        who = event.user.name if event.user else ROLE_NAMES[event.role].in_(spoken_language())
        return cls(event.at.isoformat(), moment(event.at), change_name(event), who, [note.text for note in event.notes])


@dataclass(frozen=True)
class PersonPage:
    """One person: roles, status, and everything that was changed."""

    user: User
    institution: str
    status: tuple[str, str]
    held: list[Held]
    changes: list[Change]

    @classmethod
    def of(cls, user_id: UUID) -> PersonPage:
        """The page of a person. Raises NotFoundError."""
        session = db.session()
        user = reading.get_person(session, user_id)
        return cls(
            user=user,
            institution=user.institution.name if user.institution else "",
            status=status_of_account(user),
            held=[
                Held(
                    grant.id,
                    grant.role,
                    role_name(grant.role),
                    day(grant.granted_from),
                    day(grant.granted_until) if grant.granted_until else "",
                )
                for grant in reading.live_grants(user, session)
            ],
            changes=[Change.of(event) for event in reading.list_events(session, user_id)],
        )

    @property
    def is_closed(self) -> bool:
        """Whether the account is closed."""
        return self.user.deactivated_at is not None

    @property
    def can_invite_again(self) -> bool:
        """Whether they got a link and never came."""
        return not self.is_closed and self.user.last_signed_in_at is None

    @property
    def free(self) -> list[Role]:
        """The roles they could still get."""
        has = {each.role for each in self.held}
        return [role for role in DUTIES if role not in has]


def person_page(user_id: UUID, form: GiveForm | None = None, error: DomainError | None = None) -> str:
    """The page of a person, with the form that came back and why."""
    page = PersonPage.of(user_id)
    form = form or GiveForm(formdata=None)
    conflict = _take_in(form, error, page)
    form.offer(page.free)
    step = StepForm(formdata=None, seen_version=str(page.user.version))
    return render_template("people/show.html", page=page, form=form, step=step, conflict=conflict, duties=DUTIES)


def leaving_page(user_id: UUID, form: LeaveForm, grant_id: UUID | None, error: DomainError | None = None) -> str:
    """The page on which a role ends, or (without a grant) the account is closed; asks who goes on with the work."""
    session, page = db.session(), PersonPage.of(user_id)
    if grant_id is not None and grant_id not in {grant.id for grant in page.user.grants}:
        raise NotFoundError
    conflict = _take_in(form, error, page)
    held = next((each for each in page.held if each.grant_id == grant_id), None)
    is_over = page.is_closed or (grant_id is not None and held is None)
    has_work = grant_id is None or (held is not None and held.role is Role.COORDINATOR)
    in_hands = count_in_hands(session, user_id) if has_work and not is_over else None
    form.offer([each for each in list_colleagues(session) if each.id != user_id] if in_hands else [])
    return render_template(
        "people/leave.html",
        page=page,
        form=form,
        grant_id=grant_id,
        held=held,
        in_hands=in_hands,
        is_over=is_over,
        conflict=conflict,
    )


def _take_in(form: VersionedForm, error: DomainError | None, page: PersonPage) -> str:
    """Put an error on its field, or give its sentence for above the form; what was typed stays."""
    if error is None or isinstance(error, StaleError):
        if error is not None or not form.is_submitted():
            form.seen_version.data = str(page.user.version)
        return "" if error is None else error.message.in_(spoken_language())
    if isinstance(error, FieldError):
        form.blame(error)
        return ""
    return error.message.in_(spoken_language())
