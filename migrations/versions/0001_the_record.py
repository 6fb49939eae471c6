"""The record

Revision ID: 0001
Revises:
Create Date: 2026-11-23 10:16:59.688937
"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "score_count",
        sa.Column("score", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("score", name=op.f("pk_score_count")),
    )
    op.create_table(
        "sign_in_guard",
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email_digest", name=op.f("pk_sign_in_guard")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_stamp", sa.String(length=32), nullable=False),
        sa.Column(
            "role",
            sa.Enum("candidate", "officer", name="role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_event_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_event_subject", ["subject", "subject_id"], unique=False)

    op.create_table(
        "profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profile_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile")),
        sa.UniqueConstraint("user_id", name=op.f("uq_profile_user_id")),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "no_program_specified",
                "cec",
                "fsw",
                "fst",
                "pnp",
                name="roundkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lowest_score", sa.Integer(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("cut_off_score", sa.Integer(), nullable=True),
        sa.Column("tie_break_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at_cut_off", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=True),
        sa.Column("law_version", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["users.id"], name=op.f("fk_round_drafted_by_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["users.id"], name=op.f("fk_round_issued_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("number", name=op.f("uq_round_number")),
    )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_issued_at"), ["issued_at"], unique=False)

    op.create_table(
        "expression_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=10), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("scorecard", sa.Text(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("law_version", sa.String(length=40), nullable=False),
        sa.Column("rescore_on", sa.Date(), nullable=True),
        sa.Column("cec", sa.Boolean(), nullable=False),
        sa.Column("fsw", sa.Boolean(), nullable=False),
        sa.Column("fst", sa.Boolean(), nullable=False),
        sa.Column("nominee", sa.Boolean(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("noc_code", sa.String(length=5), nullable=True),
        sa.Column("teer", sa.Integer(), nullable=True),
        sa.Column("first_language", sa.String(length=7), nullable=True),
        sa.Column("lowest_level", sa.Integer(), nullable=True),
        sa.Column("canadian_years", sa.Integer(), nullable=False),
        sa.Column("foreign_years", sa.Integer(), nullable=False),
        sa.Column("provinces", sa.String(length=60), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "left_because",
            sa.Enum(
                "invited",
                "withdrawn",
                "expired",
                "ineligible",
                "lapsed",
                name="departure",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_expression_of_interest_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expression_of_interest")),
        sa.UniqueConstraint("number", name=op.f("uq_expression_of_interest_number")),
    )
    with op.batch_alter_table("expression_of_interest", schema=None) as batch_op:
        batch_op.create_index(
            "ix_expires_at",
            ["expires_at"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_expression_of_interest_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(
            "ix_law_version",
            ["law_version"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(
            "ix_rescore_on",
            ["rescore_on"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(
            "ix_standing",
            [sa.literal_column("score DESC"), "submitted_at", "id"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(
            "ix_standing_fst",
            [sa.literal_column("score DESC"), "submitted_at", "id"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL AND fst = 1"),
            postgresql_where=sa.text("left_at IS NULL AND fst"),
        )
        batch_op.create_index(
            "ix_standing_nominee",
            [sa.literal_column("score DESC"), "submitted_at", "id"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL AND nominee = 1"),
            postgresql_where=sa.text("left_at IS NULL AND nominee"),
        )
        batch_op.create_index(
            "ix_standing_occupation",
            ["noc_code", sa.literal_column("score DESC"), "submitted_at", "id"],
            unique=False,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.create_index(
            "uq_one_open_stay",
            ["profile_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL OR left_because = 'invited'"),
            postgresql_where=sa.text("left_at IS NULL OR left_because = 'invited'"),
        )

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("expression_id", sa.Integer(), nullable=False),
        sa.Column(
            "program",
            sa.Enum("cec", "fsw", "fst", "pnp", name="program", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("scorecard", sa.Text(), nullable=False),
        sa.Column("law_version", sa.String(length=40), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expression_id"], ["expression_of_interest.id"], name=op.f("fk_invitation_expression_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_invitation_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("round_id", "expression_id", name=op.f("uq_invitation_round_id_expression_id")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_answer_before"), ["answer_before"], unique=False)
        batch_op.create_index(
            "uq_one_open_invitation",
            ["expression_id"],
            unique=True,
            sqlite_where=sa.text("declined_at IS NULL AND lapsed_at IS NULL"),
            postgresql_where=sa.text("declined_at IS NULL AND lapsed_at IS NULL"),
        )


def downgrade():
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_open_invitation",
            sqlite_where=sa.text("declined_at IS NULL AND lapsed_at IS NULL"),
            postgresql_where=sa.text("declined_at IS NULL AND lapsed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_invitation_answer_before"))

    op.drop_table("invitation")
    with op.batch_alter_table("expression_of_interest", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_one_open_stay",
            sqlite_where=sa.text("left_at IS NULL OR left_because = 'invited'"),
            postgresql_where=sa.text("left_at IS NULL OR left_because = 'invited'"),
        )
        batch_op.drop_index(
            "ix_standing_occupation",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_standing_nominee",
            sqlite_where=sa.text("left_at IS NULL AND nominee = 1"),
            postgresql_where=sa.text("left_at IS NULL AND nominee"),
        )
        batch_op.drop_index(
            "ix_standing_fst",
            sqlite_where=sa.text("left_at IS NULL AND fst = 1"),
            postgresql_where=sa.text("left_at IS NULL AND fst"),
        )
        batch_op.drop_index(
            "ix_standing", sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL")
        )
        batch_op.drop_index(
            "ix_rescore_on", sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL")
        )
        batch_op.drop_index(
            "ix_law_version", sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_expression_of_interest_profile_id"))
        batch_op.drop_index(
            "ix_expires_at", sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL")
        )

    op.drop_table("expression_of_interest")
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_issued_at"))

    op.drop_table("round")
    op.drop_table("profile")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index("ix_event_subject")
        batch_op.drop_index(batch_op.f("ix_event_kind"))

    op.drop_table("event")
    op.drop_table("users")
    op.drop_table("sign_in_guard")
    op.drop_table("score_count")
