"""The four arrangements of a couple: either as principal applicant, the other coming along or staying behind."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from expressentry.analysis import couple_words
from expressentry.analysis.partner import (
    Missing,
    Partner,
    as_principal,
    completed,
    missing_as_companion,
    missing_as_principal,
)
from expressentry.rules import crs, programs
from expressentry.rules.facts import Facts, Spouse
from expressentry.rules.law import Law
from expressentry.rules.programs import Program, ProgramResult, Requirement, RequirementKey
from expressentry.rules.scorecard import Section


class Principal(StrEnum):
    """Who asks for permanent residence first."""

    CANDIDATE = "candidate"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a program takes the principal applicant; `None` if that hangs on something missing."""

    program: Program
    met: bool | None
    unmet: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Who is principal and whether the other comes along; what the law says of it, and what is missing to say more.

    With anything missing `total` is the least the score can be.
    """

    principal: Principal
    accompanied: bool
    facts: Facts
    total: int
    sections: tuple[Section, ...]
    verdicts: tuple[Verdict, ...]
    missing: tuple[Missing, ...]
    funds_cents: int | None
    now: bool

    @property
    def title(self) -> str:
        """The arrangement in words."""
        return couple_words.title(self.principal.value, self.accompanied)

    @property
    def missing_words(self) -> tuple[str, ...]:
        """What is missing, in words."""
        return tuple(couple_words.missing(one) for one in self.missing)

    @property
    def eligible(self) -> bool:
        """True if a program takes the principal applicant, for sure."""
        return any(verdict.met for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class Couples:
    """The arrangements that are open to a couple on a day; one alone if the partner is a citizen or resident."""

    on: date
    arrangements: tuple[Arrangement, ...]
    partner_is_resident: bool

    @property
    def highest(self) -> Arrangement | None:
        """The arrangement with the highest score among those that a program takes for sure."""
        return max((one for one in self.arrangements if one.eligible), key=lambda one: one.total, default=None)

    @property
    def complete(self) -> bool:
        """True if nothing is missing anywhere."""
        return not any(one.missing for one in self.arrangements)


def couples(facts: Facts, partner: Partner, on: date, law: Law) -> Couples | None:
    """Every arrangement side by side, from one profile and what was typed of the partner; none without a partner."""
    spouse = facts.spouse
    if spouse is None:
        return None
    if spouse.citizen_or_permanent_resident is True:
        return Couples(on, (_arranged(Principal.CANDIDATE, facts, (), True, on, law),), True)
    return Couples(on, _four(facts, completed(spouse, partner, on, law), partner, on, law), False)


def _four(facts: Facts, spouse: Spouse, partner: Partner, on: date, law: Law) -> tuple[Arrangement, ...]:
    present = facts.spouse.accompanying if facts.spouse else None
    companion, principal = missing_as_companion(spouse, on, law), missing_as_principal(spouse, partner, on, law)
    return (
        *(
            _arranged(
                Principal.CANDIDATE,
                replace(facts, spouse=replace(spouse, accompanying=along)),
                companion if along else (),
                along is present,
                on,
                law,
            )
            for along in (True, False)
        ),
        *(
            _arranged(
                Principal.PARTNER, as_principal(facts, spouse, partner, along, on, law), principal, False, on, law
            )
            for along in (True, False)
        ),
    )


def _arranged(
    principal: Principal, facts: Facts, missing: tuple[Missing, ...], now: bool, on: date, law: Law
) -> Arrangement:
    card, assessment = crs.score(facts, on, law), programs.assess(facts, on, law)
    return Arrangement(
        principal,
        facts.spouse is not None and facts.spouse.accompanying is True,
        facts,
        card.total,
        card.sections,
        tuple(_verdict(result, _hanging(principal, missing), assessment.barred) for result in assessment.results),
        missing,
        law.funds.needed_cents(facts.family_size) if facts.family_size and facts.family_size > 0 else None,
        now,
    )


# The requirements of a principal applicant that hang on something which may be missing.
_HANGS: dict[RequirementKey, frozenset[Missing]] = {
    RequirementKey.CANADIAN_WORK: frozenset({Missing.CANADIAN_WORK}),
    RequirementKey.PRIMARY_OCCUPATION: frozenset({Missing.OCCUPATION}),
    RequirementKey.CONTINUOUS_WORK: frozenset({Missing.CONTINUOUS_WORK}),
    RequirementKey.LANGUAGE: frozenset({Missing.LANGUAGE}),
    RequirementKey.EDUCATION: frozenset({Missing.EDUCATION}),
    RequirementKey.PROFESSIONAL_BODY: frozenset({Missing.EDUCATION}),
    RequirementKey.TRADE: frozenset({Missing.OCCUPATION}),
    RequirementKey.TRADE_WORK: frozenset({Missing.OCCUPATION, Missing.TRADE}),
    RequirementKey.CERTIFICATE_OR_OFFER: frozenset({Missing.OCCUPATION, Missing.TRADE}),
    RequirementKey.GRID: frozenset(Missing) - {Missing.OCCUPATION, Missing.CONTINUOUS_WORK, Missing.TRADE},
}


def _hanging(principal: Principal, missing: tuple[Missing, ...]) -> frozenset[RequirementKey]:
    """The requirements that something missing may decide; of a companion only language, in the selection grid."""
    if principal is Principal.CANDIDATE:
        return frozenset({RequirementKey.GRID}) if Missing.LANGUAGE in missing else frozenset()
    return frozenset(key for key, hangs in _HANGS.items() if hangs & set(missing))


def _verdict(result: ProgramResult, hanging: frozenset[RequirementKey], barred: bool) -> Verdict:
    """Met, not met, or not to be said: not met for sure if a requirement fails that hangs on nothing missing."""
    unmet = tuple(one for one in result.requirements if not one.met)
    sure = tuple(one for one in unmet if one.key not in hanging)
    if barred or sure or not unmet:
        return Verdict(result.program, result.met and not barred, sure)
    return Verdict(result.program, None, ())
