"""Ten years told without gaps: the days to account for, what is missing, what is told twice, who lived where how long.

The official form asks months only, so stretches of up to 31 days are let pass.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from expressentry.rules.household import ADULT_AGE, Stay
from expressentry.rules.years import months_after, years_after, years_before

LONGEST_LET_PASS_DAYS = 31

Span = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of days, both ends included."""

    started_on: date
    ended_on: date

    @property
    def days(self) -> int:
        """How many days it is."""
        return (self.ended_on - self.started_on).days + 1


def period(birth_date: date | None, on: date, years: int = 10, from_age: int = ADULT_AGE) -> tuple[date, date]:
    """First and last day to account for: from so many years before `on`, or from the birthday if that is later.

    Before that birthday it is the one day `on`.
    """
    first = years_before(on, years)
    if birth_date is None:
        return first, on
    if birth_date > years_before(on, from_age):
        return on, on
    return max(first, years_after(birth_date, from_age)), on


def gaps(
    spans: Iterable[Span], first: date, last: date, longest_let_pass_days: int = LONGEST_LET_PASS_DAYS
) -> tuple[Gap, ...]:
    """The stretches between two days that no span covers, oldest first; a span without an end goes on."""
    found: list[tuple[int, int]] = []
    reached, after = first.toordinal(), last.toordinal() + 1
    for start, end in _sorted(spans, last):
        if start > reached:
            found.append((reached, min(start, after)))
        reached = max(reached, end)
    found.append((reached, after))
    return _longer(found, longest_let_pass_days)


def overlaps(
    spans: Iterable[Span], last: date = date.max, longest_let_pass_days: int = LONGEST_LET_PASS_DAYS
) -> tuple[Gap, ...]:
    """The stretches up to `last` that more than one span covers, oldest first."""
    found: list[tuple[int, int]] = []
    reached = 0
    for start, end in _sorted(spans, last):
        if start < reached:
            twice = (start, min(end, reached))
            if found and twice[0] <= found[-1][1]:
                twice = (found[-1][0], max(found.pop()[1], twice[1]))
            found.append(twice)
        reached = max(reached, end)
    return _longer(found, longest_let_pass_days)


def _sorted(spans: Iterable[Span], last: date) -> list[tuple[int, int]]:
    """First day and the day after the last as ordinals, up to `last`; a span that ends before it starts is none."""
    after = last.toordinal() + 1
    ordinals = ((s.toordinal(), after if e is None else min(e.toordinal() + 1, after)) for s, e in spans)
    return sorted((start, end) for start, end in ordinals if start < end)


def _longer(found: list[tuple[int, int]], days: int) -> tuple[Gap, ...]:
    return tuple(
        Gap(date.fromordinal(start), date.fromordinal(end - 1)) for start, end in found if end - start > max(0, days)
    )


@dataclass(frozen=True, slots=True)
class Residence:
    """A time lived in one country without a break, both days included."""

    country: str
    started_on: date
    ended_on: date

    def lasted(self, months: int) -> bool:
        """True if it is at least so many months, counted from its first day to the end of its last."""
        return months_after(self.started_on, months).toordinal() <= self.ended_on.toordinal() + 1


def residences(stays: Iterable[Stay], first: date, last: date) -> tuple[Residence, ...]:
    """The part between two days of each time lived in a country.

    Stays that follow each other are one, also across as many untold days as a history may leave open.
    """
    told, joined = tuple(_within(stays, first, last)), list[Residence]()
    for found in sorted(told, key=lambda one: (one.country, one.started_on)):
        before = joined[-1] if joined else None
        if before and before.country == found.country and _follows(found, before, told):
            joined[-1] = replace(before, ended_on=max(before.ended_on, found.ended_on))
        else:
            joined.append(found)
    return tuple(joined)


def _within(stays: Iterable[Stay], first: date, last: date) -> Iterable[Residence]:
    for stay in stays:
        if stay.country and stay.started_on:
            start, end = max(stay.started_on, first), min(stay.ended_on or last, last)
            if start <= end and (stay.ended_on is None or stay.started_on <= stay.ended_on):
                yield Residence(stay.country, start, end)


def _follows(later: Residence, earlier: Residence, told: tuple[Residence, ...]) -> bool:
    """True if no day, or only a few of which nothing is told, lie between two stays in one country."""
    between = later.started_on.toordinal() - earlier.ended_on.toordinal() - 1
    if between <= 0:
        return True
    elsewhere = (
        one.country != later.country and one.started_on < later.started_on and one.ended_on > earlier.ended_on
        for one in told
    )
    return between <= LONGEST_LET_PASS_DAYS and not any(elsewhere)


def last_long_stay_end(stays: Iterable[Stay], country: str, first: date, last: date, months: int) -> date | None:
    """The last day of the last time of at least so many months in that country; `None` if there was none."""
    ends = [one.ended_on for one in residences(stays, first, last) if one.country == country and one.lasted(months)]
    return max(ends, default=None)


def lives_in(stays: Iterable[Stay], country: str, on: date) -> bool:
    """True if a stay there goes on, on that day."""
    return any(
        stay.country == country
        and stay.started_on is not None
        and stay.started_on <= on
        and (stay.ended_on is None or stay.ended_on >= on)
        for stay in stays
    )
