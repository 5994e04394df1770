"""Every procedure with a file here: its stories on both databases, every legal move, every other one refused."""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import NamedTuple

import pytest

from state.logs.audit import audit
from state.sweep import sweep
from tests.play import Play as Installed
from tests.play import person, registry
from tests.procedures.memory import InMemory
from tests.procedures.walks import WALKS, Walk, named, people
from workflows.catalogue import procedures
from workflows.decide import decide
from workflows.firing import fire
from workflows.matter import Matter
from workflows.procedure import Procedure
from workflows.progress import movers
from workflows.reminding.reminders import reminders_for, rule_of
from workflows.vocabulary import Accepted, World

MINUTE = timedelta(minutes=1)
STORIES = [(id_, at) for id_, walk in WALKS.items() for at in range(len(walk.story))]


class Point(NamedTuple):
    """Where a story stands after so many of its lines."""

    stage: str
    name: str
    play: InMemory
    matter: str
    others: tuple[str, ...]
    """Serials of the other matters, the newest first."""


def serial_of(row: Matter) -> str:
    """What the widest audience calls it."""
    return [*row.serials.values()][-1]


@cache
def told(id_: str, number: int) -> tuple[Point, ...]:
    """A story played in memory: where it stood each time that it came to another stage."""
    walk, play, matter, points = WALKS[id_], InMemory(), "", []
    others: tuple[str, ...] = ()
    for line in walk.story[number].lines:
        if line.after:
            play.now += line.span
            bring_about(play, matter, procedures()[id_])
        else:
            answer = play.do(line.verb, line.seat, None if line.other else matter or None, **walk.words(line, others))
            done = answer.matter.id if answer.matter else ""
            others = (serial_of(play[done]), *others) if line.other else others
            matter = matter or done
        assert play.stage(matter) == line.at, line
        points.append(Point(line.at, line.point or line.at, play.copied(), matter, others))
    return tuple(points)


def bring_about(play: InMemory, matter: str, procedure: Procedure) -> None:
    """What time does by itself, of all that has fallen due."""
    row, world = play[matter], play.world(None)
    moving = movers(row, procedure, play.registry)
    for reminder in reminders_for(moving, row, procedure, play.registry, world.holders):
        rule = rule_of(procedure, reminder.rule)
        if rule and rule.does and reminder.due_at <= play.now:
            answer = fire(reminder, play[matter], procedure, world, play.now)
            play.sit(answer.seated)
            if answer.matter is not None:
                play.matters[matter] = answer.matter


def points(id_: str) -> Iterator[Point]:
    """One for each stage that the stories come to."""
    seen = set()
    for number in range(len(WALKS[id_].story)):
        for point in told(id_, number):
            if point.name not in seen:
                seen.add(point.name)
                yield point


@pytest.mark.parametrize("id_", WALKS)
def test_the_stories_come_to_every_stage_but_that_which_the_first_act_leaves(id_: str) -> None:
    procedure = procedures()[id_]
    left_at_once = {procedure.stages[0].id} - {edge.target for edge in procedure.edges}
    assert {point.stage for point in points(id_)} >= {stage.id for stage in procedure.stages} - left_at_once


@pytest.mark.parametrize("id_", WALKS)
def test_the_stories_make_every_move(id_: str) -> None:
    made = {line.verb for story in WALKS[id_].story for line in story.lines if line.verb and not line.other}
    procedure = procedures()[id_]
    assert made == {move.verb for move in (procedure.opening, *procedure.also_opens, *procedure.moves)}


@pytest.mark.parametrize("id_", WALKS)
def test_exactly_those_begin_one_whom_the_file_names(id_: str) -> None:
    procedure, walk = procedures()[id_], WALKS[id_]
    for move in (procedure.opening, *procedure.also_opens):
        may = walk.seats("opening", move.verb, registry())
        for seat in registry().seats:
            play = InMemory()
            answer = play.run(play.command(move.verb, seat, **people(walk.given.get(move.verb, {}))))
            is_seat = isinstance(answer, Accepted) or answer.code not in NOT_YOU
            assert is_seat == (seat in may), f"{move.verb} by {seat}: {answer}"


@pytest.mark.parametrize("id_", WALKS)
def test_at_every_stage_what_the_file_names_is_accepted_and_all_else_refused(id_: str) -> None:
    walk, faults = WALKS[id_], []
    for point in points(id_):
        worlds = {seat: point.play.world(person(seat)) for seat in registry().seats}
        for verb in sorted({move.verb for move in procedures()[id_].moves}):
            may = walk.seats(point.name, verb, registry())
            faults += [
                f"{verb} at {point.name} by {seat}: {'accepted' if accepted else 'refused'}"
                for seat, world in worlds.items()
                if (accepted := tried(walk, point, verb, seat, world)) != (seat in may)
            ]
    assert not faults, "\n".join(faults)


def tried(walk: Walk, point: Point, verb: str, seat: str, world: World) -> bool:
    play, before = point.play, point.play[point.matter]
    procedure = procedures()[before.procedure]
    given = {name: word for name, word in walk.given.get(verb, {}).items() if name != procedure.subject}
    command = play.command(verb, seat, point.matter, **people(named(given, point.others)))
    answer = decide(before, command, world, play.now)
    return isinstance(answer, Accepted)


NOT_YOU = {"not-admitted", "not-your-seat", "no-seat", "not-your-move", "other-nation"}
NOT_YOU |= {"unknown-seat"}  # what is about a seat of another nation is answered as if there were none


@pytest.mark.parametrize(("id_", "number"), STORIES)
def test_the_stories_are_told_on_a_database(id_: str, number: int, staffed: Installed) -> None:
    walk, matter = WALKS[id_], ""
    others: tuple[str, ...] = ()
    for line in walk.story[number].lines:
        if line.after:
            staffed.forward(line.span)
            sweep(staffed.house)
        else:
            staffed.forward(MINUTE)
            done = staffed.do(line.verb, line.seat, None if line.other else matter or None, **walk.words(line, others))
            others = (serial_of(staffed.matter(done)), *others) if line.other else others
            matter = matter or done
        assert staffed.matter(matter).stage_id == line.at, line
    with staffed.database.reading() as connection:
        assert not audit(connection, registry())
