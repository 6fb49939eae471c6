"""The law as dated tables: reads `instruments/`, checks each table is complete, and picks those in force on a day."""

import csv
import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from expressentry.rules import application_tables as application
from expressentry.rules import category_tables, proposals
from expressentry.rules import point_tables as points
from expressentry.rules.facts import Ability, Assessor, LanguageTest
from expressentry.rules.law import (
    Cec,
    Conversion,
    Evidence,
    Fst,
    Fsw,
    Funds,
    Law,
    OccupationClass,
    Process,
    Programs,
    Work,
)
from expressentry.rules.reading import require as _require
from expressentry.rules.reading import source_of as _source

INSTRUMENTS = Path(__file__).parent / "instruments"
# What scores and takes candidates: these texts make the version of the law.
PARTS = (
    "crs_core",
    "crs_spouse",
    "crs_transferability",
    "crs_additional",
    "evidence",
    "work",
    "programs",
    "fsw_grid",
    "funds",
    "process",
)
# What applications, partners and rounds are held to; a change here leaves every stored score as it is.
APPLICATION_PARTS = ("fees", "documents", "service", "nominations", "job_match", "streams", "categories")


# How the results of each test are read, by the day of the test.
LANGUAGE_PARTS = tuple(f"language_{test.value}" for test in LanguageTest)
# Before it there was no Express Entry.
FIRST_DAY = date(2015, 1, 1)


class NotInForce(LookupError):
    """No table of this part of the law had taken effect by that day."""


class OnlyProposed(NotInForce):
    """A proposal was asked for as if it were in force."""


@lru_cache(maxsize=8192)
def law_on(day: date) -> Law:
    """The law in force on `day`; raises `NotInForce` before the first instrument of any part."""
    taken = tuple(effective_date(part, day) for part in PARTS)
    return _law(taken, tuple(effective_date(part, day) for part in APPLICATION_PARTS))


def effective_date(part: str, day: date) -> date:
    """The day the table of `part` in force on `day` took effect."""
    dates = [taken for taken in effective_dates(part) if taken <= day]
    if not dates and part in proposals.names():
        raise OnlyProposed(f"{part} is a proposal, and not in force on any day")
    if not dates:
        raise NotInForce(f"{part} was not in force on {day}")
    return dates[-1]


@cache
def effective_dates(part: str) -> tuple[date, ...]:
    """The days on which tables of `part` took effect, oldest first."""
    return tuple(sorted(date.fromisoformat(path.stem) for path in (INSTRUMENTS / part).glob("*.toml")))


def proposed(name: str) -> proposals.Proposal:
    """The proposal of that name, which no law ever holds; raises `KeyError` if there is none."""
    return proposals.proposed(name)


def as_written(part: str, taken: date) -> Mapping[str, Any]:
    """The table of `part` that took effect on that day, as it is written."""
    return _read(part, taken)


def text(part: str, taken: date) -> str:
    """The text of that table, remarks and all."""
    return (INSTRUMENTS / part / f"{taken}.toml").read_text(encoding="utf-8")


def next_amendment(after: date, parts: Sequence[str] = PARTS) -> date | None:
    """The first day later than `after` on which any table of these parts takes effect."""
    later = [taken for part in parts for taken in effective_dates(part) if taken > after]
    return min(later, default=None)


@cache
def conversion(test: LanguageTest, taken_on: date) -> Conversion:
    """The conversion of a test sat on `taken_on`: scales belong to the sitting, whatever law reads the result.

    The first table serves every earlier sitting too: results of 2013 were read in 2015 by the table of 2015.
    """
    part = f"language_{test.value}"
    earlier = [taken for taken in effective_dates(part) if taken <= taken_on]
    return _conversion(part, earlier[-1] if earlier else effective_dates(part)[0])


@cache
def _law(effective: tuple[date, ...], effective_for_applications: tuple[date, ...]) -> Law:
    scoring = _scoring(effective)
    in_force = dict(zip(APPLICATION_PARTS, effective_for_applications, strict=True))
    raw = {part: _read(part, taken) for part, taken in in_force.items()}
    return Law(
        **scoring | {"in_force": scoring["in_force"] | in_force},
        fees=application.fees(raw["fees"]),
        documents=application.documents(raw["documents"]),
        service=application.service(raw["service"]),
        nominations=application.nominations(raw["nominations"]),
        job_match=application.job_match(raw["job_match"]),
        streams=application.streams(raw["streams"]),
        categories=category_tables.categories(raw["categories"], frozenset(scoring["occupations"])),
    )


@cache
def _scoring(effective: tuple[date, ...]) -> dict[str, Any]:
    """The parts that score; the same objects under every law that differs only in the parts of the application."""
    in_force = dict(zip(PARTS, effective, strict=True))
    raw = {part: _read(part, taken) for part, taken in in_force.items()}
    work, programs = _work(raw["work"]), _programs(raw["programs"])
    return {
        "in_force": in_force,
        "version": f"{max(effective)}.{_digest(in_force)}",
        "crs_core": points.crs_core(raw["crs_core"]),
        "crs_spouse": points.crs_spouse(raw["crs_spouse"]),
        "crs_transferability": points.crs_transferability(raw["crs_transferability"]),
        "crs_additional": points.crs_additional(raw["crs_additional"]),
        "evidence": _evidence(raw["evidence"]),
        "work": work,
        "programs": programs,
        "fsw_grid": points.fsw_grid(raw["fsw_grid"]),
        "funds": _funds(raw["funds"]),
        "process": _process(raw["process"]),
        "occupations": _occupations(work, programs.fst),
    }


def _digest(in_force: Mapping[str, date]) -> str:
    """Eight hexadecimal digits of the tables in force, of all language conversions, and of the occupations."""
    paths = [INSTRUMENTS / part / f"{taken}.toml" for part, taken in in_force.items()]
    for test in LanguageTest:
        paths += sorted((INSTRUMENTS / f"language_{test.value}").glob("*.toml"))
    paths += [INSTRUMENTS / "noc" / "2015-01-01.csv", INSTRUMENTS / "noc" / "2022-11-16.csv"]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


@cache
def _read(part: str, taken: date) -> dict[str, Any]:
    with (INSTRUMENTS / part / f"{taken}.toml").open("rb") as file:
        return tomllib.load(file) | {"_name": f"{part}/{taken}"}


@cache
def _conversion(part: str, taken: date) -> Conversion:
    raw = _read(part, taken)
    rows = raw["rows"]
    _require(all(len(row) == 5 for row in rows), raw, "a row is a level and four scores")
    _require([row[0] for row in rows] == list(range(rows[0][0], 11)), raw, "levels must run to 10 without a gap")
    minimums = {ability: tuple(row[1 + column] for row in rows) for column, ability in enumerate(Ability)}
    _require(all(list(m) == sorted(set(m)) for m in minimums.values()), raw, "scores must rise with the level")
    scale = {ability: tuple(raw["scale"][ability.value]) for ability in Ability}
    return Conversion(scale, minimums, tuple(row[0] for row in rows), _source(raw, raw))


def _evidence(raw: dict[str, Any]) -> Evidence:
    return Evidence(
        accepted=frozenset(map(LanguageTest, raw["accepted"])),
        language_validity_years=raw["language_validity_years"],
        assessment_validity_years=raw["assessment_validity_years"],
        source=_source(raw, raw),
    )


def _work(raw: dict[str, Any]) -> Work:
    _require(raw["occupations"] in ("noc_2016", "noc_2021"), raw, "occupations: an unknown classification")
    return Work(
        full_time_hours_per_week=raw["full_time_hours_per_week"],
        hours_per_year=raw["hours_per_year"],
        crs_window_years=raw["crs_window_years"],
        occupations=raw["occupations"],
        self_employed_physicians=raw["self_employed_physicians"],
        physicians=frozenset(raw.get("physicians", ())),
        source=_source(raw, raw),
    )


def _programs(raw: dict[str, Any]) -> Programs:
    cec, fsw, fst = raw["cec"], raw["fsw"], raw["fst"]
    bodies = fsw["professional_bodies"]
    return Programs(
        order=tuple(raw["order"]),
        pool_source=_source(raw["pool"], raw),
        cec=Cec(
            work_years=cec["work_years"],
            work_window_years=cec["work_window_years"],
            higher_language_level=cec["higher_language_level"],
            lower_language_level=cec["lower_language_level"],
            source=_source(cec, raw),
        ),
        fsw=Fsw(
            work_years=fsw["work_years"],
            work_window_years=fsw["work_window_years"],
            language_level=fsw["language_level"],
            exempt_from_funds=frozenset(fsw["exempt_from_funds"]),
            professional_bodies={code: body for body in Assessor for code in bodies.get(body.value, ())},
            source=_source(fsw, raw),
            professional_source=_source(bodies, raw),
        ),
        fst=Fst(
            work_years=fst["work_years"],
            work_window_years=fst["work_window_years"],
            language_levels={ability: fst["language_levels"][ability.value] for ability in Ability},
            most_employers=fst["most_employers"],
            exempt_from_funds=frozenset(fst["exempt_from_funds"]),
            trades_include=tuple(fst["trades"]["include"]),
            trades_exclude=tuple(fst["trades"]["exclude"]),
            source=_source(fst, raw),
        ),
    )


def _funds(raw: dict[str, Any]) -> Funds:
    _require(len(raw["amounts"]) == 7, raw, "seven family sizes")
    return Funds(tuple(100 * amount for amount in raw["amounts"]), 100 * raw["each_additional"], _source(raw, raw))


def _process(raw: dict[str, Any]) -> Process:
    return Process(raw["pool_months"], raw["response_days"], raw["tie_breaking_rule"], _source(raw, raw))


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of a table of occupations under `instruments/noc/`."""
    with (INSTRUMENTS / "noc" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _occupations(work: Work, fst: Fst) -> dict[str, OccupationClass]:
    """Every NOC 2021 code as the classification in force reads it."""
    teers = {row["code"]: int(row["teer"]) for row in read_csv("2022-11-16.csv")}
    if work.occupations == "noc_2021":
        return {code: _class_in_2021(code, teer, fst) for code, teer in teers.items()}
    older: dict[str, list[str]] = {}
    for row in read_csv("2015-01-01.csv"):
        older.setdefault(row["noc_2021"], []).append(row["noc_2016"])
    return {code: _class_in_2016(tuple(older[code]), teer, fst) for code, teer in teers.items()}


def _class_in_2021(code: str, teer: int, fst: Fst) -> OccupationClass:
    trade = code.startswith(fst.trades_include) and not code.startswith(fst.trades_exclude)
    return OccupationClass(teer <= 3, teer <= 1, trade, code.startswith("000"))


def _class_in_2016(older_codes: tuple[str, ...], teer: int, fst: Fst) -> OccupationClass:
    """Through the concordance; where the older codes disagree, the TEER category decides (our reading)."""
    skills = [_skill_in_2016(code) for code in older_codes]
    skilled = {skill in "0AB" for skill in skills}
    higher = {skill in "0A" for skill in skills if skill in "0AB"}
    trades = [
        skill == "B" and code.startswith(fst.trades_include) for code, skill in zip(older_codes, skills, strict=True)
    ]
    return OccupationClass(
        skilled=skilled == {True} or (len(skilled) == 2 and teer <= 3),
        higher_language=higher == {True} or (len(higher) == 2 and teer <= 1),
        trade=all(trades),
        senior_manager=all(code.startswith("00") for code in older_codes),
        older_codes=older_codes,
    )


def _skill_in_2016(code: str) -> str:
    """Skill type 0 or skill level A to D of a NOC 2016 code: management by its first digit, else by its second."""
    return "0" if code[0] == "0" else "AABBCCDD"[int(code[1])]
