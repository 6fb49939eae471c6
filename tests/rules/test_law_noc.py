"""NOC 2021: 516 unit groups with their TEER category, how the law reads them, and the search over their titles."""

from collections import Counter
from datetime import date

import pytest
from law_facts import TODAY

from expressentry.rules import noc
from expressentry.rules.tables import law_on


def codes(text, language="en", limit=12):
    return [match.occupation.code for match in noc.search(text, language, limit)]


# ---- The classification


def test_516_unit_groups():
    assert len(noc.occupations()) == 516
    for code, found in noc.occupations().items():
        assert (len(code), code.isdigit(), found.code) == (5, True, code)
        assert found.title("en")
        assert found.title("fr")


def test_the_second_digit_is_the_teer_category():
    found = noc.occupations()
    assert all(occupation.teer == int(code[1]) for code, occupation in found.items())
    assert Counter(code[1] for code in found) == {"0": 48, "1": 97, "2": 162, "3": 69, "4": 95, "5": 45}


@pytest.mark.parametrize(
    ("code", "teer", "title_en", "title_fr"),
    [
        ("00010", 0, "Legislators", "Membres des corps législatifs"),
        ("21231", 1, "Software engineers and designers", "logiciel"),
        ("31102", 1, "General practitioners and family physicians", "médecine familiale"),
        ("72310", 2, "Carpenters", "Charpentiers-menuisiers"),
        ("63200", 3, "Cooks", "Cuisiniers"),
        ("73300", 3, "Transport truck drivers", "camions"),
        ("65201", 5, "Food counter attendants", "comptoir"),
    ],
)
def test_known_unit_groups(code, teer, title_en, title_fr):
    found = noc.find(code)
    assert found.teer == teer
    assert found.title("en").startswith(title_en)
    assert title_fr in found.title("fr")


@pytest.mark.parametrize("code", [None, "", "0013", "99999", "2123", "212310", "abcde", " 21231"])
def test_unknown_codes(code):
    assert noc.find(code) is None


def test_major_group_00_is_that_of_senior_managers():
    expected = {"00010", "00011", "00012", "00013", "00014", "00015"}
    assert {code for code in noc.occupations() if code.startswith("00")} == expected
    for on in (date(2015, 1, 1), TODAY):
        assert {code for code, read in law_on(on).occupations.items() if read.senior_manager} == expected


def test_teer_0_to_3_is_skilled_and_0_and_1_ask_more_language():
    read = law_on(TODAY).occupations
    assert set(read) == set(noc.occupations())
    assert {code for code in read if read[code].skilled} == {code for code in read if code[1] in "0123"}
    assert {code for code in read if read[code].higher_language} == {code for code in read if code[1] in "01"}


@pytest.mark.parametrize(
    ("code", "older", "skilled", "higher"),
    # Skill type 0 and skill level A ask the higher level; with B they are skilled; C and D are not.
    [
        ("00012", ("0013",), True, True),
        ("10010", ("0111",), True, True),
        ("21231", ("2173",), True, True),
        ("31102", ("3112",), True, True),
        ("22220", ("2281",), True, False),
        ("72310", ("7271",), True, False),
        ("63200", ("6322",), True, False),
        ("33102", ("3413",), False, False),
        ("73300", ("7511",), False, False),
        ("65201", ("6711",), False, False),
        ("64200", ("6342",), True, False),
    ],
)
@pytest.mark.parametrize("on", [date(2015, 1, 1), date(2022, 11, 15)], ids=str)
def test_before_16_november_2022_by_noc_2016(on, code, older, skilled, higher):
    read = law_on(on).occupations[code]
    assert read.older_codes == older
    assert read.skilled is skilled
    assert read.higher_language is (higher and skilled)


def test_every_code_is_read_under_every_law():
    for on in (date(2015, 1, 1), date(2022, 11, 15), date(2022, 11, 16), TODAY):
        assert set(law_on(on).occupations) == set(noc.occupations())


# ---- Search


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21231", ["21231"]),
        ("2123", ["21230", "21231", "21232", "21233", "21234"]),
        (" 21231 ", ["21231"]),
        ("0001", ["00010", "00011", "00012", "00013", "00014", "00015"]),
        ("99", []),
    ],
)
@pytest.mark.parametrize("language", noc.LANGUAGES)
def test_by_the_beginning_of_a_code(text, expected, language):
    found = noc.search(text, language)
    assert [match.occupation.code for match in found] == expected
    assert all(match.job_title is None for match in found)


def test_no_more_than_asked_for():
    assert len(codes("7")) == 12
    assert len(codes("7", limit=3)) == 3
    assert len(codes("manager", limit=5)) == 5
    assert all(code.startswith("7") for code in codes("7"))


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        ("carpenter", "en", "72310"),
        ("Carpenters", "en", "72310"),
        ("CARPENT", "en", "72310"),
        ("software engineer", "en", "21231"),
        ("engineer software", "en", "21231"),
        ("registered nurse", "en", "31301"),
        ("transport truck drivers", "en", "73300"),
        ("family physician", "en", "31102"),
        ("charpentier", "fr", "72310"),
        ("ingénieur logiciel", "fr", "21231"),
        ("medecin famille", "fr", "31102"),
        ("cuisinier", "fr", "63200"),
    ],
)
def test_by_title_or_job_title(text, language, first):
    assert codes(text, language)[0] == first


@pytest.mark.parametrize(
    ("bare", "accented"),
    [
        ("medecin", "médecin"),
        ("MEDECIN", "Médecin"),
        ("ingenieur electricien", "ingénieur électricien"),
        ("eleveur", "éleveur"),
        ("legislatifs", "législatifs"),
    ],
)
def test_french_without_accents_or_capitals(bare, accented):
    found = noc.search(bare, "fr")
    assert found
    assert found == noc.search(accented, "fr")


def test_each_language_searches_its_own_titles():
    assert codes("charpentier", "fr")
    assert codes("charpentier", "en") == []
    assert codes("carpenter", "fr") == []


def test_the_job_title_that_matched_is_shown():
    (found,) = noc.search("hockey coach", "en")
    assert (found.occupation.code, found.job_title) == ("53201", "Hockey coach")
    found = noc.search("web designers", "en")[0]
    assert (found.occupation.code, found.job_title) == ("21233", None)


@pytest.mark.parametrize("text", ["truck driver", "bus driver", "hockey coach", "financial manager"])
def test_every_word_begins_a_word_of_the_title(text):
    for match in noc.search(text, "en", 50):
        title = (match.job_title or match.occupation.title_en).lower().replace("/", " ").replace("-", " ")
        words = title.replace("(", " ").replace(",", " ").split()
        assert all(any(word.startswith(part) for word in words) for part in text.split())


def test_an_occupation_is_found_once():
    for text in ("engineer", "manager", "nurse", "a"):
        found = codes(text, limit=100)
        assert len(found) == len(set(found))


@pytest.mark.parametrize("text", ["cook", "cam", "bar", "engine"])
def test_whole_words_before_beginnings(text):
    def whole(match):
        title = (match.job_title or match.occupation.title_en).lower()
        return text in "".join(letter if letter.isalnum() else " " for letter in title).split()

    found = [whole(match) for match in noc.search(text, "en", 100)]
    assert found[0]
    assert False in found
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("text", ["", "   ", "-", "...", "zzzz", "carpenter zzzz"])
@pytest.mark.parametrize("language", noc.LANGUAGES)
def test_nothing_found(text, language):
    assert noc.search(text, language) == []
