"""The picture of a score over the coming days: steps, the lines they stand on, and the numbers beside them."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from expressentry.analysis.ahead import Ahead
from expressentry.analysis.drawing import Axis

TOP, BOTTOM = 34.0, 210.0
# Shares of the width between which no two numbers are written.
APART = 11.0


@dataclass(frozen=True, slots=True)
class Step:
    """A score that stays the same between two places; its number stands at its beginning or end, if there is room."""

    left: float
    right: float
    height: float
    score: int
    named: bool
    named_at_end: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """All that the picture needs; heights in pixels from the top, places in percent of the width."""

    steps: tuple[Step, ...]
    grid: tuple[tuple[int, float], ...]
    months: tuple[tuple[date, float], ...]
    end: float | None


def step_line(found: Ahead) -> StepLine:
    """The picture of what will happen by itself."""
    axis = Axis(found.on, max(found.known_until, found.on), 9.0, 97.0)
    changes = [(turn.on, turn.after) for turn in found.turns if turn.gain]
    scores = [found.score, *(after for _, after in changes)]
    low, high = min(scores) // 10 * 10, max(scores) // 10 * 10 + 10
    places = [axis.at(found.on), *(axis.at(day) for day, _ in changes), axis.at(found.known_until)]
    steps: list[Step] = []
    last_named = -APART
    for (left, right), score in zip(pairwise(places), scores, strict=True):
        named = left - last_named >= APART
        last_named = left if named else last_named
        at_end = not named and right == places[-1] and right - last_named >= 2 * APART
        steps.append(Step(left, right, _height(score, low, high), score, named, at_end))
    ends = [turn for turn in found.turns if turn.leaves]
    return StepLine(
        steps=tuple(steps),
        grid=tuple((score, _height(score, low, high)) for score in _ruled(low, high)),
        months=tuple(axis.months(6)),
        end=axis.at(ends[0].on) if ends else None,
    )


def _ruled(low: int, high: int) -> list[int]:
    """Round scores to draw a line at, four to eight of them."""
    step = next(step for step in (5, 10, 20, 50, 100, 200, 500) if (high - low) / step <= 6)
    return list(range(-(-low // step) * step, high + 1, step))


def _height(score: int, low: int, high: int) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (score - low) / (high - low), 1)
