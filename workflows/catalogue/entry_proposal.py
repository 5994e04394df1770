"""Entry proposal: a message that was pinned or marked, or words that were typed, put up for the log of its channel."""

from workflows.effects import nominating
from workflows.procedure import Edge, Move, Procedure, Shown, Stage, Who

OWNERS = (Who.ADDRESSED_DECIDE, Who.ADDRESSED_WATCH)

PROCEDURE = Procedure(
    id="entry-proposal",
    kind="EP",
    stages=(
        Stage("put-up"),
        Stage("nominated", mover=Who.ADDRESSED_WATCH),
        Stage("recorded", end=True),
        Stage("declined", end=True),
    ),
    edges=(
        Edge("nominate", ("put-up",), "nominated"),
        Edge("record", ("nominated",), "recorded"),
        Edge("decline", ("nominated",), "declined"),
    ),
    steps=(),
    opening=Move("nominate", (), (Who.CONCERNED,), nominating.nominate, nominating.NOMINATE),
    moves=(
        Move("record", ("nominated",), OWNERS, nominating.enter, (), "primary"),
        Move("decline", ("nominated",), OWNERS, nominating.decline, nominating.DECLINE, "danger"),
    ),
    joins=(),
    reminders=(),
    addressees=nominating.routes,
    card=(
        Shown("author", "person", "Said by"),
        Shown("said_at", "time", "Said at"),
    ),
)
