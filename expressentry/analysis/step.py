"""One thing a candidate could do, as a change of the facts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from expressentry.rules.facts import Ability, EducationLevel, Facts, Language
from expressentry.rules.scorecard import Factor

Change = Callable[[Facts], Facts]


class Kind(StrEnum):
    """What is done."""

    FIRST_CHOICE = "first_choice"
    FIRST_TEST = "first_test"
    RETAKE = "retake"
    ABILITY = "ability"
    ALL_ABILITIES = "all_abilities"
    SECOND_LANGUAGE = "second_language"
    ASSESSMENT = "assessment"
    CREDENTIAL = "credential"
    CANADIAN_CREDENTIAL = "canadian_credential"
    CANADIAN_WORK = "canadian_work"
    FOREIGN_WORK = "foreign_work"
    CERTIFICATE = "certificate"
    JOB_OFFER = "job_offer"
    NOMINATION = "nomination"
    SPOUSE_LANGUAGE = "spouse_language"
    SPOUSE_ASSESSMENT = "spouse_assessment"
    SPOUSE_CREDENTIAL = "spouse_credential"
    SPOUSE_CANADIAN_WORK = "spouse_canadian_work"


_BY_LANGUAGE = (
    Factor.FIRST_LANGUAGE,
    Factor.EDUCATION_TRANSFERABILITY,
    Factor.FOREIGN_WORK_TRANSFERABILITY,
    Factor.CERTIFICATE,
    Factor.FRENCH,
)
_BY_SCHOOLING = (Factor.EDUCATION, Factor.EDUCATION_TRANSFERABILITY)
TOUCHES: dict[Kind, tuple[Factor, ...]] = {
    Kind.FIRST_CHOICE: (Factor.FIRST_LANGUAGE, Factor.SECOND_LANGUAGE),
    Kind.FIRST_TEST: _BY_LANGUAGE,
    Kind.RETAKE: (*_BY_LANGUAGE, Factor.SECOND_LANGUAGE),
    Kind.ABILITY: _BY_LANGUAGE,
    Kind.ALL_ABILITIES: _BY_LANGUAGE,
    Kind.SECOND_LANGUAGE: (Factor.SECOND_LANGUAGE, Factor.FRENCH),
    Kind.ASSESSMENT: _BY_SCHOOLING,
    Kind.CREDENTIAL: _BY_SCHOOLING,
    Kind.CANADIAN_CREDENTIAL: (Factor.CANADIAN_STUDY, *_BY_SCHOOLING),
    Kind.CANADIAN_WORK: (
        Factor.CANADIAN_WORK,
        Factor.EDUCATION_TRANSFERABILITY,
        Factor.FOREIGN_WORK_TRANSFERABILITY,
    ),
    Kind.FOREIGN_WORK: (Factor.FOREIGN_WORK_TRANSFERABILITY,),
    Kind.CERTIFICATE: (Factor.CERTIFICATE,),
    Kind.JOB_OFFER: (Factor.ARRANGED_EMPLOYMENT,),
    Kind.NOMINATION: (Factor.NOMINATION,),
    Kind.SPOUSE_LANGUAGE: (Factor.SPOUSE_LANGUAGE,),
    Kind.SPOUSE_ASSESSMENT: (Factor.SPOUSE_EDUCATION,),
    Kind.SPOUSE_CREDENTIAL: (Factor.SPOUSE_EDUCATION,),
    Kind.SPOUSE_CANADIAN_WORK: (Factor.SPOUSE_CANADIAN_WORK,),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What is done, to which language, ability, level or credential; `change` gives the facts once it is done."""

    kind: Kind
    change: Change = field(repr=False, compare=False)
    language: Language | None = None
    ability: Ability | None = None
    level: int | None = None
    education: EducationLevel | None = None
    supposed: bool = False

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The lines of the score it can move, the one it is done for first."""
        return TOUCHES[self.kind]
