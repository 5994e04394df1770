"""That every move of every procedure's stories is on record: who made it, in which seat, and what was in force then."""

import pytest

from tests.procedures.test_refused_as_it_stands import told
from tests.procedures.walks import WALKS
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
