"""What happens by itself on one day: each happening with its figures, found by comparing the day with its eve."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from expressentry.rules import education, experience, language, offers
from expressentry.rules.education import Uncounted
from expressentry.rules.experience import Question
from expressentry.rules.facts import EducationLevel, Facts, LanguageTest
from expressentry.rules.language import Unusable
from expressentry.rules.law import Law
from expressentry.rules.tables import PARTS
from expressentry.rules.years import completed_years


@dataclass(frozen=True, slots=True)
class Birthday:
    """The candidate turns so many years old."""

    age: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """A language test result begins to count, or does not count any more."""

    test: LanguageTest
    of_partner: bool
    begins: bool
    years: int


@dataclass(frozen=True, slots=True)
class Report:
    """The assessment of a foreign credential begins to count, or does not count any more."""

    level: EducationLevel
    of_partner: bool
    begins: bool
    years: int


@dataclass(frozen=True, slots=True)
class CertificateEnds:
    """The certificate of qualification is not valid any more."""

    noc_code: str


@dataclass(frozen=True, slots=True)
class OfferUnsupported:
    """The labour market impact assessment behind the job offer is not valid any more."""


@dataclass(frozen=True, slots=True)
class Qualified:
    """From now on work in the trade counts."""

    noc_code: str


@dataclass(frozen=True, slots=True)
class YearsOfWork:
    """Completed years that a question counts: more, or fewer because work left the years that are looked at."""

    question: Question
    of_partner: bool
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OtherOccupation:
    """Another occupation now has most of the Canadian work, and with it another threshold of language."""

    noc_code: str


@dataclass(frozen=True, slots=True)
class NewInstruments:
    """Tables of these parts of the law take effect."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StayEnds:
    """The stay in the pool is over at this moment."""

    at: datetime


Happening = (
    Birthday
    | Sitting
    | Report
    | CertificateEnds
    | OfferUnsupported
    | Qualified
    | YearsOfWork
    | OtherOccupation
    | NewInstruments
    | StayEnds
)


def on_day(facts: Facts, on: date, eve_law: Law, law: Law) -> tuple[Happening, ...]:
    """All that happens on that day: the law of the day before, and that of the day itself, may differ."""
    eve = on - timedelta(days=1)
    found: list[Happening] = []
    if facts.birth_date is not None:
        age = completed_years(facts.birth_date, on)
        found += [Birthday(age)] if age > completed_years(facts.birth_date, eve) else []
    found += _papers(facts, eve, on, law)
    found += _work(facts, eve, on, eve_law, law)
    if eve_law.version != law.version:
        found.append(NewInstruments(tuple(part for part in PARTS if eve_law.in_force[part] != law.in_force[part])))
    return tuple(found)


def _papers(facts: Facts, eve: date, on: date, law: Law) -> Iterator[Happening]:
    spouse = facts.spouse
    sittings = [(result, False) for result in facts.languages]
    credentials = [(credential, False) for credential in facts.credentials]
    if spouse is not None:
        sittings += [(spouse.language, True)] if spouse.language else []
        credentials += [(credential, True) for credential in spouse.credentials]
    for result, of_partner in sittings:
        was, now = language.unusable(result, eve, law), language.unusable(result, on, law)
        if was != now and result.test is not None and now in (None, Unusable.EXPIRED):
            yield Sitting(result.test, of_partner, now is None, law.evidence.language_validity_years)
    for credential, of_partner in credentials:
        lost, lacks = education.uncounted(credential, eve, law), education.uncounted(credential, on, law)
        if lost != lacks and lacks in (None, Uncounted.ASSESSMENT_EXPIRED):
            level = max(education.proven(credential), key=list(EducationLevel).index)
            yield Report(level, of_partner, lacks is None, law.evidence.assessment_validity_years)
    certified = offers.certified_trade(facts.certificate, eve, law)
    if certified is not None and offers.certified_trade(facts.certificate, on, law) is None:
        yield CertificateEnds(certified)
    offer = facts.job_offer
    if offer is not None and offer.lmia_approved and offer.lmia_expires_on == eve:
        yield OfferUnsupported()


def _work(facts: Facts, eve: date, on: date, eve_law: Law, law: Law) -> Iterator[Happening]:
    if facts.qualified_on == on and facts.primary_occupation is not None:
        yield Qualified(facts.primary_occupation)
    if facts.counted_years is None and facts.jobs:
        for question in Question:
            was, now = _years(question, facts, eve, eve_law), _years(question, facts, on, law)
            if was != now:
                yield YearsOfWork(question, False, was, now)
        led, leads = _leading(facts, eve, eve_law), _leading(facts, on, law)
        if leads is not None and led not in (None, leads):
            yield OtherOccupation(leads)
    if facts.spouse is not None and facts.spouse.jobs and facts.spouse.canadian_years is None:
        partner = replace(facts, jobs=facts.spouse.jobs)
        was, now = _years(Question.CRS_CANADIAN, partner, eve, eve_law), _years(Question.CRS_CANADIAN, partner, on, law)
        if was != now:
            yield YearsOfWork(Question.CRS_CANADIAN, True, was, now)


def _years(question: Question, facts: Facts, on: date, law: Law) -> int:
    return experience.completed(experience.units(question, facts, on, law), law)


def _leading(facts: Facts, on: date, law: Law) -> str | None:
    """The occupation with most Canadian work in the years the Canadian Experience Class looks at."""
    units = experience.canadian_units_by_occupation(facts, on, law)
    return max(units, key=lambda code: (units[code], law.occupations[code].higher_language), default=None)
