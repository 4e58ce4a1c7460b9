"""The panel with what a message seems to be, each part with the words that led to it, and the form that decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, TextAreaField, ValidationError

from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.extensions import db
from leren_app.models import BlockPurpose, Question, QuestionKind
from leren_app.services.questions.settling import OPEN_IN, Sent, Settled
from leren_app.services.questions.triage import Proposal, triage
from leren_app.services.text_blocks import Block, list_blocks
from leren_app.web.fields import PlaceField, TicksField, select_option
from leren_app.web.forms import VersionedForm, area
from leren_app.web.here import place_choices, the_city, theme_choices
from leren_app.web.intake.step_forms import PLACE_TO_FILL, filled_in
from leren_app.web.intake.words import KINDS
from leren_app.web.language import spoken_language
from matching.skill_suggestions import say
from matching.text import Language

S = QuestionState
OWN = "own"
NOTHING = "nothing"
SENDABLE = (S.RECEIVED, S.INTAKE, S.WAITING, S.ARTICULATED)
"""Where somebody can be sent on at once, as the life cycle has it for refer and refuse."""
REASONS = {
    QuestionKind.REPORT: "report",
    QuestionKind.PERSONAL: "individual_help",
    QuestionKind.CRISIS: "crisis",
    QuestionKind.COMMERCIAL: "commercial",
    QuestionKind.OTHER: "elsewhere",
}
"""Why somebody is sent on, for a text that has no reason of its own."""
ROUTE_OF = {
    QuestionKind.REPORT: "report",
    QuestionKind.PERSONAL: "personal-help",
    QuestionKind.CRISIS: "emergency",
    QuestionKind.COMMERCIAL: "contract-research",
}


class TriageForm(VersionedForm):
    """What it is, where, what about; and what the asker gets at once, if anything."""

    kind = SelectField(_l("Kind of message"))
    place = PlaceField(_l("District"), validate_choice=False)  # the service checks it
    themes = TicksField(_l("Themes"))
    send = RadioField(_l("What does the asker get now?"))
    own: TextAreaField = area(_l("Your own text to the asker"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.kind.choices = {kind.value: str(words) for kind, words in KINDS.items()}
        self.place.choices = [select_option(*place) for place in place_choices()]
        self.themes.choices = dict(theme_choices())
        self.blocks = {each.key: each for each in list_blocks(db.session(), the_city()) if _goes_out_as_it_is(each)}
        ready = {key: block.title.in_(spoken_language()) for key, block in self.blocks.items()}
        self.send.choices = {NOTHING: gettext("Nothing yet"), **ready, OWN: gettext("A text of my own")}

    def validate_send(self, field: Field) -> None:
        """A learning question is worked on; whoever sends its asker on has to say what it is."""
        if field.data != NOTHING and self.kind.data == QuestionKind.CHALLENGE:
            raise ValidationError(gettext("For a learning question choose “Nothing yet”, or choose another kind"))

    def validate_own(self, field: Field) -> None:
        """The text, where it is the one that is sent."""
        if self.send.data == OWN and not (field.data or "").strip():
            raise ValidationError(gettext("Write what the asker will read"))
        filled_in(self, field)

    @property
    def settled(self) -> Settled:
        """What was decided, for the service."""
        return Settled(QuestionKind(self.kind.data), self.place.data or "", tuple(self.themes.data or ()))

    def sent(self, question: Question) -> Sent | None:
        """What goes to the asker, in the language of the question; None for nothing yet."""
        if self.send.data == NOTHING or question.state not in SENDABLE:
            return None
        reason = REASONS[QuestionKind(self.kind.data)]
        if self.send.data == OWN:
            return Sent(reason, self.own.data or "")
        block = self.blocks[str(self.send.data)]
        return Sent(block.reason or reason, block.text.in_(question.language), block.link or None)


@dataclass(frozen=True)
class Reason:
    """One part of the proposal in words: what, and the words of the message that led there."""

    label: str
    what: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skill:
    """A skill the work may ask for, with the sentences that say why."""

    what: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class TriagePanel:
    """The proposal for one question, and the form filled in with it."""

    question: Question
    proposal: Proposal
    form: TriageForm

    @classmethod
    def of(cls, question: Question, form: TriageForm | None = None) -> TriagePanel | None:
        """The panel; None once nothing can be decided any more. `form` is one that came back."""
        if question.state not in OPEN_IN or question.merged_into_id is not None:
            return None
        proposal = triage(question.raw_text, question.language, the_city(), current_app.config["INDEX_DIR"])
        return cls(question, proposal, form or _filled_in(question, proposal))

    @property
    def kind(self) -> str:
        """What it is as a person decided, else as its words propose."""
        return str(KINDS[self.question.kind or self.proposal.kind])

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided yet, as the queue has it: no kind, and no answer."""
        return self.question.kind is None and self.question.first_answer_at is None

    @property
    def may_send(self) -> bool:
        """Whether the asker can be sent on from here."""
        return self.question.state in SENDABLE

    @property
    def takes(self) -> bool:
        """Whether the button also takes it on."""
        return self.question.state is S.RECEIVED

    @property
    def texts(self) -> dict[str, str]:
        """What each choice sends, as the asker reads it."""
        texts = {key: block.text.in_(self.question.language) for key, block in self.form.blocks.items()}
        nothing = gettext("You take it on, and write to the asker later.") if self.takes else ""
        return {**texts, NOTHING: nothing}

    @property
    def reasons(self) -> Iterator[Reason]:
        """Kind, themes and places with their words."""
        city, language, found = the_city(), spoken_language(), self.proposal
        yield Reason(gettext("Kind"), str(KINDS[found.kind]), found.kind_words)
        for theme in found.themes:
            yield Reason(gettext("Theme"), city.theme(theme.key).name.in_(language), theme.words)
        for place in found.places:
            yield Reason(gettext("District"), city.place(place.key).name.in_(language), place.words)

    @property
    def skills(self) -> Iterator[Skill]:
        """What the work may ask for, and why."""
        spoken: Language = "en" if spoken_language() == "en" else "nl"
        for each in self.proposal.skills:
            yield Skill(each.skill.label(spoken), say(each, spoken))


def _goes_out_as_it_is(block: Block) -> bool:
    """Whether a text sends an asker on, or says why not, and has no place that somebody still has to fill in."""
    is_whole = not any(PLACE_TO_FILL.search(text) for text in (block.text.nl, block.text.en))
    return block.is_used and is_whole and block.purpose in {BlockPurpose.REFER, BlockPurpose.REFUSE}


def _filled_in(question: Question, proposal: Proposal) -> TriageForm:
    """What a person decided already stands first, then what the asker chose, then the proposal."""
    kind = question.kind or proposal.kind
    chosen = tuple(theme.theme for theme in question.themes) or tuple(theme.key for theme in proposal.themes)
    place = question.neighbourhood or question.district
    if place == the_city().whole_city.key and question.kind is None and proposal.places:
        place = proposal.places[0].key
    route = (ROUTE_OF.get(kind) or NOTHING) if question.kind else proposal.route or NOTHING
    form = TriageForm(
        formdata=None, kind=kind.value, place=place, themes=list(chosen), seen_version=str(question.version)
    )
    form.send.data = route if route in form.blocks else NOTHING
    return form
