"""A profile over time: drafts kept, half-typed answers kept, nothing overwritten silently."""

from typing import Any

import pytest
from flask import Flask

from expressentry import drafts
from expressentry.models import Answer, SectionKey
from expressentry.profiles import lifecycle
from tests.conftest import NOW, People, profile_of

ABOUT = SectionKey.ABOUT_YOU


def amend(profile: Any, values: dict[str, Any], revision: str = "0", tab: str = "a", **typed: Any) -> Answer:
    return lifecycle.amend(profile, ABOUT, None, values=values, typed=typed, revision=revision, tab=tab, at=NOW)


def test_answers_left_out_stay_as_they_are(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    amend(profile, {"family_name": "Velomar", "birth_date": "1995-05-05"})
    saved = amend(profile, {"family_name": "Velomara"})
    assert saved.values == {"family_name": "Velomara", "birth_date": "1995-05-05"}
    assert saved.revision == 2


def test_what_makes_no_sense_is_kept_beside_the_saved_value(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    amend(profile, {"birth_date": "1995-05-05"})
    saved = amend(profile, {}, birth_date="1995-13-05")
    assert saved.values == {"birth_date": "1995-05-05"}
    assert saved.typed == {"birth_date": "1995-13-05"}
    assert profile.facts().birth_date.isoformat() == "1995-05-05"
    assert amend(profile, {"birth_date": "1995-12-05"}).typed == {}


def test_saving_the_same_again_changes_nothing(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    first = amend(profile, {"family_name": "Velomar"})
    assert amend(profile, {"family_name": "Velomar"}, tab="b") == first


def test_one_tab_may_save_as_often_as_it_likes(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    for number in range(5):
        amend(profile, {"family_name": f"Velomar {number}"}, revision="0", tab="a")
    assert profile.answers.section(ABOUT).values["family_name"] == "Velomar 4"


def test_a_second_tab_overwrites_nothing(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    amend(profile, {"family_name": "Velomar", "given_names": "Sira"}, tab="a")
    with pytest.raises(drafts.ChangedElsewhere) as refused:
        amend(profile, {"family_name": "Other", "given_names": "Sira"}, revision="0", tab="b")
    assert refused.value.differing == ["family_name"]
    assert refused.value.saved.values["family_name"] == "Velomar"
    assert profile.answers.section(ABOUT).values["family_name"] == "Velomar"
    kept = amend(profile, {"family_name": "Other"}, revision="1", tab="b")
    assert kept.values["family_name"] == "Other"
    with pytest.raises(drafts.ChangedElsewhere):
        amend(profile, {"family_name": "Third"}, revision="0", tab="a")


def test_a_page_without_a_tab_is_its_own(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    amend(profile, {"family_name": "Velomar"}, tab="")
    with pytest.raises(drafts.ChangedElsewhere):
        amend(profile, {"family_name": "Other"}, revision="0", tab="")


def test_records_are_added_and_taken_out(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    one, two = (lifecycle.add_record(profile, SectionKey.EDUCATION, NOW) for _ in range(2))
    assert [record.id for record in profile.answers.records(SectionKey.EDUCATION)] == [one, two]
    lifecycle.remove_record(profile, SectionKey.EDUCATION, one, NOW)
    lifecycle.remove_record(profile, SectionKey.EDUCATION, one, NOW)
    assert [record.id for record in profile.answers.records(SectionKey.EDUCATION)] == [two]


def test_a_section_holds_forty_records_and_no_more(context: Flask, people: People) -> None:
    profile = profile_of(people.candidate())
    for _ in range(40):
        lifecycle.add_record(profile, SectionKey.WORK_HISTORY, NOW)
    with pytest.raises(drafts.TooManyRecords):
        lifecycle.add_record(profile, SectionKey.WORK_HISTORY, NOW)
