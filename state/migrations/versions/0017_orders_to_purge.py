"""Orders to empty a content, and a guard that lets through only what all who read it have ordered, as an entry says."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "purge_order",
        sa.Column("log", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nation", sa.String(length=20), nullable=False, comment="that has ordered its content to be emptied"),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["log", "seq"], ["log_entry.log", "log_entry.seq"], name=op.f("fk_purge_order_log_entry")
        ),
        sa.PrimaryKeyConstraint("log", "seq", "nation", name=op.f("pk_purge_order")),
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


# An entry `purge` of the same log names it: as canonical JSON it begins with its act.
_SAID = (
    "EXISTS (SELECT 1 FROM log_correction c JOIN log_entry e ON e.log = c.log AND e.seq = c.seq "
    "WHERE c.log = OLD.log AND c.of_log = OLD.log AND c.of_seq = OLD.seq "
    "AND substr(e.entry, 1, 15) = {begins})"
)
_OTHER = "NEW.content IS NOT NULL OR NEW.log <> OLD.log OR NEW.seq <> OLD.seq OR NOT "

GUARDS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "DROP TRIGGER log_content_unchanged",
        "CREATE TRIGGER log_content_unchanged BEFORE UPDATE ON log_content WHEN "
        + _OTHER
        + _SAID.format(begins='CAST(\'{"act":"purge",\' AS BLOB)')
        + " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    ),
    "postgresql": (
        "DROP TRIGGER log_content_unchanged ON log_content",
        "CREATE FUNCTION refuse_unordered_purge() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF "
        + _OTHER
        + _SAID.format(begins="convert_to('{\"act\":\"purge\",', 'UTF8')")
        + " THEN RAISE EXCEPTION 'the log is append-only'; END IF; RETURN NEW; END $$",
        (
            "CREATE TRIGGER log_content_unchanged BEFORE UPDATE ON log_content "
            "FOR EACH ROW EXECUTE FUNCTION refuse_unordered_purge()"
        ),
    ),
}
