"""Credentials to a level of education, and to the tier of Canadian study."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from expressentry.rules.facts import Credential, EducationLevel
from expressentry.rules.law import Law
from expressentry.rules.years import years_before

_RANK = {level: rank for rank, level in enumerate(EducationLevel)}


class Uncounted(StrEnum):
    """Why a credential gives no level."""

    INCOMPLETE = "incomplete"
    NOT_COMPLETED = "not_completed"
    NOT_ASSESSED = "not_assessed"
    ASSESSMENT_EXPIRED = "assessment_expired"


def uncounted(credential: Credential, on: date, law: Law) -> Uncounted | None:
    """Why this credential gives no level on that day, or `None` (MI s. 11; IRPR 75(2)(e), (8))."""
    if credential.canadian is None or credential.completed is None:
        return Uncounted.INCOMPLETE
    if not credential.completed:
        return Uncounted.NOT_COMPLETED
    if credential.canadian:
        return Uncounted.INCOMPLETE if credential.level is None else None
    if credential.assessed_on is None or credential.assessed_on > on or not credential.equivalencies:
        return Uncounted.NOT_ASSESSED
    if credential.assessed_on <= years_before(on, law.evidence.assessment_validity_years):
        return Uncounted.ASSESSMENT_EXPIRED
    return None


def proven(credential: Credential) -> tuple[EducationLevel, ...]:
    """The levels a counted credential proves: its own if Canadian, else each equivalency of its assessment."""
    return (credential.level,) if credential.canadian and credential.level else credential.equivalencies


def highest(credentials: Iterable[Credential], on: date, law: Law) -> EducationLevel:
    """The single highest level reached on that day.

    Two post-secondary programs, one of them of three years or longer, reach the two-or-more level together.
    """
    best, programs, long_program = 0, 0, False
    for credential in credentials:
        if uncounted(credential, on, law) is None:
            for reached in proven(credential):
                rank = _RANK[reached]
                best = rank if rank > best else best
                programs += rank >= 2
                long_program = long_program or rank >= 4
    if programs >= 2 and long_program and best < 5:
        return EducationLevel.TWO_OR_MORE
    return _LEVELS[best]


_LEVELS = tuple(EducationLevel)


class CanadianStudy(StrEnum):
    """The tier of a Canadian post-secondary credential for the additional points."""

    NONE = "none"
    ONE_OR_TWO_YEAR = "one_or_two_year"
    THREE_YEAR_OR_LONGER = "three_year_or_longer"


def studied_in_canada(credential: Credential) -> bool:
    """True if a Canadian post-secondary credential meets the conditions of presence and of study (s. 30)."""
    return (
        credential.canadian is True
        and credential.completed is True
        and credential.level is not None
        and _RANK[credential.level] >= 2
        and credential.full_time_eight_months is True
        and credential.present_eight_months is True
        and credential.mostly_language_training is False
        and credential.mostly_distance is False
        and credential.return_home_award is False
    )


def canadian_study(credentials: Iterable[Credential]) -> CanadianStudy:
    """The highest tier among the Canadian credentials that meet the conditions; they do not add up."""
    best = CanadianStudy.NONE
    for credential in credentials:
        if studied_in_canada(credential):
            if _RANK[credential.level] >= 4:  # type: ignore[index]
                return CanadianStudy.THREE_YEAR_OR_LONGER
            best = CanadianStudy.ONE_OR_TWO_YEAR
    return best
