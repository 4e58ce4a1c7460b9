"""Beside a question: others that are like it, belong with it, or live in it, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms import HiddenField

from leren_app.domain.errors import StaleError
from leren_app.domain.lifecycles.question_states import LABELS, LIVE
from leren_app.domain.roles import Actor
from leren_app.extensions import db
from leren_app.models import Question
from leren_app.services.questions import merging, reading, relating
from leren_app.services.questions.facts import latest_version
from leren_app.services.questions.open_alike import item_for_desk, open_alike
from leren_app.services.questions.shown import is_shown
from leren_app.services.questions.similar import alike
from leren_app.web.forms import VersionedForm, area
from leren_app.web.here import the_city
from leren_app.web.intake.rows import place_of, title_of
from leren_app.web.intake.words import status_kind, who_is_asker
from leren_app.web.language import spoken_language
from leren_app.web.reason_words import Sentence, sentences_of_found
from leren_app.web.templating import day
from matching.explaining import Reason

MOST = 5


@dataclass(frozen=True)
class Beside:
    """Another question, in one row."""

    reference: str
    title: str
    place: str
    asked: str
    status: tuple[str, str]
    can_merge: bool
    because: list[Sentence] = field(default_factory=list)

    @classmethod
    def of(cls, question: Question, reasons: Sequence[Reason] = ()) -> Beside:
        """The row of a question, with why it is like the one on the page."""
        return cls(
            reference=question.reference,
            title=desk_title(question),
            place=place_of(question, the_city()),
            asked=day(question.submitted_at),
            status=(status_kind(question, False), LABELS[question.state].in_(spoken_language())),
            can_merge=question.state in LIVE,
            because=sentences_of_found(reasons) if reasons else [],
        )


@dataclass(frozen=True)
class Together:
    """What stands beside a question."""

    alike: list[Beside]
    related: list[Beside]
    merged_here: list[Beside]
    lives_in: Beside | None
    split_from: Beside | None

    @classmethod
    def of(cls, question: Question) -> Together:
        """Everything beside a question, for a coordinator."""
        session = db.session()
        related, inside = relating.list_related(session, question), merging.list_merged_into(session, question)
        target = merging.find_target(session, question)
        whole = session.get(Question, question.split_from_id) if question.split_from_id else None
        known = {other.id for other in (*related, *inside)} | {other.id for other in (target, whole) if other}
        return cls(
            alike=[row for key, row in _alike(session, question) if key not in known][:MOST],
            related=[Beside.of(other) for other in related],
            merged_here=[Beside.of(other) for other in inside],
            lives_in=Beside.of(target) if target else None,
            split_from=Beside.of(whole) if whole else None,
        )


def desk_title(question: Question) -> str:
    """The title of the latest version of the clinic, else the first words that were typed."""
    latest = latest_version(question)
    return title_of(question.raw_text, *((latest.title_nl, latest.title_en) if latest else ("", "")))


def _alike(session: Session, question: Question) -> list[tuple[Any, Beside]]:
    """Public questions and those in the queue, the likest first."""
    city = the_city()
    public = [
        (each.score, each.published.question, each.reasons)
        for each in alike(session, item_for_desk(question), MOST, city)
    ]
    waiting = [(each.score, each.question, each.reasons) for each in open_alike(session, question, MOST, city=city)]
    found = sorted((*public, *waiting), key=lambda each: (-each[0], each[1].reference))
    return [(other.id, Beside.of(other, reasons)) for _, other, reasons in found]


# ---- what can be done with two ----


class TogetherForm(VersionedForm):
    """What is said to both askers, and which state of both questions the page was made from."""

    text = area(_l("What do you want to tell both askers?"), longest=1000)
    seen_other = HiddenField()

    @property
    def seen(self) -> merging.Seen:
        """The versions of both; -1, which is always stale, where somebody tampered with them."""
        other = str(self.seen_other.data or "")
        return self.version, int(other) if other.isascii() and other.isdigit() and len(other) < 10 else -1


@dataclass(frozen=True)
class Pair:
    """Two questions that something is done with: by whom, with which filled-in form."""

    session: Session
    question: Question
    other: Question
    actor: Actor
    form: TogetherForm

    @property
    def who(self) -> dict[str, Any]:
        """What the services of merging want to know."""
        return {"actor": self.actor, "said": self.form.text.data or "", "seen": self.form.seen}


def _take_apart(pair: Pair) -> None:
    """Only from the question that stands on the page: an address may name any other."""
    if pair.question.merged_into_id not in (None, pair.other.id):
        raise StaleError
    merging.unmerge(pair.session, pair.question, **pair.who)


@dataclass(frozen=True)
class Act:
    """Something that can be done with two questions."""

    heading: str
    lead: str
    button: str
    done: str
    do: Callable[[Pair], object]
    is_done: Callable[[Question, Question], bool]
    tells: bool = False
    done_without: str = ""
    """What is said instead where the asker of the first one has left, and so hears nothing."""

    def said(self, question: Question) -> str:
        """What is told to who did it; the question is the first one, as it is now."""
        return self.done_without if self.done_without and question.state not in LIVE else self.done


ACTS: dict[str, Act] = {
    "merge": Act(
        _l("Merge these two questions?"),
        _l("The first one goes on in the second one. Both addresses keep working, and you can take them apart again."),
        _l("Merge"),
        _l("The questions are merged. Both askers get a mail."),
        lambda pair: merging.merge(pair.session, pair.question, pair.other, **pair.who),
        lambda question, other: question.merged_into_id == other.id,
        tells=True,
    ),
    "unmerge": Act(
        _l("Take these two questions apart?"),
        _l("Each goes on from where it stands now."),
        _l("Take them apart"),
        _l("The questions are apart again. Both askers get a mail."),
        _take_apart,
        lambda question, _other: question.merged_into_id is None,
        tells=True,
        done_without=_l(
            "The questions are apart again. The asker of the withdrawn question gets no mail, the other asker does."
        ),
    ),
    "relate": Act(
        _l("Do these two belong together?"),
        _l("They stay two questions. Each page shows the other; in public too, once both are on the website."),
        _l("They belong together"),
        _l("Each page now shows the other question."),
        lambda pair: relating.relate(pair.session, pair.question, pair.other, actor=pair.actor),
        lambda _question, _other: False,
    ),
    "unrelate": Act(
        _l("Do these two not belong together after all?"),
        _l("Their pages no longer show each other. Nothing else changes."),
        _l("They do not belong together"),
        _l("The pages no longer show each other."),
        lambda pair: relating.unrelate(pair.session, pair.question, pair.other, actor=pair.actor),
        lambda _question, _other: False,
    ),
}


@dataclass(frozen=True)
class TogetherPage:
    """The page before something is done with two questions."""

    name: str
    act: Act
    sides: tuple[tuple[Question, Beside], tuple[Question, Beside]]
    hears: list[str]
    closed: str
    """Why it cannot be done; empty when it can."""

    @classmethod
    def of(cls, name: str, question: Question, other: Question) -> TogetherPage:
        """The page for two questions."""
        act, session = ACTS[name], db.session()
        why = merging.why_not(session, question, other) if name == "merge" else None
        return cls(
            name=name,
            act=act,
            sides=((question, Beside.of(question)), (other, Beside.of(other))),
            hears=_hears(session, question, other) if act.tells else [gettext("Nobody. Only the pages change.")],
            closed=why.in_(spoken_language()) if why else "",
        )

    @property
    def both_public(self) -> bool:
        """Whether everyone may read both."""
        return all(is_shown(question) for question, _ in self.sides)


def _hears(session: Session, question: Question, other: Question) -> list[str]:
    has_left = question.merged_into_id is not None and question.state not in LIVE
    askers = [other] if has_left else [question, other]
    lines = [f"{each.reference}: {who_is_asker(each)}" for each in askers]
    followers = reading.count_followers(session, question)
    if followers:
        lines.append(
            ngettext(
                "%(num)d person who follows the question, by mail", "%(num)d people who follow it, by mail", followers
            )
        )
    return lines
