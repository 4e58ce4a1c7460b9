"""The first page of a student or researcher: the one next step, then what fits, then what is under way."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from leren_app.domain.asides import ASIDE_REASON_NAMES, AsideReason
from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.lifecycles.project_states import ENDED
from leren_app.extensions import db
from leren_app.models import Profile
from leren_app.services.applications import applying
from leren_app.services.placements.reading import list_alone
from leren_app.services.profiles import suggesting
from leren_app.services.profiles.aside import list_put_aside
from leren_app.services.profiles.keeping import find_profile, is_enough
from leren_app.services.teams.reading import list_own_projects
from leren_app.web.challenge_cards import title_of
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.students.alone_page import OwnRequest
from leren_app.web.students.forms import AsideForm
from leren_app.web.students.page import ApplicationView, ProjectView, SuggestionView, why_nothing


@dataclass(frozen=True)
class Next:
    """The lamp frame: whose turn it is, what to do, and the way there."""

    status: tuple[str, str]
    title: str
    text: str
    button: str = ""
    href: str = ""


@dataclass(frozen=True)
class StudentDesk:
    """Everything on the page."""

    next: Next
    suggestions: list[SuggestionView]
    nothing: str
    projects: list[ProjectView]
    applications: list[ApplicationView]
    alone: list[OwnRequest]
    aside: list[AsideRow]

    @classmethod
    def of(cls, user_id: UUID, no: AsideForm | None = None) -> StudentDesk:
        """The desk of somebody, whether or not they began a profile; `no` is a form that came back with an error."""
        profile = find_profile(db.session(), user_id)
        under_way = UnderWay.of(user_id)
        suggestions, nothing = _what_fits(profile, no)
        first = _own_turn(under_way.alone) or _first_steps(profile) or _next(under_way, suggestions, nothing)
        return cls(
            first, suggestions, nothing, under_way.projects, under_way.applications, under_way.alone, _aside(user_id)
        )


@dataclass(frozen=True)
class AsideRow:
    """A challenge that was put aside, and why."""

    title: str
    href: str
    because: str
    back_href: str


def _aside(user_id: UUID) -> list[AsideRow]:
    return [
        AsideRow(
            title=title_of(row.challenge),
            href=url_for("challenges.show", slug=row.challenge.slug),
            because=ASIDE_REASON_NAMES[AsideReason(row.dismissed_reason)].in_(spoken_language()),
            back_href=url_for("aside.take_back", challenge_id=row.challenge_id),
        )
        for row in list_put_aside(db.session(), user_id)
        if row.dismissed_reason in tuple(AsideReason)
    ]


@dataclass(frozen=True)
class UnderWay:
    """What somebody is in, applied for, or asked for alone."""

    projects: list[ProjectView]
    applications: list[ApplicationView]
    alone: list[OwnRequest]

    @classmethod
    def of(cls, user_id: UUID) -> UnderWay:
        """All of it, whether or not they have a profile."""
        session = db.session()
        at_work = [each for each in list_own_projects(session, user_id) if each.state not in ENDED]
        begun = {each.placement_id for each in at_work}
        return cls(
            projects=[ProjectView.of(each, user_id) for each in at_work],
            applications=[ApplicationView.of(each) for each in applying.list_own(session, user_id)],
            alone=[OwnRequest.of(each) for each in list_alone(session, user_id) if each.id not in begun],
        )


def _what_fits(profile: Profile | None, no: AsideForm | None) -> tuple[list[SuggestionView], str]:
    """The suggestions, or why there are none; nothing at all before a profile with a yes."""
    if profile is None or _first_steps(profile) is not None:
        return [], ""
    looked = suggesting.suggest(db.session(), profile, the_city())
    suggestions = [SuggestionView.of(fit, profile, no) for fit in looked.fits]
    return suggestions, "" if suggestions else why_nothing(looked, profile)


def _first_steps(profile: Profile | None) -> Next | None:
    if profile is None or not is_enough(profile):
        return _tell(profile)
    return _say_yes() if profile.consented_at is None else None


def _own_turn(alone: list[OwnRequest]) -> Next | None:
    """Work that was asked for alone and waits for this person: an agreement to tick, or a project to make."""
    mine = next((each for each in alone if each.is_my_turn), None)
    if mine is None:
        return None
    text = gettext("Both sides said yes. Make your project in one click.") if mine.is_agreed else mine.course
    return Next(("you", gettext("Your turn")), mine.title, text, gettext("Look at it"), mine.href)


def _tell(profile: Profile | None) -> Next:
    text = gettext("What you study, three things you can do, and your languages. Then you see at once what fits you.")
    title = gettext("Tell us in two minutes what you can and want")
    button = gettext("Make my profile") if profile is None else gettext("Finish my profile")
    return Next(("you", gettext("Your turn")), title, text, button, url_for("students.profile"))


def _say_yes() -> Next:
    return Next(
        ("you", gettext("Your turn")),
        gettext("Your profile is for you alone now"),
        gettext("Say yes to being matched, and you see what fits you. You can take the yes back at any time."),
        gettext("To my profile"),
        url_for("students.profile", _anchor="consents"),
    )


def _next(under_way: UnderWay, suggestions: list[SuggestionView], nothing: str) -> Next:
    """One thing: the team one is in, what waits for a lecturer, what to apply for, or why there is nothing."""
    if under_way.projects:
        first = under_way.projects[0]
        button = gettext("To my team") if first.href else ""
        text = gettext("With %(names)s.", names=", ".join(first.others)) if first.others else ""
        return Next(first.status, gettext("You are in a team: %(title)s", title=first.title), text, button, first.href)
    waiting = [each for each in under_way.applications if each.application.state is ApplicationState.OPEN]
    if waiting:
        title = ngettext("A lecturer looks at your application", "Lecturers look at your applications", len(waiting))
        text = gettext("You hear by mail, with the reason, also when there is no place.")
        return Next(
            ("busy", gettext("The lecturer's turn")),
            title,
            text,
            gettext("My applications"),
            url_for("students.applications"),
        )
    if suggestions:
        first_ = suggestions[0]
        text = gettext("Read why they fit. Applying takes one sentence.")
        title = ngettext("%(num)d challenge fits you", "%(num)d challenges fit you", len(suggestions))
        return Next(("you", gettext("Your turn")), title, text, gettext("Read the first one"), first_.card.href)
    return Next(
        ("away", gettext("Nothing yet")),
        gettext("Nothing fits you at the moment"),
        nothing,
        gettext("Change my profile"),
        url_for("students.profile"),
    )
