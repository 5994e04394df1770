"""Entry proposal: a message that was pinned or marked, or words that were typed, put up for the log of its channel."""

from fractions import Fraction

from workflows.effects import nominating
from workflows.fields import Shown
from workflows.procedure import Edge, Move, Procedure, Stage
from workflows.reminding.chasing import chased
from workflows.who import Who

OWNERS = (Who.ADDRESSED_DECIDE, Who.ADDRESSED_WATCH)

PROCEDURE = Procedure(
    id="entry-proposal",
    kind="EP",
    stages=(
        Stage("put-up"),
        Stage("release-check", mover=Who.DISCLOSURE, share=Fraction(1)),
        Stage("nominated", mover=Who.ADDRESSED_WATCH, share=Fraction(1)),
        Stage("recorded", end=True),
        Stage("declined", end=True),
    ),
    edges=(
        Edge("wait", ("put-up",), "release-check"),
        Edge("nominate", ("put-up", "release-check"), "nominated"),
        Edge("record", ("nominated",), "recorded"),
        Edge("decline", ("release-check", "nominated"), "declined"),
    ),
    steps=(),
    opening=Move("nominate", (), (Who.CONCERNED,), nominating.nominate, nominating.NOMINATE),
    moves=(
        Move("disclose", ("release-check",), (Who.DISCLOSURE,), nominating.disclose, (), "primary"),
        Move("decline", ("release-check",), (Who.DISCLOSURE,), nominating.decline, nominating.DECLINE, "danger"),
        Move("record", ("nominated",), OWNERS, nominating.enter, (), "primary"),
        Move("decline", ("nominated",), OWNERS, nominating.decline, nominating.DECLINE, "danger"),
    ),
    joins=(),
    reminders=chased(),
    addressees=nominating.routes,
    card=(
        Shown("author", "person", "Said by"),
        Shown("said_at", "time", "Said at"),
    ),
)
