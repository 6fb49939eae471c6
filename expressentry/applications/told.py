"""What an application lacks, in whole sentences: for officers, and in the letter that returns it."""

from flask_babel import gettext as _

from expressentry import formats, naming
from expressentry.applications.completeness import Lack, Lacking
from expressentry.applications.forms import FORMS, LIST_FORMS, RECORD_FORMS
from expressentry.labels import words
from expressentry.models import Answers
from expressentry.models.application_answers import LISTED_ALL


def lacking(answers: Answers, one: Lacking) -> str:
    """One thing that is missing, and whose it is."""
    person = "" if one.person is None else naming.person(answers, one.person)
    if one.item is not None:
        document = naming.item(answers, one.item)
        if one.validity is None:
            return _("%(person)s: this document is missing: %(document)s.", person=person, document=document)
        why = words(one.validity)
        return _("%(person)s: %(document)s. %(why)s.", person=person, document=document, why=why)
    if one.gap is not None:
        return _gap(one, person)
    if one.kind is Lack.FAMILY_SIZE:
        return _(
            "The family counts %(declared)s people, but %(listed)s are listed.",
            declared=formats.number(one.declared or 0),
            listed=formats.number(one.listed or 0),
        )
    if one.kind is Lack.FEES:
        return _("Fees are not paid: %(amount)s.", amount=formats.money(one.cents or 0))
    return _("This question is not answered: “%(question)s”", question=_question(one))


def _gap(one: Lacking, person: str) -> str:
    assert one.gap is not None
    days = {"first": formats.day(one.gap.started_on), "last": formats.day(one.gap.ended_on)}
    if one.kind is Lack.ADDRESS_GAP:
        return _("%(person)s: no address is given from %(first)s to %(last)s.", person=person, **days)
    return _("%(person)s: the personal history says nothing from %(first)s to %(last)s.", person=person, **days)


def _question(one: Lacking) -> str:
    """A question as its form asks it."""
    section = one.section or ""
    forms = RECORD_FORMS if one.record_id is not None else LIST_FORMS if one.name == LISTED_ALL else FORMS
    asked = dict(forms[section]._prototypes()) if section in forms else {}
    return str(asked[one.name].label.text) if one.name in asked else str(one.name)
