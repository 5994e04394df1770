"""Coordination and integration: two modes of a joint matter, one staff instead of two; each nation still decides.

Source: DOMAIN 2. In integration the combined staff has the card, and its seats may do for their nation what the rows
with `Who.COMBINED` say; where two staffs write side by side, a stage `combined` has one draft in their place: edges
`combine` lead there, and `part` leads back.
"""

from collections.abc import Callable

import msgspec

from workflows.act import Act, Effect, Outcome, Record
from workflows.answers import COMBINED, fresh_answers
from workflows.effects import useful
from workflows.fields import Given
from workflows.matter import Matter
from workflows.procedure import Move
from workflows.vocabulary import Refused, Said
from workflows.who import Who

MODE = (Given("mode", "mode", "Mode"),)


def switch(stages: tuple[str, ...], merges: tuple[str, ...] = ()) -> Move:
    """The row by which a procedure has both modes, at these stages; from those of `merges` it goes to the one draft."""
    return Move("mode", stages, (Who.MODE,), _mode(merges), MODE, "default", useful=useful.is_mode_at_issue)


def _mode(merges: tuple[str, ...]) -> Callable[[Act], Outcome]:
    def mode(act: Act) -> Outcome:
        """In force when the mode seats of all nations agree; either takes it back alone."""
        return _integrate(act, merges) if act.given["mode"] == "integration" else _coordinate(act)

    return mode


def _integrate(act: Act, merges: tuple[str, ...]) -> Outcome:
    matter = act.about
    if matter.mode == "integration" or act.nation in matter.mode_agreed:
        return Refused("mode-already", {"mode": "integration"}, field="mode")
    agreed = tuple(nation for nation in matter.tracks if nation in (*matter.mode_agreed, act.nation))
    whole = agreed == tuple(matter.tracks)
    matter = msgspec.structs.replace(
        matter,
        mode_proposed=None if whole else "integration",
        mode_agreed=agreed,
        mode="integration" if whole else matter.mode,
    )
    content = {"mode": "integration", "agreed": list(agreed), "in_force": whole}
    triggers: tuple[str, ...] = ()
    if whole and matter.stage_id in merges:
        matter, triggers = afresh(matter), ("combine",)
    record = Record("mode", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, triggers, (record,), Said("mode-in-force" if whole else "mode-agreed"))


def _coordinate(act: Act) -> Outcome:
    matter = act.about
    if matter.mode == "coordination" and matter.mode_proposed is None:
        return Refused("mode-already", {"mode": "coordination"}, field="mode")
    triggers: tuple[str, ...] = ()
    if matter.stage_id == COMBINED:
        matter, triggers = afresh(matter), ("part",)
    matter = msgspec.structs.replace(matter, mode="coordination", mode_proposed=None, mode_agreed=())
    content = {"mode": "coordination", "agreed": [], "in_force": True}
    record = Record("mode", own=content, joint=content, seat=act.seat.id)
    return Effect(matter, triggers, (record,), Said("mode-back"))


def afresh(matter: Matter) -> Matter:
    """With nothing said on it yet by any side."""
    return msgspec.structs.replace(fresh_answers(matter), kept={})
