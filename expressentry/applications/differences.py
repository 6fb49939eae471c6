"""Where an application says something else than the profile it was invited on."""

from collections.abc import Iterator
from datetime import date

from expressentry.applications.forms import FORMS, RECORD_FORMS
from expressentry.models import Application, SectionKey
from expressentry.models.application_answers import ApplicationSection
from expressentry.sections.in_words import Difference, between, given

_PASSPORT = ("passport_number", "passport_country", "passport_expires_on")


def differences(application: Application, on: date) -> list[Difference]:
    """Every answer of the profile as invited that the application changes, in the order of the profile's pages."""
    found = between(application.invited_answers, application.answers, on, FORMS, RECORD_FORMS)
    return [*found, *_of_passport(application, on)]


def _of_passport(application: Application, on: date) -> Iterator[Difference]:
    """The passport, which the profile asks among the contacts; only if the profile names one."""
    stated = application.invited_answers.section(SectionKey.CONTACT)
    identity = application.answers.section(ApplicationSection.IDENTITY)
    kind = FORMS[ApplicationSection.IDENTITY.value]
    old, new = kind.of(stated._replace(typed={}), on), kind.of(identity._replace(typed={}), on)
    for name in _PASSPORT:
        if given(stated, name) is not None and given(stated, name) != given(identity, name):
            field = new._fields[name]
            yield Difference(
                SectionKey.CONTACT, None, name, str(field.label.text), old._fields[name].shown, field.shown
            )
