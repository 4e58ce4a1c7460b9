"""Hours of work and credits: the platform stores hours, and shows credits where a level counts in them."""

from __future__ import annotations

HOURS_PER_EC = 28
LONGEST_HOURS = 1680
"""One year of study; more than that is no challenge but a career."""


def ec_of(hours: int) -> float:
    """The credits that so many hours make, rounded to a half."""
    return round(hours / HOURS_PER_EC * 2) / 2
