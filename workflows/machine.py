"""A `transitions` machine made from a procedure's tables, with a track for each nation of the registry."""

import re
import threading
from functools import cache
from typing import Any

from transitions import MachineError
from transitions.extensions import HierarchicalGraphMachine
from transitions.extensions.nesting import HierarchicalMachine, NestedState

from workflows.bodies.rows import Audience
from workflows.matter import SEPARATOR
from workflows.procedure import Procedure, Stage

StagePaths = tuple[str, ...]


class TrackState(NestedState):
    separator = SEPARATOR


class TrackMachine(HierarchicalMachine):
    state_cls = TrackState


class DiagramState(NestedState):
    separator = "__"


class DiagramMachine(HierarchicalGraphMachine):
    state_cls = DiagramState


class Position:
    """A throwaway model: where a matter stands while one trigger is tried."""

    stage: Any


_built = threading.local()  # a machine keeps state while it triggers: one for each thread, never shared


def states(procedure: Procedure, nations: Audience) -> list[dict[str, Any]]:
    """The stages as `transitions` takes them: parallel ones with a child for each nation."""
    return [
        {"name": stage.id}
        if not stage.tracks
        else {
            "name": stage.id,
            "parallel": [
                {"name": nation, "children": list(stage.tracks), "initial": stage.tracks[0]} for nation in nations
            ],
        }
        for stage in procedure.stages
    ]


def edges(procedure: Procedure, nations: Audience) -> list[tuple[str, str, str]]:
    """Every (trigger, source, target), the tracks' steps written out for each nation."""
    whole = [(row.trigger, source, row.target) for row in procedure.edges for source in row.sources]
    tracks = [
        (f"{row.trigger}:{nation}", _path(row.stage, nation, source), _path(row.stage, nation, row.target))
        for row in procedure.steps
        for nation in nations
        for source in row.sources
    ]
    return whole + tracks


def initial(procedure: Procedure) -> StagePaths:
    return (procedure.stages[0].id,)


def at_start(stage: Stage, nations: Audience) -> StagePaths:
    """Where a matter stands that has just come to `stage`: where it has tracks, each nation on the first position."""
    return tuple(_path(stage.id, nation, stage.tracks[0]) for nation in nations) if stage.tracks else (stage.id,)


@cache  # as large as the tables: stages and triggers come from there
def advance(procedure: Procedure, nations: Audience, stage: StagePaths, trigger: str) -> StagePaths | None:
    """Where `trigger` leads from `stage`, or None where no edge leaves it. The machine is asked once for each."""
    machine = _machine(procedure, nations)
    if trigger not in machine.events:
        return None
    position = machine.models[0]
    machine.set_state(stage[0] if len(stage) == 1 else list(stage), position)
    try:
        moved = position.trigger(trigger)
    except MachineError:  # no edge from here
        return None
    return _flat(position.stage) if moved else None


def is_known(procedure: Procedure, nations: Audience, stage: StagePaths) -> bool:
    """Whether a stored stage is one that the tables have: all tracks or none, each at one position.

    The library accepts a child that doesn't exist and half a parallel stage, so stored ones are checked here.
    """
    ids = {row.id: row for row in procedure.stages}
    head = stage[0].split(SEPARATOR, 1)[0] if stage else ""
    row = ids.get(head)
    if row is None:
        return False
    if not row.tracks:
        return stage == (head,)
    legal = {_path(head, nation, at): nation for nation in nations for at in row.tracks}
    return all(path in legal for path in stage) and sorted(legal[path] for path in stage) == sorted(nations)


def mermaid(procedure: Procedure, nations: Audience) -> str:
    """The machine as a mermaid state diagram, drawn by `transitions` itself.

    Dashes and colons are signs of mermaid's own: its ids have underscores instead, and a track's trigger, which stands
    in its nation's part of the drawing, goes without the nation's name.
    """
    machine = DiagramMachine(
        model=Position(),
        model_attribute="stage",
        states=_underscored(states(procedure, nations)),
        transitions=[
            [trigger.partition(":")[0], _drawn_id(source), _drawn_id(target)]
            for trigger, source, target in edges(procedure, nations)
        ],
        initial=_drawn_id(initial(procedure)[0]),
        auto_transitions=False,
        graph_engine="mermaid",
        title=f"title: {procedure.id}",
    )
    graph: Any = machine.get_combined_graph()  # the library's types leave out what its mermaid graph has
    labelled = re.sub(r'(?<=state ")\w+(?=" as)', lambda name: name.group().replace("_", "-"), str(graph.source))
    return "\n".join(line.rstrip() for line in labelled.splitlines()) + "\n"


def _underscored(rows: Any) -> Any:
    """States with every name in them as mermaid's ids are."""
    if isinstance(rows, dict):
        return {key: _underscored(value) for key, value in rows.items()}
    return [_underscored(row) for row in rows] if isinstance(rows, list) else _drawn_id(rows)


def _drawn_id(path: str) -> str:
    return path.replace("-", "_").replace(SEPARATOR, DiagramState.separator)


def _machine(procedure: Procedure, nations: Audience) -> TrackMachine:
    known: dict[tuple[Procedure, Audience], TrackMachine] = _built.__dict__.setdefault("machines", {})
    key = (procedure, nations)
    if key not in known:
        known[key] = TrackMachine(
            model=Position(),
            model_attribute="stage",
            states=states(procedure, nations),
            transitions=[list(edge) for edge in edges(procedure, nations)],
            initial=initial(procedure)[0],
            auto_transitions=False,
            queued=False,
            send_event=True,
        )
    return known[key]


def _path(stage: str, nation: str, position: str) -> str:
    return SEPARATOR.join((stage, nation, position))


def _flat(stage: str | list[Any]) -> StagePaths:
    """The library's position, a name or nested lists of names, as one flat tuple."""
    if isinstance(stage, str):
        return (stage,)
    return tuple(path for part in stage for path in _flat(part))
