"""Synthetic candidates for demonstrations: invented people whose computed scores follow the pool's published bands.

Every share below is a rough shape of published counts, or a guess where nothing is published; none of it is law.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Generic, TypeVar

from expressentry.rules import crs, language, programs
from expressentry.rules.facts import (
    Ability,
    Assessor,
    Certificate,
    Credential,
    EducationLevel,
    Facts,
    Job,
    Language,
    LanguageResult,
    LanguageTest,
    Province,
    Spouse,
)
from expressentry.rules.law import Law
from expressentry.rules.tables import conversion
from expressentry.rules.years import completed_years, years_before

POOL_DISTRIBUTION = Path(__file__).parent / "data" / "pool_distribution.csv"
_TRIES, _NUDGES = 400, 4
_MOST_WITHOUT_NOMINATION = 600
_OLDEST = 58
_AGE_SHIFTS = (1, -1, 2, -2, 3, -3, 4, -4, 5, 6, 7, 8)
_ABILITIES = tuple(Ability)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Synthetic:
    """One invented candidate: what the law reads, and what only people read."""

    facts: Facts
    particulars: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Band:
    """A range of scores, both ends included, and how many in the published pool are in it."""

    low: int
    high: int
    count: int


def candidates(number: int, on: date, law: Law, seed: int = 2026) -> Iterator[Synthetic]:
    """`number` synthetic candidates, the same for the same arguments, whose scores follow the published distribution.

    Each is eligible for a federal program on that day under that law; the bands come in random order.
    """
    maker = _Maker(Random(seed), on, law)  # noqa: S311
    bands = published_bands()
    left = quotas(number, bands)
    for _ in range(number):
        index = maker.rng.choices(range(len(bands)), weights=left)[0]
        left[index] -= 1
        yield maker.candidate(_usual(bands[index]))


def scoring(lowest: int, highest: int, on: date, law: Law, seed: int) -> Iterator[Synthetic]:
    """Endless synthetic candidates whose scores follow the published distribution between these two."""
    maker = _Maker(Random(seed), on, law)  # noqa: S311
    counts = {band: band.count for band in published_bands() if lowest <= band.low and band.high <= highest}
    while True:
        yield maker.candidate(_usual(*maker.rng.choices([*counts], [*counts.values()])))


@cache
def published_bands() -> tuple[Band, ...]:
    """The bands of the newest published pool distribution, highest first."""
    with POOL_DISTRIBUTION.open(encoding="utf-8", newline="") as file:
        newest = max(csv.DictReader(file), key=lambda row: row["as_on"])
    ends = {name: name[1:].split("_") for name in newest if name.startswith("b")}
    return tuple(Band(int(low), int(high), int(newest[name])) for name, (low, high) in ends.items())


def quotas(number: int, bands: tuple[Band, ...]) -> list[int]:
    """`number` shared out in proportion to the bands' counts, by largest remainder."""
    total = sum(band.count for band in bands)
    shares = [divmod(number * band.count, total) for band in bands]
    quotas = [whole for whole, _ in shares]
    by_remainder = sorted(range(len(bands)), key=lambda index: shares[index][1], reverse=True)
    for index in by_remainder[: number - sum(quotas)]:
        quotas[index] += 1
    return quotas


def _usual(band: Band) -> Band:
    """The part of a band where nearly all of it is: few have less than 230 points, or more than 570 unnominated."""
    return replace(band, low=max(band.low, 230), high=min(band.high, 570) if band.low < 570 else band.high)


# ---- Rough shapes


class _Mix(Generic[T]):
    """Things with weights, written "thing weight thing weight"."""

    def __init__(self, text: str, read: Callable[[str], T]) -> None:
        words = text.split()
        self._things = [read(word) for word in words[::2]]
        self._cumulative = list(accumulate(float(word) for word in words[1::2]))

    def pick(self, rng: Random) -> T:
        """One of the things, as often as its weight says."""
        return rng.choices(self._things, cum_weights=self._cumulative)[0]


class _Path(StrEnum):
    """How someone comes to the pool."""

    ABROAD = "abroad"
    GRADUATE = "graduate"
    WORKER = "worker"
    TRADE = "trade"


def _level(name: str) -> EducationLevel:
    return EducationLevel[name]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split("+"))


# By the score aimed at, up to and including: in the middle many apply from abroad, at both ends most live in Canada.
_PATHS = {
    300: _Mix("abroad 20 graduate 5 worker 50 trade 25", _Path),
    350: _Mix("abroad 45 graduate 10 worker 33 trade 12", _Path),
    400: _Mix("abroad 76 graduate 7 worker 13 trade 4", _Path),
    450: _Mix("abroad 66 graduate 20 worker 12 trade 2", _Path),
    500: _Mix("abroad 44 graduate 36 worker 20", _Path),
    600: _Mix("abroad 12 graduate 55 worker 33", _Path),
}
_WEAKER_EDUCATION = _Mix("SECONDARY 34 ONE_YEAR 20 TWO_YEAR 22 THREE_YEAR 20 MASTERS 4", _level)
_STRONGER_EDUCATION = _Mix("TWO_YEAR 4 THREE_YEAR 42 TWO_OR_MORE 13 MASTERS 36 DOCTORAL 5", _level)
_TRADE_EDUCATION = _Mix("SECONDARY 45 ONE_YEAR 25 TWO_YEAR 25 THREE_YEAR 5", _level)
_CANADIAN_STUDY = _Mix("ONE_YEAR 20 TWO_YEAR 32 THREE_YEAR 17 MASTERS 28 DOCTORAL 3", _level)
# The ages at which someone may leave school with each level, and the years each takes in Canada.
_AGE_AFTER = dict(zip(EducationLevel, (16, 18, 19, 20, 22, 23, 24, 28), strict=True))
_STUDY_YEARS = dict(zip(EducationLevel, (0.0, 0.0, 1.0, 2.0, 4.0, 4.0, 1.7, 4.5), strict=True))
_ASSESSORS = _Mix("wes 72 iqas 12 icas 6 ices 5 ces 5", Assessor)
_ENGLISH = _Mix("ielts_gt 60 celpip_g 28 pte_core 12", LanguageTest)
_FRENCH = _Mix("tef_canada 60 tcf_canada 40", LanguageTest)
_HOURS = _Mix("40 52 37.5 26 35 8 44 5 30 5 24 2 20 2", float)

# Occupations someone may move between are joined, the usual one first.
_PROFESSIONAL = _Mix(
    "21231+21232+21234+21222 20 21211+21223 6 21220+22220 4 11100+12200 9 11201+11101 5 11202+10022 6 11200+12101 5 "
    "31301+32101 7 31202 1 31102 2 31120 2 21200 2 21301+22301 5 21300+70010 6 21310 4 41200+41201 4 41220+41221 4 "
    "60020+62010 6",
    _codes,
)
_TECHNICAL = _Mix(
    "62020+60030 18 63200+62200 12 62010+60020 12 13110+13100 14 12200 6 33102 7 22221+22220 8 73300 8 42202 6 42201 5 "
    "63202 3 52120 4 32120 2 32101 3",
    _codes,
)
_TRADES = _Mix("72200 18 72310 14 72106 14 72410 14 72300 10 72401 9 72402 7 62200 8 63200 6", _codes)
_LESSER = _Mix("65201 35 65200 20 65100 25 14400 12 64410 8", str)
_PROVINCES = _Mix("ON 40 BC 20 AB 16 MB 5 SK 5 NS 5 NB 4 QC 2 NL 1 PE 1 YT 0.5 NT 0.5", Province)
_OUTSIDE_QUEBEC = tuple(province for province in Province if province is not Province.QC)
_NOMINATING = _Mix("ON 20 AB 20 BC 15 SK 14 MB 12 NS 8 NB 7 NL 2 PE 2", Province)
_CITIZENSHIPS = _Mix(
    "IN 40 CN 8 NG 8 PK 4 PH 4 BR 3 IR 3 KR 3 FR 3 GB 3 US 2 MX 2 CO 2 UA 2 VN 2 BD 2 GH 2 KE 1 LB 1 ZA 1 TR 1 LK 1 "
    "NP 1 IE 1",
    str,
)
_FRENCH_CITIZENSHIPS = _Mix("CM 20 MA 18 FR 16 DZ 14 CI 10 TN 8 SN 6 CD 4 BE 4", str)
_ELSEWHERE = _Mix("US 45 AE 25 GB 8 SA 8 AU 6 QA 4 DE 4", str)

# Invented syllables, odd enough that they hardly make a real name, and the countries where a script is at home.
SYLLABLES = {
    "velu drem quor osha tavi zelo brun ilke yaro feni nolu prae wimo skar thul onde vesk luro daxi mero senu kivo": "",
    "vré çol nœv tûm bréz ôrd gwé ñol zaï üsk dély fôn rèz plé mâv tõr": "FR BE CM CI SN CD BR MX CO TR VN",
    "вельм дрос шум тырн зуск лорж бряг юст хвен морз глуй цеп": "UA",
    "زوش لمو ترق فدي كسو نغا مثو ثول ذري هوظ": "MA DZ TN LB IR PK",
    "砚 霁 珩 湛 朔 汐 翊 蓁 晗 屿 苒 皓 笙 邈": "CN",
}


def _speaks_french(facts: Facts) -> bool:
    first = facts.languages[0].test
    return first is not None and first.language is Language.FRENCH


# ---- Candidates


@dataclass(frozen=True, slots=True)
class _Schooling:
    """Credentials, the age at which work could start, and the years of study in Canada after that."""

    credentials: tuple[Credential, ...]
    age_after: int
    canadian_years: float = 0.0


@dataclass(frozen=True, slots=True)
class _Draft:
    """Facts not yet known to fit, and the least age and level of language that their life and program ask."""

    facts: Facts
    youngest: int
    floor: int
    in_canada: bool


class _Maker:
    """Makes candidates from one stream of random numbers, for one day and one law."""

    def __init__(self, rng: Random, on: date, law: Law) -> None:
        self.rng, self.on, self.law = rng, on, law

    def candidate(self, band: Band) -> Synthetic:
        """A candidate in the band; if very many tries give none, the nearest of them who is eligible."""
        nearest: _Draft | None = None
        least = 10_000
        for _ in range(_TRIES):
            draft, miss = self._steered(self._draft(band), band)
            if miss < least and programs.assess(draft.facts, self.on, self.law).eligible:
                nearest, least = draft, miss
            if least == 0:
                break
        if nearest is None:
            raise LookupError(f"none of {_TRIES} candidates was eligible under the law {self.law.version}")
        return Synthetic(nearest.facts, self._particulars(nearest))

    def _steered(self, draft: _Draft, band: Band) -> tuple[_Draft, int]:
        """The draft moved towards the band by language and age, and how far from it the score still is."""
        for left in range(_NUDGES, -1, -1):
            total = crs.score(draft.facts, self.on, self.law).total
            miss = max(0, band.low - total, total - band.high)
            if miss == 0 or left == 0:
                break
            facts = self._aged(draft, total, band) or self._spoken(draft, total < band.low)
            if facts is None:
                break
            draft = replace(draft, facts=facts)
        return draft, miss

    def _aged(self, draft: _Draft, total: int, band: Band) -> Facts | None:
        """The same life lived a few years earlier or later, if its points for age then lead into the band."""
        born = draft.facts.birth_date
        if born is None:
            return None
        age, column = completed_years(born, self.on), 0 if draft.facts.accompanied else 1
        points = self.law.crs_core.age.points
        for shift in _AGE_SHIFTS:
            expected = total + points(age + shift, column) - points(age, column)
            if draft.youngest <= age + shift <= _OLDEST and band.low <= expected <= band.high:
                return replace(draft.facts, birth_date=years_before(born, shift))
        return None

    def _spoken(self, draft: _Draft, better: bool) -> Facts | None:
        """The same with one more level in the weakest ability of the first result, or one less in the strongest."""
        first, *others = draft.facts.languages
        levels = language.levels(first, self.on, self.law)
        if levels is None or first.test is None or first.taken_on is None:
            return None
        changed = min(levels) if better else max(levels)
        level = changed + 1 if better else changed - 1
        if not draft.floor <= level <= 10:
            return None
        ability = _ABILITIES[levels.index(changed)]
        change: dict[str, Any] = {ability.value: self._raw_score(first.test, first.taken_on, ability, level)}
        return replace(draft.facts, languages=(replace(first, **change), *others))

    def _draft(self, band: Band) -> _Draft:
        """A life that may lead into the band, with a nomination if only that leads there."""
        nominated = band.low > _MOST_WITHOUT_NOMINATION
        aim = self.rng.randint(360, 520) if nominated else self.rng.randint(band.low, band.high)
        path = next(mix for most, mix in _PATHS.items() if aim <= most).pick(self.rng)
        draft = self._life(path, min(1.0, max(0.0, (aim - 250) / 300)))
        if not nominated:
            return draft
        province = _NOMINATING.pick(self.rng)
        provinces = tuple(dict.fromkeys((province, *draft.facts.provinces)))
        return replace(draft, facts=replace(draft.facts, nomination=province, provinces=provinces))

    def _life(self, path: _Path, strength: float) -> _Draft:
        """A life on a path; `strength` from 0 to 1 is how much speaks for the candidate."""
        rng = self.rng
        codes = self._occupation(path, strength)
        schooling = self._schooling(path, strength, codes[0])
        canadian = self._canadian_years(path, strength)
        wanted = rng.gauss(34.5 - 8.5 * strength, 5.2)
        room = wanted - schooling.age_after - schooling.canadian_years - canadian
        least = {_Path.ABROAD: 1.1, _Path.TRADE: max(0.0, 2.2 - canadian)}.get(path, 0.0)
        foreign = max(least, min(9.5, room * rng.uniform(0.5, 1.0)) if room > 0.5 else 0.0)
        jobs, days = self._history(codes, canadian, schooling.canadian_years, foreign)
        youngest = schooling.age_after + int(days / 365.25) + 1
        age = min(_OLDEST, max(youngest, int(wanted)))
        higher = path is _Path.ABROAD or self.law.occupations[codes[0]].higher_language
        floor = 4 if path is _Path.TRADE else 7 if higher else 5
        facts = Facts(
            birth_date=years_before(self.on, age) - timedelta(days=rng.randrange(365)),
            credentials=schooling.credentials,
            languages=self._languages(path, strength, floor),
            jobs=tuple(jobs),
            primary_occupation=codes[0],
            sibling_in_canada=rng.random() < 0.06,
            relative_in_canada=rng.random() < 0.12,
            studied_in_canada=schooling.canadian_years >= 1.7,
            provinces=self._provinces(),
        )
        return _Draft(self._settled(facts, path, strength, days, canadian > 0), youngest, floor, canadian > 0)

    def _settled(self, facts: Facts, path: _Path, strength: float, days: int, in_canada: bool) -> Facts:
        """The same with a family, money, and what a trade asks for."""
        rng = self.rng
        spouse = self._spouse(facts, strength, in_canada) if rng.random() < 0.4 else None
        size = 1 + (spouse is not None) + rng.choices((0, 1, 2, 3), (6, 3, 2, 0.3) if spouse else (30, 1, 0.5, 0))[0]
        dollars = self.law.funds.needed_cents(size) // 100 * rng.uniform(0.5 if in_canada else 1.0, 3.5)
        trade = path is _Path.TRADE
        expires_on = self._ago(-rng.randrange(30, 1500)) if rng.random() < 0.4 else None
        return replace(
            facts,
            spouse=spouse,
            family_size=size,
            funds_cents=100 * int(dollars + 1),
            qualified_on=self._ago(days - rng.randrange(-30, min(days, 300))) if trade else None,
            certificate=Certificate(noc_code=facts.primary_occupation, expires_on=expires_on) if trade else None,
        )

    def _occupation(self, path: _Path, strength: float) -> tuple[str, ...]:
        if path is _Path.TRADE:
            return _TRADES.pick(self.rng)
        professional = {_Path.ABROAD: 0.35, _Path.GRADUATE: 0.15, _Path.WORKER: 0.05}[path] + 0.5 * strength
        return (_PROFESSIONAL if self.rng.random() < professional else _TECHNICAL).pick(self.rng)

    def _canadian_years(self, path: _Path, strength: float) -> float:
        """Years of skilled work in Canada, up to now or nearly."""
        rng = self.rng
        if path is _Path.ABROAD or (path is _Path.TRADE and rng.random() < 0.35):
            return 0.0
        return min(6.0, 1.02 + rng.expovariate(1 / (0.5 + strength)))

    def _schooling(self, path: _Path, strength: float, code: str) -> _Schooling:
        rng = self.rng
        if path is _Path.GRADUATE:
            return self._canadian_study(code)
        stronger = self.law.occupations[code].higher_language or rng.random() < 0.1 + 1.1 * strength
        mix = _TRADE_EDUCATION if path is _Path.TRADE else _STRONGER_EDUCATION if stronger else _WEAKER_EDUCATION
        level = mix.pick(rng)
        # Neither Canadian work nor a trade asks for education, so some never have theirs assessed.
        assessed = path is _Path.ABROAD or rng.random() > 0.5 - 0.6 * strength
        return _Schooling((self._foreign(level, code),) if assessed else (), _AGE_AFTER[level])

    def _canadian_study(self, code: str) -> _Schooling:
        level = _CANADIAN_STUDY.pick(self.rng)
        canadian = Credential(
            canadian=True,
            level=level,
            full_time_eight_months=True,
            present_eight_months=self.rng.random() < 0.97,
            mostly_language_training=False,
            mostly_distance=self.rng.random() < 0.03,
            return_home_award=self.rng.random() < 0.01,
        )
        earlier = level is not EducationLevel.THREE_YEAR and (_STUDY_YEARS[level] < 2 or self.rng.random() < 0.6)
        if not earlier:
            return _Schooling((canadian,), 18, _STUDY_YEARS[level])
        return _Schooling((canadian, self._foreign(EducationLevel.THREE_YEAR, code)), 22, _STUDY_YEARS[level])

    def _foreign(self, level: EducationLevel, code: str) -> Credential:
        """A credential assessed in the last five years; in a regulated profession, the degree it is entered by."""
        body = self.law.programs.fsw.professional_bodies.get(code)
        two = (EducationLevel.THREE_YEAR, EducationLevel.ONE_YEAR)
        return Credential(
            equivalencies=(EducationLevel.MASTERS,)
            if body
            else two
            if level is EducationLevel.TWO_OR_MORE
            else (level,),
            assessed_on=self._ago(15 + int(1790 * self.rng.random() ** 2)),
            assessor=body or _ASSESSORS.pick(self.rng),
        )

    def _history(self, codes: tuple[str, ...], canadian: float, study: float, foreign: float) -> tuple[list[Job], int]:
        """Jobs from the newest to the oldest, and how many days ago the oldest began."""
        rng = self.rng
        jobs: list[Job] = []
        days = 0 if rng.random() < 0.85 else rng.randrange(5, 200)
        if canadian:
            days = self._stretch(jobs, codes, days, canadian, True)
            if not study and rng.random() < 0.15:
                jobs.append(self._side_job(days - rng.randrange(200), rng.randrange(250, 500)))
        if study:
            length = int(study * 365.25) + rng.randrange(20, 120)
            if rng.random() < 0.55:
                jobs.append(self._side_job(days + 10, length * 2 // 3, student=True))
            days += length
        if foreign:
            days = self._stretch(jobs, codes, days + (rng.randrange(20, 90) if days else 0), foreign, False)
        return jobs, days

    def _stretch(self, jobs: list[Job], codes: tuple[str, ...], until: int, years: float, in_canada: bool) -> int:
        """Adds one to three jobs of `years` in all that end `until` days ago; returns how many days ago they began."""
        rng = self.rng
        left, code = int(years * 365.25), codes[0]
        while left > 0:
            length = left if left < 500 or len(jobs) > 4 or rng.random() < 0.5 else int(left * rng.uniform(0.4, 0.75))
            jobs.append(self._job(code, until, length, in_canada))
            until, left = until + length, left - length
            if left > 0:
                until += rng.choice((0, 0, 2, 5, 14, 30, 60))
                code = codes[0] if rng.random() < 0.6 else rng.choice(codes)
        return until

    def _job(self, code: str, until: int, length: int, in_canada: bool) -> Job:
        doctor = in_canada and code in self.law.work.physicians and self.rng.random() < 0.5
        return Job(
            noc_code=code,
            started_on=self._ago(until + length),
            ended_on=self._ago(until + 1) if until else None,
            hours_per_week=_HOURS.pick(self.rng),
            in_canada=in_canada,
            self_employed=doctor or (not in_canada and self.rng.random() < 0.04),
            publicly_funded_physician=doctor,
        )

    def _side_job(self, until: int, length: int, student: bool = False) -> Job:
        """A lesser job in Canada, beside full-time study or around the start of the first skilled one."""
        return Job(
            noc_code=_LESSER.pick(self.rng),
            started_on=self._ago(until + length),
            ended_on=self._ago(until + 1),
            hours_per_week=float(self.rng.randrange(12, 21) if student else self.rng.randrange(20, 41)),
            in_canada=True,
            full_time_student=student,
        )

    def _languages(self, path: _Path, strength: float, floor: int) -> tuple[LanguageResult, ...]:
        """One or two results, the stronger first; some candidates speak French better than English."""
        rng = self.rng
        centre = 5.6 + 4.2 * strength + (0.6 if path is _Path.ABROAD else 0.0)
        chance = rng.random()
        if chance < 0.08:
            first = self._result(_FRENCH.pick(rng), centre, floor)
            return (first, self._result(_ENGLISH.pick(rng), centre - 1.5, 4)) if rng.random() < 0.7 else (first,)
        first = self._result(_ENGLISH.pick(rng), centre, floor)
        return (first, self._result(_FRENCH.pick(rng), centre - 2.5, 4)) if chance < 0.12 else (first,)

    def _result(self, test: LanguageTest, centre: float, floor: int) -> LanguageResult:
        taken_on, mean = self._ago(self.rng.randrange(5, 720)), self.rng.gauss(centre, 0.7)
        levels = (min(10, max(floor, round(self.rng.gauss(mean, 0.6)))) for _ in _ABILITIES)
        scores = {of: self._raw_score(test, taken_on, of, level) for of, level in zip(_ABILITIES, levels, strict=True)}
        return LanguageResult(test=test, taken_on=taken_on, **scores)

    def _raw_score(self, test: LanguageTest, taken_on: date, ability: Ability, level: int) -> float:
        """A score of that test that reaches just this level."""
        table = conversion(test, taken_on)
        minimums, (_, highest, step) = table.minimums[ability], table.scale[ability]
        at = table.levels.index(level)
        most = minimums[at + 1] - step if at + 1 < len(minimums) else highest
        return float(minimums[at] + step * self.rng.randint(0, int((most - minimums[at]) / step)))

    def _spouse(self, partner: Facts, strength: float, in_canada: bool) -> Spouse:
        rng = self.rng
        days = rng.randrange(60, 1300) if in_canada and rng.random() < 0.5 else 0
        job = self._job(_TECHNICAL.pick(rng)[0], 0, days, True)
        test = (_FRENCH if _speaks_french(partner) else _ENGLISH).pick(rng)
        level = (_STRONGER_EDUCATION if rng.random() < 0.3 + strength / 2 else _WEAKER_EDUCATION).pick(rng)
        studied = in_canada and rng.random() < 0.12
        schooling = self._canadian_study("") if studied else _Schooling((self._foreign(level, ""),), 18)
        return Spouse(
            accompanying=rng.random() < 0.8,
            citizen_or_permanent_resident=rng.random() < (0.1 if in_canada else 0.03),
            credentials=schooling.credentials if rng.random() < 0.75 else (),
            language=self._result(test, 4.5 + 3.5 * strength, 4) if rng.random() < 0.6 else None,
            jobs=(job,) if days else (),
            studied_in_canada=schooling.canadian_years >= 1.7,
            worked_in_canada=days > 370 and (job.hours_per_week or 0) >= 30,
            sibling_in_canada=rng.random() < 0.03,
            relative_in_canada=rng.random() < 0.08,
        )

    def _provinces(self) -> tuple[Province, ...]:
        if self.rng.random() < 0.35:
            return _OUTSIDE_QUEBEC
        wanted = (_PROVINCES.pick(self.rng) for _ in range(self.rng.choice((1, 1, 1, 2, 3))))
        return tuple(dict.fromkeys(wanted))

    def _ago(self, days: int) -> date:
        return self.on - timedelta(days=days)

    def _particulars(self, draft: _Draft) -> dict[str, Any]:
        rng = self.rng
        citizenship = (_FRENCH_CITIZENSHIPS if _speaks_french(draft.facts) else _CITIZENSHIPS).pick(rng)
        at_home = [syllables for syllables, countries in SYLLABLES.items() if citizenship in countries.split()]
        syllables = (at_home[0] if at_home and rng.random() < 0.35 else next(iter(SYLLABLES))).split()
        abroad = _ELSEWHERE.pick(rng) if rng.random() < 0.2 else citizenship
        return {
            "family_name": invented_name(syllables, rng),
            "given_names": " ".join(invented_name(syllables, rng) for _ in range(rng.choice((1, 1, 1, 2)))),
            "country_of_residence": "CA" if draft.in_canada else abroad,
            "citizenship": citizenship,
        }


def invented_name(syllables: list[str], rng: Random) -> str:
    """Two different syllables, of the shortest kind sometimes only one."""
    return "".join(rng.sample(syllables, 2 if len(syllables[0]) > 1 else rng.choice((1, 2)))).capitalize()
