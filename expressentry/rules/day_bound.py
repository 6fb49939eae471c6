"""What in the same facts reads differently on two days, whatever the law: what ages, expires, begins or adds up."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from expressentry.rules import education, experience, language, offers
from expressentry.rules.facts import Facts
from expressentry.rules.law import Law
from expressentry.rules.years import completed_years


class DayBound(StrEnum):
    """Something in the facts that depends on the day they are looked at."""

    AGE = "age"
    LANGUAGE = "language"
    ASSESSMENT = "assessment"
    WORK = "work"
    CERTIFICATE = "certificate"
    OFFER = "offer"


def different(facts: Facts, first: date, second: date, law: Law) -> frozenset[DayBound]:
    """What reads differently on the two days under one law."""
    return frozenset(kind for kind, read in _READ.items() if read(facts, first, law) != read(facts, second, law))


def _age(facts: Facts, on: date, _law: Law) -> Any:
    return completed_years(facts.birth_date, on) if facts.birth_date else None


def _language(facts: Facts, on: date, law: Law) -> Any:
    spouse = facts.spouse
    return language.results(facts, on, law), language.levels(spouse.language, on, law) if spouse else None


def _assessment(facts: Facts, on: date, law: Law) -> Any:
    own = facts.credentials + (facts.spouse.credentials if facts.spouse else ())
    return [education.uncounted(credential, on, law) for credential in own]


def _work(facts: Facts, on: date, law: Law) -> Any:
    own = [experience.units(question, facts, on, law) for question in experience.Question]
    return own, experience.spouse_canadian_years(facts, on, law), facts.qualified_on and facts.qualified_on <= on


def _certificate(facts: Facts, on: date, law: Law) -> Any:
    return offers.certified_trade(facts.certificate, on, law)


def _offer(facts: Facts, on: date, law: Law) -> Any:
    offer = facts.job_offer
    return offers.arranged_employment_branch(offer, on, law), offers.trade_offer_branch(offer, on, law)


_READ: dict[DayBound, Callable[[Facts, date, Law], Any]] = {
    DayBound.AGE: _age,
    DayBound.LANGUAGE: _language,
    DayBound.ASSESSMENT: _assessment,
    DayBound.WORK: _work,
    DayBound.CERTIFICATE: _certificate,
    DayBound.OFFER: _offer,
}
