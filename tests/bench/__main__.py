"""Measure everything, print a table, and fail if a figure is beyond its bound."""

import sys
import tempfile
from pathlib import Path

from tests.bench import applications, cases, jobs, live_score, pool, provinces, scores
from tests.bench.report import Report


def main() -> int:
    """All figures; 1 if one is beyond its bound."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        scores.measure(report)
        live_score.measure(report, Path(folder))
        pool.measure(report, Path(folder))
        provinces.measure(report, Path(folder))
        cases.measure(report, Path(folder))
        applications.measure(report, Path(folder))
        jobs.measure(report, Path(folder))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main())
