"""The coming days to take away: entries of a calendar, lines of a table."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from expressentry import formats
from expressentry.analysis import ahead_words
from expressentry.analysis.ahead import Ahead, Turn
from expressentry.calendars import Entry
from expressentry.labels import words

COLUMNS = ("day", "what_happens", "score_before", "score_after", "points_that_change", "programs", "stay_ends")


def entries(found: Ahead, of: int) -> Iterator[Entry]:
    """A day each, named by the profile they are of; a stay in the pool ends at its moment."""
    for turn in found.turns:
        text = "\n".join([*ahead_words.causes(turn), *ahead_words.effects(turn), *ahead_words.advice(turn)])
        ends_now = found.stay_ends_at is not None and turn.leaves and not turn.without_program
        at = found.stay_ends_at if ends_now and found.stay_ends_at else turn.on
        yield Entry(f"forecast-{of}-{turn.on:%Y%m%d}", at, _title(turn), text)


def _title(turn: Turn) -> str:
    if turn.without_program:
        return _("Express Entry: no program takes you any more")
    if turn.leaves:
        return _("Express Entry: your stay in the pool ends")
    if turn.gain:
        return _("Express Entry: your score goes from %(before)s to %(after)s", before=turn.before, after=turn.after)
    return _("Express Entry: something changes in your profile")


def rows(found: Ahead) -> Iterator[tuple[Any, ...]]:
    """Names of columns, today, and a line for each day."""
    yield COLUMNS
    yield (found.on, _("Today"), "", found.score, "", _programs(found.programs), "")
    for turn in found.turns:
        moved = "; ".join(f"{words(one.factor)}{formats.colon()}{one.before} → {one.after}" for one in turn.lines)
        said = " ".join([*ahead_words.causes(turn), *ahead_words.effects(turn)])
        yield (turn.on, said, turn.before, turn.after, moved, _programs(turn.programs), "yes" if turn.leaves else "")


def _programs(programs: tuple[Any, ...]) -> str:
    return ", ".join(words(program) for program in programs)
