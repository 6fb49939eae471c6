"""Full scores a second on one core, from facts with raw test results."""

import io
import json
from dataclasses import replace
from datetime import date

from expressentry import bulk
from expressentry.rules import crs, facts_json, programs
from expressentry.rules.experience import canadian_years, foreign_years
from expressentry.rules.facts import CountedYears, Facts
from expressentry.rules.tables import law_on
from expressentry.synthetic import candidates
from tests.bench.report import Report, seconds

ON = date(2026, 11, 23)
LAW = law_on(ON)
LEAST = 40_000


def measure(report: Report) -> None:
    """A thousand varied candidates: with counted years, with whole work histories, and with eligibility too."""
    histories = [made.facts for made in candidates(1000, ON, LAW)]
    counted = [_counted(facts) for facts in histories]
    for facts, short in zip(histories, counted, strict=True):
        assert crs.score(facts, ON, LAW).total == crs.score(short, ON, LAW).total
    report.say("\nScores a second, one core, 1,000 varied candidates")
    report.at_least("full scores, raw tests and counted years", _rate(counted), LEAST)
    report.say(f"    full scores, raw tests and whole work histories: {_rate(histories):,.0f}")
    report.say(f"    flask score --totals-only, from lines of JSON, counted years: {_totals_rate(counted):,.0f}")
    report.say(f"    flask score --totals-only, from lines of JSON, work histories: {_totals_rate(histories):,.0f}")
    both = seconds(lambda: [(crs.score(f, ON, LAW), programs.assess(f, ON, LAW)) for f in histories], 1)
    report.say(f"    score and the eligibility of three programs, from work histories: {1000 / both:,.0f}")


def _totals_rate(everybody: list[Facts]) -> float:
    """Lines a second of `flask score --totals-only`, from text to text."""
    lines = b"".join(json.dumps(facts_json.encode(facts)).encode() + b"\n" for facts in everybody)

    def run() -> None:
        told = io.StringIO()
        assert bulk.scored(
            io.BytesIO(lines), lambda facts: bulk.total(facts, ON, LAW), ON, io.StringIO(), told, keep_count=True
        ), told.getvalue()

    return len(everybody) / seconds(run, 1, 9)


def _rate(everybody: list[Facts]) -> float:
    return len(everybody) / seconds(lambda: [crs.score(facts, ON, LAW) for facts in everybody], 1, 9)


def _counted(facts: Facts) -> Facts:
    years = CountedYears(
        canadian=min(10, canadian_years(facts, ON, LAW)), foreign=min(10, foreign_years(facts, ON, LAW))
    )
    return replace(facts, jobs=(), counted_years=years)
