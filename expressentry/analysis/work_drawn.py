"""The work history as a picture and in words: for one question, which days of each job count, and which do not."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from expressentry.analysis.drawing import Axis
from expressentry.rules import experience
from expressentry.rules.experience import Question
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.work_days import JobDays, NotCounted, Why, WorkDays, work_days
from expressentry.rules.years import years_after, years_before

# The picture reaches back no further than this; the text beside it does.
MOST_YEARS_BACK = 15
ROW, FIRST_ROW = 48, 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of the candidate's jobs, or of those of the spouse or partner."""

    question: Question
    of_partner: bool = False

    @property
    def key(self) -> str:
        """Its name in an address."""
        return "partner" if self.of_partner else self.question.value


@dataclass(frozen=True, slots=True)
class Band:
    """Days side by side with one answer, as places in the picture: "counted", "not" or "to-come"."""

    kind: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """One job in the picture, by its number; the last row is all jobs together, and has none."""

    number: int | None
    noc_code: str | None
    top: int
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the picture needs: rows, years, and the day from which work is looked at."""

    rows: tuple[Row, ...]
    years: tuple[tuple[int, float], ...]
    window: float | None
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """The answer to one question: its days, what they make, and the picture; no picture without dates.

    `counted_years` is true where the candidate stated years in place of jobs.
    """

    asked: Asked
    on: date
    days: WorkDays
    completed_years: int
    full_time_weeks: Fraction
    hours_per_year: int
    full_time_hours: int
    qualified_on: date | None
    capped: bool
    picture: Picture | None
    counted_years: bool

    @property
    def without_dates(self) -> tuple[int, ...]:
        """The numbers of the jobs that cannot be drawn."""
        return tuple(number for number, job in enumerate(self.days.jobs, 1) if not job.stretches)


def questions(facts: Facts) -> tuple[Asked, ...]:
    """What this work history is asked: of the partner too if there are jobs of theirs that can count."""
    own = tuple(Asked(question) for question in Question)
    partner = facts.accompanied and facts.spouse is not None and facts.spouse.jobs
    return (*own, Asked(Question.CRS_CANADIAN, of_partner=True)) if partner else own


def draw(asked: Asked, facts: Facts, on: date, law: Law) -> Drawn:
    """The days of work for one question, on that day under that law."""
    own = facts
    if asked.of_partner and facts.spouse is not None:
        own = replace(facts, jobs=facts.spouse.jobs, counted_years=None)
    days = work_days(asked.question, own, on, law)
    full_time = law.work.full_time_hours_per_week
    return Drawn(
        asked=asked,
        on=on,
        days=days,
        completed_years=experience.completed(days.units, law),
        full_time_weeks=days.hours / full_time,
        hours_per_year=law.work.hours_per_year,
        full_time_hours=full_time,
        qualified_on=facts.qualified_on if asked.question is Question.FST else None,
        capped=any(part.worked > part.counted > 0 for part in days.together),
        picture=_picture(days, on),
        counted_years=facts.counted_years is not None and not asked.of_partner,
    )


def _picture(days: WorkDays, on: date) -> Picture | None:
    drawn = [(number, job) for number, job in enumerate(days.jobs, 1) if job.stretches]
    if not drawn:
        return None
    begins = [job.stretches[0].first for _number, job in drawn]
    ends = [job.stretches[-1].last for _number, job in drawn]
    first = max(min([*begins, days.since or on]), years_before(on, MOST_YEARS_BACK))
    axis = Axis(first, min(max([on, *ends]), years_after(on, 2)))
    rows = [_row(number, job, FIRST_ROW + ROW * at, axis) for at, (number, job) in enumerate(drawn)]
    together = tuple(
        Band("counted", axis.at(part.first), axis.width(part.first, part.last))
        for part in days.together
        if part.counted and part.last >= axis.first
    )
    rows.append(Row(None, None, FIRST_ROW + ROW * len(rows), together))
    window = axis.at(days.since) if days.since is not None and days.since > axis.first else None
    return Picture(tuple(rows), tuple(axis.years(8)), window, FIRST_ROW + ROW * len(rows) + 4)


def _row(number: int, job: JobDays, top: int, axis: Axis) -> Row:
    kinds: dict[Why, str] = {None: "counted", NotCounted.NOT_YET: "to-come"}
    bands = tuple(
        Band(kinds.get(part.why, "not"), axis.at(part.first), axis.width(part.first, part.last))
        for part in job.stretches
        if axis.first <= part.last and part.first <= axis.last
    )
    return Row(number, job.job.noc_code, top, bands)
