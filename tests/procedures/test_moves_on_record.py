"""That every move of every procedure's stories is on record: who made it, in which seat, and what was in force then."""

from collections.abc import Mapping

import pytest

from tests.procedures import test_walks
from tests.procedures.test_refused_as_it_stands import told
from tests.procedures.walks import WALKS
from workflows.catalogue import beside, procedures
from workflows.vocabulary import Accepted

ALWAYS = {"body", "mode", "phase", "category", "door"}
"""Source: DOMAIN 6, "every move of every procedure records"; its time is the entry's own."""

ONLY_ASKS = {"op matrix"}
"""A picture of what is so: it changes nothing."""


@pytest.mark.parametrize("id_", WALKS)
def test_every_move_leaves_an_entry_that_its_nation_reads_with_seat_person_and_what_was_in_force(id_: str) -> None:
    for said in told(id_, after=False, openings=True):
        answer, seat = said.tried(), said.line.seat
        assert isinstance(answer, Accepted), said.line
        if said.line.verb in ONLY_ASKS:
            assert answer.entries == ()
            continue
        nation, user = said.play.registry.seats[seat].nation, said.command.person.user
        mine = [row for row in answer.entries if nation in row.audience]
        acted = [row for row in mine if row.content.get("person", {}).get("user") == user]
        assert acted, said.line
        assert all(row.content.keys() >= ALWAYS for row in acted if row.stage), said.line


TAKE_ON: Mapping[str, str] = {
    **dict.fromkeys(("answer", "localview", "minutes", "object", "position", "unusual"), "a nation's view or answer"),
    **dict.fromkeys(("basis", "flag", "gate", "part", "public", "takeup"), "a part of what is owed is done"),
    **dict.fromkeys(("escalate", "hold", "mode", "propose", "reroute", "return"), "it goes another way from then on"),
    **dict.fromkeys(("cover", "question", "standdown", "take"), "who sits where, which is all that it is about"),
    **dict.fromkeys(("op add", "op drop", "op matrix", "op needs", "op unneed"), "an operation is what it links"),
}
"""Verbs that leave a matter at its stage and take it on all the same, and why."""


def test_what_leaves_a_matter_where_it_stands_is_beside_it_or_named_as_taking_it_on() -> None:
    """Else a new verb would count as a nation's last move (workflows.after_action) without anybody having said so."""
    staying = set()
    for id_, walk in WALKS.items():
        for number, story in enumerate(walk.story):
            points = test_walks.told(id_, number)
            for line, was, now in zip(story.lines[1:], points, points[1:], strict=False):
                before, after = was.play[now.matter], now.play[now.matter]
                stays = (before.stage, before.entered_at) == (after.stage, after.entered_at)
                if line.verb and stays and not line.other:
                    staying.add(line.verb)
    assert staying - beside() == TAKE_ON.keys()
    assert beside() <= staying
    flags = {(move.verb, move.beside) for row in procedures().values() for move in row.moves}
    assert sorted(verb for verb, is_beside in flags if is_beside and (verb, False) in flags) == []
