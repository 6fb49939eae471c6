"""The sections of the profile as forms. A question is named as the fact it states."""

from expressentry.models import Answer, Answers, SectionKey
from expressentry.profiles.canada_forms import JobOfferForm, PlansForm
from expressentry.profiles.person_forms import AboutYouForm, ContactForm, LanguagesForm, SpouseForm, TiesForm
from expressentry.profiles.record_forms import CredentialForm, JobForm, ListForm, SpouseCredentialForm, SpouseJobForm
from expressentry.profiles.section_form import SectionForm

FORMS: dict[SectionKey, type[SectionForm]] = {
    SectionKey.ABOUT_YOU: AboutYouForm,
    SectionKey.CONTACT: ContactForm,
    SectionKey.SPOUSE: SpouseForm,
    SectionKey.LANGUAGES: LanguagesForm,
    SectionKey.TIES: TiesForm,
    SectionKey.JOB_OFFER: JobOfferForm,
    SectionKey.PLANS: PlansForm,
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


def preview(answers: Answers, form: SectionForm, record_id: str | None) -> Answers:
    """The answers as if this form were saved now."""
    if record_id is None:
        saved = answers.section(form.section)
        return answers.with_section(form.section, saved._replace(values={**saved.values, **form.answers()}))
    saved = answers.record(form.section, record_id) or Answer(record_id, {}, {}, 0, "", None)
    return answers.with_record(form.section, saved._replace(values={**saved.values, **form.answers()}))
