"""The four arrangements of a couple; the scores stand here as the tables of the instrument give them."""

from dataclasses import replace
from datetime import date

from expressentry.analysis.couples import Couples, Principal, couples
from expressentry.analysis.partner import Missing, Partner
from expressentry.rules import crs
from expressentry.rules.facts import EducationLevel, Facts, LanguageTest
from expressentry.synthetic import candidates
from tests.conftest import LAW, TODAY
from tests.rules.law_facts import born, english, foreign, french, here, job, offer, person, spouse

# 30, a bachelor's degree, CLB 9, three years abroad; the partner has a master's degree and CLB 7.
BOTH = person(
    credentials=(foreign("three_year_or_longer_post_secondary"),),
    languages=(english(9),),
    jobs=(job(first="2021-01-01", last="2026-01-31"),),
    primary_occupation="21231",
    spouse=spouse(credentials=(foreign("masters_or_entry_to_practice_professional"),), language=english(7)),
    family_size=2,
)
KNOWN = Partner(
    birth_date=born(45),
    canadian_years=0,
    canadian_last_three=0,
    foreign_years=1,
    primary_occupation="21231",
    continuous_years=1,
)


def arranged(facts: Facts = BOTH, partner: Partner = KNOWN, on: date = TODAY) -> Couples:
    found = couples(facts, partner, on, LAW)
    assert found is not None
    return found


def test_the_four_scores_are_those_of_the_tables() -> None:
    """Worked out by hand, with and without an accompanying partner."""
    mine, alone, theirs, partner_alone = arranged().arrangements
    # 30 with a partner: 95; bachelor 112; CLB 9: 29 x 4; partner: master's 10, CLB 7: 3 x 4; pairs 25 + 50.
    assert mine.total == 95 + 112 + 4 * 29 + 10 + 4 * 3 + 25 + 50
    # Alone: 105, 120, 31 x 4, and the pairs.
    assert alone.total == 105 + 120 + 4 * 31 + 25 + 50
    # The partner, 45: no points for age; master's 126, CLB 7: 16 x 4; mine beside: bachelor 8, CLB 9: 5 x 4; 25 + 13.
    assert theirs.total == 126 + 4 * 16 + 8 + 4 * 5 + 25 + 13
    assert partner_alone.total == 135 + 4 * 17 + 25 + 13
    assert [one.accompanied for one in arranged().arrangements] == [True, False, True, False]
    assert arranged().highest == alone


def test_the_arrangement_of_the_profile_has_the_score_of_the_profile() -> None:
    for made in candidates(80, TODAY, LAW, seed=8):
        found = couples(made.facts, Partner(), TODAY, LAW)
        if found is None:
            assert made.facts.spouse is None
            continue
        now = [one for one in found.arrangements if one.now]
        assert [one.total for one in now] == [crs.score(made.facts, TODAY, LAW).total]


def test_what_is_missing_is_named_and_the_rest_computed() -> None:
    half = arranged(partner=Partner(birth_date=born(30)))
    theirs = half.arrangements[2]
    assert theirs.missing == (
        Missing.CANADIAN_WORK,
        Missing.FOREIGN_WORK,
        Missing.OCCUPATION,
        Missing.CONTINUOUS_WORK,
    )
    # Age is counted: 95; the pair of foreign work is not.
    assert theirs.total == 95 + 126 + 4 * 16 + 8 + 4 * 5 + 25
    assert half.arrangements[1].missing == ()
    verdicts = {verdict.program.value: verdict.met for verdict in theirs.verdicts}
    assert verdicts == {"cec": None, "fsw": None, "fst": None}
    assert not half.complete


def test_what_is_missing_of_a_companion_leaves_the_candidate_s_own_requirements_sure() -> None:
    bare = replace(BOTH, spouse=spouse())
    mine = arranged(bare, Partner()).arrangements[0]
    assert mine.missing
    assert {verdict.program.value: verdict.met for verdict in mine.verdicts} == {
        "cec": False,
        "fsw": True,
        "fst": False,
    }


def test_what_fails_whatever_is_missing_is_a_no() -> None:
    poor = replace(BOTH, funds_cents=0)
    theirs = arranged(poor, Partner()).arrangements[2]
    verdicts = {verdict.program.value: verdict.met for verdict in theirs.verdicts}
    assert verdicts == {"cec": None, "fsw": False, "fst": False}


def test_nothing_known_of_the_partner_is_no_error() -> None:
    bare = replace(BOTH, spouse=spouse(accompanying=False))
    found = arranged(bare, Partner())
    assert Missing.TRADE not in found.arrangements[2].missing
    assert found.arrangements[0].missing == (Missing.EDUCATION, Missing.LANGUAGE, Missing.CANADIAN_WORK)
    assert found.arrangements[2].missing[:3] == (Missing.BIRTH_DATE, Missing.EDUCATION, Missing.LANGUAGE)
    assert found.arrangements[1].now


def test_what_is_typed_counts_where_the_profile_says_nothing() -> None:
    bare = replace(BOTH, spouse=spouse(accompanying=False))
    typed = replace(KNOWN, education=EducationLevel.MASTERS, tests=(english(7),))
    totals = [one.total for one in arranged(bare, typed).arrangements]
    assert totals == [one.total for one in arranged().arrangements]


def test_what_the_profile_says_comes_before_what_is_typed() -> None:
    typed = replace(KNOWN, education=EducationLevel.DOCTORAL, tests=(english(10),))
    assert [one.total for one in arranged(partner=typed).arrangements] == [one.total for one in arranged().arrangements]


def test_a_second_language_of_the_partner_counts_for_the_partner_alone() -> None:
    typed = replace(KNOWN, tests=(french(7),))
    before, after = arranged().arrangements, arranged(partner=typed).arrangements
    assert after[0].total == before[0].total
    # French first, NCLC 7 as English: 16 each alike; the other second at 7: 3 x 4; and 50 for both languages.
    assert after[2].total == before[2].total + 4 * 3 + 50


def test_canadian_jobs_of_the_partner_are_counted_from_the_profile() -> None:
    facts = replace(BOTH, spouse=replace(BOTH.spouse, jobs=(here(first="2025-06-01"),)))
    theirs = arranged(facts, replace(KNOWN, canadian_years=None)).arrangements[2]
    assert Missing.CANADIAN_WORK not in theirs.missing
    # One year: 35 with a partner, and 25 in the pair with education is cut at 50: 25 more; 13 more for foreign work.
    assert theirs.total == arranged().arrangements[2].total + 35 + 25 + 13
    assert {verdict.program.value: verdict.met for verdict in theirs.verdicts}["cec"] is True


def test_the_candidate_brings_the_test_that_counts_most() -> None:
    facts = replace(BOTH, languages=(english(5), french(9)))
    theirs = arranged(facts).arrangements[2]
    assert theirs.facts.spouse is not None
    assert theirs.facts.spouse.language is not None
    assert theirs.facts.spouse.language.test is LanguageTest.TEF_CANADA


def test_a_partner_who_is_a_citizen_leaves_one_arrangement() -> None:
    found = arranged(replace(BOTH, spouse=replace(BOTH.spouse, citizen_or_permanent_resident=True)))
    assert found.partner_is_resident
    assert [one.principal for one in found.arrangements] == [Principal.CANDIDATE]
    # Counted as for one person.
    assert found.arrangements[0].total == 105 + 120 + 4 * 31 + 25 + 50


def test_without_a_partner_there_is_no_arrangement() -> None:
    assert couples(person(), Partner(), TODAY, LAW) is None


def test_funds_are_for_the_whole_family_in_every_arrangement() -> None:
    """Two people since 2026: the figure of the table, the same whoever comes along."""
    assert len({one.funds_cents for one in arranged().arrangements}) == 1
    assert arranged(replace(BOTH, family_size=None)).arrangements[0].funds_cents is None


def test_a_nomination_and_an_offer_stay_with_the_candidate() -> None:
    facts = replace(BOTH, nomination="ON", job_offer=offer())
    theirs = arranged(facts).arrangements[2]
    assert theirs.facts.nomination is None
    assert theirs.facts.job_offer is None
