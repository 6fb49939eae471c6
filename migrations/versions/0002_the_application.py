"""The application, its documents, letters, and the heartbeat

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-24 20:34:54.736819
"""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


UNANSWERED_BEFORE = "declined_at IS NULL AND lapsed_at IS NULL"
UNANSWERED = "declined_at IS NULL AND applied_at IS NULL AND lapsed_at IS NULL"
IN_POOL = "left_at IS NULL"
ORDER = "score DESC, submitted_at, id"
POOL_INDEXES = (
    ("ix_standing", ORDER, IN_POOL, False),
    ("ix_standing_fst", ORDER, f"{IN_POOL} AND fst", False),
    ("ix_standing_nominee", ORDER, f"{IN_POOL} AND nominee", False),
    ("ix_standing_occupation", f"noc_code, {ORDER}", IN_POOL, False),
    ("ix_rescore_on", "rescore_on", IN_POOL, False),
    ("ix_law_version", "law_version", IN_POOL, False),
    ("ix_expires_at", "expires_at", IN_POOL, False),
    ("uq_one_open_stay", "profile_id", f"{IN_POOL} OR left_because = 'invited'", True),
)


def _departures(*more):
    names = ("invited", "withdrawn", "expired", "ineligible", "lapsed", *more)
    return sa.Enum(*names, name="departure", native_enum=False, create_constraint=True, length=40)


@contextmanager
def _indexes_of_the_pool_rebuilt():
    """Indexes with a direction or a condition do not survive a table that SQLite rebuilds: taken off and put back."""
    for name, *_rest in POOL_INDEXES:
        op.drop_index(name, "expression_of_interest")
    yield
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name, columns, where, unique in POOL_INDEXES:
        true = (
            where if not sqlite else where.replace("AND fst", "AND fst = 1").replace("AND nominee", "AND nominee = 1")
        )
        _index(name, "expression_of_interest", columns, true, unique)


def _index(name, table, columns, where, unique=False):
    op.execute(f"CREATE {'UNIQUE ' if unique else ''}INDEX {name} ON {table} ({columns}) WHERE {where}")


def upgrade():
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_heartbeat_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
    )
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outage_ended_at"), ["ended_at"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "account_created",
                "draft_about_to_lapse",
                "in_the_pool",
                "not_eligible",
                "profile_updated",
                "changed_by_calendar",
                "stay_about_to_expire",
                "withdrawn_from_pool",
                "stay_expired",
                "invitation",
                "invitation_declined",
                "invitation_lapsed",
                "deadline_reminder",
                "acknowledgement",
                "incomplete",
                "biometrics",
                "medical",
                "additional_documents",
                "interview",
                "procedural_fairness",
                "approved",
                "refused",
                "application_withdrawn",
                name="letterkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_letter_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("code", name=op.f("uq_letter_code")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("ix_letter_about", ["about", "about_id"], unique=False)
        batch_op.create_index(
            "ix_letter_untold",
            ["id"],
            unique=False,
            sqlite_where=sa.text("notified_at IS NULL"),
            postgresql_where=sa.text("notified_at IS NULL"),
        )
        batch_op.create_index("ix_letter_user", ["user_id", "id"], unique=False)

    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column(
            "program",
            sa.Enum("cec", "fsw", "fst", "pnp", name="program", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("invited_answers", sa.Text(), nullable=False),
        sa.Column("invited_facts", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("explanations", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_as", sa.String(length=200), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "completeness",
                "eligibility",
                "medical",
                "additional_documents",
                "interview",
                "biometrics",
                "background",
                "final_decision",
                name="stagekey",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "waiting_on",
            sa.Enum(
                "officer",
                "candidate",
                "partner",
                name="waitingon",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("assigned_to_id", sa.Integer(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("complete_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "decision",
            sa.Enum(
                "approved",
                "refused",
                "withdrawn",
                "incomplete",
                name="decision",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "mec_not_met",
                "rank_not_supported",
                "category_not_met",
                "class_requirements",
                "funds",
                "inadmissible",
                "untruthful_or_no_documents",
                "misrepresentation",
                "intends_quebec",
                name="refusalground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("reasons", sa.Text(), nullable=True),
        sa.Column("days_taken", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assigned_to_id"], ["users.id"], name=op.f("fk_application_assigned_to_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name=op.f("fk_application_invitation_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_application_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_application_invitation_id")),
        sa.UniqueConstraint("number", name=op.f("uq_application_number")),
    )
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.create_index(
            "ix_application_decided",
            ["program", "decided_at", "decision", "days_taken", "received_at"],
            unique=False,
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NOT NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_application_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(
            "ix_application_queue",
            ["received_at", "id"],
            unique=False,
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.create_index(
            "ix_application_queue_assigned",
            ["assigned_to_id", "received_at", "id"],
            unique=False,
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.create_index(
            "ix_application_queue_program",
            ["program", "received_at", "id"],
            unique=False,
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.create_index(
            "ix_application_queue_stage",
            ["stage", "received_at", "id"],
            unique=False,
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.create_index(
            "ix_application_queue_waiting",
            ["waiting_on", "received_at", "id"],
            unique=False,
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )

    op.create_table(
        "demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "biometrics",
                "medical",
                "additional_documents",
                "interview",
                "procedural_fairness",
                name="demandkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_demand_application_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["users.id"], name=op.f("fk_demand_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
    )
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_demand_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_demand_unanswered",
            ["answer_before"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"),
        )

    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_note_application_id")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_note_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_application_id"), ["application_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_because", sa.String(length=200), nullable=True),
        sa.Column("refund_cents", sa.Integer(), nullable=True),
        sa.Column("refunded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_payment_application_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name=op.f("fk_payment_confirmed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("reference", name=op.f("uq_payment_reference")),
    )
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_payment_to_confirm",
            ["id"],
            unique=False,
            sqlite_where=sa.text("confirmed_at IS NULL AND rejected_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND rejected_at IS NULL"),
        )

    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "key",
            sa.Enum(
                "completeness",
                "eligibility",
                "medical",
                "additional_documents",
                "interview",
                "biometrics",
                "background",
                "final_decision",
                name="stagekey",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "not_started",
                "in_progress",
                "waiting",
                "passed",
                "not_needed",
                "failed",
                name="stagestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "waiting_on",
            sa.Enum(
                "officer",
                "candidate",
                "partner",
                name="waitingon",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("waiting_for", sa.String(length=200), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_stage_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage")),
    )
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.create_index("uq_stage_application_key", ["application_id", "key"], unique=True)
        batch_op.create_index(
            "ix_stage_waiting",
            ["waiting_on", "key", "changed_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=120), nullable=False),
        sa.Column("demand_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_as", sa.String(length=64), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_document_application_id")),
        sa.ForeignKeyConstraint(["demand_id"], ["demand.id"], name=op.f("fk_document_demand_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_document_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("stored_as", name=op.f("uq_document_stored_as")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_application", ["application_id", "slot"], unique=False)

    with _indexes_of_the_pool_rebuilt(), op.batch_alter_table("expression_of_interest", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answers", sa.Text(), nullable=True))
        batch_op.alter_column(
            "left_because", existing_type=_departures(), type_=_departures("applied"), existing_nullable=True
        )
    # Whoever can sign in may change the profile later: what it held at the last confirmation is what it holds now.
    op.execute(
        "UPDATE expression_of_interest SET answers = (SELECT p.answers FROM profile p WHERE p.id = profile_id) "
        "WHERE (left_at IS NULL OR left_because = 'invited') AND profile_id IN "
        "(SELECT p.id FROM profile p JOIN users u ON u.id = p.user_id WHERE u.password_hash IS NOT NULL)"
    )

    op.drop_index("uq_one_open_invitation", "invitation")
    op.drop_index("ix_invitation_answer_before", "invitation")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("extended_from", sa.DateTime(timezone=True), nullable=True))
    _index("uq_one_open_invitation", "invitation", "expression_id", UNANSWERED, unique=True)
    _index("ix_invitation_unanswered", "invitation", "answer_before", UNANSWERED)


def downgrade():
    op.drop_index("uq_one_open_invitation", "invitation")
    op.drop_index("ix_invitation_unanswered", "invitation")
    op.execute("UPDATE invitation SET lapsed_at = applied_at WHERE applied_at IS NOT NULL")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("extended_from")
        batch_op.drop_column("applied_at")
    _index("uq_one_open_invitation", "invitation", "expression_id", UNANSWERED_BEFORE, unique=True)
    op.create_index("ix_invitation_answer_before", "invitation", ["answer_before"], unique=False)

    op.execute("UPDATE expression_of_interest SET left_because = 'lapsed' WHERE left_because = 'applied'")
    with _indexes_of_the_pool_rebuilt(), op.batch_alter_table("expression_of_interest", schema=None) as batch_op:
        batch_op.alter_column(
            "left_because", existing_type=_departures("applied"), type_=_departures(), existing_nullable=True
        )
        batch_op.drop_column("answers")

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_application")

    op.drop_table("document")
    with op.batch_alter_table("stage", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_stage_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index("uq_stage_application_key")

    op.drop_table("stage")
    with op.batch_alter_table("payment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_payment_to_confirm",
            sqlite_where=sa.text("confirmed_at IS NULL AND rejected_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND rejected_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_payment_application_id"))

    op.drop_table("payment")
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_note_application_id"))

    op.drop_table("note")
    with op.batch_alter_table("demand", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_demand_unanswered",
            sqlite_where=sa.text("answered_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_demand_application_id"))

    op.drop_table("demand")
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_application_queue_waiting",
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_application_queue_stage",
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_application_queue_program",
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_application_queue_assigned",
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_application_queue",
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_application_profile_id"))
        batch_op.drop_index(
            "ix_application_decided",
            sqlite_where=sa.text("received_at IS NOT NULL AND decided_at IS NOT NULL"),
            postgresql_where=sa.text("received_at IS NOT NULL AND decided_at IS NOT NULL"),
        )

    op.drop_table("application")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_user")
        batch_op.drop_index(
            "ix_letter_untold",
            sqlite_where=sa.text("notified_at IS NULL"),
            postgresql_where=sa.text("notified_at IS NULL"),
        )
        batch_op.drop_index("ix_letter_about")

    op.drop_table("letter")
    with op.batch_alter_table("outage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outage_ended_at"))

    op.drop_table("outage")
    op.drop_table("heartbeat")
