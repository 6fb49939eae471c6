"""A partner as principal applicant: what the profile says of them, what was typed, and what is still missing."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from expressentry.analysis import schooling
from expressentry.analysis.counting import counted
from expressentry.rules import crs, experience, language, offers
from expressentry.rules.facts import CountedYears, EducationLevel, Facts, LanguageResult, Spouse
from expressentry.rules.law import Law

_WINDOW_YEARS = 10


class Missing(StrEnum):
    """What is not known of the partner, without which nothing can be counted for it."""

    BIRTH_DATE = "birth_date"
    EDUCATION = "education"
    LANGUAGE = "language"
    CANADIAN_WORK = "canadian_work"
    FOREIGN_WORK = "foreign_work"
    OCCUPATION = "occupation"
    CONTINUOUS_WORK = "continuous_work"
    TRADE = "trade"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """What was typed of the partner and no profile holds; `None` for what was not."""

    birth_date: date | None = None
    education: EducationLevel | None = None
    tests: tuple[LanguageResult, ...] = ()
    canadian_years: int | None = None
    canadian_last_three: int | None = None
    foreign_years: int | None = None
    primary_occupation: str | None = None
    continuous_years: int | None = None


def asked_of(spouse: Spouse, on: date, law: Law) -> frozenset[Missing]:
    """What the profile does not say of the partner, and a page can ask for."""
    known = {
        Missing.EDUCATION: bool(spouse.credentials),
        Missing.LANGUAGE: language.levels(spouse.language, on, law) is not None,
        Missing.CANADIAN_WORK: bool(spouse.jobs) or spouse.canadian_years is not None,
    }
    return frozenset(one for one in Missing if not known.get(one, False) and one is not Missing.TRADE)


def completed(spouse: Spouse, partner: Partner, on: date, law: Law) -> Spouse:
    """The partner of the profile, with what was typed where the profile says nothing."""
    asked = asked_of(spouse, on, law)
    if Missing.EDUCATION in asked and partner.education is not None:
        spouse = replace(spouse, credentials=schooling.with_foreign((), partner.education, on))
    if Missing.LANGUAGE in asked and partner.tests:
        spouse = replace(spouse, language=partner.tests[0])
    if Missing.CANADIAN_WORK in asked and partner.canadian_years is not None:
        spouse = replace(spouse, canadian_years=partner.canadian_years)
    return spouse


def missing_as_companion(spouse: Spouse, on: date, law: Law) -> tuple[Missing, ...]:
    """What is not known of a partner who comes along, for the points they bring."""
    found = {
        Missing.EDUCATION: not spouse.credentials,
        Missing.LANGUAGE: language.levels(spouse.language, on, law) is None,
        Missing.CANADIAN_WORK: not spouse.jobs and spouse.canadian_years is None,
    }
    return tuple(one for one, lacks in found.items() if lacks)


def missing_as_principal(spouse: Spouse, partner: Partner, on: date, law: Law) -> tuple[Missing, ...]:
    """What is not known of a partner who would be the principal applicant; `spouse` is complete as far as can be."""
    trade = partner.primary_occupation
    found = {
        Missing.BIRTH_DATE: partner.birth_date is None,
        **dict.fromkeys(missing_as_companion(spouse, on, law), True),
        Missing.FOREIGN_WORK: partner.foreign_years is None,
        Missing.OCCUPATION: trade is None,
        Missing.CONTINUOUS_WORK: partner.continuous_years is None,
        Missing.TRADE: trade is not None and offers.is_trade(trade, law),
    }
    return tuple(one for one in Missing if found.get(one, False))


def as_principal(facts: Facts, spouse: Spouse, partner: Partner, accompanied: bool, on: date, law: Law) -> Facts:
    """The partner's own facts as principal applicant, the candidate being the spouse or partner."""
    return Facts(
        birth_date=partner.birth_date,
        spouse=_as_spouse(facts, accompanied, on, law),
        credentials=spouse.credentials,
        languages=_tests(spouse, partner),
        counted_years=_years(spouse, partner, on, law),
        primary_occupation=partner.primary_occupation,
        sibling_in_canada=spouse.sibling_in_canada,
        relative_in_canada=spouse.relative_in_canada,
        studied_in_canada=spouse.studied_in_canada,
        provinces=facts.provinces,
        funds_cents=facts.funds_cents,
        family_size=facts.family_size,
    )


def _tests(spouse: Spouse, partner: Partner) -> tuple[LanguageResult, ...]:
    """One result for each official language, the profile's before what was typed."""
    found: dict[object, LanguageResult] = {}
    for result in (spouse.language, *partner.tests):
        if result is not None and result.test is not None:
            found.setdefault(result.test.language, result)
    return tuple(found.values())


def _years(spouse: Spouse, partner: Partner, on: date, law: Law) -> CountedYears:
    """Canadian work as the profile holds it, else as typed; foreign and continuous work as typed."""
    if spouse.jobs:
        here = counted(Facts(jobs=spouse.jobs, primary_occupation=partner.primary_occupation), on, law)
    else:
        years, last_three = spouse.canadian_years or 0, partner.canadian_last_three or 0
        here = CountedYears(
            canadian=min(years, _WINDOW_YEARS),
            canadian_last_three=min(last_three, years),
            canadian_ever=years,
            skilled=min(years, _WINDOW_YEARS),
        )
    foreign = partner.foreign_years or 0
    return replace(
        here,
        foreign=foreign,
        skilled=min(here.skilled + foreign, _WINDOW_YEARS),
        continuous_primary=max(here.continuous_primary, partner.continuous_years or 0),
    )


def _as_spouse(facts: Facts, accompanying: bool, on: date, law: Law) -> Spouse:
    """The candidate as the spouse or partner, with the language test that counts most."""
    years = experience.canadian_years(facts, on, law)
    made = Spouse(
        accompanying=accompanying,
        citizen_or_permanent_resident=False,
        credentials=facts.credentials,
        canadian_years=years,
        studied_in_canada=facts.studied_in_canada,
        worked_in_canada=facts.worked_in_canada is True or years >= 1,
        sibling_in_canada=facts.sibling_in_canada,
        relative_in_canada=facts.relative_in_canada,
    )
    tried = [replace(made, language=result) for result in facts.languages] or [made]
    return max(tried, key=lambda one: crs.score(Facts(spouse=replace(one, accompanying=True)), on, law).total)
