"""Which questions a profile must answer before it can enter the pool, and which are asked only after another answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from expressentry.models.answers import Answers, SectionKey
from expressentry.rules.facts import EducationLevel, LanguageTest, WorkPermit

TESTS = frozenset(test.value for test in LanguageTest)
NAMED_EMPLOYER = frozenset({WorkPermit.LMIA_NAMED_EMPLOYER.value, WorkPermit.EXEMPT_NAMED_EMPLOYER.value})
POST_SECONDARY = frozenset(
    level.value
    for level in EducationLevel
    if level not in (EducationLevel.LESS_THAN_SECONDARY, EducationLevel.SECONDARY)
)
SCORES = ("speaking", "listening", "reading", "writing")
YES, NO = frozenset({True}), frozenset({False})


@dataclass(frozen=True, slots=True)
class Question:
    """A question that must be answered, if each named answer before it is one of the given ones."""

    name: str
    when: tuple[tuple[str, frozenset[Any]], ...] = ()
    unless: str | None = None

    def asked(self, values: dict[str, Any]) -> bool:
        """True if these answers lead to the question."""
        return all(values.get(name) in wanted for name, wanted in self.when)

    def answered(self, values: dict[str, Any]) -> bool:
        """True if these answers hold one, or the one that makes it needless."""
        return _given(values.get(self.name)) or (self.unless is not None and _given(values.get(self.unless)))


@dataclass(frozen=True, slots=True)
class Missing:
    """An unanswered question: its section, its record if the section repeats, its name."""

    section: SectionKey
    record_id: str | None
    name: str


def _given(value: Any) -> bool:
    return value is not None and value != "" and value != []


def _q(*names: str, **when: frozenset[Any]) -> tuple[Question, ...]:
    return tuple(Question(name, tuple(when.items())) for name in names)


def _test(prefix: str, **when: frozenset[Any]) -> tuple[Question, ...]:
    test = f"{prefix}test"
    details = (f"{prefix}taken_on", *(f"{prefix}{ability}" for ability in SCORES))
    return _q(test, **when) + _q(*details, **when, **{test: TESTS})


_CREDENTIAL = (
    *_q("canadian", "completed"),
    *_q("level", canadian=YES),
    *_q("assessed", canadian=NO, completed=YES),
    *_q("assessor", "assessed_on", "equivalencies", canadian=NO, completed=YES, assessed=YES),
)
_CANADIAN_STUDY = (
    *_q(
        "full_time_eight_months",
        "present_eight_months",
        "mostly_language_training",
        "mostly_distance",
        "return_home_award",
        canadian=YES,
        completed=YES,
        level=POST_SECONDARY,
    ),
)
_DATES = (*_q("started_on", "goes_on"), *_q("ended_on", goes_on=NO), *_q("hours_per_week"))
_STATUS = ("authorized", "full_time_student", "self_employed")

QUESTIONS: dict[SectionKey, tuple[Question, ...]] = {
    SectionKey.ABOUT_YOU: (
        Question("family_name", unless="given_names"),
        *_q("birth_date", "gender", "country_of_birth", "citizenship", "country_of_residence", "marital_status"),
    ),
    SectionKey.SPOUSE: (
        Question("family_name", unless="given_names"),
        *_q("accompanying", "citizen_or_permanent_resident"),
        *_test("language_", accompanying=YES, citizen_or_permanent_resident=NO),
        *_q(
            "studied_in_canada",
            "worked_in_canada",
            "sibling_in_canada",
            "relative_in_canada",
            accompanying=YES,
            citizen_or_permanent_resident=NO,
        ),
    ),
    SectionKey.LANGUAGES: (*_test("first_"), *_test("second_", first_test=TESTS)),
    SectionKey.TIES: _q("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada"),
    SectionKey.JOB_OFFER: (
        *_q("has_offer"),
        *_q("noc_code", "employers", "employer_excluded", "full_time", "lasts_a_year", "permit", has_offer=YES),
        *_q("works_for_employer", "permit_occupation_matches", has_offer=YES, permit=NAMED_EMPLOYER),
        *_q("year_with_employer", has_offer=YES, permit=frozenset({WorkPermit.EXEMPT_NAMED_EMPLOYER.value})),
        *_q("lmia_approved", has_offer=YES),
        *_q("lmia_expires_on", has_offer=YES, lmia_approved=YES),
    ),
    SectionKey.PLANS: (
        *_q("primary_occupation", "has_certificate"),
        *_q("certificate_noc_code", has_certificate=YES),
        *_q("provinces", "family_size", "funds_cents", "barred_for_misrepresentation"),
    ),
    SectionKey.CONTACT: (),
}
RECORD_QUESTIONS: dict[SectionKey, tuple[Question, ...]] = {
    SectionKey.EDUCATION: (*_CREDENTIAL, *_CANADIAN_STUDY),
    SectionKey.SPOUSE_EDUCATION: _CREDENTIAL,
    SectionKey.WORK_HISTORY: (
        *_q("noc_code"),
        *_DATES,
        *_q("paid", "in_canada"),
        *_q(*_STATUS, in_canada=YES),
        *_q("publicly_funded_physician", in_canada=YES, self_employed=YES),
    ),
    SectionKey.SPOUSE_WORK: (
        *_q("noc_code"),
        *_DATES,
        *_q("paid", *_STATUS),
        *_q("publicly_funded_physician", self_employed=YES),
    ),
}
LISTED_ALL = "listed_all"


def missing(answers: Answers) -> Iterator[Missing]:
    """Every question still to be answered, and every answer typed that does not make sense yet, section by section."""
    for key in answers.sections():
        yield from missing_in(answers, key)


def missing_in(answers: Answers, key: SectionKey) -> Iterator[Missing]:
    """What is missing in one section, its records included."""
    if key not in RECORD_QUESTIONS:
        yield from _missing(key, None, QUESTIONS[key], answers.section(key).values, answers.section(key).typed)
        return
    for record in answers.records(key):
        yield from _missing(key, record.id, RECORD_QUESTIONS[key], record.values, record.typed)
    if not answers.section(key).values.get(LISTED_ALL):
        yield Missing(key, None, LISTED_ALL)


def _missing(
    key: SectionKey,
    record_id: str | None,
    questions: tuple[Question, ...],
    values: dict[str, Any],
    typed: dict[str, Any],
) -> Iterator[Missing]:
    for question in questions:
        if question.asked(values) and question.name not in typed and not question.answered(values):
            yield Missing(key, record_id, question.name)
    for name in typed:
        yield Missing(key, record_id, name)
