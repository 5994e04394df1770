"""The authority table: every verb, stage, role and relation against what authority/table.toml expects."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec
import pytest

from bot.verbs.rows import BY_NAME
from tests.procedures.walks import WALKS
from tests.workflows.alliance import THREE, TWO
from tests.workflows.authority.classes import RELATIONS, TABLE, cell_of, expected
from tests.workflows.authority.matters import a_label, about_seat, variants
from tests.workflows.authority.walk import ABOUT, WORDS, Walk, walk
from tests.workflows.build import REQUEST, Play, to_received, to_stage
from workflows import decide as deciding
from workflows.authority import STANDING
from workflows.bodies.registry import Registry
from workflows.catalogue import openings, procedures
from workflows.matter import Matter
from workflows.procedure import Move, Procedure
from workflows.progress import movers
from workflows.routing import routes
from workflows.standing.verbs import GIVEN, HANDLERS
from workflows.who import Who, Whoever

STAGES = [stage.id for stage in REQUEST.stages]
INTERNAL = [(row.id, stage.id) for row in procedures().values() if row.subject for stage in row.stages]
"""Procedures about a seat, each at each of its stages."""
SETTING = procedures()["situation-setting"]
TABLE_FILE = "tests/workflows/authority/table.toml"
TABLED = {id_: row for id_, row in procedures().items() if id_ in TABLE}
"""The procedures of this table, by relation; each of all has a file of its own in tests/procedures/, by seat."""
MOVES = {move.verb for row in TABLED.values() for move in (row.opening, *row.also_opens, *row.moves)}
ELSEWHERE = {move.verb for row in procedures().values() for move in (row.opening, *row.also_opens, *row.moves)} - MOVES
OUTSIDE = {*STANDING, *HANDLERS, *(({*GIVEN, *BY_NAME}) - MOVES - ELSEWHERE)}
"""Every verb of no procedure, wherever it is named."""
TRIED = sorted(verb for verb in OUTSIDE if verb not in BY_NAME or BY_NAME[verb].kind == "act")
"""Those of them that do something; who may only ask is tried in tests/bot/test_reading_verbs.py."""


def at(stage: str, alliance: Registry = TWO) -> tuple[Play, Matter]:
    play = Play(alliance)
    to_received(play)  # something else is open too, and may supersede
    return play, play[to_stage(play, stage)]


# Nothing is left out


def rows_there_are() -> Iterator[tuple[str, str, str]]:
    for procedure in TABLED.values():
        for move in (procedure.opening, *procedure.also_opens):
            yield procedure.id, move.verb, "opening"
        for move in procedure.moves:
            yield from ((procedure.id, move.verb, stage) for stage in move.stages)
    yield from (("standing", verb, "") for verb in OUTSIDE)


def rows_expected() -> Iterator[tuple[str, str, str]]:
    for procedure in TABLE.keys() & procedures().keys():
        yield from ((procedure, verb, stage) for verb, stage in expected(procedure))
    yield from (("standing", verb, "") for verb in TABLE["standing"])


def test_every_verb_has_a_row_in_the_table_for_every_stage_where_it_applies() -> None:
    missing = [f"[{where}.{verb}] {stage}".rstrip() for where, verb, stage in {*rows_there_are()} - {*rows_expected()}]
    assert not missing, f"write into {TABLE_FILE} who may, for: {', '.join(sorted(missing))}"
    gone = [f"[{where}.{verb}] {stage}".rstrip() for where, verb, stage in {*rows_expected()} - {*rows_there_are()}]
    assert not gone, f"take out of {TABLE_FILE} what is no longer there: {', '.join(sorted(gone))}"


def test_every_verb_that_does_something_is_tried_with_all_that_must_be_given() -> None:
    missing = {*TRIED, *MOVES} - WORDS.keys()
    assert not missing, f"say in WORDS of tests/workflows/authority/walk.py what is given with: {sorted(missing)}"


def test_every_verb_of_no_procedure_says_who_may() -> None:
    assert OUTSIDE - STANDING.keys() == set(), "give each a row in STANDING of workflows/authority.py"


def test_every_procedure_is_walked() -> None:
    assert {*procedures()} == {*WALKS}, "give the new procedure a file in tests/procedures/, which walks it"


# The walk


@pytest.mark.parametrize("stage", STAGES)
def test_exactly_those_may_whom_the_table_names(stage: str) -> None:
    play, matter = at(stage)
    walks = [walk(play, row, REQUEST) for row in variants(play, matter)]
    check(walks)


@pytest.mark.parametrize(("procedure", "stage"), INTERNAL)
def test_so_it_is_where_it_is_about_a_seat(procedure: str, stage: str) -> None:
    play, row = Play(), procedures()[procedure]
    check([walk(play, about_seat(play, row, stage), row)])


@pytest.mark.parametrize("stage", [stage.id for stage in SETTING.stages])
def test_so_it_is_where_a_label_is_proposed(stage: str) -> None:
    play = Play()
    check([walk(play, a_label(play, stage), SETTING)])


def check(walks: list[Walk]) -> None:
    """Nothing is otherwise than the table has it, and whoever may could do something in one of these walks."""
    assert [fault for row in walks for fault in row.faults] == []
    allowed = {f"{verb}: {relation}" for verb, relations in TABLE["idle"].items() for relation in relations}
    idle = {cell for row in walks for cell in row.unused} - {cell for row in walks for cell in row.used}
    assert idle <= allowed, "these may, and there was nothing to do for them in any variant"


@pytest.mark.parametrize("stage", ["received", "deciding"])
def test_so_it_is_among_three_nations(stage: str) -> None:
    play, matter = at(stage, THREE)
    assert walk(play, matter, REQUEST).faults == []


@pytest.mark.parametrize("stage", STAGES)
def test_whoever_is_to_move_has_a_card_to_do_it_from(stage: str) -> None:
    play, matter = at(stage)
    for row in variants(play, matter):
        acting = {route.body for route in routes(row, play.registry) if route.acts}
        assert {mover.body for mover in movers(row, REQUEST, play.registry)} <= acting


@pytest.mark.parametrize("verb", [verb for verb in openings() if verb not in ELSEWHERE])
def test_exactly_those_open_whom_the_table_names(verb: str) -> None:
    procedure, _ = openings()[verb]
    found = Walk(Play(), None, procedure)
    found.verb(verb, expected(procedure.id)[verb, "opening"])
    check([found])


@pytest.mark.parametrize("verb", TRIED)
def test_exactly_those_use_a_verb_of_no_procedure_whom_the_table_names(verb: str) -> None:
    is_about_one = verb in BY_NAME and BY_NAME[verb].needs_matter
    found = Walk(*at("received")) if is_about_one else Walk(Play(), about=ABOUT.get(verb, ""))
    found.verb(verb, TABLE["standing"][verb])
    check([found])


def test_every_relation_of_the_table_occurs_in_the_walk() -> None:
    play = Play()
    matters: list[Matter] = []
    for stage in STAGES:
        play, matter = at(stage)
        matters += variants(play, matter)
    matters += [about_seat(play, procedures()[id_], stage) for id_, stage in INTERNAL]
    seats = play.registry.seats.values()
    assert {cell_of(seat, matter, play.registry).relation for matter in matters for seat in seats} == RELATIONS


# The walk can fail


OTHER_WHO: Mapping[Whoever, tuple[Who, ...]] = {Who.CONCERNED: (Who.STARTER,)}
"""What a row is broken with: everybody who has the card, or, where that is so already, the asking body alone."""


def broken(index: int) -> tuple[Move, Procedure]:
    """The procedure with another `who` in one of its moves."""
    move = REQUEST.moves[index]
    other = msgspec.structs.replace(move, who=OTHER_WHO.get(move.who[0], (Who.CONCERNED,)))
    return other, msgspec.structs.replace(REQUEST, moves=tuple(other if row is move else row for row in REQUEST.moves))


@pytest.mark.parametrize("index", range(len(REQUEST.moves)), ids=lambda at: f"{REQUEST.moves[at].verb}-{at}")
def test_a_broken_row_of_the_catalogue_is_noticed(index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    move, procedure = broken(index)
    play, matter = at(move.stages[0])
    monkeypatch.setattr(deciding, "procedures", lambda: MappingProxyType({procedure.id: procedure}))
    faults = walk(play, matter, procedure, move.verb).faults
    assert any(fault.startswith(f"{move.verb}: ") and "may" in fault for fault in faults), faults


MOVES_OF_SEATS = [(id_, index) for id_ in dict(INTERNAL) for index in range(len(procedures()[id_].moves))]


@pytest.mark.parametrize(("id_", "index"), MOVES_OF_SEATS)
def test_so_is_one_of_a_procedure_about_a_seat(id_: str, index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    row = procedures()[id_]
    play, move = Play(), row.moves[index]
    matter = about_seat(play, row, move.stages[0])
    other = msgspec.structs.replace(move, who=(Who.STARTER,), person=None)
    procedure = msgspec.structs.replace(row, moves=tuple(other if one is move else one for one in row.moves))
    monkeypatch.setattr(deciding, "procedures", lambda: MappingProxyType({id_: procedure}))
    assert any(fault.startswith(f"{move.verb}: ") for fault in walk(play, matter, procedure, move.verb).faults)


@pytest.mark.parametrize(
    ("verb", "who"),
    [("take", ()), ("export", (Who.KNOWN,)), ("admit", ()), ("remind", (Who.ADMINISTRATOR,)), ("remind cancel", ())],
)
def test_so_is_a_broken_row_of_a_verb_of_no_procedure(
    verb: str, who: tuple[Who, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: Mapping[str, tuple[Who, ...]] = {**STANDING, verb: who}
    monkeypatch.setattr("workflows.authority.STANDING", changed)
    found = Walk(Play())
    found.verb(verb, TABLE["standing"][verb])
    assert found.faults
