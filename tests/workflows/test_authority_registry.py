"""The registry that is delivered: every seat of it is of one class, and may exactly what its class may."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import msgspec
import pytest

from tests.play import calendars, registry
from tests.workflows.authority.classes import RELATIONS, TABLE, Cell, as_named, cell_of, expected
from tests.workflows.build import REQUEST, REQUESTED, Play
from workflows.bodies.rows import BILATERAL
from workflows.catalogue import openings, procedures
from workflows.matter import Actor, Matter
from workflows.named_seats import seats_about, seats_for
from workflows.routing import addressable
from workflows.vocabulary import Accepted, World

UNRELEASED = {"draft", "release-check"}
ASKERS = [body.id for body in registry().bodies.values() if body.nation != BILATERAL]


class Delivered(Play):
    """As Play, on what stands in deploy/."""

    def __init__(self) -> None:
        super().__init__(registry())

    def world(self, actor: Actor | None, linked: Matter | None = None) -> World:
        return msgspec.structs.replace(super().world(actor, linked), calendars=calendars())


@cache
def asked(asker: str) -> tuple[Matter, ...]:
    """A request of this body before its release, after it, and in integration; nothing where it may address nobody."""
    play = Delivered()
    for seat in play.registry.seats_at(asker, "decide", "watch", "coordinate"):
        for to in addressable(play.registry, asker):
            answer = play.run(play.command("open", seat.id, **(REQUESTED | {"to": to})))
            if isinstance(answer, Accepted) and answer.matter is not None:
                return _released(play, answer.matter)
    return ()


def _released(play: Delivered, matter: Matter) -> tuple[Matter, ...]:
    releaser = play.registry.disclosure_seat(matter.asker)
    if len(matter.audience) == 1 and releaser is not None:
        play.do("disclose", releaser.id, matter.id)
    joint = play[matter.id]
    before = () if len(matter.audience) > 1 else (matter,)
    return (*before, joint, msgspec.structs.replace(joint, mode="integration"))


def can_stand_at(matter: Matter, stage: str) -> bool:
    if stage in UNRELEASED:
        return len(matter.audience) == 1
    return len(matter.audience) > 1 and (stage != "combined" or matter.mode == "integration")


def by_class(matter: Matter | None) -> Mapping[Cell, set[str]]:
    found = defaultdict(set)
    for seat in registry().seats.values():
        found[cell_of(seat, matter, registry())].add(seat.id)
    return found


@pytest.mark.parametrize("asker", ASKERS)
def test_every_seat_is_of_one_known_class_whoever_asks(asker: str) -> None:
    for matter in asked(asker):
        classes = by_class(matter)
        assert {cell.relation for cell in classes} <= RELATIONS
        assert sorted(seat for seats in classes.values() for seat in seats) == sorted(registry().seats)


@pytest.mark.parametrize("asker", ASKERS)
def test_every_seat_may_what_its_class_may_whoever_asks(asker: str) -> None:
    for matter in asked(asker):
        classes = by_class(matter)
        for (verb, stage), patterns in expected(REQUEST.id).items():
            move = REQUEST.move(verb, stage)
            if move is not None and can_stand_at(matter, stage):
                may = {seat.id for seat in seats_for(move.who, matter, procedures()[matter.procedure], registry())}
                named = {seat for cell, seats in classes.items() if as_named(cell, patterns) for seat in seats}
                assert may == named, f"{verb} at {stage}"


@pytest.mark.parametrize(
    "verb", [verb for verb, (procedure, _) in openings().items() if procedure.id in TABLE and not procedure.subject]
)
def test_every_seat_may_open_what_its_class_may(verb: str) -> None:
    procedure, opening = openings()[verb]
    may = seats_about(opening.who, registry(), "")
    named = expected(procedure.id)[verb, "opening"]
    assert {*may} == {seat for cell, seats in by_class(None).items() if as_named(cell, named) for seat in seats}


def test_most_bodies_can_ask_and_so_were_looked_at() -> None:
    assert len([asker for asker in ASKERS if asked(asker)]) > len(ASKERS) / 2
