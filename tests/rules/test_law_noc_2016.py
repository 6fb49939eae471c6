"""How a NOC 2021 code was read before 2022-11-16: by the skill type or level of its NOC 2016 group (SOR/2022-220)."""

from datetime import date

import pytest
from law_facts import TODAY

from expressentry.rules import noc
from expressentry.rules.tables import law_on

LAST_DAY, FIRST_DAY = date(2022, 11, 15), date(2022, 11, 16)
SENIOR_MANAGERS = {"00010", "00011", "00012", "00013", "00014", "00015"}


@pytest.mark.parametrize(
    ("code", "older", "skilled", "higher"),
    # Skill type 0 and skill level A ask the higher language level; with B they are skilled; C and D are not.
    [
        ("00012", ("0013",), True, True),
        ("10010", ("0111",), True, True),
        ("21231", ("2173",), True, True),
        ("31102", ("3112",), True, True),
        ("22220", ("2281",), True, False),
        ("72310", ("7271",), True, False),
        ("63200", ("6322",), True, False),
        ("64200", ("6342",), True, False),
        ("33102", ("3413",), False, False),
        ("73300", ("7511",), False, False),
        ("65201", ("6711",), False, False),
    ],
)
@pytest.mark.parametrize("on", [date(2015, 1, 1), LAST_DAY], ids=str)
def test_skill_type_and_level(on, code, older, skilled, higher):
    read = law_on(on).occupations[code]
    assert read.older_codes == older
    assert (read.skilled, read.higher_language) == (skilled, higher)


@pytest.mark.parametrize("on", [date(2015, 1, 1), LAST_DAY, FIRST_DAY, TODAY], ids=str)
def test_every_code_is_read_under_every_law(on):
    read = law_on(on).occupations
    assert set(read) == set(noc.occupations())
    assert {code for code in read if read[code].senior_manager} == SENIOR_MANAGERS


def test_managers_were_and_are_skilled():
    for on in (LAST_DAY, FIRST_DAY):
        read = law_on(on).occupations
        assert all(read[code].skilled and read[code].higher_language for code in read if code[1] == "0")
