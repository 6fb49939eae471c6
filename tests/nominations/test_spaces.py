"""The places of a province for a year, in all and by stream."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from expressentry.database import db
from expressentry.models import ExpressionOfInterest, NominationSpace, User
from expressentry.nomination_spaces import NoSpace
from expressentry.nominations import lifecycle, spaces
from expressentry.nominations.requirements import AlreadyNominated, StreamNotOffered
from expressentry.rules.facts import Province
from tests.conftest import LAW, NOW, People, make_app
from tests.nominations.cases import STREAMS, Partners, events


def test_streams_share_what_the_province_has_and_no_more(partners: Partners) -> None:
    def places(stream: str, number: int) -> None:
        spaces.set_places(Province.BC, 2026, stream, number, partners.officer, NOW)
        db.session.flush()

    with pytest.raises(spaces.AboveProvince):
        places("bc_skilled_worker", 1)
    places("", 10)
    places("bc_skilled_worker", 6)
    places("bc_health_authority", 4)
    with pytest.raises(spaces.AboveProvince) as above:
        places("bc_health_authority", 5)
    assert above.value.figures == {"together": 11, "places": 10}
    with pytest.raises(spaces.BelowStreams) as below:
        places("", 9)
    assert below.value.figures == {"shared": 10}
    places("bc_skilled_worker", 5)
    places("", 9)
    with pytest.raises(StreamNotOffered):
        places("nowhere", 0)
    assert len(events("nomination_space")) == 5


def test_what_is_held_or_used_cannot_be_taken_away(partners: Partners) -> None:
    partners.places(3)
    partners.nominated(partners.candidate())
    partners.accepted(partners.candidate())
    for stream in (STREAMS[Province.ON], ""):
        with pytest.raises(spaces.BelowTaken) as refused:
            spaces.set_places(Province.ON, 2026, stream, 1, partners.officer, NOW)
        assert refused.value.figures == {"taken": 2}
    spaces.set_places(Province.ON, 2026, STREAMS[Province.ON], 2, partners.officer, NOW)


def at_once(database: Path, acts: list[tuple[int, int, Province]]) -> list[str]:
    """Nominate in as many threads as there are acts, each with its own session; what came of each."""
    app, told, start = make_app(database), [], threading.Barrier(len(acts))

    def nominate(expression_id: int, by_id: int, province: Province) -> None:
        with app.app_context():
            start.wait()
            eoi = db.session.get_one(ExpressionOfInterest, expression_id)
            by = db.session.get_one(User, by_id)
            try:
                lifecycle.nominate(eoi, province, STREAMS[province], "1", by, NOW, LAW)
                db.session.commit()
                told.append("nominated")
            except (NoSpace, AlreadyNominated) as refusal:
                db.session.rollback()
                told.append(refusal.code)
            db.session.remove()

    threads = [threading.Thread(target=nominate, args=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


def test_two_officers_take_the_last_place_at_once_and_one_has_it(
    partners: Partners, people: People, database: Path
) -> None:
    partners.places(1)
    by = partners.province().id
    acts = [(partners.candidate().id, by, Province.ON) for _ in range(4)]
    db.session.commit()
    db.session.remove()
    assert at_once(database, acts) == ["no_nomination_space"] * 3 + ["nominated"]
    held = db.session.scalars(select(NominationSpace.held)).all()
    assert held == [1, 1]


def test_two_provinces_nominate_one_candidate_at_once_and_the_second_is_refused_in_words(
    partners: Partners, database: Path
) -> None:
    partners.places()
    partners.places(province=Province.BC)
    stay = partners.candidate().id
    acts = [(stay, partners.province(province).id, province) for province in (Province.ON, Province.BC)]
    db.session.commit()
    db.session.remove()
    assert at_once(database, acts) == ["already_nominated", "nominated"]
