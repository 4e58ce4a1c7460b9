"""Finds a good team fast: grown one by one, then exchanged one by one; the same steps for the same people."""

from __future__ import annotations

from dataclasses import dataclass

from matching.team_pool import Bools, Places, Pool


@dataclass
class _Steps:
    """How many more times all people may be looked at."""

    left: int

    def take(self, n: int) -> bool:
        """Whether there are so many left; they are used then."""
        if self.left < n:
            return False
        self.left -= n
        return True


def good_team(pool: Pool, looks: int) -> Places:
    """The best team found around each shared day and without one; empty where none was found.

    The first is grown whatever it costs; further ones and exchanges until so many people were looked at.
    """
    steps = _Steps(max(pool.size, looks // len(pool.speaks)))
    best: Places = ()
    for _, among in reversed(pool.sections()):
        if not steps.take(pool.size):
            break
        team = _exchanged(pool, _grown(pool, among), among, steps)
        if team and (not best or pool.worth(team) > pool.worth(best)):
            best = team
    return best


def first_of_equals(pool: Pool, team: Places) -> Places:
    """The team with members exchanged for people of an earlier id, as long as it is worth the same."""
    everybody = pool.speaks | True
    worth, place = pool.worth(team), 0
    while place < len(team):
        rest = team[:place] + team[place + 1 :]
        same = int((pool.worth_with(rest, everybody) == worth).argmax())  # who leaves is among these
        place = 0 if same < team[place] else place + 1
        team = tuple(sorted((*rest, same)))
    return team


def _grown(pool: Pool, among: Bools) -> Places:
    """A team out of these people, each time whoever adds most; empty where it cannot be filled."""
    team: Places = ()
    while len(team) < pool.size:
        worth = pool.worth_with(team, among)
        best = int(worth.argmax())
        if worth[best] < 0:
            return ()
        team = (*team, best)
    return tuple(sorted(team))


def _exchanged(pool: Pool, team: Places, among: Bools, steps: _Steps) -> Places:
    """The team after the best exchange of one member, again and again until none makes it better."""
    worth = pool.worth(team) if team else 0
    while team and steps.take(pool.size):
        swaps = []
        for leaves in team:
            rest = tuple(each for each in team if each != leaves)
            found = pool.worth_with(rest, among)
            comes = int(found.argmax())
            swaps.append((int(found[comes]), -comes, tuple(sorted((*rest, comes)))))
        best = max(swaps)
        if best[0] <= worth:
            break
        worth, team = best[0], best[2]
    return team
