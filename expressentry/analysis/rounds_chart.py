"""Cut-offs over time as a picture: where each mark, each line and each label stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from expressentry.analysis.real_rounds import Beside, Standing
from expressentry.rules.years import months_after, years_before

WIDTH, HEIGHT = 440, 300
LEFT, RIGHT, TOP, BOTTOM = 40, 432, 12, 266
_STEPS = (10, 20, 50, 100, 200)
_MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """One round in the picture; `pale` if its kind is not open to the candidate today."""

    x: float
    y: float
    standing: Standing
    pale: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The picture: marks, the line of the own score, the scores at the left, the months below."""

    marks: tuple[Mark, ...]
    own: float
    scores: tuple[tuple[float, int], ...]
    months: tuple[tuple[float, date], ...]


def chart(shown: Beside) -> Chart | None:
    """The cut-offs that compare with the score, and its own line; none if no round compares."""
    if not shown.compared:
        return None
    first = years_before(shown.on, 2)
    values = [shown.score, *(one.cut_off for one in shown.compared)]
    low, high, step = _range(min(values), max(values))

    def across(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / (shown.on - first).days, 1)

    def up(score: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low), 1)

    pale = {kind.kind for kind in shown.kinds if kind.open_now is False}
    marks = tuple(
        Mark(across(one.on), up(one.cut_off), one.standing(shown.score), one.kind in pale) for one in shown.compared
    )
    scores = tuple((up(score), score) for score in range(low, high + 1, step))
    return Chart(marks, up(shown.score), scores, tuple((across(day), day) for day in _months(first, shown.on)))


def _range(lowest: int, highest: int) -> tuple[int, int, int]:
    """Round scores that hold both, and a step that leaves a few lines between them."""
    step = next((one for one in _STEPS if (highest - lowest) / one <= _MOST_STEPS), _STEPS[-1])
    low, high = lowest // step * step, -(-highest // step) * step
    return low, high if high > low else low + step, step


def _months(first: date, last: date) -> Iterator[date]:
    """The first of every sixth month."""
    day = months_after(first.replace(day=1), 1)
    while day <= last:
        yield day
        day = months_after(day, 6)
