"""The order of the pool, the cut-off, and the tie-breaking rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Standing(NamedTuple):
    """One candidate's place in the order: score, moment of submission, and the identity that settles a full tie."""

    score: int
    submitted_at: datetime
    id: int

    @property
    def key(self) -> tuple[int, datetime, int]:
        """Sorts the pool: higher score, then earlier submission (tie-breaking rule), then earlier record."""
        return -self.score, self.submitted_at, self.id


@dataclass(frozen=True, slots=True)
class Selection:
    """Who a round invites: in rank order, with the cut-off it makes.

    `tie_break_at` is the submission time of the last invited, and means something only if some at the cut-off score
    are left out; `left_out` counts those.
    """

    invited: tuple[Standing, ...]
    cut_off_score: int | None
    tie_break_at: datetime | None
    at_cut_off: int
    left_out: int

    @property
    def last(self) -> Standing | None:
        """The lowest-ranked candidate invited."""
        return self.invited[-1] if self.invited else None


def select(ranked: Iterable[Standing], size: int, lowest_score: int | None, tie_breaking_rule: bool) -> Selection:
    """The first `size` of a pool already in rank order, none below `lowest_score`.

    Under the tie-breaking rule exactly `size` are invited if there are as many, the earlier submissions first.
    Before it (June 2017) everyone at the cut-off score was invited, so that a round could exceed its size.
    Reads no further than the end of the tie at the cut-off.
    """
    invited: list[Standing] = []
    at_cut_off = left_out = 0
    for standing in ranked:
        if lowest_score is not None and standing.score < lowest_score:
            break
        full = len(invited) >= size
        if full and (not invited or standing.score != invited[-1].score):
            break
        if full and tie_breaking_rule:
            left_out += 1
        else:
            at_cut_off = at_cut_off + 1 if invited and invited[-1].score == standing.score else 1
            invited.append(standing)
    if not invited:
        return Selection((), None, None, 0, 0)
    last = invited[-1]
    return Selection(tuple(invited), last.score, last.submitted_at, at_cut_off, left_out)
