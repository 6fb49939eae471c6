"""The quick look at what is missing says what the one function of completeness says, whatever the application holds."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from expressentry.applications import lifecycle
from expressentry.database import db
from expressentry.models import Application
from expressentry.rules.programs import Program
from tests.applications import factory
from tests.conftest import NOW, Browser, People


def _application(app: Flask, program: Program, complete: bool) -> tuple[int, str]:
    with app.app_context():
        application = factory.begun("a@example.org", program, NOW)
        if complete:
            factory.complete(application, NOW)
        db.session.commit()
        return application.id, application.profile.user.session_id


def _signed_in(app: Flask, session_id: str, language: str = "en") -> Browser:
    browser = Browser(app.test_client(), language)
    with browser.client.session_transaction() as session:
        session["_user_id"] = session_id
    return browser


def _said(text: str) -> list[str]:
    """The sentences of the list of what is missing."""
    return re.findall(r'<li><a href="([^"]+)">', text)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("program", list(Program))
def test_the_fragment_and_the_page_name_the_same(
    app: Flask, moment: object, program: Program, complete: bool, language: str
) -> None:
    application_id, session_id = _application(app, program, complete)
    browser = _signed_in(app, session_id, language)
    path = f"/applications/{application_id}/submission"
    page = browser.get(path)
    fragment = browser.get(path, headers={"HX-Request": "true"})
    assert "HX-Request" in fragment.headers["Vary"]
    assert fragment.text.strip() in page.text
    with app.app_context(), app.test_request_context("/en/"):
        application = db.session.get_one(Application, application_id)
        found = factory.lifecycle.lacking(application, factory.clock.today(), factory.clock.law())
    assert len(_said(fragment.text)) == len(found)
    assert (len(found) == 0) is complete


def test_a_file_taken_out_or_too_old_and_a_payment_rejected_are_seen_at_once(app: Flask, moment: object) -> None:
    application_id, session_id = _application(app, Program.FSW, complete=True)
    browser = _signed_in(app, session_id)

    def named() -> list[str]:
        path = f"/applications/{application_id}/submission"
        return [said.split("/")[-1] for said in _said(browser.get(path, headers={"HX-Request": "true"}).text)]

    assert named() == []
    with app.app_context():
        application = db.session.get_one(Application, application_id)
        photo = next(one for one in application.documents if one.slot == "photo.you")
        police = next(one for one in application.documents if one.slot == "police_certificate.you.IN")
        photo.removed_at, police.issued_on = NOW, (NOW - timedelta(days=300)).date()
        application.payments[0].rejected_at = NOW
        db.session.commit()
    assert named() == ["photo.you", "police_certificate.you.IN", "fees"]


def test_another_candidate_and_an_id_of_nobody_are_no_page(
    app: Flask, people: People, visitor: Callable[..., Browser]
) -> None:
    application_id, _session = _application(app, Program.FSW, complete=True)
    other = visitor(people.candidate())
    for wanted in (application_id, 999, 2**63 + 1):
        answer = other.get(f"/applications/{wanted}/submission", headers={"HX-Request": "true"})
        assert answer.status_code == 404, wanted


def test_words_follow_an_answer_that_changes(app: Flask, moment: object) -> None:
    application_id, session_id = _application(app, Program.FSW, complete=False)
    browser = _signed_in(app, session_id)
    path = f"/applications/{application_id}/submission"
    before = browser.get(path, headers={"HX-Request": "true"}).text
    with app.app_context():
        application = db.session.get_one(Application, application_id)
        by = application.profile.user
        saved = application.answers.section("identity")
        form = {"typed": {}, "revision": str(saved.revision), "tab": "x"}
        lifecycle.amend(application, "identity", None, by, NOW, values={"birth_city": "Pune"}, **form)
        db.session.commit()
    after = browser.get(path, headers={"HX-Request": "true"}).text
    assert len(_said(before)) == len(_said(after)) + 1
