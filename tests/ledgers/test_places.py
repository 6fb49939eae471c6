"""Every place of the law that a point or a requirement rests on is found on the page of the law."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from expressentry.analysis import resting
from expressentry.analysis.ledger import since
from expressentry.rules.programs import Program, RequirementKey
from expressentry.rules.scorecard import Factor
from expressentry.rules.selection_grid import GridFactor
from expressentry.rules.tables import law_on
from tests.conftest import TODAY, Browser


@pytest.mark.parametrize("day", [date(2015, 1, 1), date(2019, 6, 1), TODAY])
def test_every_place_is_on_the_page_of_the_law(app: Flask, visitor: Callable[..., Browser], day: date) -> None:
    law = law_on(day)
    places = [place for factor in Factor for place in resting.line(factor, law)]
    places += [
        place for key in RequirementKey for program in Program for place in resting.requirement(key, program, law)
    ]
    places += [resting.grid(factor, law) for factor in GridFactor]
    anchors = {place.anchor for place in places if not place.anchor.endswith(Program.PNP.value)}
    absent = {f"crs_additional.{name}" for name in Factor if name.value not in law.crs_additional.factors}
    page = visitor().get(f"/law?on={since(law)}").text
    assert {anchor for anchor in anchors - absent if f'id="{anchor}"' not in page} == set()
