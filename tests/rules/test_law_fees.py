"""Fees by family and day, what is still owed of them, and what goes back."""

from datetime import date, timedelta

import pytest
from households import child, partner, you
from hypothesis import given
from hypothesis import strategies as st

from expressentry.rules.fees import Ending, FeeItem, Paid, due, overpaid, owed, refund
from expressentry.rules.tables import law_on

LAW = law_on(date(2026, 11, 23))
FAMILY = (you(), partner(), child("c1", "2016-03-03"), child("c2", "2019-07-07"))


def bill(people, on):
    """Item to total in dollars."""
    return {line.item.value: line.total_cents / 100 for line in due(people, on, law_on(on))}


def missing(people, paid, on):
    """Item to dollars still owed."""
    return {line.item.value: line.total_cents / 100 for line in owed(people, paid, on, law_on(on))}


@pytest.mark.parametrize(
    ("on", "principal", "children", "right", "biometrics"),
    [
        ("2015-01-01", 550, 300, 980, None),
        ("2018-07-30", 550, 300, 980, None),
        ("2018-07-31", 550, 300, 980, 170),
        ("2020-04-29", 550, 300, 980, 170),
        ("2020-04-30", 825, 450, 1000, 170),
        ("2022-04-29", 825, 450, 1000, 170),
        ("2022-04-30", 850, 460, 1030, 170),
        ("2024-04-29", 850, 460, 1030, 170),
        ("2024-04-30", 950, 520, 1150, 170),
        ("2026-04-29", 950, 520, 1150, 170),
        ("2026-04-30", 990, 540, 1200, 170),
        ("2026-11-23", 990, 540, 1200, 170),
    ],
)
def test_a_couple_with_two_young_children(on, principal, children, right, biometrics):
    expected = {"principal": principal, "spouse": principal, "child": children, "right_of_permanent_residence": right}
    if biometrics:
        expected["biometrics"] = biometrics
    assert bill(FAMILY, date.fromisoformat(on)) == expected


def test_the_lines_of_a_couple_with_two_young_children():
    on = date(2026, 4, 30)
    found = [(line.item.value, line.people, line.each_cents, line.total_cents) for line in due(FAMILY, on, law_on(on))]
    assert found == [
        ("principal", 1, 99_000, 99_000),
        ("spouse", 1, 99_000, 99_000),
        ("child", 2, 27_000, 54_000),
        ("right_of_permanent_residence", 2, 60_000, 120_000),
        ("biometrics", 2, 8_500, 17_000),
    ]
    assert sum(total for *_, total in found) == 389_000


def test_somebody_alone():
    assert bill((you(),), date(2026, 4, 30)) == {
        "principal": 990,
        "right_of_permanent_residence": 600,
        "biometrics": 85,
    }


def test_only_who_comes_along_pays_and_no_citizen():
    on = date(2026, 11, 23)
    alone = bill((you(),), on)
    assert bill((you(), partner(accompanying=False), child(accompanying=False)), on) == alone
    assert bill((you(), partner(citizen_or_permanent_resident=True)), on) == alone
    assert bill((you(), child(citizen_or_permanent_resident=True)), on) == alone
    assert bill((you(), partner(accompanying=None)), on) == alone
    assert bill((you(accompanying=None),), on) == alone


@pytest.mark.parametrize(
    ("born", "on", "dollars"),
    [
        ("2012-11-24", "2026-11-23", 85),  # 13: the principal applicant alone
        ("2012-11-23", "2026-11-23", 170),  # 14 on that day
        ("1946-11-24", "2026-11-23", 170),  # 79, the last year of it
        ("1946-11-23", "2026-11-23", 85),  # 80 on that day
    ],
)
def test_biometrics_from_14_to_79(born, on, dollars):
    other = partner(birth_date=date.fromisoformat(born))
    assert bill((you(), other), date.fromisoformat(on))["biometrics"] == dollars


def test_the_family_maximum_of_biometrics():
    adults = (you(), partner(), child("c1", "2008-01-01"), child("c2", "2010-01-01"), child("c3", "2020-01-01"))
    line = due(adults, date(2026, 11, 23), law_on(date(2026, 11, 23)))[-1]
    assert (line.item, line.people, line.each_cents, line.total_cents) == (FeeItem.BIOMETRICS, 4, 8_500, 17_000)


def test_of_unknown_age_is_counted():
    on = date(2026, 11, 23)
    assert bill((you(birth_date=None),), on)["biometrics"] == 85


# ---- Still owed


def paid(on, **dollars):
    """Payments on a day; for two people where the item is the right of permanent residence of a couple."""
    day = date.fromisoformat(on)
    return [
        Paid(
            FeeItem(item), 2 if item in ("right_of_permanent_residence", "child", "biometrics") else 1, 100 * sum_, day
        )
        for item, sum_ in dollars.items()
    ]


BEFORE_THE_RISE = {
    "principal": 950,
    "spouse": 950,
    "child": 520,
    "right_of_permanent_residence": 1150,
    "biometrics": 170,
}


def test_nothing_is_owed_of_what_was_paid():
    payments = paid("2026-04-10", **BEFORE_THE_RISE)
    assert missing(FAMILY, payments, date(2026, 4, 29)) == {}
    assert missing(FAMILY, [], date(2026, 4, 29)) == BEFORE_THE_RISE


def test_received_after_a_rise():
    """The difference of the processing fees is owed; the right of permanent residence was paid at its rate."""
    payments = paid("2026-04-29", **BEFORE_THE_RISE)
    assert missing(FAMILY, payments, date(2026, 4, 30)) == {"principal": 40, "spouse": 40, "child": 20}
    lines = owed(FAMILY, payments, date(2026, 4, 30), law_on(date(2026, 4, 30)))
    assert [(line.people, line.each_cents) for line in lines] == [(1, 99_000), (1, 99_000), (1, 27_000)]


def test_the_right_of_permanent_residence_of_a_person_not_yet_covered():
    one = [Paid(FeeItem.RIGHT_OF_PERMANENT_RESIDENCE, 1, 57_500, date(2026, 4, 29))]
    line = next(
        line
        for line in owed(FAMILY, one, date(2026, 4, 30), law_on(date(2026, 4, 30)))
        if line.item is FeeItem.RIGHT_OF_PERMANENT_RESIDENCE
    )
    assert (line.people, line.each_cents, line.total_cents) == (1, 60_000, 60_000)


@pytest.mark.parametrize(
    ("cents", "on", "dollars"),
    [
        (60_000, "2026-04-30", 0),
        (57_500, "2026-04-30", 25),  # paid at the old rate after the rise: not whole
        (57_500, "2026-04-29", 0),
        (49_000, "2020-04-29", 0),
        (49_000, "2020-04-30", 110),
        (100, "2026-05-01", 599),
        (0, "2026-05-01", 600),
        (999_999, "2026-05-01", 0),
    ],
)
def test_a_sum_that_is_not_the_fee(cents, on, dollars):
    payment = [Paid(FeeItem.RIGHT_OF_PERMANENT_RESIDENCE, 1, cents, date.fromisoformat(on))]
    found = missing((you(),), payment, date(2026, 11, 23))
    assert found.get("right_of_permanent_residence", 0) == dollars


def test_under_an_older_law_by_choice_its_own_rate_is_paid():
    """A site run under the law of 2017 asks 490 dollars in 2026, and takes them."""
    old = law_on(date(2017, 1, 1))
    payment = [Paid(FeeItem.RIGHT_OF_PERMANENT_RESIDENCE, 1, 49_000, date(2026, 11, 20))]
    lines = owed((you(),), payment, date(2026, 11, 23), old)
    assert [(line.item, line.total_cents) for line in lines] == [(FeeItem.PRINCIPAL, 55_000)]


def test_a_child_of_14_on_the_day_of_receipt():
    payments = [Paid(FeeItem.BIOMETRICS, 1, 8_500, date(2026, 11, 1))]
    people = (you(), child(born="2012-11-23"))
    assert "biometrics" not in missing(people, payments, date(2026, 11, 22))
    assert missing(people, payments, date(2026, 11, 23))["biometrics"] == 85


SUMS = st.integers(min_value=0, max_value=300_000)
DAYS = st.dates(min_value=date(2015, 1, 1), max_value=date(2026, 11, 23))
PAYMENTS = st.builds(Paid, st.sampled_from(FeeItem), st.integers(min_value=0, max_value=5), SUMS, DAYS)


@given(st.lists(PAYMENTS, max_size=6), DAYS)
def test_owed_is_never_negative_and_never_more_than_due(payments, on):
    law = law_on(on)
    all_due = {line.item: line for line in due(FAMILY, on, law)}
    for line in owed(FAMILY, payments, on, law):
        assert 0 < line.total_cents <= all_due[line.item].total_cents
        assert 0 < line.people <= all_due[line.item].people


@given(st.lists(PAYMENTS, max_size=6), DAYS)
def test_who_pays_what_is_owed_owes_nothing(payments, on):
    law = law_on(on)
    settled = [Paid(line.item, line.people, line.total_cents, on) for line in owed(FAMILY, payments, on, law)]
    assert owed(FAMILY, payments + settled, on, law) == ()


# ---- What goes back


@pytest.mark.parametrize(
    ("ending", "back"),
    [
        (Ending.INCOMPLETE, {"principal": 99_000, "right_of_permanent_residence": 60_000, "biometrics": 8_500}),
        (
            Ending.WITHDRAWN_BEFORE_PROCESSING,
            {"principal": 99_000, "right_of_permanent_residence": 60_000, "biometrics": 8_500},
        ),
        (Ending.WITHDRAWN, {"right_of_permanent_residence": 60_000}),
        (Ending.REFUSED, {"right_of_permanent_residence": 60_000}),
        (Ending.APPROVED, {}),
    ],
)
def test_refunds(ending, back):
    on = date(2026, 11, 1)
    payments = [
        Paid(FeeItem.PRINCIPAL, 1, 95_000, on - timedelta(days=300)),
        Paid(FeeItem.PRINCIPAL, 1, 4_000, on),
        Paid(FeeItem.RIGHT_OF_PERMANENT_RESIDENCE, 1, 60_000, on),
        Paid(FeeItem.BIOMETRICS, 1, 8_500, on),
        Paid(FeeItem.CHILD, 1, 0, on),
    ]
    assert refund(payments, ending) == {FeeItem(item): cents for item, cents in back.items()}


def test_a_payment_dated_before_any_known_law_counts_at_the_rate_of_the_law_applied():
    paid = [Paid(FeeItem.RIGHT_OF_PERMANENT_RESIDENCE, 1, 60_000, date(1900, 1, 1))]
    assert "right_of_permanent_residence" not in missing((you(),), paid, date(2026, 11, 23))


def test_what_was_paid_for_somebody_who_left_is_too_much():
    on, payments = (
        date(2026, 11, 23),
        [
            Paid(line.item, line.people, line.total_cents, date(2026, 11, 1))
            for line in due(FAMILY, date(2026, 11, 23), LAW)
        ],
    )
    assert overpaid(FAMILY, payments, on, LAW) == {}
    assert overpaid((you(),), payments, on, LAW) == {
        FeeItem.SPOUSE: 99_000,
        FeeItem.CHILD: 54_000,
        FeeItem.RIGHT_OF_PERMANENT_RESIDENCE: 60_000,
        FeeItem.BIOMETRICS: 8_500,
    }
