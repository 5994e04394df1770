"""What stops an escalation that is coming: the act that it asks for, of all that can be done at a stage, and no other.

The verbs are those of the catalogue, and beside them what each person may do of their own: a new one is tried here by
being there, and fails until it is said what is given with it.
"""

from collections.abc import Callable
from copy import copy

import pytest

from tests.workflows.build import GROUNDS, REQUEST, Play, decided, to_deciding, to_received, to_staffing
from workflows.firing import fire
from workflows.standing.personal import HANDLERS
from workflows.vocabulary import Accepted, Reminder

GIVEN = {
    "return": {"missing": "x"},
    "concur": {**GROUNDS, "rationale": "By another order."},
    "nonconcur": {"reason": "x", **GROUNDS},
    "notours": {"to": "s-min", "reason": "x"},
    "propose": {"detail": "x"},
    "decide": decided("approve"),
    "mode": {"mode": "integration"},
    "escalate": {"because": "x"},
    "withdraw": {"because": "x"},
    "extend": {"by": "+2d", "because": "x"},
    "askextend": {"by": "+2d", "because": "x"},
    "onit": {"until": "+1h"},
    "note": {"text": "x"},
    "withhold": {"field": "answer-reason", "because": "x"},
    "release": {"field": "answer-reason", "because": "x"},
    "remind": {"at": "+1h", "text": "x"},
    "snooze": {"until": "+1h"},
}
NO_MORE = {"return", "withdraw"}
"""What takes the whole matter away from those who are waited for."""
ASKED: dict[str, tuple[Callable[[Play], str], str, set[str]]] = {
    "received": (to_received, "s-hq", {"ack"}),
    "staffing": (to_staffing, "s-hq", {"concur", "nonconcur", "notours"}),
    "deciding": (to_deciding, "centre", {"decide"}),
}
"""By stage: the way there, who is waited for, and by which acts of theirs it waits no longer."""


def goes_up(play: Play, matter: str, body: str) -> bool:
    """Whether an escalation that was set for `body` still tells anybody that it is late."""
    answer = fire(Reminder("escalate-1", body, play.now), play[matter], REQUEST, play.world(None), play.now)
    return any(row.kind == "escalation" and row.facts["body"] == body for row in answer.notices)


def twin(play: Play) -> Play:
    other = copy(play)
    other.matters, other.entries = dict(play.matters), list(play.entries)
    return other


@pytest.mark.parametrize("stage", ASKED)
def test_the_act_that_it_asks_for_stops_it_and_nothing_else_does(stage: str) -> None:
    way, body, asked = ASKED[stage]
    play = Play()
    matter = way(play)
    if stage == "deciding":
        play.do("decide", "centre-n-lead", matter, **decided("approve"))
    assert goes_up(play, matter, body)
    verbs = {move.verb for move in REQUEST.moves if stage in move.stages} | (HANDLERS.keys() - {"remind cancel"})
    done = set()
    for verb in sorted(verbs):
        for seat in play.registry.seats:
            tried = twin(play)
            answer = tried.run(tried.command(verb, seat, matter, **GIVEN.get(verb, {})))
            if isinstance(answer, Accepted) and (seat.startswith("s-") or "-s-" in seat or verb not in asked):
                done.add(verb)
                assert goes_up(tried, matter, body) != (verb in asked | NO_MORE), (verb, seat)
    assert verbs - done <= {"release"}  # there is nothing that was kept back
