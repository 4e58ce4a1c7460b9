"""What students see of a suggestion, an application and a project: words in the language of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import current_app, url_for
from flask_babel import gettext, ngettext

from leren_app.domain.lifecycles.application_states import LABELS, ApplicationState
from leren_app.domain.lifecycles.project_states import LABELS as PROJECT_LABELS
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.models import Application, Challenge, FieldLanguage, Profile, Project
from leren_app.services.profiles.fitting import Closed, Speech, has_the_hours, hours_a_week, speech
from leren_app.services.profiles.suggesting import Fit, Looked
from leren_app.services.teams.reasons import LANGUAGE_NAMES
from leren_app.web.challenge_cards import ChallengeCard, title_of
from leren_app.web.challenge_words import level_name, skill_names
from leren_app.web.here import themes_of
from leren_app.web.language import spoken_language
from leren_app.web.reason_words import LanguageOf, Sentence, Voices, sentences_of
from leren_app.web.students.forms import AsideForm

STATUS_KINDS = {
    ApplicationState.OPEN: "busy",
    ApplicationState.PLACED: "done",
    ApplicationState.WAITING: "new",
    ApplicationState.DECLINED: "away",
    ApplicationState.WITHDRAWN: "away",
}
PROJECT_KINDS = {
    ProjectState.FORMING: "new",
    ProjectState.RUNNING: "you",
    ProjectState.NOT_STARTED: "away",
    ProjectState.STOPPED: "away",
}


@dataclass(frozen=True)
class SuggestionView:
    """A challenge that fits, the language in a tag, the reasons as (kind, sentence), and why the words fit."""

    card: ChallengeCard
    apply_href: str
    tag: tuple[str, str]
    reasons: list[tuple[str, str]]
    because: list[Sentence]
    no: AsideForm
    no_href: str

    @classmethod
    def of(cls, fit: Fit, profile: Profile, no: AsideForm | None = None) -> SuggestionView:
        """The suggestion for a person; `no` is the form that came back without a reason, if any."""
        challenge = fit.challenge
        is_it = no is not None and no.challenge_id == challenge.id
        return cls(
            no=no if no is not None and is_it else AsideForm.fresh(challenge.id),
            no_href=url_for("aside.put", challenge_id=challenge.id),
            card=ChallengeCard.of(challenge),
            apply_href=url_for("students.apply", slug=challenge.slug),
            tag=language_tag(profile, challenge),
            reasons=list(_reasons(fit, profile)),
            because=_because(fit),
        )


def language_tag(profile: Profile, challenge: Challenge) -> tuple[str, str]:
    """What the language of the field work means for this person: a kind of tag, and its words."""
    if challenge.field_language in (None, FieldLanguage.ANY):
        return "fits", gettext("Works in Dutch and in English")
    language = LANGUAGE_NAMES[str(challenge.field_language)].in_(spoken_language())
    if speech(profile, challenge) is Speech.SPOKEN:
        return "fits", gettext("Works in %(language)s", language=language)
    return "tight", gettext("Needs %(language)s in the team", language=language)


def why_nothing(looked: Looked, profile: Profile) -> str:
    """Why the list is empty: the limit that keeps most out, in plain words."""
    if looked.is_looking:
        return gettext("We are working out what fits you. Load the page again in a moment.")
    if not looked.all and looked.aside:
        return gettext("You applied for everything that is open, or put it aside.")
    if not looked.all:
        return gettext("No challenge is open right now. New ones come through the whole year.")
    sentences = {
        Closed.LEVEL: lambda n: ngettext(
            "%(num)d open challenge is for another level than %(level)s.",
            "%(num)d open challenges are for another level than %(level)s.",
            n,
            level=level_name(profile.level),
        ),
        Closed.LANGUAGE: lambda n: ngettext(
            "%(num)d is work for one person, in a language you do not speak yet.",
            "%(num)d are work for one person, in a language you do not speak yet.",
            n,
        ),
        Closed.FULL: lambda n: ngettext(
            "All places of %(num)d challenge are taken.", "All places of %(num)d challenges are taken.", n
        ),
        Closed.PERIOD: lambda n: ngettext("The period of %(num)d is over.", "The period of %(num)d is over.", n),
    }
    said = [sentences[why](n) for why, n in looked.closed.most_common()]
    if looked.unlike:
        said.append(
            ngettext(
                "%(num)d is within reach, but shares nothing with your profile: add skills or themes.",
                "%(num)d are within reach, but share nothing with your profile: add skills or themes.",
                looked.unlike,
            )
        )
    return " ".join(said)


@dataclass(frozen=True)
class ApplicationView:
    """An application: the challenge, how it stands, and what can still be done."""

    application: Application
    card: ChallengeCard
    status: tuple[str, str]
    can_change: bool

    @classmethod
    def of(cls, application: Application) -> ApplicationView:
        """The view of one's own application."""
        state = application.state
        return cls(
            application=application,
            card=ChallengeCard.of(application.challenge),
            status=(STATUS_KINDS[state], LABELS[state].in_(spoken_language())),
            can_change=state in (ApplicationState.OPEN, ApplicationState.WAITING),
        )


@dataclass(frozen=True)
class ProjectView:
    """A team one is in."""

    title: str
    href: str
    status: tuple[str, str]
    others: list[str]

    @classmethod
    def of(cls, project: Project, user_id: UUID) -> ProjectView:
        """The project as a member sees it in a list."""
        names = [m.user.name for m in project.members if m.left_at is None and m.user_id != user_id]
        has_page = "projects.show" in current_app.view_functions
        return cls(
            title=title_of(project.placement.challenge),
            href=url_for("projects.show", slug=project.slug) if has_page else "",
            status=(PROJECT_KINDS.get(project.state, "done"), PROJECT_LABELS[project.state].in_(spoken_language())),
            others=names,
        )


def _reasons(fit: Fit, profile: Profile) -> Iterator[tuple[str, str]]:
    challenge = fit.challenge
    shared = {each.skill for each in challenge.skills}.intersection(each.skill for each in profile.skills)
    if shared:
        yield "yes", gettext("It asks for what you can do: %(skills)s", skills=", ".join(skill_names(shared)))
    for theme in themes_of(challenge.question):
        if theme.key in profile.interests:
            yield "yes", gettext("You like this theme: %(theme)s", theme=theme.name.in_(spoken_language()))
    yield from _about_hours(profile, challenge)
    if speech(profile, challenge) is Speech.NEEDED:
        language = LANGUAGE_NAMES[str(challenge.field_language)].in_(spoken_language())
        yield (
            "but",
            gettext("The field work is in %(language)s. Somebody in your team has to speak it.", language=language),
        )


def _about_hours(profile: Profile, challenge: Challenge) -> Iterator[tuple[str, str]]:
    enough, asked = has_the_hours(profile, challenge), hours_a_week(challenge)
    if enough is not None and asked is not None:
        words = ngettext(
            "About %(num)d hour a week; you have %(own)d",
            "About %(num)d hours a week; you have %(own)d",
            asked,
            own=profile.hours_per_week,
        )
        yield ("yes" if enough else "but"), words


def _because(fit: Fit) -> list[Sentence]:
    """Why words of challenge and profile fit; skills have a line of their own."""
    voices = Voices(lambda _own_word: "", _spoken_in(fit.challenge))
    return sentences_of(fit.reasons, voices, without_skills=True)


def _spoken_in(challenge: Challenge) -> LanguageOf:
    page = spoken_language()
    other = "nl" if page == "en" else "en"
    texts = {
        "nl": f"{challenge.title_nl} {challenge.summary_nl}".lower(),
        "en": f"{challenge.title_en} {challenge.summary_en}".lower(),
    }
    return lambda word: other if word.lower() not in texts[page] and word.lower() in texts[other] else ""
