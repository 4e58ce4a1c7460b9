"""What the client's page shows, gathered so that the template only has to say it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from leren_app.domain import days
from leren_app.domain.lifecycles.challenge_states import ChallengeState
from leren_app.domain.lifecycles.placement_states import PlacementState
from leren_app.domain.lifecycles.project_states import ProjectState
from leren_app.extensions import db
from leren_app.models import Challenge, Placement, Project
from leren_app.services.placements import reading
from leren_app.services.projects.reading import list_of_challenge
from leren_app.web.challenge_cards import status_of, title_of
from leren_app.web.challenge_words import places_words
from leren_app.web.language import spoken_language
from leren_app.web.placing import course_name, placement_status
from leren_app.web.project_cards import status_of as project_status
from leren_app.web.templating import day

S = PlacementState
WAITS_FOR_CLIENT = (S.REQUESTED, S.ACCEPTED)


@dataclass(frozen=True)
class Row:
    """A course that asked for the challenge."""

    title: str
    href: str
    institution: str
    weeks: str
    status: tuple[str, str]
    fact: str
    is_waiting: bool


@dataclass(frozen=True)
class Team:
    """A team at work on the challenge."""

    href: str
    course: str
    status: tuple[str, str]
    looks: bool


@dataclass(frozen=True)
class ClientPage:
    """Everything on the page of a client."""

    challenge: Challenge
    title: str
    summary: str
    status: tuple[str, str]
    places: str
    name: str
    needs_hours: bool
    waiting: list[Row]
    others: list[Row]
    teams: list[Team]
    public_href: str

    @classmethod
    def of(cls, challenge: Challenge) -> ClientPage:
        """The page of a challenge's client."""
        rows = [
            _row(placement)
            for placement in reading.list_of_challenge(db.session(), challenge)
            if placement.state is not S.PROPOSED
        ]
        is_public = challenge.state in (ChallengeState.OPEN, ChallengeState.PAUSED, ChallengeState.CLOSED)
        return cls(
            challenge=challenge,
            title=title_of(challenge),
            summary=challenge.summary_en if spoken_language() == "en" else challenge.summary_nl,
            status=status_of(challenge),
            places=places_words(challenge),
            name=challenge.client.name if challenge.client else "",
            needs_hours=challenge.client_confirmed_at is None,
            waiting=[row for row in rows if row.is_waiting],
            others=[row for row in rows if not row.is_waiting],
            teams=[_team(project) for project in list_of_challenge(db.session(), challenge.id)],
            public_href=url_for("challenges.show", slug=challenge.slug) if is_public else "",
        )


def _team(project: Project) -> Team:
    looks = project.state is ProjectState.DELIVERED and project.client_looked_at is None
    href = url_for("look.show", slug=project.placement.challenge.slug, project=project.slug)
    return Team(href, course_name(project.placement.run), project_status(project, is_your_turn=looks), looks)


def _row(placement: Placement) -> Row:
    run = placement.run
    ticked = placement.client_ticked == placement.agreement_version
    return Row(
        title=course_name(run),
        href=url_for("client.placement", slug=placement.challenge.slug, placement_id=placement.id),
        institution=run.course.organisation.name,
        weeks=days.weeks(run.starts_on, run.ends_on).in_(spoken_language()),
        status=placement_status(placement, "" if ticked else "client"),
        fact=_fact(placement),
        is_waiting=placement.state in WAITS_FOR_CLIENT and not (placement.state is S.ACCEPTED and ticked),
    )


def _fact(placement: Placement) -> str:
    if placement.state is S.REQUESTED:
        return gettext("Answer by %(day)s", day=day(placement.run.planning_deadline))
    if placement.kickoff_on is not None and placement.state in (S.ACCEPTED, S.AGREED):
        return gettext("Starts on %(day)s", day=day(placement.kickoff_on))
    return ""
