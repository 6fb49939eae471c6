"""Partners: provinces that nominate, employers that match, representatives that help

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-24 23:42:32.069771
"""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


PROVINCES = ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT")
OF_PROVINCE = {province: f"province_bits & {1 << at} <> 0" for at, province in enumerate(PROVINCES) if province != "QC"}
IN_POOL_OF = {province: f"left_at IS NULL AND nominee = 0 AND {bits}" for province, bits in OF_PROVINCE.items()}
NEW_TABLES = (
    "viewing",
    "offer",
    "job_invitation",
    "sought_occupation",
    "job_seeker",
    "posting",
    "employer",
    "proposal",
    "representation",
    "representative",
    "saved_search",
    "nomination",
    "notification_of_interest",
    "nomination_space",
    "guard",
)
LETTERS = (
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
)
NEW_LETTERS = (
    "notification_of_interest",
    "nomination_received",
    "nomination_accepted",
    "nomination_refused",
    "nomination_lapsed",
    "nomination_withdrawn",
    "job_invitation",
    "job_invitation_answered",
    "job_offer",
    "offer_answered",
    "representation_asked",
    "representation_begun",
    "representation_ended",
    "representative_verification",
    "changes_proposed",
    "account_verified",
    "account_not_verified",
)
ROLES, NEW_ROLES = ("candidate", "officer"), ("province", "employer", "representative")
POSTED_WORDS = "title || ' ' || description || ' ' || skills"


def _one_of(name, values):
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _letters(before, after):
    """A table that SQLite rebuilds loses its partial indexes: taken off and put back."""
    op.drop_index("ix_letter_untold", "letter")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column(
            "kind",
            existing_type=_one_of("letterkind", before),
            type_=_one_of("letterkind", after),
            existing_nullable=False,
        )
    op.execute("CREATE INDEX ix_letter_untold ON letter (id) WHERE notified_at IS NULL")


def _words_of_postings():
    """Full-text search by what the database has: FTS5 beside the table, kept by triggers, or a GIN index over it."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"CREATE INDEX ix_posting_words ON posting USING gin (to_tsvector('simple', {POSTED_WORDS}))")
        return
    op.execute(
        "CREATE VIRTUAL TABLE posting_words USING fts5(title, description, skills, content='posting', "
        "content_rowid='id', tokenize='unicode61 remove_diacritics 2')"
    )
    op.execute(
        "CREATE TRIGGER posting_words_added AFTER INSERT ON posting BEGIN INSERT INTO posting_words "
        "(rowid, title, description, skills) VALUES (new.id, new.title, new.description, new.skills); END"
    )
    op.execute(
        "CREATE TRIGGER posting_words_removed AFTER DELETE ON posting BEGIN INSERT INTO posting_words "
        "(posting_words, rowid, title, description, skills) "
        "VALUES ('delete', old.id, old.title, old.description, old.skills); END"
    )


def upgrade():
    op.create_table(
        "guard",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_guard")),
    )
    op.create_table(
        "nomination_space",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "province",
            _one_of("province", PROVINCES),
            nullable=False,
        ),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(length=60), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "held >= 0 AND used >= 0 AND held + used <= places", name=op.f("ck_nomination_space_never_over")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_space")),
        sa.UniqueConstraint("province", "year", "stream", name=op.f("uq_nomination_space_province_year_stream")),
    )
    op.create_table(
        "employer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("legal_name", sa.String(length=120), nullable=False),
        sa.Column("business_number", sa.String(length=20), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column(
            "province",
            _one_of("province", PROVINCES),
            nullable=False,
        ),
        sa.Column("postal_code", sa.String(length=7), nullable=False),
        sa.Column("contact_name", sa.String(length=100), nullable=False),
        sa.Column("contact_phone", sa.String(length=30), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turned_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turned_down_because", sa.Text(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_employer_user_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name=op.f("fk_employer_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
        sa.UniqueConstraint("user_id", name=op.f("uq_employer_user_id")),
    )
    op.create_table(
        "representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("organisation", sa.String(length=120), nullable=False),
        sa.Column(
            "regulator",
            sa.Enum(
                "cicc",
                "law_society",
                "chambre_des_notaires",
                name="regulator",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("licence_number", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turned_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("turned_down_because", sa.Text(), nullable=True),
        sa.Column("verified_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_representative_user_id")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["users.id"], name=op.f("fk_representative_verified_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
        sa.UniqueConstraint("user_id", name=op.f("uq_representative_user_id")),
    )
    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.create_index(
            "uq_one_licence",
            ["regulator", "licence_number"],
            unique=True,
            sqlite_where=sa.text("verified_at IS NOT NULL"),
            postgresql_where=sa.text("verified_at IS NOT NULL"),
        )

    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "province",
            _one_of("province", PROVINCES),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["saved_by_id"], ["users.id"], name=op.f("fk_saved_search_saved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("province", "name", name=op.f("uq_saved_search_province_name")),
    )
    op.create_table(
        "job_seeker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("opted_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("strict", sa.Boolean(), nullable=False),
        sa.Column("english_level", sa.Integer(), nullable=False),
        sa.Column("french_level", sa.Integer(), nullable=False),
        sa.Column("education_rank", sa.Integer(), nullable=False),
        sa.Column("province_bits", sa.Integer(), nullable=False),
        sa.Column("wage_cents", sa.Integer(), nullable=True),
        sa.Column("hours_per_week", sa.Integer(), nullable=True),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_job_seeker_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_seeker")),
        sa.UniqueConstraint("code", name=op.f("uq_job_seeker_code")),
        sa.UniqueConstraint("profile_id", name=op.f("uq_job_seeker_profile_id")),
    )
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("how_to_apply", sa.Text(), nullable=False),
        sa.Column("noc_code", sa.String(length=5), nullable=False),
        sa.Column(
            "province",
            _one_of("province", PROVINCES),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("english_level", sa.Integer(), nullable=True),
        sa.Column("french_level", sa.Integer(), nullable=True),
        sa.Column("education_rank", sa.Integer(), nullable=True),
        sa.Column("experience_years", sa.Integer(), nullable=True),
        sa.Column("skills", sa.Text(), nullable=False),
        sa.Column("preferred", sa.Text(), nullable=False),
        sa.Column("wage_cents", sa.Integer(), nullable=False),
        sa.Column(
            "wage_per",
            sa.Enum("hour", "year", name="wageperiod", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("hours_per_week", sa.Integer(), nullable=False),
        sa.Column("permanent", sa.Boolean(), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_posting_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_posting_closes_on",
            ["closes_on"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_posting_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(
            "ix_posting_newest",
            [sa.literal_column("opened_on DESC"), sa.literal_column("id DESC")],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
        )
        batch_op.create_index(
            "ix_posting_occupation",
            ["noc_code", sa.literal_column("opened_on DESC"), sa.literal_column("id DESC")],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
        )
        batch_op.create_index(
            "ix_posting_province",
            ["province", sa.literal_column("opened_on DESC"), sa.literal_column("id DESC")],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL AND expired_at IS NULL"),
        )

    op.create_table(
        "representation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_client", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("may_edit", sa.Boolean(), nullable=False),
        sa.Column("may_submit", sa.Boolean(), nullable=False),
        sa.Column("gets_letters", sa.Boolean(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "ended_because",
            sa.Enum(
                "revoked",
                "transferred",
                "laid_down",
                name="representationend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["ended_by_id"], ["users.id"], name=op.f("fk_representation_ended_by_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_representation_profile_id")),
        sa.ForeignKeyConstraint(
            ["representative_id"], ["representative.id"], name=op.f("fk_representation_representative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
    )
    with op.batch_alter_table("representation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_representation_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_representation_representative_id"), ["representative_id"], unique=False)
        batch_op.create_index(
            "uq_asked_once",
            ["profile_id", "representative_id"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NULL AND declined_at IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NULL AND declined_at IS NULL AND ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_one_representation",
            ["profile_id"],
            unique=True,
            sqlite_where=sa.text("accepted_at IS NOT NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("accepted_at IS NOT NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "job_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_job_invitation_posting_id")),
        sa.ForeignKeyConstraint(["seeker_id"], ["job_seeker.id"], name=op.f("fk_job_invitation_seeker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_job_invitation_code")),
        sa.UniqueConstraint("posting_id", "seeker_id", name=op.f("uq_job_invitation_posting_id_seeker_id")),
    )
    with op.batch_alter_table("job_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_invitation_seeker_id"), ["seeker_id"], unique=False)

    op.create_table(
        "notification_of_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expression_id", sa.Integer(), nullable=False),
        sa.Column(
            "province",
            _one_of("province", PROVINCES),
            nullable=False,
        ),
        sa.Column("stream", sa.String(length=60), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expression_id"], ["expression_of_interest.id"], name=op.f("fk_notification_of_interest_expression_id")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_notification_of_interest_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_of_interest")),
    )
    with op.batch_alter_table("notification_of_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notification_of_interest_expression_id"), ["expression_id"], unique=False)
        batch_op.create_index("ix_notification_province", ["province", "id"], unique=False)
        batch_op.create_index(
            "ix_notification_unanswered",
            ["answer_before"],
            unique=False,
            sqlite_where=sa.text(
                "accepted_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"
            ),
            postgresql_where=sa.text(
                "accepted_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"
            ),
        )
        batch_op.create_index(
            "uq_one_open_notification",
            ["expression_id", "province"],
            unique=True,
            sqlite_where=sa.text(
                "accepted_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"
            ),
            postgresql_where=sa.text(
                "accepted_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL AND cancelled_at IS NULL"
            ),
        )

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("representation_id", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejected_because", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["representation_id"], ["representation.id"], name=op.f("fk_proposal_representation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_representation_id"), ["representation_id"], unique=False)
        batch_op.create_index(
            "uq_one_open_proposal",
            ["representation_id"],
            unique=True,
            sqlite_where=sa.text("approved_at IS NULL AND rejected_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("approved_at IS NULL AND rejected_at IS NULL AND withdrawn_at IS NULL"),
        )

    op.create_table(
        "sought_occupation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seeker_id", sa.Integer(), nullable=False),
        sa.Column("noc_code", sa.String(length=5), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.Column("province_bits", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["seeker_id"], ["job_seeker.id"], name=op.f("fk_sought_occupation_seeker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sought_occupation")),
        sa.UniqueConstraint("seeker_id", "noc_code", name=op.f("uq_sought_occupation_seeker_id_noc_code")),
    )
    listed = "listed = 1" if op.get_bind().dialect.name == "sqlite" else "listed"
    for province, bits in OF_PROVINCE.items():
        op.execute(
            f"CREATE INDEX ix_sought_{province.lower()} ON sought_occupation (noc_code, strength DESC, seeker_id) "
            f"WHERE {listed} AND {bits}"
        )

    op.create_table(
        "viewing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "listed",
                "opened",
                "identified",
                "matched",
                "revealed",
                "client",
                name="viewingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_viewing_by_id")),
        sa.ForeignKeyConstraint(["posting_id"], ["posting.id"], name=op.f("fk_viewing_posting_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profile.id"], name=op.f("fk_viewing_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing")),
    )
    with op.batch_alter_table("viewing", schema=None) as batch_op:
        batch_op.create_index("ix_viewing_profile", ["profile_id", "id"], unique=False)

    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("expression_id", sa.Integer(), nullable=False),
        sa.Column(
            "province",
            _one_of("province", PROVINCES),
            nullable=False,
        ),
        sa.Column("stream", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.Integer(), nullable=True),
        sa.Column("certificate_number", sa.String(length=40), nullable=False),
        sa.Column("nominated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nominated_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extended_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expression_id"], ["expression_of_interest.id"], name=op.f("fk_nomination_expression_id")
        ),
        sa.ForeignKeyConstraint(["nominated_by_id"], ["users.id"], name=op.f("fk_nomination_nominated_by_id")),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notification_of_interest.id"], name=op.f("fk_nomination_notification_id")
        ),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["users.id"], name=op.f("fk_nomination_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_expression_id"), ["expression_id"], unique=False)
        batch_op.create_index("ix_nomination_province", ["province", "id"], unique=False)
        batch_op.create_index(
            "ix_nomination_unanswered",
            ["answer_before"],
            unique=False,
            sqlite_where=sa.text(
                "accepted_at IS NULL AND refused_at IS NULL AND lapsed_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL"
            ),
            postgresql_where=sa.text(
                "accepted_at IS NULL AND refused_at IS NULL AND lapsed_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL"
            ),
        )
        batch_op.create_index(
            "uq_one_nomination",
            ["expression_id"],
            unique=True,
            sqlite_where=sa.text(
                "refused_at IS NULL AND lapsed_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL"
            ),
            postgresql_where=sa.text(
                "refused_at IS NULL AND lapsed_at IS NULL AND withdrawn_at IS NULL AND ended_at IS NULL"
            ),
        )

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("noc_code", sa.String(length=5), nullable=False),
        sa.Column("wage_cents", sa.Integer(), nullable=False),
        sa.Column(
            "wage_per",
            sa.Enum("hour", "year", name="wageperiod", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("hours_per_week", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("full_time", sa.Boolean(), nullable=False),
        sa.Column("lasts_a_year", sa.Boolean(), nullable=False),
        sa.Column("employer_excluded", sa.Boolean(), nullable=False),
        sa.Column("employers", sa.Integer(), nullable=False),
        sa.Column("lmia_number", sa.String(length=30), nullable=True),
        sa.Column("lmia_expires_on", sa.Date(), nullable=True),
        sa.Column("exemption", sa.String(length=20), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(lmia_number IS NULL) = (lmia_expires_on IS NULL)", name=op.f("ck_offer_lmia_whole")),
        sa.ForeignKeyConstraint(["invitation_id"], ["job_invitation.id"], name=op.f("fk_offer_invitation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    with op.batch_alter_table("offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offer_invitation_id"), ["invitation_id"], unique=False)
        batch_op.create_index(
            "uq_one_open_offer",
            ["invitation_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL"),
        )

    _words_of_postings()
    _letters(LETTERS, LETTERS + NEW_LETTERS)
    op.drop_table("sign_in_guard")
    op.add_column("application", sa.Column("nomination_withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_event_by_id", "event", ["by_id"])
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("province", _one_of("province", PROVINCES), nullable=True))
        batch_op.alter_column(
            "role",
            existing_type=_one_of("role", ROLES),
            type_=_one_of("role", ROLES + NEW_ROLES),
            existing_nullable=False,
        )
        batch_op.create_check_constraint("province_of_its_account", "(role = 'province') = (province IS NOT NULL)")
    _stays()


def _stays():
    """Columns that provinces search by; every stay in the pool is to be scored anew, which fills them."""
    name = "expression_of_interest"
    op.add_column(name, sa.Column("validation_code", sa.String(length=4), nullable=False, server_default=""))
    op.add_column(name, sa.Column("province_bits", sa.Integer(), nullable=False, server_default="0"))
    for column in ("english_level", "french_level", "education_rank"):
        op.add_column(name, sa.Column(column, sa.Integer(), nullable=True))
    sqlite = op.get_bind().dialect.name == "sqlite"
    digits = "printf('%04d', abs(random() % 10000))" if sqlite else "lpad(floor(random() * 10000)::text, 4, '0')"
    op.execute(f"UPDATE {name} SET validation_code = {digits}")
    op.execute(f"UPDATE {name} SET law_version = '' WHERE left_at IS NULL")
    for at, province in enumerate(PROVINCES):
        op.execute(f"UPDATE {name} SET province_bits = province_bits + {1 << at} WHERE provinces LIKE '% {province} %'")
    for province, where in IN_POOL_OF.items():
        said = where if sqlite else where.replace("nominee = 0", "NOT nominee")
        op.execute(
            f"CREATE INDEX ix_standing_{province.lower()} ON {name} (score DESC, submitted_at, id) WHERE {said}"
        )


def downgrade():
    name = "expression_of_interest"
    for province in IN_POOL_OF:
        op.drop_index(f"ix_standing_{province.lower()}", name)
    for column in ("validation_code", "province_bits", "english_level", "french_level", "education_rank"):
        op.drop_column(name, column)
    op.drop_index("ix_event_by_id", "event")
    op.drop_column("application", "nomination_withdrawn_at")
    kinds = ", ".join(f"'{kind}'" for kind in NEW_LETTERS)
    op.execute(f"DELETE FROM letter WHERE kind IN ({kinds})")
    _letters(LETTERS + NEW_LETTERS, LETTERS)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE posting_words")
    for table in NEW_TABLES:
        op.drop_table(table)
    _accounts_before()
    op.create_table(
        "sign_in_guard",
        sa.Column("email_digest", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email_digest", name=op.f("pk_sign_in_guard")),
    )


def _accounts_before():
    """Partners' accounts did not exist: what they did stays in the log, done by nobody."""
    partners = "SELECT id FROM users WHERE role IN ('province', 'employer', 'representative')"
    op.execute(f"UPDATE event SET by_id = NULL WHERE by_id IN ({partners})")
    op.execute(f"DELETE FROM letter WHERE user_id IN ({partners})")
    op.execute("DELETE FROM users WHERE role IN ('province', 'employer', 'representative')")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_users_province_of_its_account"), type_="check")
        batch_op.drop_constraint(op.f("ck_users_province"), type_="check")
        batch_op.drop_column("province")
        batch_op.alter_column(
            "role",
            existing_type=_one_of("role", ROLES + NEW_ROLES),
            type_=_one_of("role", ROLES),
            existing_nullable=False,
        )
