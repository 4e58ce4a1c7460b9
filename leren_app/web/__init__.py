"""The web: views that parse, call one service and answer."""

from __future__ import annotations

from flask import Flask

from leren_app.web import desk, errors, guards, headers, language, templating, visits
from leren_app.web.account.views import blueprint as account
from leren_app.web.ask.similar import blueprint as similar
from leren_app.web.ask.views import blueprint as ask
from leren_app.web.asker.card_views import blueprint as card
from leren_app.web.asker.edit_views import blueprint as editing
from leren_app.web.asker.files import blueprint as asker_files
from leren_app.web.asker.views import blueprint as asker
from leren_app.web.challenges.desk_views import blueprint as slices
from leren_app.web.challenges.views import blueprint as challenges
from leren_app.web.client.views import blueprint as client
from leren_app.web.courses.fit_views import blueprint as fits
from leren_app.web.courses.import_views import blueprint as imports
from leren_app.web.courses.placement_views import blueprint as placements
from leren_app.web.courses.views import blueprint as courses
from leren_app.web.dev.views import blueprint as dev
from leren_app.web.follow.views import blueprint as follow
from leren_app.web.hosts.views import blueprint as hosts
from leren_app.web.intake.files import blueprint as intake_files
from leren_app.web.intake.queue_views import blueprint as intake
from leren_app.web.intake.together_views import blueprint as together
from leren_app.web.intake.triage_views import blueprint as triage
from leren_app.web.pages.views import blueprint as pages
from leren_app.web.partners.burden_views import blueprint as burden
from leren_app.web.partners.field_views import blueprint as fieldwork
from leren_app.web.partners.hours_views import blueprint as partner_hours
from leren_app.web.partners.promise_views import blueprint as promises
from leren_app.web.partners.views import blueprint as partners
from leren_app.web.people.views import blueprint as people
from leren_app.web.projects.look import blueprint as looking
from leren_app.web.projects.team import blueprint as team
from leren_app.web.projects.views import blueprint as projects
from leren_app.web.questions.views import blueprint as questions
from leren_app.web.reports.views import blueprint as reports
from leren_app.web.results.views import blueprint as results
from leren_app.web.students.aside_views import blueprint as aside
from leren_app.web.students.team_views import blueprint as teams
from leren_app.web.students.views import blueprint as students
from leren_app.web.system.views import blueprint as system
from leren_app.web.tasks.views import blueprint as tasks
from leren_app.web.texts.views import blueprint as texts
from leren_app.web.words.views import blueprint as words
from leren_app.web.work.views import blueprint as work

AREAS = (
    *(
        pages,
        ask,
        similar,
        follow,
        asker,
        card,
        editing,
        hosts,
        questions,
        challenges,
        intake,
        together,
        slices,
        account,
    ),
    *(visits.blueprint, system, work, projects, team, looking, results, students, aside, teams),
    *(courses, imports, fits, placements, client, triage, words, tasks, texts, people),
    *(asker_files, intake_files, reports, partners, promises, partner_hours, fieldwork, burden),
)


def init_app(app: Flask) -> None:
    """Bind language, headers, errors, templates and every area."""
    language.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    guards.init_app(app)
    templating.init_app(app)
    desk.init_app(app)
    for blueprint in (*AREAS, dev) if app.config["DEMO"] else AREAS:
        app.register_blueprint(blueprint)
