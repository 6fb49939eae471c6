"""Credentials somebody could still earn, or have assessed."""

from dataclasses import replace
from datetime import date

from expressentry.rules import education
from expressentry.rules.education import Uncounted
from expressentry.rules.facts import Assessor, Credential, EducationLevel
from expressentry.rules.law import Law

_NEXT = {
    EducationLevel.LESS_THAN_SECONDARY: EducationLevel.SECONDARY,
    EducationLevel.SECONDARY: EducationLevel.ONE_YEAR,
    EducationLevel.ONE_YEAR: EducationLevel.TWO_YEAR,
    EducationLevel.TWO_YEAR: EducationLevel.THREE_YEAR,
    EducationLevel.THREE_YEAR: EducationLevel.ONE_YEAR,
    EducationLevel.TWO_OR_MORE: EducationLevel.MASTERS,
    EducationLevel.MASTERS: EducationLevel.DOCTORAL,
}
# What a report is taken to state where none was written yet; said with the advice.
SUPPOSED = EducationLevel.THREE_YEAR


def further(credentials: tuple[Credential, ...], on: date, law: Law) -> EducationLevel | None:
    """The credential that leads one level up, a second program after one of three years; none after a doctorate."""
    return _NEXT.get(education.highest(credentials, on, law))


def with_foreign(credentials: tuple[Credential, ...], level: EducationLevel, on: date) -> tuple[Credential, ...]:
    """These, and a foreign one at that level, assessed that day."""
    earned = Credential(canadian=False, equivalencies=(level,), assessed_on=on, assessor=Assessor.WES)
    return (*credentials, earned)


def with_canadian(credentials: tuple[Credential, ...], level: EducationLevel) -> tuple[Credential, ...]:
    """These, and one of that level studied in Canada, in class, full time."""
    earned = Credential(canadian=True, level=level, full_time_eight_months=True, present_eight_months=True)
    return (*credentials, earned)


def unassessed(credentials: tuple[Credential, ...], on: date, law: Law) -> tuple[Credential, ...]:
    """The completed foreign ones that have no report which counts on that day."""
    missing = (Uncounted.NOT_ASSESSED, Uncounted.ASSESSMENT_EXPIRED)
    return tuple(one for one in credentials if education.uncounted(one, on, law) in missing)


def assessed(credentials: tuple[Credential, ...], on: date, law: Law) -> tuple[Credential, ...]:
    """These, with a report of that day for each foreign one; what it will state is supposed if no report stated it."""
    waiting = unassessed(credentials, on, law)
    return tuple(_assessed(one, on) if one in waiting else one for one in credentials)


def _assessed(credential: Credential, on: date) -> Credential:
    return replace(
        credential,
        assessed_on=on,
        assessor=credential.assessor or Assessor.WES,
        equivalencies=credential.equivalencies or (SUPPOSED,),
    )
