"""The page of one step: what it needs, what it shows before it is taken, and whether it was taken already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import request
from wtforms import TextAreaField

from leren_app.domain.errors import DomainError, NotFoundError
from leren_app.domain.lifecycle import Step
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.roles import Actor
from leren_app.extensions import db
from leren_app.models import ClinicVersion, Event, Question
from leren_app.services.questions import reading
from leren_app.services.questions.clinic import latest_put_version, text_of
from leren_app.services.questions.facts import agreed_version, latest_version
from leren_app.services.questions.moving import must_be_here
from leren_app.web.forms import ClinicSeenForm, VersionedForm
from leren_app.web.intake.frame import Sight
from leren_app.web.intake.page import Entry, Part, changed_parts, entry_of, facts_as_filled, parts_of_public
from leren_app.web.intake.ready import begin
from leren_app.web.intake.rows import title_of
from leren_app.web.intake.step_forms import FORMS
from leren_app.web.intake.words import LANGUAGES, STEP_WORDS, who_hears
from leren_app.web.language import spoken_language
from leren_app.web.stepping import StepWords


@dataclass(frozen=True)
class StepPage:
    """Everything the page of a step shows."""

    question: Question
    step: Step
    words: StepWords
    title: str
    hears: list[str]
    line: str
    version: ClinicVersion | None
    parts: list[Part]
    missing: list[str]
    closed: str
    """Why the step is not open at all in this state; empty when it is."""
    latest_event: Event | None

    @property
    def readable(self) -> list[tuple[str, str, str]]:
        """What the text of a step is called, says, and in which language, for the reading help."""
        return [(part.label, part.after, part.language or "") for part in self.parts]

    @classmethod
    def of(cls, question: Question, name: str, actor: Actor) -> StepPage:
        """The page of a step on a question."""
        step, version, latest = QUESTION.step(name), version_shown(question, name), latest_version(question)
        closed = _why_closed(name, question, actor)
        events = reading.list_events(db.session(), question)
        followers = reading.count_followers(db.session(), question)
        return cls(
            question=question,
            step=step,
            words=STEP_WORDS[name],
            title=title_of(question.raw_text, *((latest.title_nl, latest.title_en) if latest else ("", ""))),
            hears=who_hears(step, question, followers),
            line=step.line.in_(spoken_language()) if step.line else "",
            version=version,
            parts=parts_of_public(version) if version else [],
            missing=[] if closed else Sight(question, facts_as_filled(question)).missing(name),
            closed=closed,
            latest_event=events[-1] if events else None,
        )

    @property
    def language(self) -> str:
        """The language in which the asker reads."""
        return str(LANGUAGES.get(self.question.language, self.question.language))

    def is_done_by(self, user_id: UUID, form: VersionedForm) -> bool:
        """Whether this person did exactly this a moment ago: a second click, not a second wish."""
        event = self.latest_event
        if event is None or (event.step, event.user_id) != (self.step.name, user_id):
            return False
        kept = {note.text for note in event.notes}
        typed = {field.data for field in form if isinstance(field, TextAreaField) and field.data}
        return self.question.state is QuestionState(self.step.target or "") and typed <= kept


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else did while a form was being filled in: the last step, and texts beside each other."""

    entry: Entry
    parts: list[Part]


def meanwhile(page: StepPage, form: VersionedForm) -> Meanwhile | None:
    """What to show beside a form that came too late; to be asked before the form is made fresh."""
    if page.latest_event is None:
        return None
    entry = entry_of(page.question, page.latest_event)
    return Meanwhile(entry, _newer_version(page, form) + _same_step(page, entry, form))


def _newer_version(page: StepPage, form: VersionedForm) -> list[Part]:
    """What changed in the clinic since the page was made, where the step is about its text."""
    n = form.n if isinstance(form, ClinicSeenForm) else -1
    seen = next((version for version in page.question.clinic_versions if version.n == n), None)
    if seen is None or page.version is None or seen.n == page.version.n:
        return []
    return changed_parts(text_of(seen), text_of(page.version))


def _same_step(page: StepPage, entry: Entry, form: VersionedForm) -> list[Part]:
    """What a colleague wrote and what was typed here, where both took the same step."""
    if page.latest_event is None or page.latest_event.step != page.step.name:
        return []
    typed = [field for field in form if isinstance(field, TextAreaField) and field.data]
    pairs = zip(typed, entry.notes, strict=False)
    return [
        Part(field.name, str(field.label.text), text, field.data or "", None)
        for field, (_, text, _link) in pairs
        if text != field.data
    ]


def form_for(name: str) -> VersionedForm:
    """The form of a step as it was sent. Raises NotFoundError for a step that has no page."""
    if name not in FORMS:
        raise NotFoundError
    return FORMS[name]()


def fill_in(form: VersionedForm, question: Question, name: str) -> None:
    """Say on the form which state of things it is made from; a ready text only where nothing was typed."""
    form.seen_version.data = str(question.version)
    version = version_shown(question, name)
    if isinstance(form, ClinicSeenForm):
        form.seen_n.data = str(version.n if version else 0)
    if request.method == "GET":
        begin(form, question, name)


def keep_seen(form: VersionedForm) -> None:
    """Leave on a form that comes back what its writer saw; what nobody can have seen becomes 0, which is stale."""
    form.seen_version.data = str(max(form.version, 0))
    if isinstance(form, ClinicSeenForm):
        form.seen_n.data = str(max(form.n, 0))


def version_shown(question: Question, name: str) -> ClinicVersion | None:
    """The clinic version that a step is about, if it is about one."""
    if name in {"put_before", "adopt"}:
        return latest_version(question)
    if name == "agree":
        return latest_put_version(question)
    return agreed_version(question) if name == "publish" else None


def _why_closed(name: str, question: Question, actor: Actor) -> str:
    try:
        must_be_here(db.session(), question, name, actor.roles)
        QUESTION.check(name, question.state, actor.roles)
    except DomainError as error:
        return error.message.in_(spoken_language())
    return ""
