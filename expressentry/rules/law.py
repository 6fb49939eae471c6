"""What the law is made of: one frozen dataclass per kind of table, and `Law`, the tables in force together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from expressentry.rules.facts import Ability, Assessor, EducationLevel, LanguageTest, Province


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where a rule is written, and how sure we are of having read it right."""

    text: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Steps:
    """Values by whole number, each row holding until the next; one column per reading of the row."""

    columns: tuple[tuple[int, ...], ...]
    source: Source
    maximum: tuple[int, ...]

    def points(self, number: int, column: int = 0) -> int:
        """The value at `number`, below the first row that of the first, above the last that of the last."""
        values = self.columns[column]
        return values[number if number < len(values) else -1] if number > 0 else values[0]


@dataclass(frozen=True, slots=True)
class ByEducation:
    """Points per level of education; one column per reading of the row."""

    columns: tuple[Mapping[EducationLevel, int], ...]
    source: Source
    maximum: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CrsCore:
    """Section A. Columns: with, then without, an accompanying spouse."""

    age: Steps
    education: ByEducation
    first_language: Steps
    second_language: Steps
    canadian_work: Steps
    maximum: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CrsSpouse:
    """Section B, the accompanying spouse or partner."""

    education: ByEducation
    language: Steps
    canadian_work: Steps
    maximum: int


@dataclass(frozen=True, slots=True)
class Combination:
    """Points for two things together: a row per tier (0 to 2) of the first, a column per tier of the second."""

    with_language: tuple[tuple[int, ...], ...]
    with_canadian_work: tuple[tuple[int, ...], ...]
    source: Source
    maximum: int


@dataclass(frozen=True, slots=True)
class CrsTransferability:
    """Section C. The tier functions turn a level or a number of years into 0, 1 or 2."""

    education: Combination
    foreign_work: Combination
    certificate: Combination
    education_tiers: Mapping[EducationLevel, int]
    foreign_work_from_years: tuple[int, ...]
    canadian_work_from_years: tuple[int, ...]
    language_from_level: tuple[int, ...]
    certificate_language_from_level: tuple[int, ...]
    maximum: int


@dataclass(frozen=True, slots=True)
class Additional:
    """One factor of section D: its amounts and thresholds by name."""

    source: Source
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CrsAdditional:
    """Section D. A factor that is not in force is absent."""

    factors: Mapping[str, Additional]
    maximum: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which language tests are accepted; for how many years a test result and a credential assessment live."""

    accepted: frozenset[LanguageTest]
    language_validity_years: int
    assessment_validity_years: int
    source: Source


@dataclass(frozen=True, slots=True)
class Conversion:
    """From one test's scores to CLB or NCLC levels: per ability, the lowest scores and the levels they reach."""

    scale: Mapping[Ability, tuple[float, float, float]]
    minimums: Mapping[Ability, tuple[float, ...]]
    levels: tuple[int, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Work:
    """How work is counted."""

    full_time_hours_per_week: int
    hours_per_year: int
    crs_window_years: int
    occupations: str
    self_employed_physicians: bool
    physicians: frozenset[str]
    source: Source


@dataclass(frozen=True, slots=True)
class Cec:
    """Canadian Experience Class."""

    work_years: int
    work_window_years: int
    higher_language_level: int
    lower_language_level: int
    source: Source


@dataclass(frozen=True, slots=True)
class Fsw:
    """Federal Skilled Worker, the minimum requirements."""

    work_years: int
    work_window_years: int
    language_level: int
    exempt_from_funds: frozenset[str]
    professional_bodies: Mapping[str, Assessor]
    source: Source
    professional_source: Source


@dataclass(frozen=True, slots=True)
class Fst:
    """Federal Skilled Trades."""

    work_years: int
    work_window_years: int
    language_levels: Mapping[Ability, int]
    most_employers: int
    exempt_from_funds: frozenset[str]
    trades_include: tuple[str, ...]
    trades_exclude: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Programs:
    """What each program requires, and the order in which an invitation is issued under them."""

    order: tuple[str, ...]
    pool_source: Source
    cec: Cec
    fsw: Fsw
    fst: Fst


@dataclass(frozen=True, slots=True)
class FswGrid:
    """The Federal Skilled Worker selection grid."""

    education: ByEducation
    first_language: Steps
    second_language: Additional
    experience: Steps
    age: Steps
    arranged_employment: Additional
    adaptability: Additional
    maximum: int
    pass_mark: int


@dataclass(frozen=True, slots=True)
class Funds:
    """Settlement funds in Canadian cents by family size."""

    amounts_cents: tuple[int, ...]
    each_additional_cents: int
    source: Source

    def needed_cents(self, family_size: int) -> int:
        """The amount for a family of `family_size`, at least 1."""
        extra = max(0, family_size - len(self.amounts_cents))
        return self.amounts_cents[min(family_size, len(self.amounts_cents)) - 1] + extra * self.each_additional_cents


@dataclass(frozen=True, slots=True)
class Process:
    """The course of a candidacy."""

    pool_months: int
    response_days: int
    tie_breaking_rule: bool
    source: Source


@dataclass(frozen=True, slots=True)
class OccupationClass:
    """How the law in force reads a NOC 2021 code; `older_codes` are those of NOC 2016 it was read through."""

    skilled: bool
    higher_language: bool
    trade: bool
    senior_manager: bool
    older_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fees:
    """What an application costs, in Canadian cents; biometrics before they were asked for cost nothing."""

    principal_cents: int
    spouse_cents: int
    child_cents: int
    right_cents: int
    biometrics_cents: int
    biometrics_family_maximum_cents: int
    biometrics_from_age: int
    biometrics_to_age: int
    source: Source
    right_source: Source
    biometrics_source: Source


class MedicalRule(StrEnum):
    """When the medical exam is done: before applying, or when told to afterwards."""

    UPFRONT = "upfront"
    ON_INSTRUCTION = "on_instruction"


@dataclass(frozen=True, slots=True)
class Documents:
    """What the documents of an application must show, and how old they may be.

    `medical_reuse_years`: an exam so old serves again for a person who lives in Canada; 0 if none does.
    """

    medical: MedicalRule
    medical_months: int
    medical_reuse_years: int
    police_months: int
    police_from_age: int
    police_years: int
    stay_months: int
    history_years: int
    source: Source
    police_source: Source
    medical_source: Source


@dataclass(frozen=True, slots=True)
class Service:
    """The service standard in months, the share of applications it is meant for, and the life of a draft in days."""

    months: int
    percent: int
    draft_days: int
    source: Source
    draft_source: Source


@dataclass(frozen=True, slots=True)
class Nominations:
    """Within how many calendar days a candidate must answer a nomination."""

    accept_days: int
    source: Source


@dataclass(frozen=True, slots=True)
class JobMatch:
    """For how many days after it opens a posting is for Canadians and permanent residents alone."""

    residents_first_days: int
    source: Source


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream under which a province nominates in Express Entry, by its working names; `confirmed` if known open."""

    key: str
    province: Province
    name_en: str
    name_fr: str
    confirmed: bool
    source: Source

    def name(self, language: str) -> str:
        """Its name in `language`, "en" or "fr"."""
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True)
class Category:
    """A category a round can be limited to, and what it asks for, under the name and version of its table.

    French at `french_level` in all four abilities; or paid work in one of `occupations`: `hours` of it in the last
    `window_years`, in one stretch if `continuous`; or a credential and an offer. `untested` are conditions that no
    answer of a candidate tells.
    """

    key: str
    name_en: str
    name_fr: str
    version: int
    french_level: int | None
    occupations: tuple[str, ...]
    months: int
    hours: int
    window_years: int
    continuous: bool
    canada_only: bool
    credential_from: EducationLevel | None
    offer_in_occupations: bool
    untested: tuple[str, ...]
    source: Source

    def name(self, language: str) -> str:
        """Its name in `language`, "en" or "fr"."""
        return self.name_fr if language == "fr" else self.name_en


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """The tables in force together on some day; `version` names exactly the texts that score and take candidates.

    The tables of the application, of partners and of categories (`fees` to `categories`) are not in it: a new fee
    leaves every score as it is.
    """

    in_force: Mapping[str, date]
    version: str
    crs_core: CrsCore
    crs_spouse: CrsSpouse
    crs_transferability: CrsTransferability
    crs_additional: CrsAdditional
    evidence: Evidence
    work: Work
    programs: Programs
    fsw_grid: FswGrid
    funds: Funds
    process: Process
    fees: Fees
    documents: Documents
    service: Service
    nominations: Nominations
    job_match: JobMatch
    streams: tuple[Stream, ...]
    categories: Mapping[str, Category]
    occupations: Mapping[str, OccupationClass]
