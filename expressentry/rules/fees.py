"""Fees of the application by family and day, what of them is still owed, and what goes back (IRPR 294 to 315.1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from expressentry.rules import tables
from expressentry.rules.household import Person, Relation
from expressentry.rules.law import Law, Source


class FeeItem(StrEnum):
    """What is paid for."""

    PRINCIPAL = "principal"
    SPOUSE = "spouse"
    CHILD = "child"
    RIGHT_OF_PERMANENT_RESIDENCE = "right_of_permanent_residence"
    BIOMETRICS = "biometrics"


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the bill in Canadian cents: so many people, the amount of each, and the total.

    The total of biometrics stops at the family's maximum. On a bill of what is still owed, `people` are those
    for whom something is missing, `each_cents` is the whole amount of each, and `total_cents` what is missing.
    """

    item: FeeItem
    people: int
    each_cents: int
    total_cents: int
    source: Source


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment received: for what, for how many people, how much, and on which day."""

    item: FeeItem
    people: int
    cents: int
    on: date


class Ending(StrEnum):
    """How an application ended, as far as money goes."""

    INCOMPLETE = "incomplete"
    WITHDRAWN_BEFORE_PROCESSING = "withdrawn_before_processing"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    APPROVED = "approved"


def due(people: tuple[Person, ...], on: date, law: Law) -> tuple[FeeLine, ...]:
    """The fees of an application received on that day (IRPR 295, 303, 315.1).

    Ages are those of the day the application is made (IRPR 294(c)).
    """
    fees, applying = law.fees, [person for person in people if person.applies]
    of = {relation: sum(person.relation is relation for person in applying) for relation in Relation}
    adults = of[Relation.PRINCIPAL] + of[Relation.SPOUSE]
    enrolled = sum(_gives_biometrics(person, on, law) for person in applying)
    lines = (
        _line(FeeItem.PRINCIPAL, of[Relation.PRINCIPAL], fees.principal_cents, fees.source),
        _line(FeeItem.SPOUSE, of[Relation.SPOUSE], fees.spouse_cents, fees.source),
        _line(FeeItem.CHILD, of[Relation.CHILD], fees.child_cents, fees.source),
        _line(FeeItem.RIGHT_OF_PERMANENT_RESIDENCE, adults, fees.right_cents, fees.right_source),
        _biometrics(enrolled, law),
    )
    return tuple(line for line in lines if line.total_cents)


def _line(item: FeeItem, people: int, each_cents: int, source: Source) -> FeeLine:
    return FeeLine(item, people, each_cents, people * each_cents, source)


def _biometrics(people: int, law: Law) -> FeeLine:
    fees = law.fees
    line = _line(FeeItem.BIOMETRICS, people, fees.biometrics_cents, fees.biometrics_source)
    return replace(line, total_cents=min(line.total_cents, fees.biometrics_family_maximum_cents))


def _gives_biometrics(person: Person, on: date, law: Law) -> bool:
    """From 14 to 79 years (IRPR 12.2(1)); whoever is of unknown age is counted."""
    age = person.age(on)
    return age is None or law.fees.biometrics_from_age <= age <= law.fees.biometrics_to_age


def owed(people: tuple[Person, ...], paid: Iterable[Paid], on: date, law: Law) -> tuple[FeeLine, ...]:
    """What is missing if the application is received on that day, line by line, never negative.

    Processing and biometrics are owed at the amounts of the day of receipt. Who paid the right of permanent
    residence fee before it rose has paid it; only people not yet covered pay the new amount.
    """
    received = tuple(paid)
    missing = (_missing(line, [one for one in received if one.item is line.item], law) for line in due(people, on, law))
    return tuple(line for line in missing if line.total_cents)


def _missing(line: FeeLine, paid: list[Paid], law: Law) -> FeeLine:
    if line.item is FeeItem.RIGHT_OF_PERMANENT_RESIDENCE:
        return _uncovered(line, paid, law)
    cents = max(0, line.total_cents - sum(one.cents for one in paid))
    some = min(line.people, -(-cents // line.each_cents))
    return replace(line, people=line.people if cents == line.total_cents else some, total_cents=cents)


def _uncovered(line: FeeLine, paid: list[Paid], law: Law) -> FeeLine:
    """People for whom the fee was not paid in full at the rate of the day of payment; odd sums are taken off."""
    covered, odd_cents = 0, 0
    for one in paid:
        rate = _right_when_paid(one.on, law)
        whole = min(one.people, one.cents // rate)
        covered, odd_cents = covered + whole, odd_cents + one.cents - whole * rate
    people = max(0, line.people - covered)
    cents = max(0, people * line.each_cents - odd_cents)
    return replace(line, people=people, total_cents=cents)


def _right_when_paid(on: date, law: Law) -> int:
    """The rate of that day; never more than that of the law applied, which may be an older one by choice.

    Of a day before any law that is known it is the rate of the law applied.
    """
    try:
        return min(tables.law_on(on).fees.right_cents, law.fees.right_cents)
    except tables.NotInForce:
        return law.fees.right_cents


_EVERYTHING = frozenset(FeeItem)
_REFUNDED = {
    Ending.INCOMPLETE: _EVERYTHING,
    Ending.WITHDRAWN_BEFORE_PROCESSING: _EVERYTHING,
    Ending.WITHDRAWN: frozenset({FeeItem.RIGHT_OF_PERMANENT_RESIDENCE}),
    Ending.REFUSED: frozenset({FeeItem.RIGHT_OF_PERMANENT_RESIDENCE}),
    Ending.APPROVED: frozenset[FeeItem](),
}


def refund(paid: Iterable[Paid], ending: Ending) -> dict[FeeItem, int]:
    """Cents that go back for an ending, by item; an item with nothing to give back is absent (IRPR 12, 303(4))."""
    back: dict[FeeItem, int] = {}
    for one in paid:
        if one.item in _REFUNDED[ending] and one.cents:
            back[one.item] = back.get(one.item, 0) + one.cents
    return back


def overpaid(people: tuple[Person, ...], paid: Iterable[Paid], on: date, law: Law) -> dict[FeeItem, int]:
    """Cents paid beyond the fees of an application received on that day, by item: for people who left it since."""
    wanted = {line.item: line.total_cents for line in due(people, on, law)}
    given: dict[FeeItem, int] = {}
    for one in paid:
        given[one.item] = given.get(one.item, 0) + one.cents
    return {item: cents - wanted.get(item, 0) for item, cents in given.items() if cents > wanted.get(item, 0)}
