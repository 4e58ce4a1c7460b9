"""The one mechanism behind all life cycles: a table of steps, and the guard that reads it.

Views draw their buttons from a table, services guard with it, mails and public lines hang on its steps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leren_app.domain.errors import NotAllowedError, TransitionError
from leren_app.domain.roles import ROLE_NAMES, Role
from leren_app.domain.text import Text

Need = Callable[[Any], Text | None]
"""A pure guard: nothing, or the sentence that says what is missing. Its argument is the facts of the subject."""


class Audience(StrEnum):
    """Who hears of a step; each audience is a list of people worked out when the step is taken."""

    ASKER = "asker"
    ASKER_NEXT_PLACE = "asker, only with its next place"
    ASKER_FIRST_PROJECT = "asker, for the first project only"
    FOLLOWERS = "followers"
    FOLLOWERS_HERE = "followers, unless it lives on in another one"
    FOLLOWERS_FIRST_PROJECT = "followers, for the first project only"
    ASSIGNEE = "assignee"
    COORDINATORS = "coordinators"
    CLIENT = "client"
    OTHER_SIDE = "other side"
    LECTURERS = "lecturers"
    LECTURERS_REQUESTED = "lecturers with requested placements"
    APPLICANTS = "applicants"
    MEMBERS = "members"
    PROMISED = "promised"


@dataclass(frozen=True)
class Step:
    """One row of a life cycle's table.

    None among `sources` = the step may create the thing; `target` None = the state stays.
    Exactly one of `tells` and `silent` is filled. `asks` are the fields its form shows. `while_merged` are the roles
    that may take it also while the thing lives on in another one; all other steps wait until the two are apart.
    """

    name: str
    sources: frozenset[StrEnum | None]
    target: StrEnum | None
    by: frozenset[Role]
    label: Text
    asks: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()
    tells: tuple[tuple[Audience, str], ...] = ()
    silent: str = ""
    line: Text | None = None
    answers: bool = False
    while_merged: frozenset[Role] = frozenset()

    def __post_init__(self) -> None:
        if bool(self.tells) == bool(self.silent):
            raise ValueError(f"step {self.name}: say who is told, or in writing why nobody is")
        if not self.while_merged <= self.by:
            raise ValueError(f"step {self.name}: whoever may take it while merged may take it at all")


@dataclass(frozen=True)
class Lifecycle:
    """A table of steps over the states of one kind of thing."""

    name: str
    states: type[StrEnum]
    labels: dict[StrEnum, Text]
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step:
        """The row with this name; KeyError for a name that is not in the table."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(f"{self.name} has no step {name!r}")

    def open_to(self, state: StrEnum, roles: Collection[Role], *, merged: bool = False) -> tuple[Step, ...]:
        """Steps these roles may take from this state, in the order of the table; `merged`: it lives on elsewhere."""
        may = [(s, s.while_merged if merged else s.by) for s in self.steps if state in s.sources]
        return tuple(step for step, by in may if not by.isdisjoint(roles))

    def check(self, name: str, state: StrEnum | None, roles: Collection[Role]) -> Step:
        """The step, if it may be taken from this state (None = does not exist yet) by one of these roles.

        Raises NotAllowedError for the wrong role and TransitionError for the wrong state.
        """
        step = self.step(name)
        if step.by.isdisjoint(roles):
            raise NotAllowedError(_WRONG_ROLE.with_(roles=_names(step.by)))
        if state not in step.sources:
            raise TransitionError(_WRONG_STATE.with_(step=step.label, state=self._label(state)))
        return step

    def missing(self, step: Step, facts: Any) -> tuple[Text, ...]:
        """The sentences of all needs that are not met; empty when the step can be taken."""
        return tuple(said for need in step.needs if (said := need(facts)) is not None)

    def _label(self, state: StrEnum | None) -> Text:
        return Text("nog niet gemaakt", "not made yet") if state is None else self.labels[state]


def require(lifecycle: Lifecycle, step: Step, facts: Any) -> None:
    """Raise TransitionError with the first unmet need of a step."""
    missing = lifecycle.missing(step, facts)
    if missing:
        raise TransitionError(missing[0])


def _names(roles: Collection[Role]) -> Text:
    ordered = [ROLE_NAMES[role] for role in Role if role in roles]
    return Text(" of ".join(t.nl for t in ordered), " or ".join(t.en for t in ordered))


_WRONG_ROLE = Text("Dit kan alleen met deze rol: {roles}.", "This is possible only in this role: {roles}.")
_WRONG_STATE = Text(
    "“{step}” kan nu niet. De status is: {state}.",
    "“{step}” is not possible now. The status is: {state}.",
)
