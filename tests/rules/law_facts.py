"""People, papers and jobs to put before the law. What they should earn stands in the tests, never here."""

from datetime import date, timedelta

from expressentry.rules import crs, programs
from expressentry.rules.facts import (
    Credential,
    EducationLevel,
    Facts,
    Job,
    JobOffer,
    LanguageResult,
    LanguageTest,
    Province,
    Spouse,
    WorkPermit,
)
from expressentry.rules.tables import law_on

TODAY = date(2026, 11, 23)

# NOC 2021 unit groups by TEER category, and trades.
TEER_0, TEER_1, TEER_2, TEER_3, TEER_4, TEER_5 = "10010", "21231", "22220", "63101", "64100", "65201"
SENIOR_MANAGER = "00012"
CARPENTER, ELECTRICIAN = "72310", "72200"
SPECIALIST, SURGEON, PHYSICIAN = "31100", "31101", "31102"

LEVELS = (
    "less_than_secondary",
    "secondary",
    "one_year_post_secondary",
    "two_year_post_secondary",
    "three_year_or_longer_post_secondary",
    "two_or_more_post_secondary_one_three_years_or_longer",
    "masters_or_entry_to_practice_professional",
    "doctoral",
)

# TEF Canada: the score in the middle of each level, by day of the sitting; reading, writing, listening, speaking.
_TEF = {
    date(2015, 1, 1): {
        4: (130, 190, 150, 190),
        5: (160, 230, 190, 230),
        6: (190, 280, 220, 280),
        7: (210, 320, 260, 320),
        8: (240, 360, 290, 360),
        9: (250, 380, 300, 380),
        10: (270, 400, 320, 400),
    },
    date(2019, 10, 1): {
        level: (score,) * 4 for level, score in {4: 310, 5: 360, 6: 410, 7: 460, 8: 510, 9: 540, 10: 570}.items()
    },
    date(2023, 12, 11): {
        4: (310, 270, 310, 330),
        5: (360, 340, 360, 390),
        6: (400, 380, 400, 430),
        7: (440, 430, 440, 460),
        8: (470, 480, 470, 500),
        9: (510, 520, 510, 520),
        10: (550, 560, 550, 560),
    },
}


def four(levels):
    """Four levels in the order speaking, listening, reading, writing."""
    return (levels,) * 4 if isinstance(levels, int) else tuple(levels)


def english(levels, taken_on=TODAY - timedelta(days=30)):
    """A CELPIP-General result, whose levels are its scores; below 4 it earns nothing."""
    speaking, listening, reading, writing = four(levels)
    return LanguageResult(
        test=LanguageTest.CELPIP_G,
        taken_on=taken_on,
        speaking=speaking,
        listening=listening,
        reading=reading,
        writing=writing,
    )


def french(levels, taken_on=TODAY - timedelta(days=30)):
    """A TEF Canada result at these levels; levels below 4 are a score of 0."""
    speaking, listening, reading, writing = four(levels)
    rows = {0: (0,) * 4, 1: (0,) * 4, 2: (0,) * 4, 3: (0,) * 4} | _TEF[
        max((d for d in _TEF if d <= taken_on), default=min(_TEF))
    ]
    return LanguageResult(
        test=LanguageTest.TEF_CANADA,
        taken_on=taken_on,
        speaking=rows[speaking][3],
        listening=rows[listening][2],
        reading=rows[reading][0],
        writing=rows[writing][1],
    )


def canadian(level, **changes):
    """A Canadian credential with eight months of full-time study in Canada."""
    given = {"full_time_eight_months": True, "present_eight_months": True} | changes
    return Credential(canadian=True, level=EducationLevel(level), **given)


def foreign(*levels, assessed_on=TODAY - timedelta(days=30), **changes):
    """A foreign credential with the equivalencies of its assessment."""
    return Credential(
        equivalencies=tuple(EducationLevel(level) for level in levels), assessed_on=assessed_on, **changes
    )


def spouse(**changes):
    """An accompanying spouse who is neither a citizen nor a permanent resident."""
    return Spouse(**({"accompanying": True} | changes))


def job(noc_code=TEER_1, first="2020-01-01", last=None, hours=40, **changes):
    """A paid job; abroad unless told otherwise."""
    return Job(
        noc_code=noc_code,
        started_on=date.fromisoformat(first),
        ended_on=date.fromisoformat(last) if last else None,
        hours_per_week=hours,
        **changes,
    )


def here(noc_code=TEER_1, first="2020-01-01", last=None, hours=40, **changes):
    """A paid and authorised job in Canada."""
    return job(noc_code, first, last, hours, in_canada=True, **changes)


def days(count, last):
    """First and last day, as text, of a stretch of `count` days that ends on `last`."""
    end = date.fromisoformat(last) if isinstance(last, str) else last
    return (end - timedelta(days=count - 1)).isoformat(), end.isoformat()


def offer(noc_code=TEER_1, branch="a", **changes):
    """A job offer that meets a branch of IRPR 82(2), and so the matching one of 87.2(3)(d)."""
    permit, on_the_job, lmia = {
        "a": (WorkPermit.LMIA_NAMED_EMPLOYER, True, None),
        "b": (WorkPermit.EXEMPT_NAMED_EMPLOYER, True, None),
        "c": (WorkPermit.NONE, False, True),
        "d": (WorkPermit.OTHER_AUTHORIZATION, False, True),
    }[branch]
    given = {
        "noc_code": noc_code,
        "full_time": True,
        "lasts_a_year": True,
        "permit": permit,
        "works_for_employer": on_the_job,
        "year_with_employer": branch == "b",
        "permit_occupation_matches": on_the_job,
        "lmia_approved": lmia,
    }
    return JobOffer(**(given | changes))


def born(age, on=TODAY):
    """The birth date of a person whose birthday it is."""
    return on.replace(year=on.year - age)


def person(**changes):
    """A person of 30, with 20,000 dollars, who means to live in Ontario."""
    given = {"birth_date": born(30), "provinces": (Province.ON,), "funds_cents": 2_000_000, "family_size": 1}
    return Facts(**(given | changes))


def card(facts, on=TODAY):
    """The scorecard on a day under the law of that day."""
    return crs.score(facts, on, law_on(on))


def points(facts, on=TODAY):
    """Points counted per factor, by the factor's name."""
    return {line.factor.value: line.points for line in card(facts, on).lines}


def sections(facts, on=TODAY):
    """Points counted per section, a to d."""
    return {section.name.value: section.points for section in card(facts, on).sections}


def assess(facts, on=TODAY):
    """The three programs on a day under the law of that day."""
    return programs.assess(facts, on, law_on(on))


def result(facts, program, on=TODAY):
    """What one program says."""
    return next(found for found in assess(facts, on).results if found.program == program)


def unmet(facts, program, on=TODAY):
    """The names of the requirements of a program that are not met."""
    return {asked.key.value for asked in result(facts, program, on).requirements if not asked.met}


def asked(facts, program, key, on=TODAY):
    """One requirement of a program."""
    return next(found for found in result(facts, program, on).requirements if found.key == key)


def grid(facts, on=TODAY):
    """Points per factor of the Federal Skilled Worker grid."""
    return {line.factor.value: line.points for line in result(facts, "fsw", on).grid.lines}
