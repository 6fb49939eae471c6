"""NOC 2021: its unit groups and the search over their titles and job titles."""

from collections import Counter

import pytest
from law_facts import TODAY

from expressentry.rules import noc
from expressentry.rules.tables import law_on


def codes(text, language="en", limit=12):
    return [match.occupation.code for match in noc.search(text, language, limit)]


# ---- Unit groups


def test_516_unit_groups():
    assert len(noc.occupations()) == 516
    assert all(len(code) == 5 and code.isdigit() and code == found.code for code, found in noc.occupations().items())


def test_the_teer_category_is_the_second_digit():
    assert all(found.teer == int(code[1]) for code, found in noc.occupations().items())
    assert Counter(found.teer for found in noc.occupations().values()) == {0: 48, 1: 97, 2: 162, 3: 69, 4: 95, 5: 45}


def test_every_unit_group_has_both_titles():
    for found in noc.occupations().values():
        assert found.title_en.strip() == found.title_en != ""
        assert found.title_fr.strip() == found.title_fr != ""


@pytest.mark.parametrize(
    ("code", "teer", "english", "french"),
    [
        ("00010", 0, "Legislators", "Membres des corps législatifs"),
        (
            "21231",
            1,
            "Software engineers and designers",
            "Ingénieurs/ingénieures et concepteurs/conceptrices en logiciel",
        ),
        ("62200", 2, "Chefs", "Chefs"),
        ("63200", 3, "Cooks", "Cuisiniers/cuisinières"),
        ("72310", 2, "Carpenters", "Charpentiers-menuisiers/charpentières-menuisières"),
    ],
)
def test_some_unit_groups(code, teer, english, french):
    found = noc.find(code)
    assert (found.code, found.teer, found.title("en"), found.title("fr")) == (code, teer, english, french)


@pytest.mark.parametrize("code", ["99999", "2123", "212311", "", None, "2173", "abcde"])
def test_no_such_code(code):
    assert noc.find(code) is None


def test_skilled_by_teer_category():
    """TEER 0 to 3 are skilled; 0 and 1 ask the higher language level (IRPR 75(2)(a), 87.1(2))."""
    for code, read in law_on(TODAY).occupations.items():
        assert read.skilled is (code[1] in "0123")
        assert read.higher_language is (code[1] in "01")
        assert read.senior_manager is code.startswith("00")
    assert len(law_on(TODAY).occupations) == 516


# ---- Search


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("2123", ["21230", "21231", "21232", "21233", "21234"]),
        ("21231", ["21231"]),
        ("0001", ["00010", "00011", "00012", "00013", "00014", "00015"]),
        (" 72310 ", ["72310"]),
        ("99", []),
        ("212311", []),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_by_the_beginning_of_the_code(prefix, expected, language):
    assert codes(prefix, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Carpenters", "en", "72310"),
        ("carpenter", "en", "72310"),
        ("CARPENTER", "en", "72310"),
        ("software engineers", "en", "21231"),
        ("engineers software", "en", "21231"),  # in any order
        ("soft eng", "en", "21231"),  # by the beginnings of words
        ("software, engineers", "en", "21231"),
        ("Membres des corps législatifs", "fr", "00010"),
        ("legislatifs", "fr", "00010"),
        ("LÉGISLATIFS", "fr", "00010"),
        ("cuisinieres", "fr", "63200"),
        ("Médecin", "fr", "31102"),
        ("medecin de famille", "fr", "31102"),
        ("infirmier autorise", "fr", "31301"),
        ("attorney general", "en", "00010"),  # a job title
    ],
)
def test_by_title(text, language, code):
    assert code in codes(text, language)


@pytest.mark.parametrize(
    ("bare", "written"), [("medecin", "médecin"), ("electricien", "Électricien"), ("eleveur", "éleveur")]
)
def test_accents_and_case_do_not_matter(bare, written):
    assert noc.search(bare, "fr") == noc.search(written, "fr") == noc.search(written.upper(), "fr") != []


def test_a_job_title_is_shown_if_it_is_what_matched():
    (match,) = noc.search("attorney general", "en", 1)
    assert (match.occupation.code, match.job_title) == ("00010", "Attorney general")
    (match,) = noc.search("legislators", "en", 1)
    assert (match.occupation.code, match.job_title) == ("00010", None)


def test_languages_are_searched_apart():
    assert "00010" not in codes("attorney general", "fr")
    assert codes("charpentier", "en") == []
    assert "72310" in codes("charpentier", "fr")


def test_whole_words_before_beginnings():
    found = noc.search("cook", "en", 100)
    whole = ["cook" in words(match.job_title or match.occupation.title_en) for match in found]
    assert whole == sorted(whole, reverse=True)
    assert set(whole) == {True, False}
    assert found[0].occupation.code == "63200"


def test_titles_of_groups_before_job_titles():
    """Among matches of whole words, and among matches of beginnings."""
    found = noc.search("managers", "en", 500)
    of_group = [
        match.job_title is None for match in found if "managers" in words(match.job_title or match.occupation.title_en)
    ]
    assert of_group == sorted(of_group, reverse=True)
    assert of_group[0]


def words(title):
    return "".join(letter if letter.isalnum() else " " for letter in title.casefold()).split()


def test_every_word_must_match():
    assert codes("software carpenter") == []
    for match in noc.search("nurse aide", "en", 50):
        title = words(match.job_title or match.occupation.title_en)
        assert any(word.startswith("nurse") for word in title)
        assert any(word.startswith("aide") for word in title)


def test_each_occupation_once_and_no_more_than_asked():
    found = codes("manager", limit=500)
    assert len(found) == len(set(found)) > 12
    assert codes("manager") == found[:12]
    assert codes("manager", limit=3) == found[:3]


@pytest.mark.parametrize("text", ["", "   ", "-", "!?", "zzzz", "'"])
def test_nothing_found(text):
    assert noc.search(text, "en") == noc.search(text, "fr") == []
