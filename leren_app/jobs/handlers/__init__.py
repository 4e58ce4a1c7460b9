"""All kinds of promised work; importing this package registers them. One module per subject."""

from leren_app.jobs.handlers import (
    challenges,
    course_imports,
    courses,
    mail,
    placements,
    projects,
    questions,
    suggestions,
    suggestions_people,
    sweeping,
)

__all__ = [
    "challenges",
    "course_imports",
    "courses",
    "mail",
    "placements",
    "projects",
    "questions",
    "suggestions",
    "suggestions_people",
    "sweeping",
]
