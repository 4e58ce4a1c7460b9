"""What a mail says: a template per topic and language, filled with what one function per subject looks up.

`templates/mail/<topic>.<language>.txt` begins with `Subject: …` and an empty line. A new subject ("question" in
"question/received") registers its context with `@about("question")`.
"""

from leren_app.jobs.letters import account, application, challenge, course, partner, placement, project, question
from leren_app.jobs.letters.people import Recipient, find_recipient, find_without_mail
from leren_app.jobs.letters.writing import LETTERS, compose, link, write

__all__ = [
    "LETTERS",
    "Recipient",
    "account",
    "application",
    "challenge",
    "compose",
    "course",
    "find_recipient",
    "find_without_mail",
    "link",
    "partner",
    "placement",
    "project",
    "question",
    "write",
]
