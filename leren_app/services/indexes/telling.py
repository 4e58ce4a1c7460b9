"""Which of what the matcher finds, and of its reasons, is worth telling a person."""

from __future__ import annotations

from collections.abc import Sequence

from matching.explaining import LETTERS, Reason

MOST_REASONS = 8
LEAST_SUGGESTED = 0.02
"""Measured on the courses of the demo: below it the two have small words and distant subjects in common."""


def telling(reasons: Sequence[Reason]) -> list[Reason]:
    """The heaviest reasons, each pair of words once; words that only look alike where there is nothing else."""
    once: dict[tuple[str, str], Reason] = {}
    for reason in reasons:
        once.setdefault((reason.query_term, reason.term), reason)
    said = [reason for reason in once.values() if reason.via != LETTERS]
    return (said or list(once.values()))[:MOST_REASONS]
