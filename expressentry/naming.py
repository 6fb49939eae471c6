"""The names of people and of checklist items, as an application's own answers give them, in the reader's language."""

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _

from expressentry import explain
from expressentry.formats import colon
from expressentry.labels import words
from expressentry.models import Answers, SectionKey
from expressentry.models.answers import stated_credential
from expressentry.models.application_answers import SPOUSE, YOU, name_of
from expressentry.rules import education
from expressentry.rules.checklist import DocumentKind, Item
from expressentry.rules.facts import LanguageTest
from expressentry.rules.household import Relation


def person(answers: Answers, key: str) -> str:
    """Who a person of the application is: their name as typed, else what they are to it."""
    named = name_of(answers, key)
    if named:
        return named
    return words({YOU: Relation.PRINCIPAL, SPOUSE: Relation.SPOUSE}.get(key, Relation.CHILD))


def item(answers: Answers, asked: Item) -> str:
    """What an item of the checklist is: the kind of document, and of what."""
    what = of(answers, asked)
    return f"{words(asked.kind)}{colon()}{what}" if what else words(asked.kind)


def of(answers: Answers, asked: Item) -> str:
    """Which test, country, job or credential a document is of; empty for a kind there is one of."""
    if asked.of is None:
        return ""
    if asked.kind is DocumentKind.LANGUAGE_TEST:
        return words(LanguageTest(asked.of))
    if asked.kind is DocumentKind.POLICE_CERTIFICATE:
        return country(asked.of)
    if asked.kind is DocumentKind.REFERENCE_LETTER:
        return _job(answers, asked)
    return _credential(answers, asked)


def country(code: str) -> str:
    """A country or territory by its ISO code."""
    return str(Locale.parse(str(get_locale())).territories.get(code, code))


def _job(answers: Answers, asked: Item) -> str:
    key = SectionKey.SPOUSE_WORK if asked.person == SPOUSE else SectionKey.WORK_HISTORY
    record = answers.record(key, asked.of or "")
    values = {} if record is None else record.values
    title = values.get("job_title") or explain.occupation(values.get("noc_code"))
    return ", ".join(part for part in (title, values.get("employer")) if part and part != "–") or _("a job")


def _credential(answers: Answers, asked: Item) -> str:
    key = SectionKey.SPOUSE_EDUCATION if asked.person == SPOUSE else SectionKey.EDUCATION
    record = answers.record(key, asked.of or "")
    values = {} if record is None else record.values
    proven = [words(level) for level in education.proven(stated_credential(values))]
    named = [values[name] for name in ("field_of_study", "institution") if values.get(name)]
    return ", ".join([*proven, *named]) or _("a credential")
