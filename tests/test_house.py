"""What holds everywhere: who may ask, where a commit stands, words for every key, French for every word."""

import ast
import hashlib
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import select

from expressentry import explain, fields, labels
from expressentry.applications.answers.views import all_sections
from expressentry.config import ROOT
from expressentry.database import db
from expressentry.models import Answers, Event, Profile, Role, SectionKey
from expressentry.models.questions import QUESTIONS, RECORD_QUESTIONS
from expressentry.refusals import Refusal
from expressentry.rules import tables
from expressentry.rules.programs import Program
from expressentry.sections.forms import FORMS, LIST_FORMS, RECORD_FORMS, preview
from expressentry.seeding import answers_of
from expressentry.synthetic import candidates
from tests import french
from tests.applications import factory
from tests.audiences import AUDIENCES, VALUES
from tests.conftest import FACTS, LAW, NOW, PARTICULARS, TODAY, Browser, People

CODE = sorted((ROOT / "expressentry").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


# ---- Who may ask


def test_every_endpoint_states_its_audience(app: Flask) -> None:
    stated = {name: getattr(view, "audience", "anyone") for name, view in app.view_functions.items()}
    assert stated == AUDIENCES
    unguarded = [name for name, view in app.view_functions.items() if not hasattr(view, "audience")]
    assert unguarded == ["static"]


@pytest.mark.parametrize("htmx", [False, True])
def test_everybody_else_is_refused(app: Flask, visitor: Callable[..., Browser], people: People, htmx: bool) -> None:
    visitors = {None: visitor(), **{role.value: visitor(people.of_role(role)) for role in Role}}
    headers = {"HX-Request": "true"} if htmx else {}
    with app.test_request_context("/en/"):
        adapter = app.url_map.bind("localhost")
        rules = [rule for rule in app.url_map.iter_rules() if AUDIENCES[rule.endpoint] not in ("anyone", "signed in")]
        asked = [
            (
                method,
                adapter.build(
                    rule.endpoint, {"lang": "en", **{k: v for k, v in VALUES.items() if k in rule.arguments}}
                ),
            )
            for rule in rules
            for method in sorted((rule.methods or set()) & {"GET", "POST"})
        ]
        audiences = [AUDIENCES[rule.endpoint] for rule in rules for _ in (rule.methods or set()) & {"GET", "POST"}]
    assert len(asked) >= 32
    for (method, address), audience in zip(asked, audiences, strict=True):
        for who, browser in visitors.items():
            if who is not None and who in audience.split(" or "):
                continue
            data = {"csrf_token": browser.token()} if method == "POST" else None
            answer = browser.client.open(address, method=method, data=data, headers=headers)
            if who is not None:
                assert answer.status_code == 403, (method, address, who)
            elif htmx:
                assert answer.status_code == 401, (method, address)
            else:
                assert answer.status_code == 303, (method, address)
                assert answer.location.startswith("/en/sign-in"), (method, address)


def test_reading_endpoints_never_write(visitor: Callable[..., Browser], people: People, app: Flask) -> None:
    """Score and preview, as often as asked, leave the database as it was."""
    candidate, officer = visitor(people.candidate(FACTS)), visitor(people.officer())
    officer.post("/rounds")
    with app.app_context():
        before = _contents()
    for key in FORMS:
        assert candidate.post(f"/profile/{key}/score").status_code == 200
        assert candidate.htmx(f"/profile/{key}/score", {"family_name": "Other"}).status_code == 200
    assert officer.post("/rounds/1/preview", {"kind": "cec", "size": "3"}).status_code == 200
    assert candidate.post("/profile/plans/occupations", {"find": "primary_occupation"}).status_code == 200
    with app.app_context():
        assert _contents() == before


def test_looking_at_an_application_never_writes(visitor: Callable[..., Browser], app: Flask, moment: Any) -> None:
    """What a form would mean, and the search for an occupation in it, leave the database as it was."""
    with app.app_context():
        application = factory.begun("a@example.org", Program.FSW, NOW)
        db.session.commit()
        candidate, path = visitor(application.profile.user), f"/applications/{application.id}/answers"
        places = [*all_sections(application.answers), "work-history/work-history-0", "personal-history/job-0"]
        before = _contents()
    typed = {"family_name": "Other", "birth_city": "Other", "funds_cents": "1", "find": "primary_occupation"}
    for place in places:
        for asked in ("look", "occupations"):
            assert candidate.post(f"{path}/{place}/{asked}", typed).status_code == 200
            assert candidate.htmx(f"{path}/{place}/{asked}", typed).status_code == 200
    with app.app_context():
        assert _contents() == before


def _contents() -> list[Any]:
    """Every row of every table."""
    return [db.session.execute(select(table)).all() for table in db.metadatas[None].sorted_tables]


# ---- Where things stand in the code


def test_commit_stands_in_views_and_commands_alone() -> None:
    places = {path.name for path in CODE if "session.commit()" in path.read_text()}
    assert places == {"views.py", "commands.py"}


def test_the_clock_is_read_in_one_place() -> None:
    for path in CODE:
        if path.name != "clock.py":
            text = path.read_text()
            assert not re.search(r"date\.today\(|datetime\.(now|utcnow|today)\(", text), path


def test_no_test_reads_the_tables_of_the_law_as_expected_values() -> None:
    """Comparing the scorer with its own tables would prove nothing; only the tests of the tables read them."""
    for path in (ROOT / "tests" / "rules").glob("*.py"):
        if "tables" not in path.name:
            assert "instruments" not in path.read_text(), path


def test_functions_are_short_and_files_have_one_meaning() -> None:
    for path in CODE:
        text = path.read_text()
        assert len(text.splitlines()) <= 520, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 48, (path, node.name)


def test_every_public_function_says_what_is_true() -> None:
    for path in CODE:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), (path, node.name)


def test_templates_hold_no_script_no_style_and_no_promise() -> None:
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script>", text), path
        assert not re.search(r"TODO|FIXME|coming soon|lorem ipsum", text, re.IGNORECASE), path


def test_only_the_field_macro_writes_inputs_that_hold_answers() -> None:
    for path in TEMPLATES:
        if path.name == "fields.html":
            continue
        kinds = set(re.findall(r'<input type="(\w+)"', path.read_text()))
        assert kinds <= {"hidden", "checkbox", "text"}, path
        assert "<select" not in path.read_text(), path


def test_vendored_files_are_the_ones_we_chose() -> None:
    htmx = ROOT / "static" / "vendor" / "htmx" / "htmx.min.js"
    expected = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
    assert hashlib.sha256(htmx.read_bytes()).hexdigest() == expected
    for folder in (ROOT / "static" / "vendor").iterdir():
        assert list(folder.glob("LICENSE*")), folder


# ---- Words


def test_every_member_of_every_labelled_enum_has_words(app: Flask) -> None:
    for kind, words in labels.WORDS.items():
        assert set(words) == set(kind), kind


def test_every_refusal_has_words(app: Flask) -> None:
    codes = {kind.code for kind in _subclasses(Refusal)}
    with_page_of_their_own = {"address_taken", "changed_elsewhere"}
    assert codes - with_page_of_their_own == set(labels.REFUSALS)


def _subclasses(kind: type) -> set[type]:
    return {sub for direct in kind.__subclasses__() for sub in {direct, *_subclasses(direct)}}


def test_every_citation_that_can_be_shown_has_its_french() -> None:
    known = {lazy._args[0] for lazy in labels.SOURCES}
    parts = [part for part in (*tables.PARTS, *tables.APPLICATION_PARTS) if part not in ("work", "process")]
    for part in parts:
        for taken in tables.effective_dates(part):
            for text in _sources(tables._read(part, taken)):
                assert text in known, (part, taken)


def _sources(raw: dict[str, Any]) -> list[str]:
    found = [raw["source"]] if "source" in raw else []
    return found + [text for value in raw.values() if isinstance(value, dict) for text in _sources(value)]


def test_french_is_complete_sound_and_compiled() -> None:
    assert french.problems() == []


def test_no_english_is_left_on_a_french_page(visitor: Callable[..., Browser], people: People) -> None:
    page = visitor(people.in_pool(), "fr").get("/expression-of-interest").text
    english = (" the ", " and ", " your ", " with ", "Ministerial", "Score", "points cut")
    body = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
    assert [word for word in english if word in body] == []


@pytest.mark.parametrize("key", list(SectionKey))
def test_every_question_of_the_record_is_asked_by_its_form(app: Flask, key: SectionKey) -> None:
    with app.test_request_context("/en/"):
        kind = RECORD_FORMS.get(key) or FORMS[key]
        asked = {name for name, _field in kind._prototypes()}
    wanted = {question.name for question in RECORD_QUESTIONS.get(key) or QUESTIONS[key]}
    assert wanted <= asked


def test_every_condition_has_its_rule_in_the_style_sheet(app: Flask) -> None:
    css = (ROOT / "static" / "site.css").read_text()
    with app.test_request_context("/en/"):
        for kind in [*FORMS.values(), *RECORD_FORMS.values(), *LIST_FORMS.values()]:
            form = kind(formdata=None)
            for field in form.questions:
                for name in form.when(field.name):
                    assert re.search(rf"\.{re.escape(name)}[ ,{{]", css), (kind, name)


# ---- Preview and save are one


@pytest.mark.parametrize("seed", range(4))
def test_what_is_previewed_is_what_is_saved(
    app: Flask, visitor: Callable[..., Browser], people: People, seed: int
) -> None:
    """Each section's strings, previewed over nothing, state exactly what saving them states."""
    made = next(candidates(1, TODAY, LAW, seed=seed))
    full = answers_of(made.facts, made.particulars)
    user = people.candidate()
    browser = visitor(user)
    with app.test_request_context("/en/"):
        g.lang = "en"
        sent = {key: _strings(FORMS[key], full.section(key).values) for key in FORMS}
    for key, strings in sent.items():
        with app.test_request_context("/en/"):
            g.lang = "en"
            before = _saved(user.id)
            reading = FORMS[key].read(_multi(strings), TODAY)
            previewed = preview(before, key, None, reading).facts()
        assert reading.errors == {}
        assert browser.post(f"/profile/{key}", strings).status_code == 303
        with app.app_context():
            assert _saved(user.id).facts() == previewed, key


def _saved(user_id: int) -> Answers:
    db.session.expire_all()
    return db.session.scalars(select(Profile).where(Profile.user_id == user_id)).one().answers


def _strings(kind: Any, values: dict[str, Any]) -> dict[str, Any]:
    found = {name: field.strings(values.get(name)) for name, field in kind._prototypes()}
    return {name: strings for name, strings in found.items() if strings} | {"revision": "0", "tab": "t"}


def _multi(strings: dict[str, Any]) -> Any:
    from werkzeug.datastructures import MultiDict

    return MultiDict([(k, v) for k, vs in strings.items() for v in (vs if isinstance(vs, list) else [vs])])


def test_synthetic_answers_state_the_facts_they_were_made_from() -> None:
    for made in candidates(60, TODAY, LAW, seed=11):
        stated = answers_of(made.facts, made.particulars).facts()
        for name in (
            "birth_date",
            "spouse",
            "credentials",
            "languages",
            "jobs",
            "certificate",
            "provinces",
            "funds_cents",
        ):
            assert getattr(stated, name) == getattr(made.facts, name), name


# ---- The log


def test_every_change_is_one_event(app: Flask, visitor: Callable[..., Browser], people: People) -> None:
    candidate, officer = visitor(people.candidate(FACTS)), visitor(people.officer())
    acts = [
        (candidate, "/profile/ties", {"sibling_in_canada": "yes", "revision": "1", "tab": "t"}, "profile.amended"),
        (candidate, "/profile/education/records", {}, "profile.record_added"),
        (candidate, "/profile/education/education-0/removal", {}, "profile.record_removed"),
        (officer, "/rounds", {}, "round.drafted"),
        (officer, "/rounds/1", {"kind": "cec", "size": "7"}, "round.changed"),
        (officer, "/rounds/1/discarding", {}, "round.discarded"),
    ]
    for browser, path, data, kind in acts:
        with app.app_context():
            before = len(db.session.scalars(select(Event)).all())
        assert browser.post(path, data).status_code == 303
        with app.app_context():
            events = db.session.scalars(select(Event).order_by(Event.id)).all()
            assert [event.kind for event in events[before:]] == [kind]
            assert events[-1].by_id is not None


def test_a_field_never_answers_with_an_error_of_ours(app: Flask) -> None:
    """Whatever strings are sent, a question either understands them or says so in words."""
    nasty = [
        "",
        " ",
        "\x00",
        "x" * 5000,
        "9" * 400,
        "-1",
        "1e9",
        "NaN",
        "٣",
        "６.５",
        "\ud800",
        "2026-13-45",
        "0000-00-00",
        "<b>",
        "🙂",
    ]
    with app.test_request_context("/en/"):
        for kind in [*FORMS.values(), *RECORD_FORMS.values(), *LIST_FORMS.values()]:
            for name, field in kind._prototypes():
                for text in nasty:
                    reading = kind.read(_multi({name: [text, text]}), date(2026, 11, 23))
                    assert name in reading.answers or reading.errors[name], (kind, name, text)
                    assert isinstance(field, fields.Question | fields.Choices)


def test_explanations_exist_for_every_line_and_requirement() -> None:
    from expressentry.rules.programs import RequirementKey
    from expressentry.rules.scorecard import Factor
    from expressentry.rules.selection_grid import GridFactor

    kinds: list[tuple[dict[Any, Any], type[StrEnum]]] = [
        (explain._LINES, Factor),
        (explain._REQUIREMENTS, RequirementKey),
        (explain._GRID, GridFactor),
    ]
    for table, kind in kinds:
        assert set(table) == set(kind)


def test_the_project_names_no_machine_and_no_tool() -> None:
    words = ("/" + "work/", "/" + "root/", "farm" + "-", "DEVELOPERS" + ".md")
    for path in [*CODE, *TEMPLATES, *Path(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "Makefile"]:
        if path.exists():
            assert not any(word in path.read_text() for word in words), path


def test_particulars_never_reach_the_law() -> None:
    stated = answers_of(FACTS, PARTICULARS).facts()
    assert "Velomar" not in repr(stated)
