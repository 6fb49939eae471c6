"""The coming days on which a score or an eligibility changes by itself, and why."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from expressentry.rules import crs, programs, turning
from expressentry.rules.facts import Credential, Facts, LanguageResult
from expressentry.rules.law import Law
from expressentry.rules.programs import Program
from expressentry.rules.tables import next_amendment
from expressentry.rules.years import completed_years, years_after

LawFor = Callable[[date], Law]
# Years up to which a calendar can be written at all; nothing beyond is ever asked.
LAST_YEAR = 9990


class Cause(StrEnum):
    """What makes a day special."""

    BIRTHDAY = "birthday"
    LANGUAGE_EXPIRES = "language_expires"
    ASSESSMENT_EXPIRES = "assessment_expires"
    CERTIFICATE_EXPIRES = "certificate_expires"
    LMIA_EXPIRES = "lmia_expires"
    WORK = "work"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the law says of the facts on a day: the points of every line, and the programs that take the candidate."""

    total: int
    points: tuple[int, ...]
    programs: tuple[Program, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which the outcome differs from the day before, and what caused it."""

    on: date
    causes: tuple[Cause, ...]
    before: Outcome
    after: Outcome


def outcome(facts: Facts, on: date, law: Law) -> Outcome:
    """What the law says of these facts on that day."""
    card = crs.score(facts, on, law)
    return Outcome(card.total, tuple(line.points for line in card.lines), programs.assess(facts, on, law).programs)


def next_change(facts: Facts, on: date, law: Law, until: date) -> Change | None:
    """The first day after `on`, up to and with `until`, on which the outcome changes if nobody changes the facts."""
    return next(changes(facts, on, law, until), None)


def changes(facts: Facts, on: date, law: Law, until: date) -> Iterator[Change]:
    """Every day after `on`, up to and with `until`, on which the outcome changes by itself under this law, in order."""
    now = outcome(facts, on, law)
    causes: dict[date, set[Cause]] = {}
    for day, cause in _possible(facts, on, law, until):
        if on < day <= until:
            causes.setdefault(day, set()).add(cause)
    for day in sorted(causes):
        then = outcome(facts, day, law)
        if then != now:
            yield Change(day, tuple(sorted(causes[day])), now, then)
        now = then


def changes_under(facts: Facts, on: date, law_for: LawFor, until: date) -> Iterator[Change]:
    """The same under the law of each day: a new instrument is a cause of its own."""
    day, law = on, law_for(on)
    while (amended := next_amendment(day)) is not None and amended <= until:
        eve, new = amended - timedelta(days=1), law_for(amended)
        yield from changes(facts, day, law, eve)
        before, after = outcome(facts, eve, law), outcome(facts, amended, new)
        if before != after:
            by_law = (Cause.AMENDMENT,) if new.version != law.version else ()
            yield Change(amended, (*causes_on(facts, amended, new), *by_law), before, after)
        day, law = amended, new
    yield from changes(facts, day, law, until)


def causes_on(facts: Facts, on: date, law: Law) -> tuple[Cause, ...]:
    """What can change a score or an eligibility on that very day."""
    found = {cause for day, cause in _possible(facts, on - timedelta(days=1), law, on) if day == on}
    return tuple(sorted(found))


def _possible(facts: Facts, on: date, law: Law, until: date) -> Iterator[tuple[date, Cause]]:
    """Every day on which something can change; more than needed, never fewer."""
    if facts.birth_date is not None:
        age = completed_years(facts.birth_date, on)
        for years in range(age + 1, age + 2 + until.year - on.year):
            yield years_after(facts.birth_date, years), Cause.BIRTHDAY
    for result in _language_results(facts):
        if result.taken_on is not None:
            yield result.taken_on, Cause.LANGUAGE_EXPIRES
    for credential in _credentials(facts):
        if credential.assessed_on is not None:
            yield credential.assessed_on, Cause.ASSESSMENT_EXPIRES
    if facts.qualified_on is not None:
        yield facts.qualified_on, Cause.WORK
    yield from expiries(facts, law)
    for day in _work_days(facts, on, law, until):
        yield day, Cause.WORK


def expiries(facts: Facts, law: Law) -> Iterator[tuple[date, Cause]]:
    """The first day on which each test, assessment, certificate and LMIA does not count any more, in no order."""
    for result in _language_results(facts):
        if result.taken_on is not None and result.taken_on.year < LAST_YEAR:
            yield years_after(result.taken_on, law.evidence.language_validity_years), Cause.LANGUAGE_EXPIRES
    for credential in _credentials(facts):
        if credential.assessed_on is not None and credential.assessed_on.year < LAST_YEAR:
            yield years_after(credential.assessed_on, law.evidence.assessment_validity_years), Cause.ASSESSMENT_EXPIRES
    certified = facts.certificate.expires_on if facts.certificate else None
    if certified is not None and certified.year < LAST_YEAR:
        yield certified + timedelta(days=1), Cause.CERTIFICATE_EXPIRES
    supported = facts.job_offer.lmia_expires_on if facts.job_offer else None
    if supported is not None and supported.year < LAST_YEAR:
        yield supported + timedelta(days=1), Cause.LMIA_EXPIRES


def _language_results(facts: Facts) -> Iterator[LanguageResult]:
    yield from facts.languages
    if facts.spouse is not None and facts.spouse.language is not None:
        yield facts.spouse.language


def _credentials(facts: Facts) -> Iterator[Credential]:
    yield from facts.credentials
    if facts.spouse is not None:
        yield from facts.spouse.credentials


def _work_days(facts: Facts, on: date, law: Law, until: date) -> Iterator[date]:
    if facts.counted_years is None and facts.jobs:
        yield from turning.turning_days(facts, on, law, until)
    if facts.spouse is not None and facts.spouse.jobs and facts.spouse.canadian_years is None:
        yield from turning.turning_days(replace(facts, jobs=facts.spouse.jobs), on, law, until)
