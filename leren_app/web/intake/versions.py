"""The versions of the clinic side by side: any two compared, who wrote which, and which language stayed behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from leren_app.domain.clinic_texts import lagging
from leren_app.models import ClinicVersion, Question
from leren_app.services.questions.clinic import text_of
from leren_app.services.questions.facts import latest_version
from leren_app.services.questions.sending_back import base_of, unseen_by_asker
from leren_app.web.forms import number_sent
from leren_app.web.intake.page import Part, changed_parts, parts_of
from leren_app.web.intake.words import LANGUAGES
from leren_app.web.language import spoken_language

FROM, TO = "van", "tot"


@dataclass(frozen=True)
class Comparison:
    """Two versions, the older first, and what differs."""

    before: ClinicVersion
    after: ClinicVersion
    parts: list[Part]
    is_chosen: bool


@dataclass(frozen=True)
class VersionsPage:
    """What the clinic shows of its versions."""

    all: list[tuple[ClinicVersion, list[Part]]]
    """Newest first, each with what it says."""
    comparison: Comparison | None
    lags: list[str]
    """A sentence for each language that stayed behind."""
    unseen: ClinicVersion | None
    """A draft of ours that the asker did not see when they sent the latest version back."""

    @property
    def options(self) -> list[tuple[int, str]]:
        """Number and name of each, newest first, to choose from."""
        return [(version.n, name_of(version)) for version, _ in self.all]

    @classmethod
    def of(cls, question: Question, asked: Mapping[str, str]) -> VersionsPage:
        """The versions of a question; `asked` is the query of the address, which may choose two of them."""
        return cls(
            all=[(version, parts_of(text_of(version))) for version in reversed(question.clinic_versions)],
            comparison=_chosen(question, asked) or _usual(question),
            lags=_lags(question),
            unseen=unseen_by_asker(question),
        )


def name_of(version: ClinicVersion) -> str:
    """How a version is called in a list."""
    if version.by_asker:
        return gettext("Version %(n)d (asker)", n=version.n)
    return gettext("Version %(n)d", n=version.n)


def _chosen(question: Question, asked: Mapping[str, str]) -> Comparison | None:
    numbers = {number_sent(asked.get(FROM)), number_sent(asked.get(TO))}
    found = [version for version in question.clinic_versions if version.n in numbers]
    return _compared(*found, is_chosen=True) if len(found) == 2 else None


def _usual(question: Question) -> Comparison | None:
    """The latest version and what it was made from."""
    latest = latest_version(question)
    base = base_of(question, latest) if latest is not None else None
    return _compared(base, latest) if base is not None and latest is not None else None


def _compared(before: ClinicVersion, after: ClinicVersion, *, is_chosen: bool = False) -> Comparison:
    return Comparison(before, after, changed_parts(text_of(before), text_of(after)), is_chosen)


def _lags(question: Question) -> list[str]:
    page = spoken_language()
    return [
        gettext(
            "The text in %(language)s may lag behind: the other language was changed since. It is about: %(texts)s.",
            language=LANGUAGES[language],
            texts=", ".join(text.in_(page) for text in texts),
        )
        for language, texts in lagging(question.clinic_versions).items()
    ]
