"""Reading help: what makes a text hard to read, in hints that advise and never block. See docs/reading.md."""

from leren_app.domain.reading.hints import Hint, Kind, read

__all__ = ["Hint", "Kind", "read"]
