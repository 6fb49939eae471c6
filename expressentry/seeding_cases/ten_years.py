"""Where a synthetic couple lived and what each did, on every day that an application asks about."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from expressentry.models.application_answers import SPOUSE, YOU
from expressentry.models.application_answers import Activity as Did
from expressentry.rules.facts import Facts
from expressentry.rules.personal_history import gaps, period
from expressentry.rules.years import years_after, years_before
from expressentry.seeding_cases import words
from expressentry.synthetic import SYLLABLES, invented_name

HOME, YEARS_TOLD, LONG_DAYS = "CA", 11, 240
DAY = timedelta(days=1)


class TenYears:
    """Everybody lives first in the country they are citizens of, then where the applicant lives now.

    A place is the same for whoever of them lived there then.
    """

    def __init__(self, facts: Facts, about: dict[str, Any], on: date, chance: Random) -> None:
        self._facts, self._on, self._chance = facts, on, chance
        self._syllables, self.lives_in = _syllables_of(about["family_name"]), about["country_of_residence"]
        self.home = {YOU: about["citizenship"], SPOUSE: about["citizenship"]}
        if facts.spouse and facts.spouse.citizen_or_permanent_resident:
            self.home[SPOUSE] = HOME
        came_on, jobs = self._came_on(), facts.spouse.jobs if facts.spouse else ()
        self._moved = {YOU: came_on, SPOUSE: min([came_on, *(job.started_on for job in jobs if job.started_on)])}
        self._known: dict[tuple[str, bool], tuple[str, str]] = {}

    def name(self) -> str:
        """An invented name in the script of the family's."""
        return invented_name(self._syllables, self._chance)

    def days(self, least: int, most: int) -> timedelta:
        """So many days, by chance."""
        return timedelta(days=self._chance.randint(least, most))

    # ---- Where they lived

    def _came_on(self) -> date:
        """When the applicant moved: to Canada for the first work or, with a Canadian credential, for study."""
        first = min((job.started_on for job in self._facts.jobs if job.in_canada and job.started_on), default=None)
        if self.lives_in != HOME or first is None:
            return self._on - self.days(400, 2600)
        if not any(credential.canadian for credential in self._facts.credentials):
            return first - self.days(10, 60)
        ends = (job.ended_on for job in self._facts.jobs if job.ended_on and not job.in_canada and job.ended_on < first)
        before = max(ends, default=None)
        return first - self.days(500, 1000) if before is None else min(first, before + self.days(2, 30))

    def place(self, person: str, day: date) -> dict[str, str]:
        """City and country of a person on a day."""
        now = day >= self._moved[person]
        country = self.lives_in if now else self.home[person]
        return {"city": self._address(country, now)[1], "country": country}

    def place_of(self, person: str, job: dict[str, Any]) -> dict[str, str]:
        """City and country of a job: never in Canada if it was abroad, nor the other way round."""
        day = date.fromisoformat(job["started_on"])
        if self.lives_in == HOME:
            day = self._on if job["in_canada"] else min(day, self._moved[person] - DAY)
        return self.place(person, day)

    def _address(self, country: str, now: bool) -> tuple[str, str]:
        if (country, now) not in self._known:
            city = self._chance.choice(words.CITIES) if country == HOME else self.name()
            self._known[country, now] = f"{self._chance.randrange(2, 900)} {self.name()}", city
        return self._known[country, now]

    def addresses(self, person: str, born: date) -> Iterator[dict[str, Any]]:
        """The addresses of a person, from before the time that is asked to this day."""
        moved_on = max(born, self._moved[person])
        since = max(born, years_before(self._on, YEARS_TOLD) - self.days(0, 900))
        spans = [(since, moved_on - DAY), (moved_on, None)] if since < moved_on else [(moved_on, None)]
        for start, end in spans:
            place = self.place(person, start)
            street = self._address(place["country"], end is None)[0]
            yield {"person": person, "street": street, **place, **_span(start, end)}

    # ---- What they did

    def between(self, person: str, born: date, jobs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """What a person did besides their jobs, so that no day since they were 18 is left out."""
        first, last = period(born, self._on, YEARS_TOLD)
        worked = [(_day(job["started_on"]), job["ended_on"]) for job in jobs if not job["full_time_student"]]
        spans = [(start, _day(end) if end else None) for start, end in worked]
        for gap in gaps(spans, first, last, 0):
            for did, start, end in self._spent(person, born, gap.started_on, gap.ended_on):
                said = f"{self._chance.choice(words.JOBS)}, {self.name()}" if did is Did.WORK else words.DID[did]
                about = {"person": person, "activity": did.value, "description": said}
                yield {**about, **self.place(person, start), **_span(start, None if end >= self._on else end)}

    def _spent(self, person: str, born: date, start: date, end: date) -> Iterator[tuple[Did, date, date]]:
        """Study while young, or when come for it; then work, but for those whose work is listed: they are at home."""
        came = person == YOU and self._facts.studied_in_canada and start <= self._moved[YOU] + 60 * DAY <= end
        young_until = years_after(born, 22) + self.days(0, 900)
        if (end - start).days >= LONG_DAYS and (came or start < young_until):
            studied_until = end if came else min(end, young_until)
            yield Did.STUDY, start, studied_until
            start = studied_until + DAY
        if start <= end:
            could = person == SPOUSE and (self.home[SPOUSE] == HOME or self.place(person, start)["country"] != HOME)
            yield Did.UNEMPLOYED if (end - start).days < LONG_DAYS else Did.WORK if could else Did.HOME, start, end


def _syllables_of(name: str) -> list[str]:
    """The syllables, all of one script, that an invented name is made of."""
    return next(kind.split() for kind in SYLLABLES if name.lower().startswith(tuple(kind.split())))


def _span(start: date, end: date | None) -> dict[str, Any]:
    return {"started_on": start.isoformat(), "goes_on": end is None, "ended_on": end.isoformat() if end else None}


_day = date.fromisoformat
