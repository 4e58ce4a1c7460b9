"""The lamp frame of a project: whose turn it is and the one next step, state by state and role by role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for
from flask_babel import gettext

from leren_app.domain.lifecycle import Step
from leren_app.domain.lifecycles.project import PROJECT
from leren_app.domain.lifecycles.project_needs import ProjectFacts
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import Project
from leren_app.services.projects.ending import is_waiting
from leren_app.services.projects.facts import facts_of
from leren_app.services.projects.files import is_result_public
from leren_app.web.here import the_city
from leren_app.web.language import spoken_language
from leren_app.web.project_cards import status_of
from leren_app.web.projects.forms import FORMS
from leren_app.web.projects.words import STEP_WORDS
from leren_app.web.templating import day

S = ProjectState
FILLED = "-"
"""Stands for whatever a step's form will ask, so that its page only names what the form cannot give."""


@dataclass(frozen=True)
class Button:
    """A way on to another page."""

    text: str
    href: str
    kind: str = "primary"


@dataclass(frozen=True)
class Frame:
    """Whose turn it is, what to do now; `blocked` is a button that does not work yet with all that is missing."""

    status: tuple[str, str]
    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    blocked: tuple[str, str] | None = None
    uses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sight:
    """What the frame is worked out from; the roles are the reader's towards this project."""

    project: Project
    roles: frozenset[Role]
    facts: ProjectFacts

    @property
    def is_member(self) -> bool:
        """Whether the reader is in the team."""
        return Role.MEMBER in self.roles

    @property
    def is_alone(self) -> bool:
        """Whether it is somebody's thesis, internship or research."""
        return self.project.placement.run.person_id is not None

    def may(self, name: str) -> bool:
        """Whether the reader may take a step from here."""
        return any(step.name == name for step in PROJECT.open_to(self.project.state, self.roles))

    def missing(self, name: str) -> list[str]:
        """What stands between this project and a step, in sentences."""
        return [text.in_(spoken_language()) for text in PROJECT.missing(PROJECT.step(name), self.facts)]


def facts_as_filled(project: Project) -> ProjectFacts:
    """What the guards know, with all that a step's own form asks taken as given."""
    facts = facts_of(db.session(), project, the_city())
    return replace(
        facts,
        reason=FILLED,
        text=FILLED,
        due_on=date.max,
        licence=FILLED,
        is_checklist_complete=True,
        embargo_until=None,
        stop_reasons=(FILLED, FILLED),
        baton=FILLED,
        lesson=FILLED,
        summaries=(FILLED, FILLED),
        has_report=True,
    )


def frame_of(sight: Sight) -> Frame:
    """The frame for the state a project is in."""
    return _FRAMES[sight.project.state](sight)


def other_ways(steps: tuple[Step, ...], project: Project, frame: Frame) -> list[Button]:
    """The remaining steps somebody may take from here, as links."""
    return [_to(project, step.name, "subtle") for step in steps if step.name in FORMS and step.name not in frame.uses]


def _to(project: Project, name: str, kind: str = "primary") -> Button:
    if name == "hand_in":
        return Button(str(STEP_WORDS[name].heading), url_for("projects.hand_in", slug=project.slug), kind)
    return Button(str(STEP_WORDS[name].heading), url_for("projects.step", slug=project.slug, name=name), kind)


def _ask(sight: Sight, name: str, title: str, text: str, *more: str) -> Frame:
    """The frame of who can take this step: its button, or the same button with everything that is missing."""
    project, missing = sight.project, sight.missing(name)
    others = tuple(_to(project, other, "secondary") for other in more)
    uses = frozenset({name, *more})
    if missing:
        words = (str(STEP_WORDS[name].button), " ".join(missing))
        return Frame(status_of(project), title, text, others, words, uses)
    status = status_of(project, is_your_turn=True)
    return Frame(status, title, text, (_to(project, name), *others), uses=uses)


def _forming(sight: Sight) -> Frame:
    if sight.may("start"):
        text = (
            gettext("Look over the milestones. Then the work can begin.")
            if sight.is_alone
            else gettext("Look over the members and the milestones. Then the team can begin.")
        )
        return _ask(sight, "start", gettext("Ready to begin?"), text)
    text = gettext("The lecturer starts the project when the team is complete. You then get a mail.")
    return Frame(status_of(sight.project), gettext("The team is being formed"), text)


def _running(sight: Sight) -> Frame:
    project = sight.project
    due = gettext("The work is handed in by %(day)s.", day=day(project.due_on)) if project.due_on else ""
    upcoming = next((m for m in project.milestones if m.done_at is None), None)
    if not sight.is_member:
        return Frame(status_of(project), gettext("Students are at work on this"), due)
    if upcoming is None:
        return _ask(sight, "hand_in", gettext("All milestones are ready: hand in"), due)
    name = upcoming.title_en if spoken_language() == "en" else upcoming.title_nl
    title = gettext("Next: %(name)s, on %(day)s", name=name, day=day(upcoming.due_on))
    milestone = url_for("team.milestone", slug=project.slug, milestone_id=upcoming.id)
    buttons = (Button(gettext("Open this milestone"), milestone), _to(project, "hand_in", "secondary"))
    return Frame(status_of(project, is_your_turn=True), title, due, buttons, uses=frozenset({"hand_in"}))


def _delivered(sight: Sight) -> Frame:
    project, ends = sight.project, sight.facts.look_ends_at
    until = day(ends) if ends else ""
    if sight.may("approve"):
        if project.client_looked_at is not None:
            text = gettext("The client has looked at it.")
        elif ends and ends < sight.facts.now:
            text = gettext("The client had until %(day)s to look, and said nothing.", day=until)
        else:
            text = gettext("The client can look until %(day)s.", day=until)
        return _ask(sight, "approve", gettext("Is this good enough for the city?"), text, "return")
    if sight.is_member:
        text = (
            gettext("The client reads it, and can look until %(day)s. A coordinator approves it after that.", day=until)
            if sight.is_alone
            else gettext("Your lecturer and the client read it. The client can look until %(day)s.", day=until)
        )
        return Frame(status_of(project), gettext("Handed in: others are reading now"), text)
    text = gettext("The lecturer and the client read it first. After that everyone can.")
    return Frame(status_of(project), gettext("The work was handed in"), text)


def _approved(sight: Sight) -> Frame:
    project = sight.project
    embargo = project.result.embargo_until if project.result else None
    if is_waiting(project) and embargo is not None:
        text = gettext("It becomes public by itself after %(day)s.", day=day(embargo))
        return Frame(status_of(project), gettext("Ready, and closed until the embargo ends"), text)
    if sight.may("publish"):
        text = gettext("Read it as a resident would, and go through the checklist.")
        return _ask(sight, "publish", gettext("Last look before it is public"), text)
    text = gettext("A coordinator looks at it once more and publishes it. You then get a mail.")
    return Frame(status_of(project), gettext("The work is approved"), text)


def _public(sight: Sight) -> Frame:
    project = sight.project
    read = (Button(gettext("Read the result"), url_for("results.show", slug=project.slug)),)
    if sight.may("close"):
        frame = _ask(sight, "close", gettext("The result is public"), _untold(sight))
        return replace(frame, buttons=(*frame.buttons, replace(read[0], kind="secondary")))
    text = gettext("Everyone can read what came out, in Dutch and English.")
    return Frame(status_of(project), gettext("There is a result"), text, read)


def _stopped(sight: Sight) -> Frame:
    project = sight.project
    why = project.stop_reason_en if spoken_language() == "en" else project.stop_reason_nl
    if sight.may("close"):
        return _ask(sight, "close", gettext("This project was stopped"), f"{why} {_untold(sight)}")
    return Frame(status_of(project), gettext("This project was stopped"), why)


def _ended(sight: Sight) -> Frame:
    project = sight.project
    if project.state is S.NOT_STARTED:
        return Frame(status_of(project), gettext("This project did not start"), gettext("Nobody has to do anything."))
    if is_result_public(project):
        read = (Button(gettext("Read the result"), url_for("results.show", slug=project.slug)),)
        return Frame(status_of(project), gettext("This project is closed"), gettext("The result stays public."), read)
    why = project.stop_reason_en if spoken_language() == "en" else project.stop_reason_nl
    return Frame(status_of(project), gettext("This project is closed"), why)


def _untold(sight: Sight) -> str:
    if sight.facts.untold_promises:
        return gettext("Not everyone has heard yet; it closes by itself two weeks after everybody could know.")
    return gettext("Everyone has heard. It closes by itself after two weeks, or now.")


_FRAMES: dict[ProjectState, Callable[[Sight], Frame]] = {
    S.FORMING: _forming,
    S.RUNNING: _running,
    S.DELIVERED: _delivered,
    S.APPROVED: _approved,
    S.PUBLIC: _public,
    S.STOPPED: _stopped,
    S.CLOSED: _ended,
    S.NOT_STARTED: _ended,
}
