"""That every move of every procedure's stories is on record: who made it, in which seat, and what was in force then."""

import pytest

from tests.procedures.test_walks import bring_about, in_memory, serial_of
from tests.procedures.walks import WALKS
from tests.workflows.build import person
from workflows.catalogue import procedures

ALWAYS = {"body", "mode", "phase", "category", "door"}
"""Source: DOMAIN 6, "every move of every procedure records"; its time is the entry's own."""


ONLY_ASKS = {"op matrix"}
"""A picture of what is so: it changes nothing."""


@pytest.mark.parametrize("id_", WALKS)
def test_every_move_leaves_an_entry_that_its_nation_reads_with_seat_person_and_what_was_in_force(id_: str) -> None:
    for story in WALKS[id_].story:
        play, matter = in_memory(), ""
        others: tuple[str, ...] = ()
        for line in story.lines:
            if line.after:
                play.now += line.span
                bring_about(play, matter, procedures()[id_])
                continue
            about = None if line.other else matter or None
            answer = play.do(line.verb, line.seat, about, **WALKS[id_].words(line, others))
            nation = play.registry.seats[line.seat].nation
            mine = [row for row in answer.entries if nation in row.audience and "person" in row.content]
            if line.verb in ONLY_ASKS:
                assert answer.entries == ()
                continue
            assert mine, line
            acted = [row for row in mine if row.content["person"].get("user") == person(line.seat).user]
            assert acted, line
            assert all(row.content.keys() >= ALWAYS for row in acted if row.stage), line
            done = answer.matter.id if answer.matter else ""
            others = (serial_of(play[done]), *others) if line.other else others
            matter = matter or done
