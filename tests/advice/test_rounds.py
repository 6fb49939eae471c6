"""A score beside the rounds of IRCC: counted here by hand from the published list."""

from dataclasses import replace
from datetime import date

from expressentry.analysis.real_rounds import Beside, KindOfRound, Standing, beside_rounds, real_rounds
from expressentry.analysis.round_kinds import Kind
from expressentry.analysis.rounds_chart import BOTTOM, LEFT, RIGHT, TOP, chart
from expressentry.rules.facts import Facts, Language, Province
from expressentry.rules.tables import law_on
from tests.conftest import FACTS, LAW, TODAY
from tests.rules.law_facts import french, here, person


def kind(beside: Beside, wanted: Kind) -> KindOfRound:
    return next(one for one in beside.kinds if one.kind is wanted)


def test_the_list_is_the_published_one() -> None:
    """438 rounds of the feed to 2026-08-19, and five copied by hand since; by kind as published."""
    rounds = real_rounds()
    assert sum(one.complete for one in rounds) == 438
    assert [one.number for one in rounds if not one.complete] == ["438", "439", "441", "442", "443"]
    first = rounds[0]
    assert (first.on, first.kind, first.invitations, first.cut_off) == (date(2015, 1, 31), Kind.ALL, 779, 886)
    counts = {one: sum(held.kind is one and held.complete for held in rounds) for one in Kind}
    assert (counts[Kind.ALL], counts[Kind.PNP], counts[Kind.CEC], counts[Kind.FRENCH]) == (167, 111, 67, 36)
    assert sum(counts.values()) == 438
    assert [one.on for one in rounds] == sorted(one.on for one in rounds)


def test_rounds_of_twelve_and_twenty_four_months_are_counted() -> None:
    """458 points on 2026-11-23: 63 rounds in a year, 115 in two."""
    beside = beside_rounds(FACTS, TODAY, LAW)
    assert beside.score == 458
    assert len(beside.rounds) == 115
    assert sum(one.year.rounds for one in beside.kinds) == 63
    spoken = kind(beside, Kind.FRENCH)
    assert (spoken.year.above, spoken.year.rounds) == (12, 12)
    assert (spoken.two_years.above, spoken.two_years.rounds) == (18, 20)
    experienced = kind(beside, Kind.CEC)
    assert (experienced.two_years.rounds, experienced.two_years.above) == (31, 0)
    assert (experienced.two_years.lowest, experienced.two_years.highest) == (507, 547)
    assert (beside.complete_until, beside.known_until) == (date(2026, 8, 19), date(2026, 9, 15))
    assert beside.points_changed == (date(2025, 3, 25),)


def test_an_equal_score_is_counted_apart() -> None:
    """Round 436 stood at 523: who has 523 is equal, 524 above, 522 below."""
    held = next(one for one in real_rounds() if one.number == "436")
    assert held.cut_off == 523
    assert [held.standing(score) for score in (522, 523, 524)] == [Standing.BELOW, Standing.EQUAL, Standing.ABOVE]
    assert held.tie_break_at is not None
    # 458 + 62 with French at NCLC 7: 520.
    beside = beside_rounds(replace(FACTS, languages=(*FACTS.languages, french(7))), TODAY, LAW)
    cec = [one.cut_off for one in beside.rounds if one.kind is Kind.CEC]
    found = kind(beside, Kind.CEC).two_years
    assert beside.score == 520
    assert (found.above, found.equal) == (16, 1)
    assert len(cec) == 31


def test_rounds_of_nominees_are_compared_with_a_nominee_s_score_alone() -> None:
    beside = beside_rounds(FACTS, TODAY, LAW)
    found = kind(beside, Kind.PNP)
    assert (found.score, found.with_nomination, found.open_now) == (1058, True, False)
    assert (found.two_years.above, found.two_years.rounds) == (44, 44)
    assert all(one.kind is not Kind.PNP for one in beside.compared)
    nominee = beside_rounds(replace(FACTS, nomination=Province.ON), TODAY, LAW)
    assert (kind(nominee, Kind.PNP).open_now, kind(nominee, Kind.PNP).with_nomination) == (True, False)
    assert kind(nominee, Kind.CEC).open_now is False


def test_a_kind_is_open_to_whom_it_can_invite() -> None:
    """French at NCLC 7 fits the category of French; a year here opens the Canadian Experience Class."""
    spoken = person(languages=(french(7),), first_language=Language.FRENCH, jobs=(here(first="2025-01-01"),))
    beside = beside_rounds(replace(spoken, primary_occupation="21231"), TODAY, LAW)
    assert kind(beside, Kind.FRENCH).open_now is True
    assert kind(beside, Kind.CEC).open_now is True
    assert kind(beside, Kind.TRANSPORT).open_now is False
    assert beside.kinds[0].open_now is True
    nobody = beside_rounds(Facts(), TODAY, LAW)
    assert {one.open_now for one in nobody.kinds} == {False}


def test_only_rounds_before_the_day_are_known() -> None:
    on = date(2026, 2, 1)
    beside = beside_rounds(FACTS, on, law_on(on))
    assert max(one.on for one in beside.rounds) <= on
    assert min(one.on for one in beside.rounds) > date(2024, 2, 1)


def test_long_after_the_last_known_round_there_is_nothing_to_compare() -> None:
    beside = beside_rounds(FACTS, date(2029, 1, 1), LAW)
    assert (beside.kinds, beside.rounds, chart(beside)) == ((), (), None)


def test_every_mark_stands_inside_the_picture_and_on_its_side_of_the_line() -> None:
    for facts in (FACTS, Facts(), replace(FACTS, nomination=Province.ON)):
        beside = beside_rounds(facts, TODAY, LAW)
        drawn = chart(beside)
        assert drawn is not None
        assert len(drawn.marks) == len(beside.compared)
        for mark in drawn.marks:
            assert LEFT <= mark.x <= RIGHT
            assert TOP <= mark.y <= BOTTOM
            assert (mark.y > drawn.own) == (mark.standing is Standing.ABOVE)
        assert TOP <= drawn.own <= BOTTOM
        assert len(drawn.scores) <= 11


def test_the_score_of_a_day_is_under_the_law_given() -> None:
    """An older law gives the candidate other points; the rounds stay what they were."""
    with_offers = beside_rounds(FACTS, TODAY, law_on(date(2020, 1, 1)))
    assert with_offers.fits == ()
    assert len(with_offers.rounds) == 115
