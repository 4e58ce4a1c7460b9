"""What each step does: one line from its filled-in form to the service. The life cycle decides whether it may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from leren_app.models import AgreedHow, Event, Question
from leren_app.services.questions import answering, clinic, handling
from leren_app.web.stepping import Taking


@dataclass(frozen=True)
class Doing(Taking):
    """A step of a question that is being taken."""

    question: Question


def _agree(d: Doing) -> Event:
    return clinic.agree(
        d.session,
        d.question,
        actor=d.actor,
        city=d.city,
        seen_n=d.form.n,
        how=AgreedHow(d.form.how.data),
        on=d.form.on.data,
        who=d.form.who.data,
    )


def _adopt(d: Doing) -> Event:
    organisation, reason = d.form.organisation.data, d.form.reason.data
    return clinic.adopt(d.session, d.question, organisation=organisation, reason=reason, seen_n=d.form.n, **d.who)


def _ending(d: Doing) -> dict[str, Any]:
    return {"reason": d.form.reason.data, "text": d.form.text.data, "link": d.form.link.data or None, **d.who}


DOES: dict[str, Callable[[Doing], Event]] = {
    "take": lambda d: handling.take(d.session, d.question, **d.who),
    "ask_more": lambda d: handling.ask_more(d.session, d.question, d.form.text.data, **d.who),
    "reply": lambda d: handling.reply(d.session, d.question, d.form.text.data, **d.who),
    "put_before": lambda d: clinic.put_before(
        d.session, d.question, remark=d.form.remark.data or "", seen_n=d.form.n, **d.who
    ),
    "agree": _agree,
    "adopt": _adopt,
    "publish": lambda d: handling.publish(d.session, d.question, **d.who),
    "answer": lambda d: answering.answer(
        d.session, d.question, d.form.text.data, advice=d.form.advice.data or "", **d.who
    ),
    "unpublish": lambda d: handling.unpublish(d.session, d.question, d.form.reason.data, **d.who),
    "refer": lambda d: handling.refer(d.session, d.question, **_ending(d)),
    "refuse": lambda d: handling.refuse(d.session, d.question, **_ending(d)),
    "withdraw": lambda d: handling.withdraw(d.session, d.question, d.form.reason.data, **d.who),
    "reopen": lambda d: handling.reopen(d.session, d.question, d.form.reason.data, **d.who),
}
