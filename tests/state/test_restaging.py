"""What stands at a stage that this version does not have: named at a start, moved by one command, on record."""

from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import update

from state.logs.audit import audit
from state.stages import unknown_stages
from state.tables import matters
from tests.play import GROUNDS, Clock, Play, dump, registry, rows_in
from workflows.catalogue import procedures
from workflows.machine import is_known
from workflows.standing.restaging import ways_on

WHY = "Version 2 has no such stage."


def lost(play: Play, matter: str, stage: str = "dreaming") -> str:
    """The matter as an earlier version left it, with a stage and a field that are no more; and its serial."""
    row = play.matter(matter)
    stood = tuple("/".join((stage, *path.split("/")[1:])) for path in row.stage)
    data = msgspec.json.encode({**msgspec.to_builtins(row), "stage": stood, "starter": {"team": "T1", "user": "U1"}})
    with play.database.writing() as connection:
        connection.execute(update(matters.matter).where(matters.matter.c.id == matter).values(data=data))
    return [*row.serials.values()][-1]


def restage(play: Play, seat: str, serial: str, stage: str) -> str:
    return play.say("move-stage", seat, serial=serial, stage=stage, because=WHY).code


@pytest.mark.parametrize("seat", ["us-usfj-cdr", "jp-jjoc-cdr"])
def test_it_is_named_with_the_command_and_moved_by_who_decides_on_it(staffed: Play, seat: str) -> None:
    matter = staffed.open_joint()
    serial = lost(staffed, matter)
    with staffed.database.reading() as connection:
        (found,) = unknown_stages(connection)
    assert f"kakehashi stages move {serial} STAGE" in found
    assert restage(staffed, seat, serial, "received") == "stage-moved"
    with staffed.database.reading() as connection:
        assert unknown_stages(connection) == ()
        assert audit(connection, registry()) == ()
    row = staffed.matter(matter)
    assert (row.stage, row.entered_at) == (("received/us/awaiting", "received/jp/awaiting"), staffed.house.clock())
    acts = [(entry["log"], b'"move-stage"' in entry["entry"]) for entry in rows_in(staffed.database, "log_entry")]
    assert {log for log, is_it in acts if is_it} == {"us+jp", seat[:2]}
    staffed.do("ack", "us-usfj-watch", matter)  # it goes on from there


def test_it_is_chased_anew_and_told_at_every_desk_that_has_it(staffed: Play, clock: Clock) -> None:
    matter = staffed.open_joint()
    serial = lost(staffed, matter)
    before = max(row["seq"] for row in rows_in(staffed.database, "outbox"))
    assert restage(staffed, "us-usfj-cdr", serial, "received") == "stage-moved"
    after = dump(staffed.database)
    told = {row["lane"] for row in after["outbox"] if row["seq"] > before and row["kind"] == "told"}
    assert {"us-usfj", "jp-jjoc", "bocc"} <= told
    pending = {(row["body"], row["rule"]) for row in after["reminder"] if row["state"] == "pending"}
    assert {("us-usfj", "due"), ("jp-jjoc", "due")} <= pending
    assert clock() == staffed.matter(matter).entered_at


REFUSED: list[tuple[str, Callable[[Play], tuple[str, str, str]], str]] = [
    ("it stands where it should", lambda play: ("us-usfj-cdr", joint(play), "received"), "not-lost"),
    ("nobody knows it by that name", lambda _play: ("us-usfj-cdr", "CR-26-7777", "received"), "not-lost"),
    ("the seat does not decide on it", lambda play: ("us-usfj-watch", lost(play, play.open_joint()), "received"), ""),
    ("it is another body's", lambda play: ("us-5af-cdr", lost(play, play.open_joint()), "received"), ""),
    ("it would be at an end", lambda play: ("us-usfj-cdr", lost(play, play.open_joint()), "closed"), "no-such-stage"),
    ("it would be inside", lambda play: ("us-usfj-cdr", lost(play, play.open_joint()), "draft"), "no-such-stage"),
    ("it would cross", lambda play: ("us-usfj-cdr", lost(play, play.open()), "received"), "no-such-stage"),
    ("it is the other nation's", lambda play: ("jp-jjoc-cdr", lost(play, play.open()), "draft"), "not-lost"),
]


def joint(play: Play) -> str:
    return play.matter(play.open_joint()).serials["us+jp"]


@pytest.mark.parametrize(("why", "given", "code"), REFUSED, ids=[row[0] for row in REFUSED])
def test_it_is_refused_where(staffed: Play, why: str, given: Callable[[Play], tuple[str, str, str]], code: str) -> None:
    seat, serial, stage = given(staffed)
    before = rows_in(staffed.database, "matter")
    assert restage(staffed, seat, serial, stage) == (code or "not-your-move"), why
    assert rows_in(staffed.database, "matter") == before


def test_an_answer_that_was_given_stays(staffed: Play) -> None:
    matter = staffed.open_joint()
    for seat in ("us-usfj-watch", "jp-jjoc-watch"):
        staffed.do("ack", seat, matter)
    staffed.do("concur", "us-usfj-cdr", matter, **GROUNDS)
    serial = lost(staffed, matter)
    answer = staffed.matter(matter).tracks["us"].answer
    assert restage(staffed, "us-usfj-cdr", serial, "staffing") == "stage-moved"
    assert staffed.matter(matter).tracks["us"].answer == answer
    staffed.do("concur", "us-usfj-cdr", matter, **GROUNDS)
    staffed.do("concur", "jp-jjoc-cdr", matter, **GROUNDS)
    assert staffed.matter(matter).stage_id == "deciding"


def test_every_procedure_has_a_way_on_from_wherever_it_stood(staffed: Play) -> None:
    matter = staffed.matter(staffed.open_joint())
    for procedure in procedures().values():
        for readers in (("us",), ("us", "jp")):
            row = msgspec.structs.replace(matter, procedure=procedure.id, audience=readers)
            fitting = [*ways_on(row, procedure)]
            assert fitting, procedure.id
            assert not any(procedure.stage(stage).end for stage in fitting)
            assert is_known(procedure, ("us", "jp"), row.stage) == (procedure.id == matter.procedure)
