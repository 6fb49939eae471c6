"""The past rounds of a demonstration, and who was invited in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from expressentry.applications import prefill
from expressentry.clock import day_of
from expressentry.models import Answers, RoundKind
from expressentry.models.application_answers import YOU, name_of
from expressentry.pool.lifecycle import derived
from expressentry.rules import crs, programs
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.seeding import answers_of
from expressentry.synthetic import Synthetic, scoring

FIRST_DAYS_AGO, LAST_DAYS_AGO, DAYS_BETWEEN = 590, 30, 28
# Kind of round, the scores it invites, every how many times it is held, and its part of a hundred invitations.
KINDS = (
    (RoundKind.NO_PROGRAM_SPECIFIED, (471, 600), 1, 75),
    (RoundKind.PNP, (601, 1200), 2, 14),
    (RoundKind.FST, (301, 400), 4, 11),
)
# At most so many different lives in a round; a larger one repeats them.
LIVES = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """A round to be made: what kind, when, and how many it invites."""

    kind: RoundKind
    scores: tuple[int, int]
    issued_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Life:
    """One invited candidate: profile, application as begun, and what the law made of it on the day of the round."""

    facts: Facts
    answers: Answers
    begun: Answers
    signed_as: str
    program: Program
    columns: dict[str, Any]

    @property
    def score(self) -> int:
        """The score invited with."""
        return int(self.columns["score"])


def plans(number: int, at: datetime, chance: Random) -> Iterator[Plan]:
    """The rounds that share `number` invitations, oldest first; none without an invitation."""
    days = range(FIRST_DAYS_AGO, LAST_DAYS_AGO - 1, -DAYS_BETWEEN)
    held = [
        (ago, kind, scores, part / len(days[::every])) for kind, scores, every, part in KINDS for ago in days[::every]
    ]
    made, owed, last_at = 0, 0.0, at - timedelta(days=FIRST_DAYS_AGO + 1)
    for ago, kind, scores, part in sorted(held, key=lambda one: -one[0]):
        owed += number * part / 100
        size = round(owed) - made
        made += size
        if size:
            issued_at = at - timedelta(days=ago, seconds=chance.randrange(3 * 3600))
            last_at = max(issued_at, last_at + timedelta(hours=1))
            yield Plan(kind, scores, last_at, size)


def invited(plan: Plan, law: Law, seed: int) -> list[Life]:
    """Whoever a round invites; of a large one, the same few over and over."""
    made = (_life(one, plan, law) for one in scoring(*plan.scores, day_of(plan.issued_at), law, seed))
    could = (life for life in made if plan.kind is not RoundKind.FST or life.columns["fst"])
    lives = list(islice(could, min(plan.size, LIVES)))
    return list(islice(cycle(lives), plan.size))


def _life(made: Synthetic, plan: Plan, law: Law) -> Life:
    on = day_of(plan.issued_at)
    assessment, card = programs.assess(made.facts, on, law), crs.score(made.facts, on, law)
    answers = answers_of(made.facts, made.particulars)
    first = assessment.program_of_invitation or Program.PNP
    begun = prefill.begun(answers)
    return Life(
        facts=made.facts,
        answers=answers,
        begun=begun,
        signed_as=name_of(begun, YOU),
        program=Program.FST if plan.kind is RoundKind.FST else first,
        columns=derived(made.facts, card, assessment, on, law, until=on),
    )
