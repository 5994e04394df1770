"""A revision of who sits where, new with every change of a seat: who knows it need not read all seats again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Random, so that one which was rolled back never comes again for other people in the seats.
NEW = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "replace(gen_random_uuid()::text, '-', '')"}
TRIGGERS = {
    "sqlite": tuple(
        f"CREATE TRIGGER holder_{change.lower()} AFTER {change} ON holder "  # noqa: S608  The words stand below.
        f"BEGIN UPDATE staffing SET revision = {NEW['sqlite']}; END"
        for change in ("INSERT", "UPDATE", "DELETE")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION renew_staffing() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: S608  As above.
            f"$$ BEGIN UPDATE staffing SET revision = {NEW['postgresql']}; RETURN NULL; END $$"
        ),
        (
            "CREATE TRIGGER holder_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON holder "
            "FOR EACH STATEMENT EXECUTE FUNCTION renew_staffing()"
        ),
    ),
}


def upgrade() -> None:
    op.create_table(
        "staffing",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False, comment="there is one row"),
        sa.Column("revision", sa.String(length=32), nullable=False, comment="random, anew with each change of holders"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staffing")),
    )
    kind = op.get_bind().dialect.name
    op.execute(f"INSERT INTO staffing (id, revision) VALUES (1, {NEW[kind]})")  # noqa: S608  As above.
    for statement in TRIGGERS[kind]:
        op.execute(statement)
