"""The sections of the profile as forms. A question is named as the fact it states."""

from expressentry.models import Answer, Answers, SectionKey
from expressentry.sections.canada_forms import JobOfferForm, PlansForm
from expressentry.sections.person_forms import AboutYouForm, ContactForm, LanguagesForm, SpouseForm, TiesForm
from expressentry.sections.record_forms import CredentialForm, JobForm, ListForm, SpouseCredentialForm, SpouseJobForm
from expressentry.sections.section_form import Reading, SectionForm

FORMS: dict[SectionKey, type[SectionForm]] = {
    SectionKey.ABOUT_YOU: AboutYouForm,
    SectionKey.CONTACT: ContactForm,
    SectionKey.SPOUSE: SpouseForm,
    SectionKey.LANGUAGES: LanguagesForm,
    SectionKey.TIES: TiesForm,
    SectionKey.JOB_OFFER: JobOfferForm,
    SectionKey.PLANS: PlansForm,
}
# The prefixes under which a section asks for results of language tests.
PREFIXES: dict[str, tuple[str, ...]] = {
    SectionKey.SPOUSE: SpouseForm.prefixes,
    SectionKey.LANGUAGES: LanguagesForm.prefixes,
}
RECORD_FORMS: dict[SectionKey, type[SectionForm]] = {
    SectionKey.EDUCATION: CredentialForm,
    SectionKey.SPOUSE_EDUCATION: SpouseCredentialForm,
    SectionKey.WORK_HISTORY: JobForm,
    SectionKey.SPOUSE_WORK: SpouseJobForm,
}
LIST_FORMS: dict[SectionKey, type[SectionForm]] = {
    key: type(f"{form.__name__}List", (ListForm,), {"section": key}) for key, form in RECORD_FORMS.items()
}


def preview(answers: Answers, key: str, record_id: str | None, reading: Reading) -> Answers:
    """The answers as if this form were saved now."""
    if record_id is None:
        saved = answers.section(key)
        return answers.with_section(key, saved._replace(values={**saved.values, **reading.answers}))
    kept = answers.record(key, record_id) or Answer(record_id, {}, {}, 0, "", None)
    return answers.with_record(key, kept._replace(values={**kept.values, **reading.answers}))
