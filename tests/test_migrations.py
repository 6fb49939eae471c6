"""Migrations keep every row, and leave exactly the models."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from expressentry.database import Base, db
from expressentry.models import User
from expressentry.pool import lifecycle as pool
from tests.conftest import FACTS, LAW, NOW, People, make_app


def test_the_migrations_make_the_models(database: Path) -> None:
    app = make_app(database)
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_modelled})
        assert compare_metadata(context, Base.metadata) == []


def _is_modelled(name: str | None, kind: str, _parents: object) -> bool:
    """Not the tables that SQLite keeps for full-text search, nor the index that PostgreSQL has for it."""
    return not (name or "").startswith("posting_words")


def test_a_table_is_rebuilt_with_its_rows_and_theirs(
    database: Path, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What deletes data elsewhere: a batch migration of a parent under cascading foreign keys."""
    people.in_pool(FACTS)
    people.in_pool(FACTS)
    app = make_app(database)
    versions = Path(app.root_path).parent / "migrations" / "versions"
    extra = versions / "9999_test_only.py"
    extra.write_text(_MIGRATION)
    try:
        with app.app_context():
            before = _counts()
            upgrade()
            assert _counts() == before
            assert "uq_users_created_at_email" in {
                c["name"] for c in inspect(db.engine).get_unique_constraints("users")
            }
            downgrade(revision="0003")
            assert _counts() == before
            db.session.remove()
    finally:
        extra.unlink()


def test_the_application_comes_to_a_site_that_is_in_use(database: Path, people: People) -> None:
    """Whoever can sign in keeps what was confirmed; nobody is lost, and the pool's indexes are as they were."""
    at, known = NOW, people.candidate(FACTS, password="a long enough password")
    people.in_pool(FACTS)
    app = make_app(database)
    with app.app_context():
        pool.submit(db.session.get_one(User, known.id).profile, at, LAW)
        db.session.commit()
        before, indexes = _counts(), _indexes()
        downgrade(revision="0001")
        assert "application" not in inspect(db.engine).get_table_names()
        upgrade()
        assert _counts() == before
        assert _indexes() == indexes
        kept = db.session.execute(text("SELECT answers IS NOT NULL FROM expression_of_interest ORDER BY id")).scalars()
        assert list(kept) == [0, 1]
        db.session.remove()


def _indexes() -> set[str]:
    db.session.rollback()
    found = db.session.execute(text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")).scalars()
    indexes = {" ".join(sql.replace('"', "").split()) for sql in found}
    db.session.rollback()
    return indexes


def test_a_migration_that_orphans_rows_is_refused_whole(database: Path, people: People) -> None:
    people.in_pool(FACTS)
    app = make_app(database)
    extra = Path(app.root_path).parent / "migrations" / "versions" / "9998_test_only.py"
    extra.write_text(
        _MIGRATION.replace("9999", "9998").replace(
            "batch.create_unique_constraint", "op.execute('DELETE FROM users'); batch.create_unique_constraint"
        )
    )
    try:
        with app.app_context():
            before = _counts()
            with pytest.raises(SystemExit) as refused:
                upgrade()
            assert "would leave rows without their parents" in str(refused.value.__context__)
            assert _counts() == before
            db.session.remove()
    finally:
        extra.unlink()


def _counts() -> dict[str, int]:
    db.session.rollback()
    tables = ("users", "profile", "expression_of_interest", "event", "score_count")
    counts = {table: db.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in tables}
    db.session.rollback()
    assert all(counts.values())
    return counts


_MIGRATION = '''
"""A unique pair on the parent of everything."""
from alembic import op

revision = "9999"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("users", recreate="always") as batch:
        batch.create_unique_constraint("uq_users_created_at_email", ["created_at", "email"])


def downgrade():
    with op.batch_alter_table("users", recreate="always") as batch:
        batch.drop_constraint("uq_users_created_at_email", type_="unique")
'''
