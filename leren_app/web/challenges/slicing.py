"""What the slicer shows: what is usual for each work form and why, skills a question asks for, what to look at."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext, ngettext

from leren_app.domain.lifecycles.challenge import CHALLENGE
from leren_app.domain.lifecycles.challenge_needs import ChallengeFacts
from leren_app.domain.slicing import USUAL, doubts, first_start, start_words
from leren_app.extensions import db
from leren_app.models import Challenge, Question, WorkForm
from leren_app.services.challenges import reading
from leren_app.services.challenges.drafting import Draft, cut_of, propose_skills_of
from leren_app.services.questions.facts import agreed_version
from leren_app.web.challenge_cards import status_of, title_of
from leren_app.web.challenge_words import WORK_FORMS, level_name, load_words, period_words, team_words
from leren_app.web.challenges.forms import SliceForm
from leren_app.web.here import the_city, today
from leren_app.web.language import spoken_language
from leren_app.web.skill_groups import reasons_of
from leren_app.web.templating import day

Row = tuple[Challenge, str, tuple[str, str], list[str]]
"""A challenge, its title, its status, and what it is."""


def slice_page(question: Question, form: SliceForm) -> dict[str, object]:
    """Everything on the page where a question is cut; fills the skills it asks for into the form."""
    language = spoken_language()
    suggested = propose_skills_of(db.session(), question, "en" if language == "en" else "nl", city=the_city())
    form.offer(suggested)
    return {
        "question": question,
        "title": _title_of(question),
        "rows": rows_of(reading.list_of_question(db.session(), question)),
        "form": form,
        "presets": {key: size_of(key) for key in USUAL},
        "usual": [(WORK_FORMS[WorkForm(key)], f"{people_of(key)}. {start_of(key)}. {why(key)}") for key in USUAL],
        "reasons": reasons_of(suggested),
        "closed": _why_not(question),
    }


def rows_of(challenges: Iterable[Challenge]) -> list[Row]:
    """The rows of a list at the desk."""
    return [(each, title_of(each), status_of(each), _what(each)) for each in challenges]


def _what(challenge: Challenge) -> list[str]:
    """Of which question, for which level, in which form and when: what tells slices with one title apart."""
    form = str(WORK_FORMS[challenge.work_form]) if challenge.work_form else ""
    when = period_words(challenge.starts_on, challenge.ends_on)
    last = gettext("plan by %(day)s", day=day(challenge.planned_until)) if challenge.planned_until else ""
    return [challenge.question.reference, level_name(challenge.level), form, when, last]


def usual_words(form: str) -> str:
    """What is usual for a work form, in one line: level, load, weeks, team, hours of the partner."""
    return f"{size_of(form)}, {people_of(form)}"


def size_of(form: str) -> str:
    """How large a work form usually is: level, load, weeks."""
    usual = USUAL[form]
    weeks = ngettext("%(num)d week", "%(num)d weeks", usual.weeks)
    return ", ".join((level_name(usual.level), load_words(usual.hours, usual.level), weeks))


def people_of(form: str) -> str:
    """Who usually works in it: the team, and the hours of the partner."""
    usual = USUAL[form]
    hours = ngettext("%(num)d hour of the partner", "%(num)d hours of the partner", usual.contact_hours)
    return f"{team_words(usual.team_min, usual.team_max)}, {hours}"


def start_of(form: str) -> str:
    """When a work form can begin at the earliest."""
    return start_words(first_start(the_city().academic_years, form, today())).in_(spoken_language()).rstrip(".")


def why(form: str) -> str:
    """Where the usual numbers come from."""
    return USUAL[form].why.in_(spoken_language())


def doubts_about(draft: Draft) -> list[str]:
    """What to look at again, in sentences."""
    return [said.in_(spoken_language()) for _, said in doubts(cut_of(draft, the_city()))]


def made(forms: list[WorkForm]) -> str:
    """What is said when the drafts are there."""
    return ngettext(
        "A draft is made. Only colleagues see it.",
        "%(num)d drafts are made. Only colleagues see them. Open each and look it over.",
        len(forms),
    )


def _title_of(question: Question) -> str:
    version = agreed_version(question) or (question.clinic_versions[-1] if question.clinic_versions else None)
    if version is None:
        return ""
    return version.title_en if spoken_language() == "en" else version.title_nl


def _why_not(question: Question) -> str:
    if question.merged_into_id is not None:
        return gettext("This question was merged with another one.")
    missing = CHALLENGE.missing(CHALLENGE.step("slice"), ChallengeFacts(today(), question_state=question.state))
    return missing[0].in_(spoken_language()) if missing else ""
