"""The words for every key: enum members, faults and refusals, in the reader's language."""

from enum import Enum, StrEnum
from typing import Any

from babel.numbers import format_decimal
from flask import g
from flask_babel import get_locale, lazy_gettext

from expressentry import application_words, law_words, ledger_words, partner_words
from expressentry.models import (
    Departure,
    MaritalStatus,
    Role,
    RoundKind,
    SectionKey,
)
from expressentry.refusals import Refusal
from expressentry.rules.education import CanadianStudy, Uncounted
from expressentry.rules.experience import Exclusion, Question
from expressentry.rules.facts import Ability, Assessor, EducationLevel, Language, LanguageTest, Province, WorkPermit
from expressentry.rules.forecast import Cause
from expressentry.rules.impossible import Fault, Impossible
from expressentry.rules.language import Unusable
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import CapKind, Factor, Pair, SectionName
from expressentry.rules.selection_grid import Adaptability, GridFactor
from expressentry.rules.work_days import NotCounted

_ = lazy_gettext

WORDS: dict[type[Enum], dict[Any, Any]] = {
    Language: {Language.ENGLISH: _("English"), Language.FRENCH: _("French")},
    Ability: {
        Ability.SPEAKING: _("Speaking"),
        Ability.LISTENING: _("Listening"),
        Ability.READING: _("Reading"),
        Ability.WRITING: _("Writing"),
    },
    LanguageTest: {
        LanguageTest.IELTS_GT: _("IELTS General Training (English)"),
        LanguageTest.CELPIP_G: _("CELPIP-General (English)"),
        LanguageTest.PTE_CORE: _("PTE Core (English)"),
        LanguageTest.TEF_CANADA: _("TEF Canada (French)"),
        LanguageTest.TCF_CANADA: _("TCF Canada (French)"),
    },
    EducationLevel: {
        EducationLevel.LESS_THAN_SECONDARY: _("Less than secondary school"),
        EducationLevel.SECONDARY: _("Secondary school diploma"),
        EducationLevel.ONE_YEAR: _("One-year post-secondary program"),
        EducationLevel.TWO_YEAR: _("Two-year post-secondary program"),
        EducationLevel.THREE_YEAR: _("Bachelor's degree, or another program of three years or longer"),
        EducationLevel.TWO_OR_MORE: _("Two or more post-secondary programs, one of three years or longer"),
        EducationLevel.MASTERS: _("Master's degree, or a professional degree needed to practise"),
        EducationLevel.DOCTORAL: _("Doctoral degree (PhD)"),
    },
    Assessor: {
        Assessor.WES: _("World Education Services (WES)"),
        Assessor.ICAS: _("International Credential Assessment Service of Canada (ICAS)"),
        Assessor.IQAS: _("International Qualifications Assessment Service (IQAS)"),
        Assessor.ICES: _("International Credential Evaluation Service (ICES)"),
        Assessor.CES: _("Comparative Education Service, University of Toronto (CES)"),
        Assessor.MCC: _("Medical Council of Canada (physicians)"),
        Assessor.PEBC: _("Pharmacy Examining Board of Canada (pharmacists)"),
        Assessor.CACB: _("Canadian Architectural Certification Board (architects)"),
    },
    Province: {
        Province.AB: _("Alberta"),
        Province.BC: _("British Columbia"),
        Province.MB: _("Manitoba"),
        Province.NB: _("New Brunswick"),
        Province.NL: _("Newfoundland and Labrador"),
        Province.NS: _("Nova Scotia"),
        Province.NT: _("Northwest Territories"),
        Province.NU: _("Nunavut"),
        Province.ON: _("Ontario"),
        Province.PE: _("Prince Edward Island"),
        Province.QC: _("Quebec"),
        Province.SK: _("Saskatchewan"),
        Province.YT: _("Yukon"),
    },
    WorkPermit: {
        WorkPermit.NONE: _("I have no work permit and may not work in Canada"),
        WorkPermit.LMIA_NAMED_EMPLOYER: _(
            "A work permit that names this employer, issued on a labour market impact assessment (LMIA)"
        ),
        WorkPermit.EXEMPT_NAMED_EMPLOYER: _(
            "A work permit that names this employer, exempt from the LMIA (sections 204(a), 204(c) or 205)"
        ),
        WorkPermit.OTHER_AUTHORIZATION: _("Another permit (for example an open one), or allowed to work without one"),
    },
    Factor: {
        Factor.AGE: _("Age"),
        Factor.EDUCATION: _("Level of education"),
        Factor.FIRST_LANGUAGE: _("First official language"),
        Factor.SECOND_LANGUAGE: _("Second official language"),
        Factor.CANADIAN_WORK: _("Canadian work experience"),
        Factor.SPOUSE_EDUCATION: _("Spouse or partner: level of education"),
        Factor.SPOUSE_LANGUAGE: _("Spouse or partner: first official language"),
        Factor.SPOUSE_CANADIAN_WORK: _("Spouse or partner: Canadian work experience"),
        Factor.EDUCATION_TRANSFERABILITY: _("Education, with language and Canadian work"),
        Factor.FOREIGN_WORK_TRANSFERABILITY: _("Foreign work experience, with language and Canadian work"),
        Factor.CERTIFICATE: _("Certificate of qualification, with language"),
        Factor.FRENCH: _("French proficiency or bilingualism"),
        Factor.SIBLING: _("Brother or sister in Canada"),
        Factor.CANADIAN_STUDY: _("Education in Canada"),
        Factor.ARRANGED_EMPLOYMENT: _("Arranged employment"),
        Factor.NOMINATION: _("Provincial or territorial nomination"),
    },
    SectionName: {
        SectionName.CORE: _("A. Core human capital"),
        SectionName.SPOUSE: _("B. Spouse or common-law partner"),
        SectionName.TRANSFERABILITY: _("C. Skill transferability"),
        SectionName.ADDITIONAL: _("D. Additional points"),
    },
    Pair: {
        Pair.EDUCATION_LANGUAGE: _("Education and first language"),
        Pair.EDUCATION_CANADIAN_WORK: _("Education and Canadian work"),
        Pair.FOREIGN_WORK_LANGUAGE: _("Foreign work and first language"),
        Pair.FOREIGN_WORK_CANADIAN_WORK: _("Foreign work and Canadian work"),
        Pair.CERTIFICATE_LANGUAGE: _("Certificate and first language"),
    },
    CapKind: {CapKind.FACTOR: _("maximum of the factor"), CapKind.SECTION: _("maximum of the section")},
    Program: {
        Program.CEC: _("Canadian Experience Class"),
        Program.FSW: _("Federal Skilled Worker Program"),
        Program.FST: _("Federal Skilled Trades Program"),
        Program.PNP: _("Provincial Nominee Program"),
    },
    RequirementKey: {
        RequirementKey.OUTSIDE_QUEBEC: _("You plan to live outside Quebec"),
        RequirementKey.CANADIAN_WORK: _("One year of skilled work in Canada in the last three years"),
        RequirementKey.PRIMARY_OCCUPATION: _("Your primary occupation is skilled (TEER 0, 1, 2 or 3)"),
        RequirementKey.CONTINUOUS_WORK: _("One continuous year in your primary occupation in the last ten years"),
        RequirementKey.LANGUAGE: _("Language level in all four abilities"),
        RequirementKey.EDUCATION: _("A Canadian credential, or a foreign one with an assessment under five years old"),
        RequirementKey.PROFESSIONAL_BODY: _("The assessment comes from the body of your profession"),
        RequirementKey.GRID: _("67 of 100 points on the selection grid"),
        RequirementKey.FUNDS: _("Settlement funds for your family"),
        RequirementKey.TRADE: _("Your primary occupation is a listed skilled trade"),
        RequirementKey.TRADE_WORK: _("Two years in that trade in the last five, since you qualified"),
        RequirementKey.CERTIFICATE_OR_OFFER: _("A certificate of qualification or a job offer in that trade"),
    },
    GridFactor: {
        GridFactor.EDUCATION: _("Education"),
        GridFactor.FIRST_LANGUAGE: _("First official language"),
        GridFactor.SECOND_LANGUAGE: _("Second official language"),
        GridFactor.EXPERIENCE: _("Work experience"),
        GridFactor.AGE: _("Age"),
        GridFactor.ARRANGED_EMPLOYMENT: _("Arranged employment"),
        GridFactor.ADAPTABILITY: _("Adaptability"),
    },
    Adaptability: {
        Adaptability.SPOUSE_LANGUAGE: _("Your partner's language level"),
        Adaptability.OWN_STUDY: _("Your study in Canada"),
        Adaptability.SPOUSE_STUDY: _("Your partner's study in Canada"),
        Adaptability.OWN_WORK: _("Your work in Canada"),
        Adaptability.SPOUSE_WORK: _("Your partner's work in Canada"),
        Adaptability.RELATIVE: _("A relative in Canada"),
        Adaptability.ARRANGED_EMPLOYMENT: _("Arranged employment"),
    },
    Question: {
        Question.CRS_CANADIAN: _("Canadian work, for the score (last ten years)"),
        Question.CRS_FOREIGN: _("Foreign work, for the score (last ten years)"),
        Question.CEC: _("Canadian Experience Class (last three years)"),
        Question.FSW_CONTINUOUS: _("Federal Skilled Worker: continuous work in your primary occupation"),
        Question.FSW_EXPERIENCE: _("Federal Skilled Worker: points for experience"),
        Question.FSW_CANADIAN: _("Federal Skilled Worker: work in Canada at any time"),
        Question.FST: _("Federal Skilled Trades (last five years, since you qualified)"),
    },
    Exclusion: {
        Exclusion.INCOMPLETE: _("does not count yet: answers are missing"),
        Exclusion.ABROAD: _("does not count: the work was outside Canada"),
        Exclusion.IN_CANADA: _("does not count: the work was in Canada"),
        Exclusion.UNPAID: _("does not count: unpaid"),
        Exclusion.NOT_SKILLED: _("does not count: the occupation is not skilled (TEER 4 or 5)"),
        Exclusion.UNAUTHORIZED: _("does not count: you were not authorised to work"),
        Exclusion.FULL_TIME_STUDY: _("does not count: you were a full-time student"),
        Exclusion.SELF_EMPLOYED: _("does not count: you were self-employed"),
        Exclusion.NOT_PRIMARY_OCCUPATION: _("does not count: not your primary occupation"),
        Exclusion.NOT_A_TRADE: _("does not count: your primary occupation is not a listed trade"),
        Exclusion.NOT_QUALIFIED: _("does not count yet: say since when you are qualified in the trade"),
        Exclusion.OUTSIDE_WINDOW: _("does not count: outside the years that are looked at"),
    },
    NotCounted: {
        NotCounted.NOT_YET: _("still to come"),
        NotCounted.BEFORE_QUALIFIED: _("does not count: before you were qualified in the trade"),
        NotCounted.NOT_CONTINUOUS: _("does not count: not in the continuous stretch with most hours"),
        NotCounted.NOT_FULL_TIME: _("does not count: not full time"),
    },
    Unusable: {
        Unusable.INCOMPLETE: _("answers are missing"),
        Unusable.NOT_ACCEPTED: _("this test is not accepted under the law this site applies"),
        Unusable.IN_FUTURE: _("the test is in the future"),
        Unusable.EXPIRED: _("the result is two years old or older"),
    },
    Uncounted: {
        Uncounted.INCOMPLETE: _("Not counted yet: answers are missing"),
        Uncounted.NOT_COMPLETED: _("Not counted: the program was not completed"),
        Uncounted.NOT_ASSESSED: _("Not counted: no assessment report yet"),
        Uncounted.ASSESSMENT_EXPIRED: _("Not counted: the assessment is five years old or older"),
    },
    CanadianStudy: {
        CanadianStudy.NONE: _("no eligible credential"),
        CanadianStudy.ONE_OR_TWO_YEAR: _("a credential of one or two years"),
        CanadianStudy.THREE_YEAR_OR_LONGER: _("a credential of three years or longer"),
    },
    Fault: {
        Fault.IN_FUTURE: _("This day is in the future. Give a day that has passed."),
        Fault.TOO_LONG_AGO: _("This day is too long ago. Check the year."),
        Fault.ENDS_BEFORE_START: _("The last day comes before the first day. Check both."),
        Fault.BEFORE_BIRTH: _("This day comes before the day of birth. Check both."),
        Fault.OFF_SCALE: _(
            "This test gives scores from %(lowest)s to %(highest)s in steps of %(step)s. Check the score."
        ),
        Fault.SAME_LANGUAGE_TWICE: _(
            "This test measures the same language as the first one. Choose a test of the other."
        ),
        Fault.UNKNOWN_OCCUPATION: _("There is no occupation with this code in NOC 2021."),
        Fault.HOURS: _("Write more than 0 and at most %(highest)s hours a week."),
        Fault.TOO_FINE: _("Use at most two decimals."),
        Fault.NEGATIVE: _("Write %(lowest)s or more."),
        Fault.TOO_LARGE: _("Write %(highest)s or less."),
        Fault.FAMILY_TOO_SMALL: _(
            "Count at least %(lowest)s: yourself, your spouse or partner, and dependent children."
        ),
        Fault.NO_NOMINEE_PROGRAM: _("This province or territory nominates nobody through Express Entry."),
        Fault.JOBS_AND_COUNTED_YEARS: _("Give jobs or counted years, not both."),
    },
    Cause: {
        Cause.BIRTHDAY: _("your birthday"),
        Cause.LANGUAGE_EXPIRES: _("a language test result turns two years old"),
        Cause.ASSESSMENT_EXPIRES: _("a credential assessment turns five years old"),
        Cause.CERTIFICATE_EXPIRES: _("a certificate of qualification expires"),
        Cause.LMIA_EXPIRES: _("a labour market impact assessment expires"),
        Cause.WORK: _("a year of work completes, or leaves the years that are looked at"),
        Cause.AMENDMENT: _("a new instrument takes effect"),
    },
    Role: {
        Role.CANDIDATE: _("Candidate"),
        Role.OFFICER: _("Officer"),
        Role.PROVINCE: _("Province or territory"),
        Role.EMPLOYER: _("Employer"),
        Role.REPRESENTATIVE: _("Representative"),
    },
    MaritalStatus: {
        MaritalStatus.NEVER_MARRIED: _("Never married, single"),
        MaritalStatus.MARRIED: _("Married"),
        MaritalStatus.COMMON_LAW: _("Common-law (living together for a year or more)"),
        MaritalStatus.DIVORCED_OR_SEPARATED: _("Divorced or separated"),
        MaritalStatus.LEGALLY_SEPARATED: _("Legally separated"),
        MaritalStatus.WIDOWED: _("Widowed"),
        MaritalStatus.ANNULLED: _("Annulled marriage"),
    },
    SectionKey: {
        SectionKey.ABOUT_YOU: _("About you"),
        SectionKey.CONTACT: _("Contact and identity document"),
        SectionKey.SPOUSE: _("Spouse or partner"),
        SectionKey.SPOUSE_EDUCATION: _("Spouse or partner: education"),
        SectionKey.SPOUSE_WORK: _("Spouse or partner: work in Canada"),
        SectionKey.EDUCATION: _("Education"),
        SectionKey.LANGUAGES: _("Languages"),
        SectionKey.WORK_HISTORY: _("Work history"),
        SectionKey.TIES: _("Ties to Canada"),
        SectionKey.JOB_OFFER: _("Job offer"),
        SectionKey.PLANS: _("Occupation, plans and money"),
    },
    Departure: {
        Departure.INVITED: _("Invited to apply"),
        Departure.WITHDRAWN: _("Withdrawn"),
        Departure.EXPIRED: _("Expired after twelve months"),
        Departure.INELIGIBLE: _("No program's requirements met any more"),
        Departure.LAPSED: _("Invitation not answered in time"),
        Departure.APPLIED: _("Applied for permanent residence"),
    },
    RoundKind: {
        RoundKind.NO_PROGRAM_SPECIFIED: _("No program specified"),
        RoundKind.CEC: _("Canadian Experience Class"),
        RoundKind.FSW: _("Federal Skilled Worker"),
        RoundKind.FST: _("Federal Skilled Trades"),
        RoundKind.PNP: _("Provincial Nominee Program"),
    },
    **application_words.WORDS,
    **partner_words.WORDS,
    **ledger_words.WORDS,
    **law_words.WORDS,
}

REFUSALS: dict[str, Any] = {
    "not_eligible": _("No program takes you yet, so the profile cannot enter the pool. Nothing you entered is lost."),
    "unfinished": _("Some questions still have no answer, so the profile cannot enter the pool yet."),
    "already_in_pool": _("You are already in the pool."),
    "invitation_open": _("You have an open invitation. Answer it first."),
    "not_in_pool": _("You are not in the pool."),
    "would_end_eligibility": _("With these answers no program takes you any more. Confirm that you understand this."),
    "too_many_records": _("A section holds at most %(most)s entries. Remove one first."),
    "clock_moved": _(
        "The clock was moved since you opened this page. Look where it stands now, and move it again if you want."
    ),
    "invitation_closed": _("This invitation was already answered, or its time is over."),
    "round_discarded": _("This draft was discarded, so nothing was issued."),
    "round_issued": _("This round is already issued and does not change any more."),
    "nobody_to_invite": _("Nobody in the pool meets the conditions of this round, so nobody was invited."),
    **application_words.REFUSALS,
    **partner_words.REFUSALS,
}

PARTS = {
    "crs_core": _("Comprehensive Ranking System: core human capital"),
    "crs_spouse": _("Comprehensive Ranking System: spouse or partner"),
    "crs_transferability": _("Comprehensive Ranking System: skill transferability"),
    "crs_additional": _("Comprehensive Ranking System: additional points"),
    "evidence": _("Language tests and credential assessments accepted"),
    "work": _("How work is counted"),
    "programs": _("Requirements of the programs"),
    "fsw_grid": _("Federal Skilled Worker selection grid"),
    "funds": _("Settlement funds"),
    "process": _("Time in the pool, time to answer, ties"),
    **application_words.PARTS,
    **partner_words.PARTS,
    **law_words.PARTS,
}

# How sure we are of having read a rule right; law and official pages need no remark.
CONFIDENCE = {"secondary": _("from a secondary source"), "memory": _("not confirmed by a source")}

# What the instruments cite, word for word, so that the French of each citation stands with the other messages.
SOURCES = (
    *application_words.SOURCES,
    *partner_words.SOURCES,
    *law_words.SOURCES,
)

# The ten broad occupational categories of NOC 2021, by the first digit of a code.
BROAD_CATEGORIES = {
    "0": _("Legislative and senior management"),
    "1": _("Business, finance and administration"),
    "2": _("Natural and applied sciences"),
    "3": _("Health"),
    "4": _("Education, law, social, community and government services"),
    "5": _("Art, culture, recreation and sport"),
    "6": _("Sales and service"),
    "7": _("Trades, transport and equipment operators"),
    "8": _("Natural resources and agriculture"),
    "9": _("Manufacturing and utilities"),
}

# Where a key needs other words than its own, as the French of a level: CLB in English, NCLC in French.
SHORT_NAMES = {Program.CEC: _("CEC"), Program.FSW: _("FSW"), Program.FST: _("FST"), Program.PNP: _("PNP")}
LEVEL_NAME = {Language.ENGLISH: _("CLB"), Language.FRENCH: _("NCLC")}


_spoken: dict[tuple[str, type[StrEnum], StrEnum], str] = {}


def words(member: StrEnum) -> str:
    """The words for an enum member, in the language of the request."""
    key = (g.get("lang") or str(get_locale()), type(member), member)
    if key not in _spoken:
        _spoken[key] = str(WORDS[type(member)][member])
    return _spoken[key]


def fault(found: Impossible) -> str:
    """The sentence for an impossible statement, with its figures."""
    sentence = words(found.fault)
    figures = {name: format_decimal(figure, locale=get_locale()) for name, figure in found.figures.items()}
    return sentence % figures if figures else sentence


def refusal(refused: Refusal) -> str:
    """The sentence for a lawful "no"."""
    sentence = str(REFUSALS[refused.code])
    return sentence % refused.figures if refused.figures else sentence
