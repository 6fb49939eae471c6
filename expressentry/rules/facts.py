"""Facts: all the law may know of a candidate, as plain frozen values. An unanswered question is `None`."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Language(StrEnum):
    """An official language of Canada."""

    ENGLISH = "english"
    FRENCH = "french"


class Ability(StrEnum):
    """One of the four abilities a language test measures, in the order the law lists them."""

    SPEAKING = "speaking"
    LISTENING = "listening"
    READING = "reading"
    WRITING = "writing"


class LanguageTest(StrEnum):
    """A language test designated for Express Entry at some time."""

    IELTS_GT = "ielts_gt"
    CELPIP_G = "celpip_g"
    PTE_CORE = "pte_core"
    TEF_CANADA = "tef_canada"
    TCF_CANADA = "tcf_canada"

    @property
    def language(self) -> Language:
        """The official language it measures."""
        return Language.FRENCH if self in (LanguageTest.TEF_CANADA, LanguageTest.TCF_CANADA) else Language.ENGLISH


class EducationLevel(StrEnum):
    """A level of education as the Comprehensive Ranking System counts it, lowest first."""

    LESS_THAN_SECONDARY = "less_than_secondary"
    SECONDARY = "secondary"
    ONE_YEAR = "one_year_post_secondary"
    TWO_YEAR = "two_year_post_secondary"
    THREE_YEAR = "three_year_or_longer_post_secondary"
    TWO_OR_MORE = "two_or_more_post_secondary_one_three_years_or_longer"
    MASTERS = "masters_or_entry_to_practice_professional"
    DOCTORAL = "doctoral"


class Assessor(StrEnum):
    """An organisation designated to assess foreign credentials; the last three are professional bodies."""

    WES = "wes"
    ICAS = "icas"
    IQAS = "iqas"
    ICES = "ices"
    CES = "ces"
    MCC = "mcc"
    PEBC = "pebc"
    CACB = "cacb"


class Province(StrEnum):
    """A province or territory, by its ISO 3166-2 code."""

    AB = "AB"
    BC = "BC"
    MB = "MB"
    NB = "NB"
    NL = "NL"
    NS = "NS"
    NT = "NT"
    NU = "NU"
    ON = "ON"
    PE = "PE"
    QC = "QC"
    SK = "SK"
    YT = "YT"


class WorkPermit(StrEnum):
    """What allows a person with a job offer to work in Canada now (IRPR 82(2), 87.2(3)(d))."""

    NONE = "none"
    LMIA_NAMED_EMPLOYER = "lmia_named_employer"
    EXEMPT_NAMED_EMPLOYER = "exempt_named_employer"
    OTHER_AUTHORIZATION = "other_authorization"


def _fact(default: Any, says: str) -> Any:
    """A dataclass field that carries the sentence the JSON Schema shows."""
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One completed program of study, Canadian or assessed against Canadian ones."""

    canadian: bool | None = _fact(False, "Earned at a Canadian institution. If not, only the equivalencies count.")
    level: EducationLevel | None = _fact(None, "Level of a Canadian credential.")
    completed: bool | None = _fact(True, "The program was completed; an unfinished one earns nothing.")
    equivalencies: tuple[EducationLevel, ...] = _fact(
        (), "Foreign credential: each Canadian equivalency the assessment report states."
    )
    assessed_on: date | None = _fact(
        None, "Foreign credential: day the assessment report was issued; it lives five years."
    )
    assessor: Assessor | None = _fact(None, "Foreign credential: who assessed it.")
    full_time_eight_months: bool | None = _fact(
        None, "Canadian credential: studied full time for at least eight months."
    )
    present_eight_months: bool | None = _fact(
        None, "Canadian credential: physically in Canada for at least eight months."
    )
    mostly_language_training: bool | None = _fact(
        False, "Canadian credential: more than half was English or French as a second language."
    )
    mostly_distance: bool | None = _fact(False, "Canadian credential: more than half was distance learning.")
    return_home_award: bool | None = _fact(
        False, "Canadian credential: a scholarship required returning home to apply the learning."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageResult:
    """One sitting of one language test, with the scores as the certificate states them."""

    test: LanguageTest | None = _fact(None, "Which test.")
    taken_on: date | None = _fact(None, "Day of the test; a result lives two years.")
    speaking: float | None = _fact(None, "Score on the test's own scale; IELTS in half bands.")
    listening: float | None = _fact(None, "Score on the test's own scale.")
    reading: float | None = _fact(None, "Score on the test's own scale.")
    writing: float | None = _fact(None, "Score on the test's own scale.")

    @property
    def scores(self) -> tuple[float | None, float | None, float | None, float | None]:
        """The scores in the order of `Ability`."""
        return self.speaking, self.listening, self.reading, self.writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One stretch of work under unchanged conditions; a change of hours or status makes it two jobs."""

    noc_code: str | None = _fact(None, "Five-digit NOC 2021 code.")
    started_on: date | None = _fact(None, "First day.")
    ended_on: date | None = _fact(None, "Last day; absent if the job goes on.")
    hours_per_week: float | None = _fact(None, "Hours in a usual week, at most two decimals.")
    in_canada: bool | None = _fact(False, "Worked in Canada.")
    paid: bool | None = _fact(True, "Paid by wages or commission.")
    authorized: bool | None = _fact(True, "In Canada: held a status that allowed this work.")
    full_time_student: bool | None = _fact(False, "In Canada: a full-time student at the time.")
    self_employed: bool | None = _fact(False, "In Canada: self-employed.")
    publicly_funded_physician: bool | None = _fact(
        False, "In Canada: a physician providing publicly funded medical services."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedYears:
    """Completed years of work already counted, in place of a work history."""

    canadian: int = _fact(0, "Canadian skilled work, last ten years (CRS).")
    foreign: int = _fact(0, "Foreign skilled work, last ten years (CRS).")
    canadian_last_three: int = _fact(0, "Canadian skilled work, last three years (Canadian Experience Class).")
    canadian_occupation: str | None = _fact(None, "NOC code with most of that work; the primary occupation if absent.")
    continuous_primary: int = _fact(
        0, "Longest continuous work in the primary occupation, last ten years (Federal Skilled Worker)."
    )
    skilled: int = _fact(0, "All skilled work anywhere, last ten years (Federal Skilled Worker points).")
    trade_last_five: int = _fact(0, "Work in the trade since qualifying, last five years (Federal Skilled Trades).")
    canadian_ever: int = _fact(0, "Authorised full-time skilled work in Canada at any time (adaptability).")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spouse:
    """The spouse or common-law partner, whether or not they come along."""

    accompanying: bool | None = _fact(None, "Is coming to Canada with the candidate.")
    citizen_or_permanent_resident: bool | None = _fact(False, "Is a Canadian citizen or permanent resident.")
    credentials: tuple[Credential, ...] = _fact((), "As for the candidate.")
    language: LanguageResult | None = _fact(None, "The one language test that counts.")
    jobs: tuple[Job, ...] = _fact((), "Canadian work, as for the candidate.")
    canadian_years: int | None = _fact(None, "Completed years of Canadian skilled work, in place of jobs.")
    studied_in_canada: bool | None = _fact(False, "At least two academic years of full-time study in Canada.")
    worked_in_canada: bool | None = _fact(
        False, "At least one year of authorised full-time work in Canada, any occupation, any time."
    )
    sibling_in_canada: bool | None = _fact(
        False, "A brother or sister aged 18 or more, citizen or permanent resident, living in Canada."
    )
    relative_in_canada: bool | None = _fact(
        False, "A close relative aged 18 or more, citizen or permanent resident, living in Canada."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class JobOffer:
    """A job offer from a Canadian employer, as the answers to the questions the Regulations ask."""

    noc_code: str | None = _fact(None, "Five-digit NOC 2021 code of the job offered.")
    employers: int | None = _fact(1, "Number of employers making the offer together.")
    employer_excluded: bool | None = _fact(
        False, "An embassy, high commission or consulate, or an employer on the ineligible list."
    )
    full_time: bool | None = _fact(None, "Continuous, paid work of at least 30 hours a week, not seasonal.")
    lasts_a_year: bool | None = _fact(None, "Lasts at least one year after permanent residence.")
    permit: WorkPermit | None = _fact(None, "What allows the candidate to work in Canada now.")
    works_for_employer: bool | None = _fact(None, "Works for the offering employer now, on that permit.")
    year_with_employer: bool | None = _fact(
        None, "One year of full-time continuous work for that employer on the permit."
    )
    permit_occupation_matches: bool | None = _fact(
        None, "Trades: the permit is in the same NOC minor group as the offer."
    )
    lmia_approved: bool | None = _fact(None, "A positive labour market impact assessment supports this offer.")
    lmia_expires_on: date | None = _fact(None, "Last day that assessment is valid.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate of qualification in a skilled trade from a provincial, territorial or federal authority."""

    noc_code: str | None = _fact(None, "Five-digit NOC 2021 code of the trade.")
    expires_on: date | None = _fact(None, "Last day it is valid; absent if it does not expire.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All the law may know of a candidate (the principal applicant)."""

    birth_date: date | None = _fact(None, "Day of birth.")
    spouse: Spouse | None = _fact(None, "Present only for the married and for common-law partners.")
    credentials: tuple[Credential, ...] = _fact((), "Every credential.")
    languages: tuple[LanguageResult, ...] = _fact((), "At most one result per official language.")
    first_language: Language | None = _fact(None, "Which tested language is the first; the better choice if absent.")
    jobs: tuple[Job, ...] = _fact((), "Work history of the last ten years.")
    counted_years: CountedYears | None = _fact(None, "Years already counted, in place of jobs.")
    primary_occupation: str | None = _fact(None, "Five-digit NOC 2021 code of the primary occupation.")
    qualified_on: date | None = _fact(None, "Day first qualified to practise the primary occupation independently.")
    certificate: Certificate | None = _fact(None, "Certificate of qualification in a trade.")
    job_offer: JobOffer | None = _fact(None, "Job offer in Canada.")
    nomination: Province | None = _fact(None, "Province or territory whose nomination is confirmed and accepted.")
    sibling_in_canada: bool | None = _fact(
        False, "A brother or sister aged 18 or more, citizen or permanent resident, living in Canada."
    )
    relative_in_canada: bool | None = _fact(
        False, "A close relative aged 18 or more, citizen or permanent resident, living in Canada."
    )
    studied_in_canada: bool | None = _fact(False, "At least two academic years of full-time study in Canada.")
    worked_in_canada: bool | None = _fact(
        False, "At least one year of authorised full-time skilled work in Canada, at any time."
    )
    provinces: tuple[Province, ...] = _fact((), "Where the candidate means to live.")
    funds_cents: int | None = _fact(None, "Settlement money available, in Canadian cents.")
    family_size: int | None = _fact(None, "Candidate, spouse or partner, and dependent children, coming or not.")
    barred_for_misrepresentation: bool | None = _fact(False, "Inadmissible for misrepresentation at present.")

    @property
    def accompanied(self) -> bool:
        """True if a spouse or partner counts: one who comes along and is neither citizen nor permanent resident."""
        spouse = self.spouse
        return spouse is not None and spouse.accompanying is True and spouse.citizen_or_permanent_resident is not True
