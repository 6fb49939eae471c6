"""Which occupations are skilled trades, by NOC 2021 and before it by NOC 2016 (IRPR 87.2(1))."""

from datetime import date

import pytest
from law_facts import TODAY, english, job, person, points, result, unmet

from expressentry.rules import noc, offers
from expressentry.rules.facts import Certificate
from expressentry.rules.tables import law_on

LAST_DAY, FIRST_DAY = date(2022, 11, 15), date(2022, 11, 16)
INCLUDED = ("72", "73", "82", "83", "92", "93", "6320", "62200")
EXCLUDED = ("726", "932")


@pytest.mark.parametrize("on", [FIRST_DAY, TODAY], ids=str)
def test_every_code_of_noc_2021(on):
    trades = {code for code in noc.occupations() if offers.is_trade(code, law_on(on))}
    assert trades == {code for code in noc.occupations() if code.startswith(INCLUDED) and not code.startswith(EXCLUDED)}


@pytest.mark.parametrize(
    ("code", "trade"),
    [
        ("72010", True),
        ("72310", True),
        ("72999", True),
        ("72600", False),  # air pilots
        ("72601", False),
        ("72602", False),
        ("72603", False),
        ("72604", False),
        ("73100", True),
        ("73300", True),
        ("73402", True),
        ("82010", True),
        ("82031", True),
        ("83100", True),
        ("83121", True),
        ("92010", True),
        ("92101", True),
        ("93100", True),
        ("93102", True),
        ("93200", False),  # aircraft assemblers
        ("63200", True),  # cooks
        ("63201", True),  # butchers
        ("63202", True),  # bakers
        ("63210", False),  # hairstylists
        ("62200", True),  # chefs
        ("62201", False),
        ("62020", False),
        ("74100", False),
        ("75110", False),
        ("84100", False),
        ("94100", False),
        ("70010", False),
        ("21231", False),
        ("99999", False),
        (None, False),
    ],
)
def test_groups_of_noc_2021(code, trade):
    assert offers.is_trade(code, law_on(TODAY)) is trade


# Before: major groups 72, 73, 82 and 92 and minor groups 632 and 633 of NOC 2016, skill level B only.
@pytest.mark.parametrize(
    ("code", "before", "since"),
    [
        ("72310", True, True),  # carpenters: 7271
        ("72200", True, True),  # electricians: 7241
        ("72400", True, True),  # millwrights: 7311
        ("73310", True, True),  # locomotive engineers: 7361
        ("82021", True, True),  # supervisors, oil and gas: 8222
        ("83100", True, True),  # underground miners: 8231
        ("83110", True, True),  # logging machinery operators: 8241
        ("92010", True, True),  # supervisors, mineral and metal processing: 9211
        ("92100", True, True),  # power engineers: 9241
        ("93100", True, True),  # central control: 9231
        ("62200", True, True),  # chefs: 6321
        ("63200", True, True),  # cooks: 6322
        ("63201", True, True),  # butchers: 6331
        ("63202", True, True),  # bakers: 6332
        ("65202", True, False),  # meat cutters: 6331, now TEER 5
        ("73200", False, True),  # residential installers: 7441, level C
        ("73201", False, True),  # building maintenance: 6733
        ("73300", False, True),  # transport truck drivers: 7511, level C
        ("73400", False, True),  # heavy equipment operators: 7521, level C
        ("72025", False, True),  # supervisors of mail: 1214
        ("93200", False, False),  # aircraft assemblers: 9521
        ("72601", False, False),  # air traffic controllers: 2272
        ("62010", False, False),  # supervisors of sales: 6211
        ("63210", False, False),  # hairstylists: 6341
        ("74100", False, False),
        ("21231", False, False),
        ("70010", False, False),  # construction managers: 0711
    ],
)
def test_before_and_after_noc_2021(code, before, since):
    assert offers.is_trade(code, law_on(LAST_DAY)) is before
    assert offers.is_trade(code, law_on(FIRST_DAY)) is since


@pytest.mark.parametrize(("code", "before", "since"), [("72310", True, True), ("73300", False, True)])
def test_the_program_and_the_certificate_follow(code, before, since):
    for on, trade in ((LAST_DAY, before), (FIRST_DAY, since)):
        facts = person(
            primary_occupation=code,
            qualified_on=date(2018, 1, 1),
            jobs=(job(code, "2019-01-01", "2021-12-31"),),
            languages=(english(7, date(2022, 5, 1)),),
            certificate=Certificate(noc_code=code),
        )
        assert result(facts, "fst", on).met is trade
        assert ("trade" not in unmet(facts, "fst", on)) is trade
        assert points(facts, on)["certificate"] == (50 if trade else 0)
