"""What synthetic applicants answer beyond the facts: identity, family, ten years, schooling, a journey or two.

All of it is invented and fits the facts; none of it changes what the law makes of them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from expressentry.applications import prefill
from expressentry.models import Answer, Answers, SectionKey
from expressentry.models.application_answers import BACKGROUND, LISTED_ALL, SPOUSE, YOU, ApplicationSection
from expressentry.rules import noc
from expressentry.rules.facts import Facts
from expressentry.rules.years import completed_years, years_after, years_before
from expressentry.seeding_cases import words
from expressentry.seeding_cases.ten_years import HOME, TenYears

SELDOM, DIFFERS = 1 / 10, 1 / 12
FUNDS_MORE_CENTS = 215_000
WORK = {YOU: SectionKey.WORK_HISTORY, SPOUSE: SectionKey.SPOUSE_WORK}


class Told:
    """The answers of one family, from one stream of random numbers, as they are on a day."""

    def __init__(self, answers: Answers, facts: Facts, on: date, chance: Random) -> None:
        self._facts, self._on, self._chance, self._answers = facts, on, chance, answers
        self._about = answers.section(SectionKey.ABOUT_YOU).values
        self._time = TenYears(facts, self._about, on, chance)
        self._name, self._days, self._home = self._time.name, self._time.days, self._time.home
        self._adults = {YOU: facts.birth_date or years_before(on, 30)}
        if facts.spouse:
            born = self._adults[YOU] + self._days(-1800, 1800)
            self._adults[SPOUSE] = min(born, years_before(on, 19) - self._days(0, 300))
        self.profile = self._profile()
        self.application, self.explanations = self._differing(self._application())

    # ---- Sections, one by one

    def _children(self) -> Iterator[dict[str, Any]]:
        """As many as the family has beyond the couple, born at a time that fits both; who comes last may be a twin."""
        grown = completed_years(max(self._adults.values()), self._on) - 19
        born = self._on - self._days(70, max(300, min(16, grown) * 365))
        for _ in range((self._facts.family_size or 1) - len(self._adults)):
            country = self._time.place(YOU, born)["country"]
            yield {
                "family_name": self._about["family_name"],
                "given_names": self._name(),
                "accompanying": self._chance.random() >= SELDOM,
                "citizen_or_permanent_resident": country == HOME,
                "other_parent": False,
                **self._person(born, country, HOME if country == HOME else self._home[YOU]),
            }
            later = born + self._days(420, 1600)
            born = later if later < self._on - timedelta(days=70) else born

    def _spouse(self) -> dict[str, Any]:
        earliest = years_after(max(self._adults.values()), 18)
        began_on = earliest + (self._on - earliest) * self._chance.uniform(0.2, 0.9)
        person = self._person(self._adults[SPOUSE], self._home[SPOUSE], self._home[SPOUSE])
        if self._chance.random() >= SELDOM:
            gender = self.profile.section(SectionKey.ABOUT_YOU).values["gender"]
            person["gender"] = "male" if gender == "female" else "female"
        return {"union_began_on": began_on.isoformat(), **person}

    def _person(self, born: date, country: str, citizenship: str) -> dict[str, Any]:
        return {
            "birth_date": born.isoformat(),
            "gender": self._chance.choice(words.GENDERS),
            "country_of_birth": country,
            "citizenship": citizenship,
            "country_of_residence": self._time.lives_in,
            **self._passport(born, citizenship),
        }

    def _passport(self, born: date, citizenship: str) -> dict[str, Any]:
        issued_on = max(born + timedelta(days=30), self._on - self._days(60, 1500))
        years = 10 if completed_years(born, issued_on) >= 16 else 5
        named: dict[str, Any] = {"other_names": False}
        if self._chance.random() < SELDOM:
            named = {"other_names": True, "other_names_given": f"{self._name()} {self._about['family_name']}"}
        return {
            "birth_city": self._chance.choice(words.CITIES) if citizenship == HOME else self._name(),
            "passport_number": f"{self._chance.choice('DGKNTVX')}{self._chance.randrange(10**7):07d}",
            "passport_country": citizenship,
            "passport_issued_on": issued_on.isoformat(),
            "passport_expires_on": years_after(issued_on, years).isoformat(),
            **named,
        }

    def _identity(self) -> dict[str, Any]:
        spoken = (language for language, homes in words.LANGUAGES.items() if self._home[YOU] in homes)
        return {
            **self._passport(self._adults[YOU], self._home[YOU]),
            "height_cm": self._chance.randrange(152, 194),
            "eye_colour": self._chance.choice(words.EYES),
            "native_language": next(spoken, "English"),
            "earlier_union": False,
        }

    def _parents(self) -> dict[str, Any]:
        primary, home = self._chance.choice((5, 6, 8)), self._home[YOU]
        return {
            "parent1_name": f"{self._name()} {self._about['family_name']}",
            "parent1_birth_country": home,
            "parent2_name": f"{self._name()} {self._name()}",
            "parent2_birth_country": home,
            "years_primary": primary,
            "years_secondary": 12 - primary,
            "years_post_secondary": self._chance.randrange(2, 7) if self._facts.credentials else 0,
        }

    def _background(self) -> dict[str, Any]:
        given: dict[str, Any] = dict.fromkeys(BACKGROUND, False)
        if self._chance.random() < SELDOM:
            name = self._chance.choice(tuple(words.SAID_YES))
            given |= {name: True, f"{name}_particulars": words.SAID_YES[name]}
        return given

    def _journeys(self) -> Iterator[dict[str, Any]]:
        abroad = [code for code in words.VISITED if code not in (self._home[YOU], self._time.lives_in)]
        for _ in range(self._chance.choice((1, 1, 2))):
            start = self._on - self._days(100, 2500)
            about = {"country": self._chance.choice(abroad), "purpose": self._chance.choice(words.PURPOSES)}
            ended_on = (start + self._days(4, 24)).isoformat()
            yield {"person": YOU, **about, "started_on": start.isoformat(), "ended_on": ended_on}

    # ---- All of it

    def _profile(self) -> Answers:
        """The profile with what only people read: a gender, a spouse's name, employers."""
        raw = dict(self._answers.raw)
        said: dict[str, Any] = {"gender": self._chance.choice(words.GENDERS)}
        if self._facts.spouse:
            said["marital_status"] = self._chance.choice(words.UNIONS)
            spouse = self._answers.section(SectionKey.SPOUSE).values
            raw[SectionKey.SPOUSE.value] = _said({**spouse, "given_names": self._name()})
        raw[SectionKey.ABOUT_YOU.value] = _said({**self._about, **said})
        for person in self._adults:
            jobs = self._answers.records(WORK[person])
            raw[f"{WORK[person].value}/records"] = [_said(self._job(person, job.values), job.id) for job in jobs]
        return Answers(raw)

    def _job(self, person: str, job: dict[str, Any]) -> dict[str, Any]:
        occupation = noc.find(job["noc_code"])
        known = {"job_title": occupation.title("en") if occupation else None, "employer": f"{self._name()} Ltd."}
        return {**job, **known, **self._time.place_of(person, job)}

    def _application(self) -> Answers:
        """The application that begins with the profile, with every question answered that it adds."""
        key, raw = ApplicationSection, dict(prefill.begun(self.profile).raw)
        raw[key.IDENTITY.value], raw[key.PARENTS.value] = _said(self._identity()), _said(self._parents())
        raw[key.BACKGROUND.value] = _said(self._background())
        if self._facts.spouse:
            raw[key.SPOUSE_IDENTITY.value] = _said(self._spouse())
        jobs = {person: [job.values for job in self.profile.records(WORK[person])] for person in self._adults}
        history = [prefill.activity(job, person) for person in jobs for job in jobs[person]]
        for section, records in {
            key.CHILDREN: [*self._children()],
            key.ADDRESSES: [one for person, born in self._adults.items() for one in self._time.addresses(person, born)],
            key.PERSONAL_HISTORY: history
            + [one for person, born in self._adults.items() for one in self._time.between(person, born, jobs[person])],
            key.TRAVEL: [*self._journeys()],
        }.items():
            raw[section.value] = _said({LISTED_ALL: True})
            raw[f"{section.value}/records"] = [_said(one, f"{section.value}-{at}") for at, one in enumerate(records)]
        return Answers(raw)

    def _differing(self, application: Answers) -> tuple[Answers, dict[str, str]]:
        """Now and then one answer is not that of the profile; the law makes the same of it."""
        if self._chance.random() >= DIFFERS:
            return application, {}
        found: list[tuple[SectionKey, str, str, Any]] = [
            (SectionKey.PLANS, "", "funds_cents", (self._facts.funds_cents or 0) + FUNDS_MORE_CENTS),
            (SectionKey.ABOUT_YOU, "", "country_of_birth", "KE" if self._home[YOU] != "KE" else "AE"),
        ]
        jobs = application.records(SectionKey.WORK_HISTORY)
        found += [(WORK[YOU], job.id, "hours_per_week", 37.5) for job in jobs if job.values["hours_per_week"] == 40][:1]
        section, record_id, name, value = self._chance.choice(found)
        saved = (application.record(section, record_id) if record_id else None) or application.section(section)
        changed = saved._replace(values={**saved.values, name: value})
        put = application.with_record if record_id else application.with_section
        key = "/".join(part for part in (section.value, record_id, name) if part)
        return put(section.value, changed), {key: words.DIFFERS[name]}


def _said(values: dict[str, Any], record_id: str = "") -> dict[str, Any]:
    return Answer(record_id, values, {}, 1, "", None)._asdict()
