"""The past rounds of a demonstration, and who was invited in them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random
from typing import Any

from expressentry.clock import day_of
from expressentry.models import Answers, RoundKind
from expressentry.models.application_answers import YOU, name_of
from expressentry.pool.scoring import derived
from expressentry.rules import crs, process, programs
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.years import years_before
from expressentry.seeding import answers_of
from expressentry.seeding_cases.answers import Told
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
    """One invited candidate: profile, application, and what the law made of it on the day of the round."""

    facts: Facts
    answers: Answers
    application: Answers
    explanations: dict[str, str]
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
    on, chance = day_of(plan.issued_at), Random(seed)  # noqa: S311 - a demonstration, not a secret
    until = day_of(process.answer_before(on, law))
    made = (one for one in scoring(*plan.scores, on, law, seed) if _stays_good(one.facts, until, law))
    lives = (_life(one, plan, law) for one in made if _first_is_best(one.facts, on, law))
    could = (life for life in lives if plan.kind is not RoundKind.FST or life.columns["fst"])
    told = [_told(life, on, chance) for life in islice(could, min(plan.size, LIVES))]
    return list(islice(cycle(told), plan.size))


def _stays_good(facts: Facts, until: date, law: Law) -> bool:
    """True if no test, assessment or certificate grows too old before the last day to apply."""
    spouse = facts.spouse
    results = [*facts.languages, *([spouse.language] if spouse and spouse.language else [])]
    credentials = [*facts.credentials, *(spouse.credentials if spouse else ())]
    tested_after = years_before(until, law.evidence.language_validity_years)
    assessed_after = years_before(until, law.evidence.assessment_validity_years)
    certified = facts.certificate is None or (facts.certificate.expires_on or until) >= until
    return (
        certified
        and all(result.taken_on is None or result.taken_on > tested_after for result in results)
        and all(one.assessed_on is None or one.assessed_on > assessed_after for one in credentials)
    )


def _first_is_best(facts: Facts, on: date, law: Law) -> bool:
    """True if the test that the profile will name first, of two, is also the one that the score took as the first."""
    test = facts.languages[0].test
    if len(facts.languages) < 2 or test is None:
        return True
    as_named = crs.score(replace(facts, first_language=test.language), on, law)
    return as_named.total == crs.score(facts, on, law).total


def _life(made: Synthetic, plan: Plan, law: Law) -> Life:
    on = day_of(plan.issued_at)
    assessment, card = programs.assess(made.facts, on, law), crs.score(made.facts, on, law)
    answers = answers_of(made.facts, made.particulars)
    first = assessment.program_of_invitation or Program.PNP
    return Life(
        facts=made.facts,
        answers=answers,
        application=answers,
        explanations={},
        signed_as=name_of(answers, YOU),
        program=Program.FST if plan.kind is RoundKind.FST else first,
        columns=derived(made.facts, card, assessment, on, law, until=on),
    )


def _told(life: Life, on: date, chance: Random) -> Life:
    """The same with every question answered."""
    told = Told(life.answers, life.facts, on, chance)
    return replace(life, answers=told.profile, application=told.application, explanations=told.explanations)
