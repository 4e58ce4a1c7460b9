"""All kinds of promised work; importing this package registers them. One module per subject."""

from leren_app.jobs.handlers import mail, sweeping

__all__ = ["mail", "sweeping"]
