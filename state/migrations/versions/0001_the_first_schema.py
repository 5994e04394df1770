"""The first schema, and the triggers that keep the log append-only."""

import sqlalchemy as sa
from alembic import op

from state.instant import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "card",
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("lane", sa.String(length=80), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="of what was last drawn there"),
        sa.PrimaryKeyConstraint("matter_id", "lane", name=op.f("pk_card")),
    )
    op.create_table(
        "channel",
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("body", name=op.f("pk_channel")),
        sa.UniqueConstraint("team", "channel", name=op.f("uq_channel_team_channel")),
    )
    op.create_table(
        "counter",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("log", "kind", "year", name=op.f("pk_counter")),
    )
    op.create_table(
        "holder",
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("seat", name=op.f("pk_holder")),
    )
    op.create_index(op.f("ix_holder_team_user"), "holder", ["team", "user"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False, comment="what was said; never what was typed"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"], unique=False)
    op.create_table(
        "lane",
        sa.Column("lane", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=True),
        sa.Column(
            "fence", sa.Integer(), nullable=False, comment="goes up with each claim: a late writer's marks are refused"
        ),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("not_before", Instant(), nullable=True, comment="Slack asked to wait until then"),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_lane")),
    )
    op.create_table(
        "log_entry",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.String(length=32), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False, comment="the bytes that were hashed"),
        sa.PrimaryKeyConstraint("log", "seq", name=op.f("pk_log_entry")),
    )
    op.create_index(op.f("ix_log_entry_serial"), "log_entry", ["serial"], unique=False)
    op.create_table(
        "log_head",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False, comment="roots of the perfect subtrees, 32 bytes each"),
        sa.PrimaryKeyConstraint("log", name=op.f("pk_log_head")),
    )
    op.create_table(
        "matter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("stage", sa.String(length=80), nullable=False, comment="without tracks; these are in data"),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="counts writes; guards against a stale one"),
        sa.Column("data", sa.LargeBinary(), nullable=False, comment="workflows.matter.Matter as JSON"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
    )
    op.create_index(op.f("ix_matter_is_open_due_at"), "matter", ["is_open", "due_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False, comment="random: goes into the message's metadata"),
        sa.Column("lane", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=False, comment="JSON; never Block Kit"),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False, comment="pending, sending, sent or failed"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True, comment="Slack's id of the message"),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("id", name=op.f("uq_outbox_id")),
    )
    op.create_index(op.f("ix_outbox_state_lane_seq"), "outbox", ["state", "lane", "seq"], unique=False)
    op.create_table(
        "person",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("user", sa.String(length=32), nullable=False),
        sa.Column("nation", sa.String(length=32), nullable=False),
        sa.Column("admitted_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("team", "user", name=op.f("pk_person")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False, comment="empty for a person's own"),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False, comment="pending, fired or dropped"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_matter_id_state"), "reminder", ["matter_id", "state"], unique=False)
    op.create_index(op.f("ix_reminder_state_due_at"), "reminder", ["state", "due_at"], unique=False)
    op.create_table(
        "serial",
        sa.Column("serial", sa.String(length=32), nullable=False),
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_serial")),
    )
    op.create_index(op.f("ix_serial_matter_id"), "serial", ["matter_id"], unique=False)
    op.create_table(
        "log_content",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True, comment="the bytes that were hashed"),
        sa.ForeignKeyConstraint(
            ["log", "seq"], ["log_entry.log", "log_entry.seq"], name=op.f("fk_log_content_log_entry")
        ),
        sa.PrimaryKeyConstraint("log", "seq", name=op.f("pk_log_content")),
    )
    guard_the_log()


def guard_the_log() -> None:
    """Entries are never changed or deleted; content only emptied (a purge), never rewritten or deleted.

    An owner can drop a trigger: only the tree and its checkpoints show that.
    """
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


LOG_TABLES = ("log_entry", "log_content")

GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        # INSERT OR REPLACE passes delete triggers, so an existing key is refused before the insert.
        *(
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} "  # noqa: S608  The names stand above.
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE log = NEW.log AND seq = NEW.seq) "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            for table in LOG_TABLES
        ),
        *(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            for table in LOG_TABLES
        ),
        (
            "CREATE TRIGGER log_entry_unchanged BEFORE UPDATE ON log_entry "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        ),
        (
            "CREATE TRIGGER log_content_unchanged BEFORE UPDATE ON log_content "
            "WHEN NEW.content IS NOT NULL OR NEW.log <> OLD.log OR NEW.seq <> OLD.seq "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        ),
    ),
    "postgresql": (
        (
            "CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"
        ),
        (
            "CREATE TRIGGER log_entry_unchanged BEFORE UPDATE OR DELETE ON log_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_log_change()"
        ),
        (
            "CREATE TRIGGER log_content_kept BEFORE DELETE ON log_content "
            "FOR EACH ROW EXECUTE FUNCTION refuse_log_change()"
        ),
        (
            "CREATE TRIGGER log_content_unchanged BEFORE UPDATE ON log_content FOR EACH ROW "
            "WHEN (NEW.content IS NOT NULL OR NEW.log <> OLD.log OR NEW.seq <> OLD.seq) "
            "EXECUTE FUNCTION refuse_log_change()"
        ),
        *(
            f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()"
            for table in LOG_TABLES
        ),
    ),
}
