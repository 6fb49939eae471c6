"""What an invitation rests on must still hold when the application is received (IRPA 11.2)."""

from dataclasses import dataclass, replace
from datetime import date

from expressentry.rules import crs, programs
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.years import completed_years, years_after


@dataclass(frozen=True, slots=True)
class Holding:
    """An invitation held against the facts of some day.

    `score` is the score recomputed, with no points lost to a birthday since the invitation, `lowest` that of the
    lowest-ranked person invited in the round. `entry_met`: some program, or a nomination, still opens the pool;
    `program_met`: the class invited under still takes the candidate.
    """

    on: date
    score: int
    invited_with: int
    lowest: int
    entry_met: bool
    program_met: bool
    birthday_forgiven: bool

    @property
    def score_holds(self) -> bool:
        """True if the qualifications are the same or better, or still enough for that round (IRPA 11.2(2)(b))."""
        return self.score >= min(self.invited_with, self.lowest)

    @property
    def may_apply(self) -> bool:
        """True if an application received on that day would not fail for IRPA 11.2."""
        return self.entry_met and self.program_met and self.score_holds


def holding(
    facts: Facts, on: date, invited_on: date, law: Law, *, program: Program, invited_with: int, lowest: int
) -> Holding:
    """The invitation held against these facts on a day, under the law of the invitation (IRPA 11.2(1), (2))."""
    forgiven = _birthdays_forgiven(facts, on, invited_on)
    assessment = programs.assess(forgiven, on, law)
    nominee = program is Program.PNP
    return Holding(
        on=on,
        score=crs.score(forgiven, on, law).total,
        invited_with=invited_with,
        lowest=lowest,
        entry_met=assessment.eligible,
        program_met=(facts.nomination is not None) if nominee else program in assessment.programs,
        birthday_forgiven=forgiven is not facts,
    )


def _birthdays_forgiven(facts: Facts, on: date, invited_on: date) -> Facts:
    """The facts of somebody as old, on that day, as on the day of the invitation (IRPA 11.2(2)(a))."""
    if facts.birth_date is None:
        return facts
    birthdays = completed_years(facts.birth_date, on) - completed_years(facts.birth_date, invited_on)
    return replace(facts, birth_date=years_after(facts.birth_date, birthdays)) if birthdays > 0 else facts
