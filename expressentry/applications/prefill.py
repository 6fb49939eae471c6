"""How an application begins: as the profile as invited, with what that profile knows filled in elsewhere."""

from typing import Any

from expressentry.models import Answer, Answers, SectionKey
from expressentry.models.application_answers import LISTED_ALL, REPEATING, YOU, Activity, ApplicationSection

_PASSPORT = ("passport_number", "passport_country", "passport_expires_on")


def begun(answers: Answers, earlier: Answers | None = None) -> Answers:
    """The answers an application starts from; what an earlier application of the same person added is kept."""
    if earlier is not None:
        return _again(answers, earlier)
    begun = Answers(dict(answers.raw))
    contact = answers.section(SectionKey.CONTACT).values
    about = answers.section(SectionKey.ABOUT_YOU).values
    identity: dict[str, Any] = {name: contact[name] for name in _PASSPORT if contact.get(name)}
    begun = begun.with_section(ApplicationSection.IDENTITY, _filled("", identity))
    if contact.get("address"):
        begun = begun.with_record(ApplicationSection.ADDRESSES, _filled("address-0", _address(contact, about)))
    for position, job in enumerate(answers.records(SectionKey.WORK_HISTORY)):
        done = _filled(f"job-{position}", activity(job.values))
        begun = begun.with_record(ApplicationSection.PERSONAL_HISTORY, done)
    return begun


def _again(answers: Answers, earlier: Answers) -> Answers:
    """What was added before, with jobs that are new since; that the lists are complete is to be said again."""
    added = {place: raw for place, raw in earlier.raw.items() if place.split("/")[0] in set(ApplicationSection)}
    begun = Answers({**answers.raw, **added})
    for key in REPEATING:
        page = begun.section(key)
        said = {name: value for name, value in page.values.items() if name != LISTED_ALL}
        begun = begun.with_section(key, page._replace(values=said))
    known = {job.id for job in earlier.records(SectionKey.WORK_HISTORY)}
    for job in answers.records(SectionKey.WORK_HISTORY):
        if job.id not in known:
            done = _filled(f"job-{job.id}", activity(job.values))
            begun = begun.with_record(ApplicationSection.PERSONAL_HISTORY, done)
    return begun


def _filled(record_id: str, values: dict[str, Any]) -> Answer:
    return Answer(record_id, values, {}, 0, "", None)


def _address(contact: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    return {
        "person": YOU,
        "street": contact["address"],
        "city": contact.get("city"),
        "country": about.get("country_of_residence"),
        "goes_on": True,
    }


def activity(job: dict[str, Any], person: str = YOU) -> dict[str, Any]:
    """A job of the work history as a time of the personal history."""
    described = ", ".join(job[name] for name in ("job_title", "employer") if job.get(name))
    return {
        "person": person,
        "activity": Activity.WORK.value,
        "description": described or None,
        "city": job.get("city"),
        "country": "CA" if job.get("in_canada") else job.get("country"),
        **{name: job.get(name) for name in ("started_on", "goes_on", "ended_on")},
    }
