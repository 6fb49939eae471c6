"""Who applies: the principal applicant and every family member, accompanying or not (IRPR 1(3), 30(1))."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from expressentry.rules.facts import Facts
from expressentry.rules.programs import Program
from expressentry.rules.years import completed_years

ADULT_AGE = 18
# From this age a child is dependent only because of a condition (IRPR 2, since 2017-10-24).
INDEPENDENT_AGE = 22


class Relation(StrEnum):
    """What a person is to the application; a spouse may be a common-law partner, a child is a dependent child."""

    PRINCIPAL = "principal"
    SPOUSE = "spouse"
    CHILD = "child"


class Union(StrEnum):
    """The principal applicant's present or former union."""

    MARRIED = "married"
    COMMON_LAW = "common_law"
    FORMER = "former"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A time lived in one country, by ISO 3166-1 alpha-2; without a last day it goes on."""

    country: str | None
    started_on: date | None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of the application; `key` names them in the checklist."""

    key: str
    relation: Relation
    birth_date: date | None
    accompanying: bool | None = True
    citizen_or_permanent_resident: bool = False
    stays: tuple[Stay, ...] = ()

    @property
    def examined(self) -> bool:
        """False for a citizen or permanent resident, who asks nothing of Canada here."""
        return not self.citizen_or_permanent_resident

    @property
    def applies(self) -> bool:
        """True if permanent residence is asked for this person, so that fees are due."""
        return self.examined and (self.relation is Relation.PRINCIPAL or self.accompanying is True)

    def age(self, on: date) -> int | None:
        """Completed years on that day; `None` if the birth date is not known."""
        return None if self.birth_date is None else completed_years(self.birth_date, on)

    def at_least(self, years: int, on: date) -> bool:
        """True from that age, and where the age is not known: better asked than missing."""
        age = self.age(on)
        return age is None or age >= years

    def adult(self, on: date) -> bool:
        """18 or older on that day, or of unknown age."""
        return self.at_least(ADULT_AGE, on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the law of the application may know: the class applied under, the facts, the people, principal first.

    The keys name jobs and credentials in the order of the facts; past their end the position does ("0", "1").
    """

    program: Program
    facts: Facts
    people: tuple[Person, ...]
    union: Union | None = None
    earlier_union: bool = False
    job_keys: tuple[str, ...] = ()
    credential_keys: tuple[str, ...] = ()
    spouse_credential_keys: tuple[str, ...] = ()
    spouse_job_keys: tuple[str, ...] = ()
    country_of_residence: str | None = None

    @property
    def principal(self) -> Person:
        """The principal applicant."""
        return self.people[0]

    @property
    def spouse(self) -> Person | None:
        """The spouse or common-law partner, if there is one."""
        return next((person for person in self.people if person.relation is Relation.SPOUSE), None)

    def person(self, key: str) -> Person | None:
        """The person of that key."""
        return next((person for person in self.people if person.key == key), None)
