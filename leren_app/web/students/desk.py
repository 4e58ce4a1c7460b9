"""The first page of a student or researcher: the one next step, then what fits, then what is under way."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from leren_app.domain.lifecycles.application_states import ApplicationState
from leren_app.domain.lifecycles.project_states import ENDED
from leren_app.extensions import db
from leren_app.models import Profile
from leren_app.services.applications import applying
from leren_app.services.profiles import suggesting
from leren_app.services.profiles.keeping import find_profile, is_enough
from leren_app.services.teams.reading import list_own_projects
from leren_app.web.here import the_city
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

    @classmethod
    def of(cls, user_id: UUID) -> StudentDesk:
        """The desk of somebody, whether or not they began a profile."""
        profile = find_profile(db.session(), user_id)
        if profile is None or not is_enough(profile):
            return cls(_tell(profile), [], "", [], [])
        session = db.session()
        projects = [
            ProjectView.of(each, profile) for each in list_own_projects(session, user_id) if each.state not in ENDED
        ]
        applications = [ApplicationView.of(each) for each in applying.list_own(session, user_id)]
        if profile.consented_at is None:
            return cls(_say_yes(), [], "", projects, applications)
        looked = suggesting.suggest(session, profile, the_city())
        suggestions = [SuggestionView.of(fit, profile) for fit in looked.fits]
        nothing = "" if suggestions else why_nothing(looked, profile)
        return cls(_next(projects, applications, suggestions, nothing), suggestions, nothing, projects, applications)


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


def _next(
    projects: list[ProjectView], applications: list[ApplicationView], suggestions: list[SuggestionView], nothing: str
) -> Next:
    """One thing: the team one is in, what waits for a lecturer, what to apply for, or why there is nothing."""
    if projects:
        first = projects[0]
        button = gettext("To my team") if first.href else ""
        text = gettext("With %(names)s.", names=", ".join(first.others)) if first.others else ""
        return Next(first.status, gettext("You are in a team: %(title)s", title=first.title), text, button, first.href)
    waiting = [each for each in applications if each.application.state is ApplicationState.OPEN]
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
