"""The authority table from outside, on both databases: one answer, whatever door a command comes through."""

import msgspec
import pytest

from state.apply import Applied, apply, is_open_to
from tests.play import Play
from tests.workflows.authority.classes import as_named, cell_of, expected
from tests.workflows.authority.walk import WORDS
from workflows.bodies.rows import Seat
from workflows.catalogue import procedures
from workflows.command import Command
from workflows.matter import Matter
from workflows.procedure import Move

REQUEST = procedures()["coordination-request"]
STAGE = "received"
DOORS = ("slash", "modal", "command-line", "button")
STRIDE = 5  # every so many cells one is tried through every door; whether a form opens is asked for all of them


def cells(play: Play, matter: Matter) -> list[tuple[Move, Seat]]:
    """Every verb of the stage with one seat of every class and nation that the registry has."""
    registry = play.house.registry
    seats = {(cell_of(seat, matter, registry), seat.nation): seat for seat in registry.seats.values()}
    return [(move, seat) for move in REQUEST.moves_at(STAGE) for seat in seats.values()]


def may(play: Play, matter: Matter, verb: str, seat: Seat) -> bool:
    return as_named(cell_of(seat, matter, play.house.registry), expected(REQUEST.id)[verb, STAGE]) is not None


def refusal(play: Play, matter: Matter, verb: str, seat: Seat) -> tuple[str, set[str]]:
    """The code that is due to a seat that may not, and the seats of its nation that could."""
    seats = play.house.registry.seats.values()
    could = {other.id for other in seats if other.nation == seat.nation and may(play, matter, verb, other)}
    return ("not-your-move" if could else "other-nation"), could


def through(play: Play, door: str, move: Move, seat: Seat, matter: str) -> Applied:
    """The answer at one door. A button carries nothing but the matter and the version that was seen."""
    given = {} if door == "button" else WORDS[move.verb][0]
    seen = 1 if door in ("button", "modal") else None
    command = play.command(move.verb, seat.id, matter, **given)
    return apply(play.house, msgspec.structs.replace(command, door=door, seen=seen))


def is_shown_a_form(play: Play, command: Command) -> bool:
    with play.database.reading() as connection:
        return is_open_to(connection, play.house, command)


def test_a_form_opens_for_those_who_may_and_for_nobody_else(staffed: Play) -> None:
    matter = staffed.matter(staffed.open_joint())
    assert matter.stage_id == STAGE
    for move, seat in cells(staffed, matter):
        opens = is_shown_a_form(staffed, staffed.command(move.verb, seat.id, matter.id))
        assert opens is may(staffed, matter, move.verb, seat), (move.verb, seat.id)


def test_every_door_gives_the_same_answer(staffed: Play) -> None:
    matter = staffed.matter(staffed.open_joint())
    chosen = cells(staffed, matter)[::STRIDE]
    allowed = [cell for cell in chosen if may(staffed, matter, cell[0].verb, cell[1])]
    assert len(chosen) / 8 < len(allowed) < len(chosen), "some of both"
    for move, seat in chosen:
        if (move, seat) in allowed:
            accepted_alike(staffed, move, seat)
        else:
            refused_alike(staffed, matter, move, seat)
    assert staffed.matter(matter.id) == matter


def refused_alike(play: Play, matter: Matter, move: Move, seat: Seat) -> None:
    code, could = refusal(play, matter, move.verb, seat)
    for door in DOORS:
        said = through(play, door, move, seat, matter.id)
        told = (said.refused, said.code, set(said.params["could"]))
        assert told == (True, code, could), (door, move.verb, seat.id)


def accepted_alike(play: Play, move: Move, seat: Seat) -> None:
    """Each door with a request of its own. Pressed, it asks with a form for what has to be given."""
    codes = set()
    for door in DOORS:
        said = through(play, door, move, seat, play.open_joint())
        if door == "button" and any(row.required for row in move.given):
            assert "faults" in said.params, (move.verb, seat.id)
        else:
            assert not said.refused, (door, move.verb, seat.id, said)
            codes.add(said.code)
    assert len(codes) == 1


@pytest.mark.parametrize("door", DOORS)
def test_before_release_the_other_side_is_answered_as_if_there_were_nothing(staffed: Play, door: str) -> None:
    unreleased = staffed.matter(staffed.open())
    for move, seat in cells(staffed, unreleased):
        if seat.nation != unreleased.nation:
            there = through(staffed, door, move, seat, unreleased.id)
            absent = through(staffed, door, move, seat, "m-absent")
            assert (there.code, absent.code) == ("unknown-serial", "unknown-serial")
