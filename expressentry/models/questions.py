"""Which questions a profile must answer before it can enter the pool, and which are asked only after another answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from expressentry.models.answers import Answer, Answers, SectionKey
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
        return not self.when or all(values.get(name) in wanted for name, wanted in self.when)

    def answered(self, values: dict[str, Any]) -> bool:
        """True if these answers hold one, or the one that makes it needless."""
        return _given(values.get(self.name)) or (self.unless is not None and _given(values.get(self.unless)))


@dataclass(frozen=True, slots=True)
class Missing:
    """An unanswered question: its section, of the profile or of the application, its record if it repeats, its name."""

    section: Any
    record_id: str | None
    name: str


def _given(value: Any) -> bool:
    return value is not None and value != "" and value != []


def questions(*names: str, **when: frozenset[Any]) -> tuple[Question, ...]:
    """Questions that are asked if each answer named before them is one of the given ones."""
    return tuple(Question(name, tuple(when.items())) for name in names)


def _test(prefix: str, **when: frozenset[Any]) -> tuple[Question, ...]:
    test = f"{prefix}test"
    details = (f"{prefix}taken_on", *(f"{prefix}{ability}" for ability in SCORES))
    return questions(test, **when) + questions(*details, **when, **{test: TESTS})


_CREDENTIAL = (
    *questions("canadian", "completed"),
    *questions("level", canadian=YES),
    *questions("assessed", canadian=NO, completed=YES),
    *questions("assessor", "assessed_on", "equivalencies", canadian=NO, completed=YES, assessed=YES),
)
_CANADIAN_STUDY = (
    *questions(
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
_DATES = (*questions("started_on", "goes_on"), *questions("ended_on", goes_on=NO), *questions("hours_per_week"))
_STATUS = ("authorized", "full_time_student", "self_employed")

QUESTIONS: dict[SectionKey, tuple[Question, ...]] = {
    SectionKey.ABOUT_YOU: (
        Question("family_name", unless="given_names"),
        *questions("birth_date", "gender", "country_of_birth", "citizenship", "country_of_residence", "marital_status"),
    ),
    SectionKey.SPOUSE: (
        Question("family_name", unless="given_names"),
        *questions("accompanying", "citizen_or_permanent_resident"),
        *_test("language_", accompanying=YES, citizen_or_permanent_resident=NO),
        *questions(
            "studied_in_canada",
            "worked_in_canada",
            "sibling_in_canada",
            "relative_in_canada",
            accompanying=YES,
            citizen_or_permanent_resident=NO,
        ),
    ),
    SectionKey.LANGUAGES: (*_test("first_"), *_test("second_", first_test=TESTS)),
    SectionKey.TIES: questions("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada"),
    SectionKey.JOB_OFFER: (
        *questions("has_offer"),
        *questions("noc_code", "employers", "employer_excluded", "full_time", "lasts_a_year", "permit", has_offer=YES),
        *questions("works_for_employer", "permit_occupation_matches", has_offer=YES, permit=NAMED_EMPLOYER),
        *questions("year_with_employer", has_offer=YES, permit=frozenset({WorkPermit.EXEMPT_NAMED_EMPLOYER.value})),
        *questions("lmia_approved", has_offer=YES),
        *questions("lmia_expires_on", has_offer=YES, lmia_approved=YES),
    ),
    SectionKey.PLANS: (
        *questions("primary_occupation", "has_certificate"),
        *questions("certificate_noc_code", has_certificate=YES),
        *questions("provinces", "family_size", "funds_cents", "barred_for_misrepresentation"),
    ),
    SectionKey.CONTACT: (),
}
RECORD_QUESTIONS: dict[SectionKey, tuple[Question, ...]] = {
    SectionKey.EDUCATION: (*_CREDENTIAL, *_CANADIAN_STUDY),
    SectionKey.SPOUSE_EDUCATION: _CREDENTIAL,
    SectionKey.WORK_HISTORY: (
        *questions("noc_code"),
        *_DATES,
        *questions("paid", "in_canada"),
        *questions(*_STATUS, in_canada=YES),
        *questions("publicly_funded_physician", in_canada=YES, self_employed=YES),
    ),
    SectionKey.SPOUSE_WORK: (
        *questions("noc_code"),
        *_DATES,
        *questions("paid", *_STATUS),
        *questions("publicly_funded_physician", self_employed=YES),
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
        yield from missing_answers(key, None, QUESTIONS[key], answers.section(key))
        return
    for record in answers.records(key):
        yield from missing_answers(key, record.id, RECORD_QUESTIONS[key], record)
    if not answers.section(key).values.get(LISTED_ALL):
        yield Missing(key, None, LISTED_ALL)


def missing_answers(key: str, record_id: str | None, asked: tuple[Question, ...], answer: Answer) -> Iterator[Missing]:
    """What one form lacks: open questions, and what was typed and makes no sense yet."""
    values = answer.values
    for question in asked:
        if _given(values.get(question.name)) or question.name in answer.typed:
            continue
        if question.asked(values) and not question.answered(values):
            yield Missing(key, record_id, question.name)
    for name in answer.typed:
        yield Missing(key, record_id, name)
