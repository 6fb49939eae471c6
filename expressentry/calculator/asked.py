"""What the calculator asks: the profile's forms, but for the questions that the law does not read."""

from typing import NamedTuple

from expressentry.models import Answer, Answers, SectionKey
from expressentry.models.questions import missing_answers
from expressentry.sections.forms import FORMS as PROFILE_FORMS
from expressentry.sections.forms import RECORD_FORMS as PROFILE_RECORD_FORMS
from expressentry.sections.section_form import SectionForm

# Names, addresses, numbers of documents: no point and no program rests on them.
_CREDENTIAL = ("report_number", "field_of_study", "institution", "city", "country")
LEFT_OUT: dict[SectionKey, tuple[str, ...]] = {
    SectionKey.ABOUT_YOU: (
        *("family_name", "given_names", "gender", "country_of_birth", "citizenship", "country_of_residence"),
    ),
    SectionKey.SPOUSE: ("family_name", "given_names"),
    SectionKey.LANGUAGES: ("first_certificate_number", "second_certificate_number"),
    SectionKey.JOB_OFFER: ("employer_name", "lmia_number"),
    SectionKey.EDUCATION: _CREDENTIAL,
    SectionKey.SPOUSE_EDUCATION: _CREDENTIAL,
    SectionKey.WORK_HISTORY: ("job_title", "employer", "city", "country"),
    SectionKey.SPOUSE_WORK: ("job_title", "employer", "city"),
}


def _short(form: type[SectionForm], left_out: tuple[str, ...]) -> type[SectionForm]:
    """A form of the profile without some of its questions."""
    asked = tuple(question for question in form.asked if question.name not in left_out)
    return type(f"Short{form.__name__}", (form,), {**dict.fromkeys(left_out), "asked": asked})


FORMS: dict[SectionKey, type[SectionForm]] = {
    key: _short(form, LEFT_OUT.get(key, ())) for key, form in PROFILE_FORMS.items() if key is not SectionKey.CONTACT
}
RECORD_FORMS: dict[SectionKey, type[SectionForm]] = {
    key: _short(form, LEFT_OUT[key]) for key, form in PROFILE_RECORD_FORMS.items()
}
HIGHEST_RECORD = 9999


class Place(NamedTuple):
    """Where a visitor is: a section, or one record of a section that repeats."""

    key: SectionKey
    record_id: str | None

    @property
    def form(self) -> type[SectionForm] | None:
        """The form asked there; none on the page that lists the records of a section."""
        return FORMS.get(self.key) if self.record_id is None else RECORD_FORMS[self.key]

    @property
    def written(self) -> str:
        """The place as a form names it."""
        return self.key.value if self.record_id is None else f"{self.key.value}/{self.record_id}"


def place(key: SectionKey, record: int | None) -> Place | None:
    """The place of an address; `None` if the calculator has no such page."""
    if record is None:
        return Place(key, None) if key in FORMS or key in RECORD_FORMS else None
    return Place(key, str(record)) if key in RECORD_FORMS and 0 < record <= HIGHEST_RECORD else None


def written_place(written: str) -> Place | None:
    """The place a form names; `None` if there is no such place."""
    key, _, record = written.partition("/")
    if not (key in FORMS or key in RECORD_FORMS) or not (
        record == "" or (record.isascii() and record.isdigit() and len(record) < 6)
    ):
        return None
    return place(SectionKey(key), int(record) if record else None)


def answer_at(answers: Answers, at: Place) -> Answer:
    """The answers given at a place; none yet at a record that is only being begun."""
    if at.record_id is None:
        return answers.section(at.key)
    return answers.record(at.key, at.record_id) or Answer(at.record_id, {}, {}, 0, "", None)


def next_record(answers: Answers, key: SectionKey) -> int:
    """The number the next record of a section gets."""
    return 1 + max((int(record.id) for record in answers.records(key)), default=0)


def sections(answers: Answers) -> list[SectionKey]:
    """The sections to fill in, in order."""
    return [key for key in answers.sections() if key is not SectionKey.CONTACT]


def after(answers: Answers, at: Place) -> Place | None:
    """The place that follows: after a record the list it stands in, after the last section none."""
    if at.record_id is not None:
        return Place(at.key, None)
    asked = sections(answers)
    index = asked.index(at.key) + 1 if at.key in asked else 0
    return Place(asked[index], None) if index < len(asked) else None


def missing(answers: Answers, at: Place) -> set[str]:
    """The names of the questions still open in one form."""
    form = at.form
    if form is None:
        return set()
    return {left.name for left in missing_answers(at.key, at.record_id, form.asked, answer_at(answers, at))}


def missing_in(answers: Answers, key: SectionKey) -> int:
    """How many questions are still open in a section, its records included."""
    records = [Place(key, record.id) for record in answers.records(key)]
    return sum(len(missing(answers, at)) for at in (Place(key, None), *records))
