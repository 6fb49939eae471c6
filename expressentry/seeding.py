"""The demonstration: accounts to sign in with, and a pool of synthetic candidates."""

import random
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import func, insert, select

from expressentry.accounts import lifecycle as accounts
from expressentry.clock import day_of
from expressentry.database import db
from expressentry.models import (
    Answer,
    Answers,
    Event,
    ExpressionOfInterest,
    MaritalStatus,
    Profile,
    Role,
    ScoreCount,
    SectionKey,
    User,
)
from expressentry.models.answers import NO_TEST, with_nomination_answer
from expressentry.models.questions import LISTED_ALL
from expressentry.pool.scoring import derived
from expressentry.rules import crs, facts_json, process, programs
from expressentry.rules.facts import Credential, Facts, Job, LanguageResult, Province
from expressentry.rules.law import Law
from expressentry.synthetic import Synthetic, candidates

BATCH = 500
LONGEST_WAIT_DAYS = 330


def people(number: int, seed: int, at: datetime, law: Law) -> Iterator[int]:
    """Put `number` synthetic candidates into the pool; yields how many after each batch. Nobody can sign in as them."""
    chance = random.Random(seed)  # noqa: S311 - a demonstration, not a secret
    numbers = iter(chance.sample(range(10**9), number))
    made = candidates(number, day_of(at), law, seed)
    while batch := list(islice(made, BATCH)):
        _insert(batch, numbers, chance, at, law)
        yield len(batch)
    _count_scores()


def _insert(batch: list[Synthetic], numbers: Iterator[int], chance: random.Random, at: datetime, law: Law) -> None:
    """A batch of accounts, profiles, stays and their events, in four statements."""
    last_id: int = db.session.scalar(select(func.coalesce(func.max(User.id), 0))) or 0
    users, profiles, stays, events = [], [], [], []
    for id_, candidate in enumerate(batch, last_id + 1):
        submitted_at = at - timedelta(microseconds=chance.randrange(LONGEST_WAIT_DAYS * 24 * 3600 * 10**6))
        stay = _stay(candidate.facts, submitted_at, at, law)
        number = f"E{next(numbers):09d}"
        answers = answers_of(candidate.facts, candidate.particulars)
        users.append(
            {
                "id": id_,
                "email": f"{number.lower()}@synthetic.invalid",
                "password_hash": None,
                "session_stamp": "",
                "role": Role.CANDIDATE,
                "language": "en",
                "created_at": submitted_at,
            }
        )
        profiles.append(
            {"id": id_, "user_id": id_, "answers": answers, "created_at": submitted_at, "amended_at": submitted_at}
        )
        code = f"{chance.randrange(10**4):04d}"
        stays.append({"id": id_, "number": number, "validation_code": code, "profile_id": id_, **stay})
        events.append(
            {
                "kind": "expression_of_interest.submitted",
                "subject": "expression_of_interest",
                "subject_id": id_,
                "by_id": id_,
                "at": submitted_at,
                "figures": {"score": stay["score"]},
            }
        )
    for model, rows in ((User, users), (Profile, profiles), (ExpressionOfInterest, stays), (Event, events)):
        db.session.execute(insert(model), rows)


def _stay(facts: Facts, submitted_at: datetime, at: datetime, law: Law) -> dict[str, Any]:
    on = day_of(at)
    expires_at = process.stay_expires_at(submitted_at, law)
    card, assessment = crs.score(facts, on, law), programs.assess(facts, on, law)
    return {
        "submitted_at": submitted_at,
        "expires_at": expires_at,
        "confirmed_at": submitted_at,
        "facts": facts,
        **derived(facts, card, assessment, on, law, until=day_of(expires_at)),
    }


def _count_scores() -> None:
    """Count the pool by score anew."""
    db.session.query(ScoreCount).delete()
    standing = select(ExpressionOfInterest.score, func.count()).where(ExpressionOfInterest.left_at.is_(None))
    db.session.execute(
        insert(ScoreCount).from_select(["score", "candidates"], standing.group_by(ExpressionOfInterest.score))
    )


def demonstration_accounts(
    addresses: dict[str, Role], provinces: dict[str, Province], password: str, at: datetime, law: Law
) -> None:
    """The accounts shown on the sign-in page in demo mode; the candidate's profile is filled in, not yet submitted."""
    for email, role in addresses.items():
        if accounts.find(email) is None:
            user = accounts.register(email, password, role, "en", at, provinces.get(email))
            if user.profile is not None:
                shown = next(candidates(1, day_of(at), law, seed=7))
                user.profile.answers = answers_of(shown.facts, shown.particulars)


def answers_of(facts: Facts, particulars: dict[str, Any]) -> Answers:
    """Answers that state exactly these facts, with the particulars people read."""
    stated = facts_json.encode(facts)
    answers = Answers({})
    for key, values in _sections(facts, stated, particulars).items():
        answers = answers.with_section(key, Answer("", values, {}, 1, "", None))
    for key, records in _records(facts).items():
        for at, values in enumerate(records):
            answers = answers.with_record(key, Answer(f"{key.value}-{at}", values, {}, 1, "", None))
        answers = answers.with_section(key, Answer("", {LISTED_ALL: True}, {}, 1, "", None))
    return with_nomination_answer(answers, facts.nomination)


def _sections(facts: Facts, stated: dict[str, Any], particulars: dict[str, Any]) -> dict[SectionKey, dict[str, Any]]:
    names = ("sibling_in_canada", "relative_in_canada", "studied_in_canada", "worked_in_canada")
    plans = ("primary_occupation", "qualified_on", "funds_cents", "family_size")
    results = _in_order(facts)
    return {
        SectionKey.ABOUT_YOU: {
            "family_name": particulars["family_name"],
            "given_names": particulars["given_names"],
            "birth_date": stated.get("birth_date"),
            "gender": "another",
            "country_of_birth": particulars["citizenship"],
            "citizenship": particulars["citizenship"],
            "country_of_residence": particulars["country_of_residence"],
            "marital_status": (MaritalStatus.MARRIED if facts.spouse else MaritalStatus.NEVER_MARRIED).value,
        },
        SectionKey.SPOUSE: _spouse(facts, particulars) if facts.spouse else {},
        SectionKey.LANGUAGES: {**_result("first_", results[0]), **_result("second_", results[1])},
        SectionKey.TIES: {name: getattr(facts, name) for name in names},
        SectionKey.JOB_OFFER: {"has_offer": facts.job_offer is not None, **_plain(facts.job_offer)},
        SectionKey.PLANS: {
            **{name: stated.get(name) for name in plans},
            "has_certificate": facts.certificate is not None,
            **{f"certificate_{name}": value for name, value in _plain(facts.certificate).items()},
            "provinces": [province.value for province in facts.provinces],
            "barred_for_misrepresentation": facts.barred_for_misrepresentation,
        },
    }


def _in_order(facts: Facts) -> tuple[LanguageResult | None, LanguageResult | None]:
    """The results as first and second official language."""
    first = [r for r in facts.languages if r.test and facts.first_language in (None, r.test.language)]
    rest = [r for r in facts.languages if r not in first[:1]]
    return (first[0] if first else None), (rest[0] if rest else None)


def _result(prefix: str, result: LanguageResult | None) -> dict[str, Any]:
    if result is None:
        return {f"{prefix}test": NO_TEST}
    return {f"{prefix}{name}": value for name, value in _plain(result).items()}


def _spouse(facts: Facts, particulars: dict[str, Any]) -> dict[str, Any]:
    if facts.spouse is None:
        return {}
    values = _plain(facts.spouse)
    for name in ("credentials", "jobs", "language", "canadian_years"):
        values.pop(name, None)
    return {"family_name": particulars["family_name"], **values, **_result("language_", facts.spouse.language)}


def _records(facts: Facts) -> dict[SectionKey, list[dict[str, Any]]]:
    found = {
        SectionKey.EDUCATION: [_credential(credential) for credential in facts.credentials],
        SectionKey.WORK_HISTORY: [_job(job) for job in facts.jobs],
    }
    if facts.spouse is not None:
        found[SectionKey.SPOUSE_EDUCATION] = [_credential(credential) for credential in facts.spouse.credentials]
        found[SectionKey.SPOUSE_WORK] = [_job(job) for job in facts.spouse.jobs]
    return found


def _credential(credential: Credential) -> dict[str, Any]:
    return {**_plain(credential), "assessed": bool(credential.equivalencies)}


def _job(job: Job) -> dict[str, Any]:
    return {**_plain(job), "goes_on": job.ended_on is None}


def _plain(value: Any) -> dict[str, Any]:
    """Every member of a facts dataclass as plain JSON, defaults too."""
    if value is None:
        return {}
    encoded = facts_json.encode(value)
    return {member.name: encoded.get(member.name, _as_json(getattr(value, member.name))) for member in fields(value)}


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
