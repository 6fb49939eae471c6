"""What would help: gains are differences of real scores, worked out here from the tables of the instrument by hand."""

from dataclasses import replace
from datetime import date

import pytest

from expressentry.analysis.advice import Advice, Suggestion, Why, advice
from expressentry.analysis.counting import with_counted
from expressentry.analysis.sittings import result_at
from expressentry.analysis.step import Kind
from expressentry.rules import crs, impossible, language, programs
from expressentry.rules.facts import Ability, Facts, Language, LanguageResult, LanguageTest, Province
from expressentry.rules.scorecard import CapKind, Factor
from expressentry.rules.tables import law_on
from expressentry.synthetic import candidates
from tests.conftest import FACTS, LAW, TODAY
from tests.rules.law_facts import CARPENTER, born, canadian, english, foreign, french, here, job, person, spouse


def advised(facts: Facts, on: date = TODAY) -> Advice:
    return advice(facts, on, law_on(on))


def every(given: Advice) -> tuple[Suggestion, ...]:
    return (*given.helping, *given.without_gain)


def of(given: Advice, kind: Kind, **named: object) -> Suggestion:
    """The single step of that kind, and level, ability or education."""
    singles = [one for one in every(given) if len(one.steps) == 1 and one.steps[0].kind is kind]
    return next(one for one in singles if all(getattr(one.steps[0], name) == value for name, value in named.items()))


def kinds(given: Advice) -> set[Kind]:
    return {step.kind for one in every(given) for step in one.steps}


# Synthetic people, over several laws; and two who have said next to nothing.
SOME = [
    *(made.facts for made in candidates(40, TODAY, LAW, seed=5)),
    Facts(),
    Facts(spouse=spouse(), first_language=Language.FRENCH, languages=(english(8),)),
]


@pytest.mark.parametrize("on", [TODAY, date(2025, 3, 24), date(2020, 1, 15), date(2015, 6, 1)])
def test_a_gain_is_the_difference_of_two_real_scores(on: date) -> None:
    law = law_on(on)
    for facts in SOME:
        now, taken = crs.score(facts, on, law).total, set(programs.assess(facts, on, law).programs)
        given = advice(facts, on, law)
        assert given.total == now
        for one in every(given):
            assert one.gain == crs.score(one.facts, on, law).total - now
            assert one.total == now + one.gain
            assert sum(line.after - line.before for line in one.moved) == one.gain
            then = set(programs.assess(one.facts, on, law).programs)
            assert set(one.opens) == then - taken
            assert set(one.closes) == taken - then
            assert one.helps or one.gain < 0 or one.why is not None


def test_every_step_leads_to_facts_that_can_be_true() -> None:
    for facts in SOME:
        before = {found.path for found in impossible.in_facts(facts, TODAY)}
        for one in every(advised(facts)):
            assert {found.path for found in impossible.in_facts(one.facts, TODAY)} <= before, one.steps


def test_counting_a_work_history_changes_neither_score_nor_programs() -> None:
    for facts in SOME:
        same = with_counted(facts, TODAY, LAW)
        assert crs.score(same, TODAY, LAW).total == crs.score(facts, TODAY, LAW).total
        assert programs.assess(same, TODAY, LAW).programs == programs.assess(facts, TODAY, LAW).programs


def test_the_most_comes_first_and_nothing_comes_twice() -> None:
    for facts in SOME:
        given = advised(facts)
        gains = [one.gain for one in given.helping]
        assert gains == sorted(gains, reverse=True)
        singles = [one.facts for one in every(given) if len(one.steps) == 1]
        assert len(singles) == len(set(singles))


def test_the_literal_advice_of_a_known_person() -> None:
    """Single, 31, a master's degree, CLB 9, four years abroad: 458 points."""
    given = advised(FACTS)
    assert given.total == 458
    assert of(given, Kind.NOMINATION).gain == 600
    # NCLC 7: 3 for each ability, and 50 with English at CLB 5 or more; NCLC 9: 6 for each.
    assert of(given, Kind.SECOND_LANGUAGE, level=7).gain == 4 * 3 + 50
    assert of(given, Kind.SECOND_LANGUAGE, level=9).gain == 4 * 6 + 50
    assert of(given, Kind.SECOND_LANGUAGE, level=5).gain == 4 * 1
    # One year here: 40; both pairs with Canadian work are cut, as language has filled the 50 of each.
    assert of(given, Kind.CANADIAN_WORK).gain == 40
    assert of(given, Kind.CANADIAN_WORK).opens == ("cec",)
    # CLB 10: 34 in place of 31 for each ability.
    assert of(given, Kind.ALL_ABILITIES, level=10).gain == 4 * 3
    # A doctorate is 150 in place of 135.
    assert of(given, Kind.CREDENTIAL).gain == 15
    # Turning 32 costs 99 - 94.
    assert given.year_older == 5


def test_a_step_that_fits_a_category_of_rounds_says_so() -> None:
    """French at NCLC 7 in all four fits the category of French, since 2023-05-31; NCLC 5 does not."""
    assert [one.key for one in of(advised(FACTS), Kind.SECOND_LANGUAGE, level=7).fits] == ["french"]
    assert of(advised(FACTS), Kind.SECOND_LANGUAGE, level=5).fits == ()
    before = advised(replace(FACTS, languages=()), date(2023, 5, 30))
    assert all(one.fits == () for one in every(before))


def test_what_two_steps_earn_together_is_pointed_out() -> None:
    """A bachelor's degree at CLB 8: CLB 9 earns 25 - 13, a second credential 50 - 13 only with CLB 9."""
    facts = person(credentials=(foreign("three_year_or_longer_post_secondary"),), languages=(english(8),))
    given = advised(facts)
    alone = of(given, Kind.CREDENTIAL)
    higher = of(given, Kind.ALL_ABILITIES, level=9)
    # Two programs: 128 in place of 120, and 25 in place of 13 for the pair at CLB 7.
    assert alone.gain == (128 - 120) + (25 - 13)
    # CLB 9: 31 in place of 23 for each ability, and 25 in place of 13 for the pair.
    assert higher.gain == 4 * (31 - 23) + (25 - 13)
    pair = next(
        one for one in given.helping if {step.kind for step in one.steps} == {Kind.CREDENTIAL, Kind.ALL_ABILITIES}
    )
    assert pair.gain == 4 * (31 - 23) + (128 - 120) + (50 - 13)
    assert pair.gain > alone.gain + higher.gain


def test_the_cap_that_is_why_is_named() -> None:
    """50 for education and 50 for foreign work fill the 100 of the section: a certificate earns nothing."""
    facts = person(
        birth_date=born(30),
        credentials=(foreign("masters_or_entry_to_practice_professional"),),
        languages=(english(9),),
        jobs=(job(CARPENTER, "2018-01-01"),),
        primary_occupation=CARPENTER,
        qualified_on=date(2018, 1, 1),
    )
    found = of(advised(facts), Kind.CERTIFICATE)
    assert (found.gain, found.why, found.limits[0].kind, found.limits[0].limit) == (0, Why.CUT, CapKind.SECTION, 100)
    assert found.opens == ("fst",)
    assert found.helps
    foreign_year = of(advised(facts), Kind.FOREIGN_WORK)
    assert (foreign_year.gain, foreign_year.why) == (0, Why.AT_MAXIMUM)
    assert foreign_year.about is Factor.FOREIGN_WORK_TRANSFERABILITY


def test_a_job_offer_earns_what_the_law_of_the_day_gives() -> None:
    """600 points in 2016, 50 from 2016-11-19, none since 2025-03-25."""
    for day, points in ((date(2016, 11, 18), 600), (date(2016, 11, 19), 50), (date(2025, 3, 24), 50)):
        assert of(advised(replace(FACTS, languages=()), day), Kind.JOB_OFFER).gain == points
    none = of(advised(FACTS, date(2025, 3, 25)), Kind.JOB_OFFER)
    assert (none.gain, none.why) == (0, Why.NOT_IN_FORCE)


def test_one_ability_alone_may_reach_no_row() -> None:
    """Below CLB 4 an ability earns nothing; at 4 and 5 the same 6 points."""
    given = advised(person(languages=(english((4, 9, 9, 9)),)))
    step = of(given, Kind.ABILITY, ability="speaking")
    assert (step.gain, step.why) == (0, Why.SAME_ROW)


def test_at_the_highest_level_nothing_more_is_promised() -> None:
    given = advised(person(languages=(english(10), french(10)), first_language=Language.ENGLISH))
    assert of(given, Kind.ALL_ABILITIES).why is Why.AT_MAXIMUM
    assert of(given, Kind.SECOND_LANGUAGE).why is Why.AT_MAXIMUM


def test_the_other_language_first_costs_nothing_and_is_told() -> None:
    given = advised(person(languages=(english(7), french(10)), first_language=Language.ENGLISH))
    found = of(given, Kind.FIRST_CHOICE)
    assert found.steps[0].language is Language.FRENCH
    # First at 10: 34 for each in place of 17; second at 7: 3 for each in place of 6.
    assert found.gain == 4 * (34 - 17) - 4 * (6 - 3)


def test_a_test_two_years_old_is_to_be_taken_again() -> None:
    given = advised(person(languages=(english(9, taken_on=date(2024, 11, 23)),)))
    assert of(given, Kind.RETAKE).gain == 4 * 31
    fresh = advised(person(languages=(english(9, taken_on=date(2024, 11, 24)),)))
    assert Kind.RETAKE not in kinds(fresh)


def test_a_sitting_made_up_for_a_level_reaches_that_level_and_no_more() -> None:
    """For every test, under every scale it has had."""
    sittings_days = (date(2016, 1, 1), date(2019, 10, 1), date(2023, 12, 11), date(2024, 1, 30), TODAY)
    for test in LanguageTest:
        for on in sittings_days:
            for level in (0, 4, 5, 6, 7, 8, 9, 10):
                result = result_at(test, (level,) * 4, on)
                scores = zip(Ability, result.scores, strict=True)
                assert {language.level(test, on, ability, score or 0) for ability, score in scores} == {level}
                assert list(impossible.in_language_result(result, on)) == []


def test_a_test_not_accepted_under_the_law_is_replaced_by_one_that_is() -> None:
    """PTE Core, accepted since 2024-01-30, tells CLB 3, which IELTS does not."""
    low = LanguageResult(
        test=LanguageTest.PTE_CORE, taken_on=date(2026, 2, 2), speaking=34, listening=18, reading=24, writing=90
    )
    given = advice(person(languages=(low,)), TODAY, law_on(date(2020, 1, 1)))
    again = of(given, Kind.RETAKE)
    assert again.facts.languages[0].test is LanguageTest.IELTS_GT
    # Writing at CLB 10 alone: 34 points; the others below 4 none.
    assert again.gain == 34


def test_a_credential_without_a_report_is_to_be_assessed() -> None:
    old = person(credentials=(foreign("doctoral", assessed_on=date(2021, 11, 23)),))
    found = of(advised(old), Kind.ASSESSMENT)
    assert (found.gain, found.steps[0].supposed) == (150, False)
    never = of(advised(person(credentials=(foreign(assessed_on=None),))), Kind.ASSESSMENT)
    assert (never.gain, never.steps[0].supposed) == (120, True)


def test_a_canadian_credential_earns_its_own_points() -> None:
    given = advised(person())
    # A program of two years: 98 for the level, 15 for study in Canada.
    assert of(given, Kind.CANADIAN_CREDENTIAL, education="two_year_post_secondary").gain == 98 + 15
    done = advised(person(credentials=(canadian("doctoral"),)))
    assert Kind.CREDENTIAL not in kinds(done)


def test_a_partner_who_comes_along_is_advised_and_one_who_stays_is_not() -> None:
    given = advised(person(spouse=spouse(), family_size=2))
    assert of(given, Kind.SPOUSE_LANGUAGE, level=9).gain == 4 * 5
    assert of(given, Kind.SPOUSE_LANGUAGE, level=5).gain == 4 * 1
    assert of(given, Kind.SPOUSE_CREDENTIAL).gain == 2
    assert of(given, Kind.SPOUSE_CANADIAN_WORK).gain == 5
    stays = advised(person(spouse=spouse(accompanying=False), family_size=2))
    assert not any(kind.value.startswith("spouse") for kind in kinds(stays))


def test_a_third_year_here_counts_on_top_of_two() -> None:
    facts = person(jobs=(here(first="2024-11-01"),), primary_occupation="21231")
    # Two years 53, three years 64.
    assert of(advised(facts), Kind.CANADIAN_WORK).gain == 64 - 53


def test_a_nominee_is_not_told_to_be_nominated() -> None:
    assert Kind.NOMINATION not in kinds(advised(replace(FACTS, nomination=Province.ON)))
