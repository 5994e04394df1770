"""Site visit: one nation asks to see a place of the other's, and is told yes or no."""

from fractions import Fraction

from workflows.effects import modes, opening, raising
from workflows.effects.steps import ask, step
from workflows.fields import Given, Shown
from workflows.procedure import Edge, Move, Procedure, Stage
from workflows.reminding.chasing import chased
from workflows.routing import routes
from workflows.who import Who

ASK = (
    Given("title", "line", "Place", most=150),
    Given("to", "bodies", "To (bodies)"),
    Given("on", "time", "On", most=60),
    Given("by", "time", "Answer by", required=False, most=60),
    Given("detail", "text", "Detail", required=False, most=2_500),
)

PROCEDURE = Procedure(
    id="site-visit",
    kind="SV",
    stages=(
        Stage("draft", mover=Who.STARTER),
        Stage("release-check", mover=Who.DISCLOSURE, share=Fraction(1, 6)),
        Stage("visit-asked", mover=Who.ADDRESSED_DECIDE, share=Fraction(1)),
        Stage("visit-agreed", end=True),
        Stage("declined", end=True),
    ),
    edges=(
        Edge("submit", ("draft",), "release-check"),
        Edge("send-back", ("release-check",), "draft"),
        Edge("disclose", ("release-check",), "visit-asked"),
        Edge("agree", ("visit-asked",), "visit-agreed"),
        Edge("decline", ("visit-asked",), "declined"),
    ),
    steps=(),
    opening=Move("visit", (), (Who.NATIONAL,), ask("routine", keeps=("on",)), ASK),
    moves=(
        Move("propose", ("draft",), (Who.STARTER,), opening.propose_anew, opening.PROPOSE, "primary"),
        Move("disclose", ("release-check",), (Who.DISCLOSURE,), opening.disclose, (), "primary"),
        Move("return", ("release-check",), (Who.DISCLOSURE,), opening.send_back, opening.MISSING, "danger"),
        Move("agree", ("visit-asked",), (Who.ADDRESSED_DECIDE,), step("agree", "visit-agreed"), (), "primary"),
        Move(
            "decline",
            ("visit-asked",),
            (Who.ADDRESSED_DECIDE,),
            step("decline", "declined", act="visit-decline", why="because"),
            opening.WHY,
            "danger",
        ),
        modes.switch(("visit-asked",)),
        raising.by_hand(("visit-asked",), (Who.STARTER, Who.ADDRESSED)),
    ),
    joins=(),
    reminders=chased(),
    addressees=routes,
    card=(Shown("on", "time", "On"),),
)
