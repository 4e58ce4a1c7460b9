"""The one most sensible next step for a question, state by state, and which other ways are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from leren_app.domain.lifecycle import Step
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_needs import CONFIRM_WITHIN, QuestionFacts
from leren_app.domain.lifecycles.question_reasons import ENDING_REASONS
from leren_app.domain.lifecycles.question_states import LABELS, QuestionState
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import merging
from leren_app.services.questions.clinic import latest_put_version
from leren_app.services.questions.facts import agreed_version, latest_version
from leren_app.web.intake.step_forms import FORMS
from leren_app.web.intake.words import STEP_WORDS
from leren_app.web.language import spoken_language
from leren_app.web.templating import day

S = QuestionState


@dataclass(frozen=True)
class Button:
    """A way on: to another page, or with `acts` a step that is taken at once."""

    text: str
    href: str
    kind: str = "primary"
    acts: bool = False


@dataclass(frozen=True)
class Blocked:
    """A button that does not work yet, and everything that is missing."""

    text: str
    reason: str


@dataclass(frozen=True)
class Frame:
    """The lamp frame: whose turn it is, what to do now."""

    status: tuple[str, str]
    title: str
    text: str
    buttons: tuple[Button, ...] = ()
    blocked: Blocked | None = None
    uses: frozenset[str] = frozenset()
    """Steps that have a button here, and so need no link elsewhere."""


@dataclass(frozen=True)
class Sight:
    """What the frame is worked out from; `facts` as if a step's own form had been filled in."""

    question: Question
    facts: QuestionFacts
    on_clinic: bool = False

    def missing(self, name: str) -> list[str]:
        """What stands between this question and a step, in sentences."""
        language = spoken_language()
        return [text.in_(language) for text in QUESTION.missing(QUESTION.step(name), self.facts)]


def frame_of(sight: Sight) -> Frame:
    """The frame for the state a question is in."""
    target = merging.find_target(db.session(), sight.question)
    return FRAMES[sight.question.state](sight) if target is None else _merged(target)


def other_ways(steps: tuple[Step, ...], question: Question, frame: Frame) -> list[Button]:
    """The remaining steps somebody may take from here, as links."""
    names = [step.name for step in steps if step.name in FORMS and step.name not in frame.uses]
    return [_to(question, name, "subtle") for name in names]


def _to(question: Question, name: str, kind: str = "primary", *, acts: bool = False) -> Button:
    words = STEP_WORDS[name]
    href = url_for("intake.step", reference=question.reference, name=name)
    return Button(words.button if acts else words.heading, href, kind, acts)


def _merged(target: Question) -> Frame:
    title = gettext("This question now lives in %(reference)s", reference=target.reference)
    to = Button(gettext("Go to that question"), url_for("intake.show", reference=target.reference))
    return Frame(
        ("away", gettext("Merged")), title, gettext("All steps are taken there. It keeps its own state."), (to,)
    )


def _unconfirmed(sight: Sight) -> Frame:
    asked = sight.question.submitted_at
    text = gettext(
        "Asked on %(day)s. Without a click on the link in our mail the question lapses on %(end)s.",
        day=day(asked),
        end=day(asked + CONFIRM_WITHIN),
    )
    return Frame(("new", _label(sight)), gettext("The asker has to confirm first"), text)


def _lapsed(sight: Sight) -> Frame:
    text = gettext("The address was never confirmed. Nobody has to do anything.")
    return Frame(("away", _label(sight)), gettext("This question lapsed"), text)


def _received(sight: Sight) -> Frame:
    question = sight.question
    who = question.assignee
    title = gettext("Nobody has this question yet") if who is None else gettext("Ready for %(name)s", name=who.name)
    text = gettext("We promised the asker an answer by %(day)s.", day=day(question.hear_by)) if question.hear_by else ""
    return Frame(("you", _label(sight)), title, text, (_to(question, "take", acts=True),), uses=frozenset({"take"}))


def _intake(sight: Sight) -> Frame:
    question, missing = sight.question, sight.missing("put_before")
    ask = _to(question, "ask_more", "secondary")
    if not missing:
        version = latest_version(question)
        text = gettext("Version %(n)d has everything it needs.", n=version.n if version else 0)
        title = gettext("Is this the asker's question?")
        status = ("you", gettext("Ready to be read"))
        if version is not None and version.by_asker:
            title = gettext("The asker changed the text")
            text = gettext("Version %(n)d is theirs. Read in the clinic what changed, and ask again.", n=version.n)
        return Frame(
            status, title, text, (_to(question, "put_before"), ask), uses=frozenset({"put_before", "ask_more"})
        )
    clinic = Button(gettext("Open the clinic"), url_for("intake.clinic", reference=question.reference))
    return Frame(
        ("you", _label(sight)),
        gettext("Make the question sharp"),
        gettext("Fill in the four boxes and write the public text. Is something not clear? Ask the asker first."),
        (ask,) if sight.on_clinic else (clinic, ask),
        _blocked("put_before", missing),
        frozenset({"put_before", "ask_more"}),
    )


def _waiting(sight: Sight) -> Frame:
    question = sight.question
    buttons = [_to(question, "reply", "secondary")]
    uses = {"reply"}
    if not sight.missing("adopt"):
        buttons.append(_to(question, "adopt", "secondary"))
        uses.add("adopt")
    title = gettext("We wait for the asker's answer")
    return Frame(("busy", _label(sight)), title, _asked_on(question), tuple(buttons), uses=frozenset(uses))


def _articulated(sight: Sight) -> Frame:
    question, put, latest = sight.question, latest_put_version(sight.question), latest_version(sight.question)
    status, title = ("busy", gettext("Waits for a yes")), gettext("The yes of the asker")
    blocked = _blocked("publish", sight.missing("publish"))
    if put is None or latest is None or latest.n > put.n:
        text = gettext("A newer text was written since the asker got one. Put that one before them.")
        again = (_to(question, "put_before"), _to(question, "agree", "secondary"))
        return Frame(status, title, text, again, blocked, frozenset({"put_before", "agree"}))
    text = gettext("Version %(n)d lies before the asker.", n=put.n) + " " + _asked_on(question)
    return Frame(status, title, text, (_to(question, "agree", "secondary"),), blocked, frozenset({"agree", "publish"}))


def _agreed(sight: Sight) -> Frame:
    question, missing = sight.question, sight.missing("publish")
    version = agreed_version(question)
    if question.adopted_by is not None:
        text = gettext("%(name)s asks this question on.", name=question.adopted_by.name)
    elif version is not None and version.agreed_at is not None:
        on = version.agreed_on or version.agreed_at
        text = gettext("The asker said yes to version %(n)d on %(day)s.", n=version.n, day=day(on))
    else:
        text = ""
    if not missing:
        status = ("you", _label(sight))
        return Frame(
            status, gettext("Ready for the website"), text, (_to(question, "publish"),), uses=frozenset({"publish"})
        )
    buttons = () if sight.missing("put_before") else (_to(question, "put_before"),)
    title = gettext("The text changed after the yes")
    return Frame(
        ("you", _label(sight)), title, text, buttons, _blocked("publish", missing), frozenset({"publish", "put_before"})
    )


def _public(sight: Sight) -> Frame:
    question = sight.question
    since = day(question.published_at) if question.published_at else ""
    see = Button(gettext("See the public page"), url_for("questions.show", reference=question.reference), "secondary")
    if sight.facts.has_public_result:
        text = gettext("Write to the asker in your own words what it means for them.")
        buttons = (_to(question, "answer"), see)
        return Frame(("you", _label(sight)), gettext("There is a result"), text, buttons, uses=frozenset({"answer"}))
    if sight.facts.live_placements:
        text = gettext("Public since %(day)s. It is with a course now, or one was asked.", day=since)
        return Frame(("busy", _label(sight)), gettext("Education is at it"), text, (see,))
    text = gettext("Make a part of this question ready for education: a level, a work form, a period.")
    make = Button(gettext("Make a challenge of it"), url_for("slices.new", reference=question.reference))
    return Frame(("you", _label(sight)), gettext("Public since %(day)s", day=since), text, (make, see))


def _answered(sight: Sight) -> Frame:
    question = sight.question
    text = gettext("The asker and everybody who follows it have heard what came out.")
    see = Button(gettext("See the public page"), url_for("questions.show", reference=question.reference), "secondary")
    return Frame(("done", _label(sight)), gettext("This question was answered"), text, (see,))


def _ended(sight: Sight) -> Frame:
    question = sight.question
    reason = ENDING_REASONS.get(question.ended_because or "")
    text = gettext("Nobody has to do anything.")
    if reason is not None:
        text = gettext("Reason: %(reason)s.", reason=reason.in_(spoken_language())) + " " + text
    reopen = (_to(question, "reopen", "secondary"),)
    return Frame(("away", _label(sight)), gettext("This question is closed"), text, reopen, uses=frozenset({"reopen"}))


def _asked_on(question: Question) -> str:
    if question.put_at is None:
        return ""
    asked = gettext("Asked on %(day)s, no answer yet.", day=day(question.put_at))
    if not question.reminders:
        return asked
    sent = ngettext("%(num)d reminder was sent.", "%(num)d reminders were sent.", question.reminders)
    return f"{asked} {sent}"


def _blocked(name: str, missing: list[str]) -> Blocked | None:
    return Blocked(STEP_WORDS[name].button, " ".join(missing)) if missing else None


def _label(sight: Sight) -> str:
    return LABELS[sight.question.state].in_(spoken_language())


FRAMES: dict[QuestionState, Callable[[Sight], Frame]] = {
    S.UNCONFIRMED: _unconfirmed,
    S.LAPSED: _lapsed,
    S.RECEIVED: _received,
    S.INTAKE: _intake,
    S.WAITING: _waiting,
    S.ARTICULATED: _articulated,
    S.AGREED: _agreed,
    S.PUBLIC: _public,
    S.ANSWERED: _answered,
    S.CLOSED: _answered,
    S.REFERRED: _ended,
    S.REFUSED: _ended,
    S.WITHDRAWN: _ended,
}
