"""How the steps are called on the coordinators' pages, where they are taken on somebody's behalf, and who hears."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from leren_app.domain.lifecycle import Audience, Step
from leren_app.domain.lifecycles.question_states import QuestionState
from leren_app.domain.our_turn import OUR_TURN
from leren_app.models import AskerKind, Channel, Question, QuestionKind
from leren_app.web.stepping import StepWords

S = QuestionState


STEP_WORDS: dict[str, StepWords] = {
    "take": StepWords(
        _l("Take on this question"),
        _l("It comes into your queue, and you give the asker an answer."),
        _l("Take on"),
        _l("This question is with you now."),
    ),
    "ask_more": StepWords(
        _l("Ask for more information"),
        _l("The asker gets your question by mail and answers without signing in."),
        _l("Send my question"),
        _l("Your question is on its way to the asker."),
    ),
    "reply": StepWords(
        _l("Write down the asker's answer"),
        _l("For an answer by phone, on paper or at the desk. Use the asker's own words as much as you can."),
        _l("Save the answer"),
        _l("The answer stands with the question."),
    ),
    "put_before": StepWords(
        _l("Put the text before the asker"),
        _l("The asker reads exactly what stands below and says yes, or what should be different."),
        _l("Put it before the asker"),
        _l("The text is on its way to the asker."),
    ),
    "agree": StepWords(
        _l("Write down the asker's yes"),
        _l("For a yes by phone or on paper. It holds for exactly the text below."),
        _l("Save the yes"),
        _l("The yes of the asker is recorded."),
    ),
    "adopt": StepWords(
        _l("Let an organisation ask it on"),
        _l("The asker stays silent. An organisation asks the question on; the asker's name and words stay out."),
        _l("Let the organisation ask it on"),
        _l("The organisation asks the question on."),
    ),
    "publish": StepWords(
        _l("Publish this question"),
        _l("Everybody can read the text below, with district and themes. Nothing else becomes public."),
        _l("Publish the question"),
        _l("The question is on the website."),
    ),
    "answer": StepWords(
        _l("Tell what came out"),
        _l("The asker and everybody who follows the question get your text, with the link to the result."),
        _l("Send the answer"),
        _l("The answer is on its way to the asker and the followers."),
    ),
    "unpublish": StepWords(
        _l("Take it off the website"),
        _l("Its address then says that the page was taken off. The question comes back to your queue."),
        _l("Take it off the website"),
        _l("The question is off the website."),
    ),
    "refer": StepWords(
        _l("Refer, with a text and a link"),
        _l("Somebody else can help better. Say who, and how the asker gets there."),
        _l("Refer the asker"),
        _l("Your text is on its way to the asker."),
    ),
    "refuse": StepWords(
        _l("Do not take it on, with advice"),
        _l("Say honestly why it does not fit here, and what the asker can do."),
        _l("Send my advice"),
        _l("Your advice is on its way to the asker."),
    ),
    "withdraw": StepWords(
        _l("Withdraw at the asker's request"),
        _l("Only when the asker told you so. Nothing more is done with the question."),
        _l("Withdraw the question"),
        _l("The question is withdrawn."),
    ),
    "reopen": StepWords(
        _l("Open the question again"),
        _l("It comes back into the queue, with you."),
        _l("Open it again"),
        _l("The question is open again, and with you."),
    ),
}

TOLD_NOBODY: dict[str, str] = {
    "take": _l("Nobody. The receipt already named the day of the answer."),
}
"""Why a step without mails has none, in the words of the page; the life cycle holds the same reason in English."""

ASKER_KINDS: dict[AskerKind, str] = {
    AskerKind.RESIDENT: _l("a resident"),
    AskerKind.ORGANISATION: _l("an organisation"),
    AskerKind.MUNICIPALITY: _l("a municipal department"),
}
KINDS: dict[QuestionKind, str] = {
    QuestionKind.CHALLENGE: _l("Learning question"),
    QuestionKind.REPORT: _l("Report for the municipality"),
    QuestionKind.PERSONAL: _l("Help for one person"),
    QuestionKind.CRISIS: _l("Crisis"),
    QuestionKind.COMMERCIAL: _l("Commissioned work"),
    QuestionKind.OTHER: _l("Press and other"),
}
CHANNELS: dict[Channel, str] = {
    Channel.MAIL: _l("by mail"),
    Channel.PHONE: _l("by phone"),
    Channel.LETTER: _l("by letter"),
}
LANGUAGES: dict[str, str] = {"nl": _l("Dutch"), "en": _l("English")}

STATUS_KINDS: dict[QuestionState, str] = {
    S.UNCONFIRMED: "new",
    S.LAPSED: "away",
    S.RECEIVED: "new",
    S.INTAKE: "busy",
    S.WAITING: "busy",
    S.ARTICULATED: "busy",
    S.AGREED: "done",
    S.PUBLIC: "done",
    S.ANSWERED: "done",
    S.CLOSED: "done",
    S.REFERRED: "away",
    S.REFUSED: "away",
    S.WITHDRAWN: "away",
}


def status_kind(question: Question, is_mine: bool) -> str:
    """The drawing for a state; the lamp where the reader has to do something."""
    return "you" if is_mine and question.state in OUR_TURN else STATUS_KINDS[question.state]


def who_hears(step: Step, question: Question, followers: int) -> list[str]:
    """Who gets a mail when this step is taken, one line each; or why nobody does."""
    if step.silent:
        return [TOLD_NOBODY[step.name]]
    lines = [_line_for(audience, question, followers) for audience, _ in step.tells]
    return [line for line in lines if line]


def _line_for(audience: Audience, question: Question, followers: int) -> str:
    if audience is Audience.ASKER:
        return who_is_asker(question)
    if audience is Audience.FOLLOWERS_HERE and question.merged_into_id:
        return ""
    if audience in {Audience.FOLLOWERS, Audience.FOLLOWERS_HERE} and followers:
        return ngettext(
            "%(num)d person who follows the question, by mail", "%(num)d people who follow it, by mail", followers
        )
    if audience is Audience.ASSIGNEE:
        return question.assignee.name if question.assignee else gettext("All coordinators, by mail")
    return ""


def who_is_asker(question: Question) -> str:
    """How the asker hears of something."""
    if question.asker.channel is Channel.MAIL:
        return gettext("The asker, by mail")
    if question.asker.channel is Channel.PHONE:
        return gettext("The asker has no mail: a call comes on the list of tasks")
    return gettext("The asker has no mail: a letter comes on the list of tasks")
