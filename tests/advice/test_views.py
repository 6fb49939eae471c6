"""The pages of advice: in both languages, for the candidate alone, and nothing kept."""

from collections.abc import Callable

import pytest

from tests.conftest import FACTS, Browser, People

Visitor = Callable[..., Browser]


def test_what_helps_is_told_with_its_points_and_the_program_it_opens(visitor: Visitor, people: People) -> None:
    page = visitor(people.candidate(FACTS)).get("/profile/advice").text
    assert "Your CRS score today: 458." in page
    assert '<span class="gain">+62</span> French as your second language: every ability at least NCLC 7' in page
    assert "Opens to you: Canadian Experience Class." in page
    assert "#crs_additional.french" in page
    assert "“Arranged employment” gives no points under the law in force." in page
    assert "this site's own estimate" in page
    assert "one year older, all else unchanged, you would have 5 points less" in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_somebody_who_said_nothing_yet_is_advised_too(visitor: Visitor, people: People, language: str) -> None:
    answer = visitor(people.candidate(), language).get("/profile/advice")
    assert answer.status_code == 200


def test_a_nomination_accepted_in_the_pool_is_not_advised_again(visitor: Visitor, people: People) -> None:
    from expressentry.rules.facts import Province

    page = visitor(people.in_pool(FACTS, nomination=Province.ON)).get("/profile/advice").text
    assert "Your CRS score today: 1058." in page
    assert "A nomination by a province or territory" not in page
