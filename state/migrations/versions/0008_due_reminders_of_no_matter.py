"""An index by which the due reminders of no matter are found among all that pend: people's own."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.drop_index(op.f("ix_reminder_matter_id_state"), "reminder")
    op.create_index(op.f("ix_reminder_matter_id_state_due_at"), "reminder", ["matter_id", "state", "due_at"])
