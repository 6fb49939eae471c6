"""Days on a line: where each stands, as a share of the width, so that a picture fits a phone and a sheet of paper."""

from dataclasses import dataclass
from datetime import date, timedelta

# Percent of the width at either end where a number would be cut.
EDGE = 5


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first day to the last, between two percentages of the width."""

    first: date
    last: date
    left: float = 0.0
    right: float = 100.0

    def at(self, day: date) -> float:
        """Where a day stands, as a percentage of the width; days outside stand at the ends."""
        inside = min(max(day, self.first), self.last)
        whole = max(1, (self.last - self.first).days)
        return round(self.left + (self.right - self.left) * (inside - self.first).days / whole, 2)

    def width(self, first: date, last: date) -> float:
        """How wide the days from the first to the last are, never too narrow to be seen."""
        return round(max(0.4, self.at(last + timedelta(days=1)) - self.at(first)), 2)

    def years(self, most: int) -> list[tuple[int, float]]:
        """The beginnings of years, each with its place; only every other or fewer if there are more than so many."""
        years = range(self.first.year + 1, self.last.year + 1)
        step = -(-len(years) // most) if years else 1
        places = [(year, self.at(date(year, 1, 1))) for year in years if (year - self.last.year) % step == 0]
        return [(year, place) for year, place in places if EDGE <= place <= 100 - EDGE]

    def months(self, most: int) -> list[tuple[date, float]]:
        """The beginnings of months, each with its place; only some if there are more than so many."""
        first, months = self.first.year * 12 + self.first.month, []
        for number in range(first, self.last.year * 12 + self.last.month):
            months.append(date(number // 12, number % 12 + 1, 1))
        step = next((step for step in (1, 2, 3, 4, 6, 12) if len(months) <= step * most), 12)
        return [(day, self.at(day)) for day in months if (day.month - 1) % step == 0]
