"""What the asker's page shows, gathered in one place so that the template only has to say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext

from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import BRIDGES, ENDED, Bridge, QuestionState
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import ClinicVersion, Event, Question
from leren_app.services.questions import clinic, merging, reading
from leren_app.services.questions.facts import agreed_version
from leren_app.services.questions.progress import NOTHING_YET, Progress, progress_of
from leren_app.services.questions.speaking import may_add
from leren_app.web.asker.forms import AddForm, ChangeForm, NotHelpedForm, ReplyForm, WithdrawForm, YesForm
from leren_app.web.asker.turns import Happened, Turn, happened, may_say_not_helped, moved_to, on_website, turn_of
from leren_app.web.cards import QuestionCard
from leren_app.web.challenge_cards import ChallengeCard, cards_of, matched_note
from leren_app.web.forms import BaseForm
from leren_app.web.here import bridge_names, number_of, the_city, themes_of
from leren_app.web.language import spoken_language
from leren_app.web.look import Bridge as PathStep
from leren_app.web.look import canal
from leren_app.web.outside_path import outside_path
from leren_app.web.templating import day

TITLE_LENGTH = 70
_SENTENCE = re.compile(r".{20,}?(?:\w{4}\.|[?!])(?=\s|$)")  # "o.a." and "dhr." end none
OVER = ENDED | {QuestionState.LAPSED}
STOPPED = OVER - {QuestionState.CLOSED}
Worded = TypeVar("Worded", ReplyForm, ChangeForm, AddForm, NotHelpedForm)
WORDED = (ReplyForm, ChangeForm, AddForm, NotHelpedForm, WithdrawForm)


@dataclass(frozen=True)
class AskerPage:
    """Everything on the page of one asker."""

    question: Question
    title: str
    is_titled_by_asker: bool
    """Whether the title is what they typed, in their own language."""
    state: str
    turn: Turn
    happened: list[Happened]
    path: list[PathStep]
    messages: list[reading.Message]
    put: ClinicVersion | None
    said: reading.Message | None
    unsent: str
    reply: ReplyForm
    yes: YesForm
    no: ChangeForm
    more: AddForm | None
    not_helped: NotHelpedForm | None
    place: str
    themes: tuple[Theme, ...]
    on_website: str
    may_withdraw: bool
    may_be_anothers: bool
    progress: Progress
    challenges: list[ChallengeCard]
    lives_in: Question | None
    """Where a merged question goes on; None once its asker left."""
    lives_in_title: str
    """Of that one, as far as everyone may read it."""

    @classmethod
    def of(cls, question: Question, form: BaseForm | None = None) -> AskerPage:
        """The page for a question; `form` is the one that came back with errors, if any."""
        events = reading.list_events(db.session(), question)
        messages = reading.messages_of(question, events)
        put = clinic.latest_put_version(question)
        progress = progress_of(db.session(), [question.id]).get(question.id, NOTHING_YET)
        lives_in = merging.find_target(db.session(), question) if question.state not in ENDED else None
        shown = reading.list_by_ids(db.session(), [lives_in.id]) if lives_in else []
        return cls(
            question=question,
            title=title_of(question),
            is_titled_by_asker=_titled_version(question) is None,
            state=str(question.state),
            turn=moved_to(lives_in.reference) if lives_in else turn_of(question, progress),
            happened=happened(question, events, progress),
            path=outside_path(lives_in) if lives_in else path_of(question, events, progress),
            messages=messages,
            put=put,
            said=_said(question, events, messages),
            unsent=_unsent(question, form),
            reply=_fresh(form, ReplyForm, question),
            yes=YesForm(formdata=None, seen_n=str(put.n if put else 0)),
            no=_fresh(form, ChangeForm, question),
            more=_fresh(form, AddForm, question) if lives_in is None and may_add(question) else None,
            not_helped=_fresh(form, NotHelpedForm, question)
            if lives_in is None and may_say_not_helped(question)
            else None,
            place=the_city().place(question.neighbourhood or question.district).name.in_(spoken_language()),
            themes=themes_of(question),
            on_website=on_website(question),
            may_withdraw=_is_open("withdraw", question),
            may_be_anothers=_is_open("not_mine", question),
            progress=progress,
            challenges=cards_of(question, progress),
            lives_in=lives_in,
            lives_in_title=QuestionCard.of(shown[0]).title if shown else "",
        )


def title_of(question: Question) -> str:
    """The title that was agreed or put before the asker, else the first words typed; never that of a draft."""
    version = _titled_version(question)
    if version is None:
        return first_words(question.raw_text)
    return version.title_en if spoken_language() == "en" else version.title_nl


def _titled_version(question: Question) -> ClinicVersion | None:
    version = agreed_version(question) or clinic.latest_put_version(question)
    has_both = version is not None and version.title_nl and version.title_en
    return version if has_both else None


def first_words(text: str, length: int = TITLE_LENGTH) -> str:
    """The first line or sentence of a text, cut at a word where it is long; a greeting is no sentence yet."""
    first = text.strip().split("\n", 1)[0].strip()
    if len(first) <= length:
        return first
    sentence = _SENTENCE.match(first)
    if sentence and len(sentence.group()) <= length:
        return sentence.group()
    return first[:length].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def is_done_already(question: Question, form: BaseForm) -> bool:
    """Whether this very form has had its effect: it was sent twice."""
    if isinstance(form, YesForm):
        return question.agreed_version == form.n
    if isinstance(form, WithdrawForm):
        return question.state is QuestionState.WITHDRAWN
    words = form.text.data if isinstance(form, WORDED) else ""
    last = reading.list_events(db.session(), question)[-1]
    return last.step in reading.SPOKEN_BY_ASKER and any(note.text == words for note in last.notes)


def _is_open(name: str, question: Question) -> bool:
    steps = QUESTION.open_to(question.state, {Role.ASKER}, merged=question.merged_into_id is not None)
    return any(step.name == name for step in steps)


def _fresh(form: BaseForm | None, kind: type[Worded], question: Question) -> Worded:
    """The form that came back, with its words, or a new one; in both cases about what was asked last."""
    asked_at = question.put_at.isoformat() if question.put_at else ""
    if not isinstance(form, kind):
        return kind(formdata=None, prefix=kind.PREFIX, asked_at=asked_at)
    form.asked_at.data = asked_at
    return form


def _unsent(question: Question, form: BaseForm | None) -> str:
    """What was typed into a form for which the page has no place any more; it must not be lost."""
    if not isinstance(form, WORDED) or _has_place(question, form):
        return ""
    return form.text.data or ""


def _has_place(question: Question, form: BaseForm) -> bool:
    """Whether the form stands on the page as the question is now."""
    if isinstance(form, AddForm):
        return may_add(question)
    if isinstance(form, NotHelpedForm):
        return may_say_not_helped(question)
    place = {QuestionState.WAITING: ReplyForm, QuestionState.ARTICULATED: ChangeForm}.get(question.state)
    return place is not None and isinstance(form, place)


def _said(question: Question, events: list[Event], messages: list[reading.Message]) -> reading.Message | None:
    """What we said at the step that brought the question where it is; None when that went without words.

    Of a closed one that is the answer: closing says nothing more.
    """
    state = QuestionState.ANSWERED if question.state is QuestionState.CLOSED else question.state
    moved = next((e for e in reversed(events) if e.to_state == state), None)
    return next((m for m in reversed(messages) if moved and not m.own and m.at == moved.at), None)


def path_of(question: Question, events: list[Event], progress: Progress) -> list[PathStep]:
    """The seven bridges, with the days of those that were passed."""
    here = reading.furthest_bridge(question, events, progress)
    dates = reading.bridge_dates(question, events, progress)
    notes = {number_of(bridge): day(at) for bridge, at in dates.items() if number_of(bridge) <= number_of(here)}
    notes.update({number_of(bridge): words for bridge, words in _to_come(question).items() if bridge not in dates})
    if here is Bridge.MATCHED and question.state not in ENDED:
        notes[number_of(here)] = f"{notes[number_of(here)]}. {matched_note(progress)}"
    at = gettext("Your question stopped here") if question.state in STOPPED else gettext("Your question is here now")
    return canal(bridge_names(), number_of(here), notes, at)


def _to_come(question: Question) -> dict[Bridge, str]:
    if question.state in OVER:
        return {}
    notes = {Bridge.LOOKED_BACK: gettext("Six months later we ask: did it help?")}
    if question.due_on is not None and question.first_answer_at is None:
        notes[BRIDGES[1]] = gettext("You will hear from us by %(day)s at the latest", day=day(question.due_on))
    return notes
