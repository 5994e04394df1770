"""No index of the outbox's random ids: nothing is looked up by them, and each would be a page of its own to write."""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("uq_outbox_id"), type_="unique")
