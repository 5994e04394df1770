"""The machine made from a procedure's tables: parallel tracks, stored stages, walks over every edge."""

import re
from collections import deque
from pathlib import Path

import pytest

from workflows import catalogue
from workflows.catalogue import procedures
from workflows.machine import advance, edges, initial, is_known, mermaid
from workflows.procedure import Procedure

REQUEST = procedures()["coordination-request"]
TWO, THREE = ("north", "south"), ("north", "south", "east")
ALL = list(procedures().values())


def staffing(*positions: str) -> tuple[str, ...]:
    return tuple(f"staffing/{nation}/{at}" for nation, at in zip(THREE, positions, strict=False))


@pytest.mark.parametrize(
    ("nations", "stage", "trigger", "leads_to"),
    [
        (TWO, ("draft",), "submit", ("release-check",)),
        (TWO, ("release-check",), "disclose", ("received/north/awaiting", "received/south/awaiting")),
        (TWO, staffing("awaiting", "awaiting"), "concurred:south", staffing("awaiting", "concurred")),
        (TWO, staffing("under-review", "concurred"), "non-concurred:south", staffing("under-review", "non-concurred")),
        (THREE, staffing("awaiting", "concurred", "awaiting"), "conditions:east",
         staffing("awaiting", "concurred", "conditions")),
        (THREE, staffing("concurred", "concurred", "concurred"), "agree",
         ("deciding/north/awaiting", "deciding/south/awaiting", "deciding/east/awaiting")),
        (TWO, ("combined/north/agreed", "combined/south/drafting"), "propose",
         ("combined/north/drafting", "combined/south/drafting")),
        (TWO, ("implementing/north/closed", "implementing/south/open"), "all-closed", ("closed",)),
        (TWO, ("draft",), "disclose", None),
        (TWO, ("closed",), "withdraw", None),
        (TWO, ("draft",), "no-such-trigger", None),
        (TWO, ("received/north/acknowledged", "received/south/awaiting"), "acknowledged:north", None),
        (TWO, staffing("awaiting", "awaiting"), "concurred:east", None),
        (TWO, ("deciding/north/approved", "deciding/south/awaiting"), "deferred:north", None),
    ],
)  # fmt: skip
def test_where_a_trigger_leads(
    nations: tuple[str, ...], stage: tuple[str, ...], trigger: str, leads_to: tuple[str, ...] | None
) -> None:
    assert advance(REQUEST, nations, stage, trigger) == leads_to


@pytest.mark.parametrize(
    ("stage", "known"),
    [
        (("draft",), True),
        (staffing("awaiting", "concurred"), True),
        (tuple(reversed(staffing("awaiting", "concurred"))), True),
        ((), False),
        (("gone",), False),
        (("staffing",), False),
        (staffing("awaiting"), False),
        (staffing("awaiting", "gone"), False),
        (staffing("awaiting", "concurred", "awaiting"), False),
        (("staffing/north/awaiting", "staffing/north/concurred"), False),
        (("staffing/north/awaiting", "deciding/south/awaiting"), False),
        (("draft", "draft"), False),
        (("draft/north/awaiting",), False),
    ],
)
def test_a_stored_stage_is_known_only_whole(stage: tuple[str, ...], known: bool) -> None:
    assert is_known(REQUEST, TWO, stage) is known


@pytest.mark.parametrize("procedure", ALL, ids=lambda row: row.id)
@pytest.mark.parametrize("nations", [TWO, THREE], ids=len)
def test_every_edge_leaves_and_ends_in_a_known_stage(procedure: Procedure, nations: tuple[str, ...]) -> None:
    known = {row.id for row in procedure.stages}
    known |= {f"{row.id}/{nation}/{at}" for row in procedure.stages for nation in nations for at in row.tracks}
    for trigger, source, target in edges(procedure, nations):
        assert {source, target} <= known, trigger


@pytest.mark.parametrize("procedure", ALL, ids=lambda row: row.id)
def test_every_stage_is_reached_and_left_unless_it_is_an_end(procedure: Procedure) -> None:
    seen, left = walk(procedure)
    assert seen == {row.id for row in procedure.stages}
    assert left == {row.id for row in procedure.stages if not row.end or row.reopens}


@pytest.mark.parametrize("procedure", ALL, ids=lambda row: row.id)
def test_every_position_of_a_track_is_reached(procedure: Procedure) -> None:
    reached = {(row.id, row.tracks[0]) for row in procedure.stages if row.tracks}
    steps = [(row.stage, source, row.target) for row in procedure.steps for source in row.sources]
    for _ in steps:
        reached |= {(stage, target) for stage, source, target in steps if (stage, source) in reached}
    assert reached == {(row.id, at) for row in procedure.stages for at in row.tracks}


def walk(procedure: Procedure) -> tuple[set[str], set[str]]:
    """The stages that one track alone leads to, and those that are left, by breadth."""
    nations = ("north",)
    triggers = {trigger for trigger, _, _ in edges(procedure, nations)}
    seen, left = {initial(procedure)}, set()
    ahead = deque(seen)
    while ahead:
        stage = ahead.popleft()
        for trigger in triggers:
            after = advance(procedure, nations, stage, trigger)
            if after is None:
                continue
            assert is_known(procedure, nations, after)
            if head(after) != head(stage):
                left.add(head(stage))
            if after not in seen:
                seen.add(after)
                ahead.append(after)
    return {head(stage) for stage in seen}, left


def head(stage: tuple[str, ...]) -> str:
    return stage[0].split("/", maxsplit=1)[0]


@pytest.mark.parametrize("procedure", ALL, ids=lambda row: row.id)
def test_every_move_and_join_stands_at_known_stages(procedure: Procedure) -> None:
    known = {row.id for row in procedure.stages}
    assert {stage for row in procedure.moves for stage in row.stages} <= known
    assert {row.stage for row in procedure.joins} <= known
    assert {row.stage for row in procedure.steps} <= {row.id for row in procedure.stages if row.tracks}
    for stage in procedure.stages:
        assert set(stage.waiting) <= set(stage.tracks)
        verbs = [row.verb for row in procedure.moves_at(stage.id)]
        assert len(verbs) == len(set(verbs)), "a verb means one thing at a stage"


def test_a_tracks_trigger_names_its_nation() -> None:
    names = {trigger for trigger, _, _ in edges(REQUEST, THREE) if ":" in trigger}
    assert {name.partition(":")[2] for name in names} == set(THREE)
    assert ("approved:east", "deciding/east/awaiting", "deciding/east/approved") in edges(REQUEST, THREE)


ARROW = re.compile(r"  (\[\*\]|\w+) --> \w+(: [\w-]+( \| [\w-]+)*)?")


def test_the_diagram_shows_every_stage_and_each_nations_track() -> None:
    lines = mermaid(REQUEST, TWO).splitlines()
    assert lines[:4] == ["---", "title: coordination-request", "---", "stateDiagram-v2"]
    labels = {line.strip().split('"')[1] for line in lines if 'state "' in line}
    assert {stage.id for stage in REQUEST.stages} | {*TWO} <= labels
    assert "  staffing__north__under_review --> staffing__north__non_concurred: non-concurred" in lines
    assert "  release_check --> received: disclose" in lines


def test_the_diagrams_arrows_have_nothing_in_them_that_mermaid_reads_as_its_own() -> None:
    arrows = [line for line in mermaid(REQUEST, THREE).splitlines() if "-->" in line and not line.startswith("   ")]
    assert arrows
    assert [line for line in arrows if not ARROW.fullmatch(line)] == []


def test_procedures_are_named_for_their_files() -> None:
    files = Path(catalogue.__file__).parent.glob("[!_]*.py")
    assert set(procedures()) == {path.stem.replace("_", "-") for path in files}
