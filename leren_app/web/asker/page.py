"""What the asker's page shows, gathered in one place so that the template only has to say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from flask_babel import gettext

from leren_app.domain.city import Theme
from leren_app.domain.lifecycles.question import QUESTION
from leren_app.domain.lifecycles.question_states import BRIDGES, Bridge, QuestionState
from leren_app.domain.roles import Role
from leren_app.extensions import db
from leren_app.models import ClinicVersion, Event, Question
from leren_app.services.questions import clinic, reading
from leren_app.services.questions.facts import agreed_version, latest_version
from leren_app.web.asker.forms import ChangeForm, ReplyForm, YesForm
from leren_app.web.forms import BaseForm
from leren_app.web.here import bridge_names, number_of, the_city
from leren_app.web.language import spoken_language
from leren_app.web.look import Bridge as PathStep
from leren_app.web.look import canal
from leren_app.web.templating import day

TITLE_LENGTH = 70
Worded = TypeVar("Worded", ReplyForm, ChangeForm)


@dataclass(frozen=True)
class AskerPage:
    """Everything on the page of one asker."""

    question: Question
    title: str
    state: str
    path: list[PathStep]
    messages: list[reading.Message]
    put: ClinicVersion | None
    last: reading.Message
    reply: ReplyForm
    yes: YesForm
    no: ChangeForm
    place: str
    themes: tuple[Theme, ...]
    may_withdraw: bool
    is_public: bool

    @classmethod
    def of(cls, question: Question, form: BaseForm | None = None) -> AskerPage:
        """The page for a question; `form` is the one that came back with errors, if any."""
        events = reading.list_events(db.session(), question)
        messages = reading.messages_of(question, events)
        put = clinic.latest_put_version(question)
        return cls(
            question=question,
            title=title_of(question),
            state=str(question.state),
            path=_path(question, events),
            messages=messages,
            put=put,
            last=next((m for m in reversed(messages) if not m.own), messages[-1]),
            reply=_fresh(form, ReplyForm, question),
            yes=form if isinstance(form, YesForm) else YesForm(formdata=None, seen_n=str(put.n if put else 0)),
            no=_fresh(form, ChangeForm, question),
            place=the_city().place(question.neighbourhood or question.district).name.in_(spoken_language()),
            themes=tuple(the_city().theme(t.theme) for t in question.themes),
            may_withdraw=any(s.name == "withdraw" for s in QUESTION.open_to(question.state, {Role.ASKER})),
            is_public=question.state in {QuestionState.PUBLIC, QuestionState.ANSWERED, QuestionState.CLOSED},
        )


def title_of(question: Question) -> str:
    """The title of the agreed or latest version, else the first words that were typed."""
    version = agreed_version(question) or latest_version(question)
    title = (version.title_en if spoken_language() == "en" else version.title_nl) if version else ""
    return title or first_words(question.raw_text)


def first_words(text: str, length: int = TITLE_LENGTH) -> str:
    """The first line or sentence of a text, cut at a word where it is long."""
    first = text.strip().split("\n", 1)[0].strip()
    if len(first) <= length:
        return first
    return first[:length].rsplit(" ", 1)[0].rstrip(",.;:") + "…"


def _fresh(form: BaseForm | None, kind: type[Worded], question: Question) -> Worded:
    return form if isinstance(form, kind) else kind(formdata=None, seen_version=str(question.version))


def _path(question: Question, events: list[Event]) -> list[PathStep]:
    here = reading.furthest_bridge(question, events)
    dates = reading.bridge_dates(question, events)
    notes = {number_of(bridge): day(at) for bridge, at in dates.items() if number_of(bridge) <= number_of(here)}
    notes.update({number_of(bridge): words for bridge, words in _to_come(question).items() if bridge not in dates})
    return canal(bridge_names(), number_of(here), notes, gettext("Your question is here now"))


def _to_come(question: Question) -> dict[Bridge, str]:
    notes = {Bridge.LOOKED_BACK: gettext("Six months later we ask: did it help?")}
    if question.due_on is not None and question.first_answer_at is None:
        notes[BRIDGES[1]] = gettext("You will hear from us by %(day)s at the latest", day=day(question.due_on))
    return notes
