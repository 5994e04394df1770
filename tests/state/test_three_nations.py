"""A made-up mechanism of three nations: three tracks and three decisions, and release to two of the three alone."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from state.apply import Applied, apply
from state.database import Database
from state.house import House
from state.logs.audit import audit
from state.logs.reading import log_views
from state.reading import known_serials, open_matters
from state.stages import unknown_stages
from state.sweep import sweep
from tests.conftest import Databases
from tests.play import GROUNDS, RECORD, Clock, Play, administrator, rows_in, staff
from tests.workflows.alliance import CALENDARS, PAIRED, THREE
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.named_seats import seats_for
from workflows.needs import members_of
from workflows.view import see

ALL = ("north", "south", "east")
PAIR = ("north", "south")
ASKED = {"title": "Runway repair", "urgency": "priority", "detail": "Two crews"}
SERIAL = "CR-26-NORTH-SOUTH-0001"


def alliance(database: Database, clock: Clock, registry: Registry) -> House:
    """An installation of that registry."""
    administrators = {nation: (administrator(nation),) for nation in registry.nations}
    return House(database, registry, CALENDARS, administrators, clock)


@pytest.fixture
def paired(databases: Databases, clock: Clock) -> Play:
    """Everybody at their seat."""
    database = databases.once("paired", lambda database: staff(alliance(database, Clock(), PAIRED)))
    return Play(alliance(database, clock, PAIRED))


def to_deciding(play: Play, nations: tuple[str, ...], **given: str) -> str:
    """A request of north's on which all of these concur."""
    matter = play.do("open", "n-hq-staff", **ASKED, **given)
    play.do("disclose", "n-pol-fdo", matter)
    for verb, seat, words in (("ack", "watch", {}), ("concur", "chief", GROUNDS)):
        for nation in nations:
            play.do(verb, f"{nation[0]}-hq-{seat}", matter, **words)
    return matter


def to_its_end(play: Play, matter: str, nations: tuple[str, ...]) -> None:
    owner = play.matter(matter).owner
    for nation in nations:
        play.do("decide", f"{owner}-{nation[0]}-lead", matter, decision="approve", **RECORD)
    play.do("implement", "n-hq-chief", matter)
    for nation in nations:
        play.do("close", f"{nation[0]}-hq-chief", matter)


def logs_of(play: Play) -> dict[str, int]:
    return {row["log"]: row["size"] for row in rows_in(play.database, "log_head")}


def added(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {log for log, size in after.items() if size != before.get(log)}


def all_that_reads(play: Play, nation: str) -> dict[str, Any]:
    """Every row that a nation reads or is told of: the logs as exported, what waits for its channels, its serials."""
    registry = play.house.registry
    with play.database.reading() as connection:
        views = log_views(connection, registry.logs_read_by((nation,)))
        exported = [(view.log, view.size, view.root, list(view.entries)) for view in views]
        serials = known_serials(connection, registry, (nation,))
        matters = open_matters(connection, (nation,))
    lanes = {body for body in registry.bodies if nation in registry.audience_of(body)}
    told = [row for row in rows_in(play.database, "outbox") if row["lane"] in lanes]
    return {"exported": exported, "serials": serials, "matters": matters, "told": told}


def test_three_nations_staff_on_three_tracks_and_decide_each_for_itself(database: Database, clock: Clock) -> None:
    house = alliance(database, clock, THREE)
    staff(house)
    play = Play(house)
    before = logs_of(play)
    matter = to_deciding(play, ALL, to="s-hq, e-hq")
    assert play.matter(matter).stage == tuple(f"deciding/{nation}/awaiting" for nation in ALL)
    play.do("decide", "centre-n-lead", matter, decision="approve", **RECORD)
    play.do("decide", "centre-e-lead", matter, decision="conditions", if_="By day", **RECORD)
    assert play.matter(matter).outcome is None
    play.do("decide", "centre-s-lead", matter, decision="approve", **RECORD)
    assert (play.matter(matter).stage_id, play.matter(matter).outcome) == ("decided", "conditions")
    play.do("implement", "s-hq-chief", matter)
    for letter in "nse":
        assert play.matter(matter).stage_id == "implementing"
        play.do("close", f"{letter}-hq-chief", matter)
    assert play.matter(matter).stage_id == "closed"
    assert set(play.matter(matter).serials.values()) == {"CR-26-NORTH-0001", "CR-26-0001"}
    assert added(before, logs_of(play)) == {*ALL, "north+south+east"}
    with play.database.reading() as connection:
        assert audit(connection, THREE) == ()


def test_what_two_nations_have_together_leaves_no_trace_with_the_third(paired: Play, clock: Clock) -> None:
    before, logs = all_that_reads(paired, "east"), logs_of(paired)
    matter = to_deciding(paired, PAIR, to="s-hq", info="s-pol")
    row = paired.matter(matter)
    assert (row.owner, row.audience, tuple(row.tracks)) == ("n-s", PAIR, PAIR)
    assert set(row.serials) == {"north", "north+south"}
    assert row.serials["north+south"] == SERIAL
    while due := next(
        (each["due_at"] for each in rows_in(paired.database, "reminder") if each["state"] == "pending"), None
    ):
        clock.now = max(clock.now, due)  # chased to the top of what the two have together
        sweep(paired.house)
    with paired.database.reading() as connection:
        assert unknown_stages(connection) == ()
    to_its_end(paired, matter, PAIR)
    assert paired.matter(matter).stage_id == "closed"
    assert added(logs, logs_of(paired)) == {"north", "south", "north+south"}
    assert all_that_reads(paired, "east") == before
    for nation in PAIR:
        assert SERIAL in all_that_reads(paired, nation)["serials"]
    with paired.database.reading() as connection:
        assert audit(connection, PAIRED) == ()


def test_the_third_nation_gets_the_answer_of_a_serial_that_is_not_there(paired: Play) -> None:
    matter = to_deciding(paired, PAIR, to="s-hq")
    row = paired.matter(matter)
    for seat in ("e-hq-chief", "board-e-lead"):
        for key in (SERIAL, matter, "CR-26-NORTH-SOUTH-0009"):
            said = paired.say("note", seat, key, text="What is this?")
            assert (said.refused, said.code, dict(said.params)) == (True, "unknown-serial", {"serial": key})
    procedure = procedures()[row.procedure]
    assert see(row, procedure, PAIRED, ("east",)) is None
    assert see(row, procedure, PAIRED, ALL) is None
    assert see(row, procedure, PAIRED, ("south",)) is not None


def test_the_two_count_their_own_serials_and_all_three_theirs(paired: Play) -> None:
    pair, wide = to_deciding(paired, PAIR, to="s-hq"), to_deciding(paired, ALL, to="s-hq, e-hq")
    assert paired.matter(pair).serials["north+south"] == SERIAL
    assert paired.matter(wide).owner == "centre"
    assert paired.matter(wide).serials["north+south+east"] == "CR-26-0001"


def test_what_one_nation_unlinks_for_itself_another_that_linked_it_keeps(paired: Play) -> None:
    matter = to_deciding(paired, PAIR, to="s-hq")
    operation = paired.do("op open", "n-hq-staff", title="Typhoon", to="s-hq, e-hq", by="+9d")
    paired.do("disclose", "n-pol-fdo", operation)
    for letter in "ns":
        paired.do("op add", f"{letter}-hq-watch", operation, member=SERIAL)
    paired.do("op drop", "n-hq-watch", operation, member=SERIAL)
    row = paired.matter(operation)
    assert [members_of(row, (nation,)) for nation in ALL] == [(), (matter,), ()]


def test_no_seat_of_the_third_nation_may_do_anything_with_it(paired: Play) -> None:
    row = paired.matter(to_deciding(paired, PAIR, to="s-hq"))
    named = {who for move in procedures()[row.procedure].moves for who in move.who}
    for who in named:
        assert {seat.nation for seat in seats_for((who,), row, procedures()[row.procedure], PAIRED)} <= {*PAIR}, who


def test_days_off_of_the_third_nation_do_not_count(paired: Play, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 24, 1, tzinfo=UTC)
    # 25, 27 and 30 November count for the two; the 26th is off in north, the 27th in east
    for to, due in (
        ("s-hq", datetime(2026, 11, 30, 8, tzinfo=UTC)),
        ("s-hq, e-hq", datetime(2026, 12, 1, 8, tzinfo=UTC)),
    ):
        matter = paired.do("open", "n-hq-staff", title="Fuel", to=to, urgency="routine")
        assert paired.matter(matter).due_at == due


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": "s-hq", "info": "e-pol"}, "no-part"),
        ({"to": "s-hq", "info": "board"}, "no-part"),
        ({"to": "s-e"}, "no-part"),
    ],
)
def test_what_would_show_it_to_the_third_nation_is_refused(paired: Play, given: dict[str, str], code: str) -> None:
    said = paired.say("open", "n-hq-staff", **ASKED, **given)
    assert (said.refused, said.code) == (True, code)


def in_a_direct_message(play: Play, seat: str, matter: str, mode: str) -> Applied:
    """The seats that agree to integration sit where the third nation reads: there nobody may know of the matter."""
    assert play.say("mode", seat, matter, mode=mode).code == "unknown-serial"
    return apply(play.house, msgspec.structs.replace(play.command("mode", seat, matter, mode=mode), desk=None))


def test_two_of_three_work_in_integration_at_the_body_that_is_theirs_alone(paired: Play) -> None:
    matter = paired.do("open", "n-hq-staff", **ASKED, to="s-hq", mode="integration")
    paired.do("disclose", "n-pol-fdo", matter)
    for nation in PAIR:
        assert not in_a_direct_message(paired, f"board-{nation[0]}-lead", matter, "integration").refused
        paired.do("ack", f"{nation[0]}-hq-watch", matter)
    row = paired.matter(matter)
    assert (row.mode, row.stage_id) == ("integration", "combined")
    cards = [route.body for route in procedures()[row.procedure].addressees(row, PAIRED)]
    assert "n-s" in cards
    assert all(PAIRED.is_inside(body, PAIR) for body in cards)
    assert paired.say("concur", "staff-n-lead", matter, **GROUNDS).refused  # that staff is all three nations'
    for nation in PAIR:
        paired.do("concur", f"n-s-{nation[0]}-lead", matter, **GROUNDS)
    assert paired.matter(matter).stage_id == "deciding"


def test_neither_mode_nor_escalation_takes_it_to_where_the_third_nation_reads(paired: Play) -> None:
    matter = paired.do("open", "n-hq-staff", **ASKED, to="s-hq")
    paired.do("disclose", "n-pol-fdo", matter)
    in_a_direct_message(paired, "board-n-lead", matter, "integration")
    row = paired.matter(matter)
    assert all(PAIRED.is_inside(route.body, PAIR) for route in procedures()[row.procedure].addressees(row, PAIRED))
    for nation in PAIR:
        paired.do("ack", f"{nation[0]}-hq-watch", matter)
    paired.do("concur", "n-hq-chief", matter, **GROUNDS)
    paired.do("nonconcur", "s-hq-chief", matter, reason="No crew", **GROUNDS)
    assert paired.say("escalate", "n-s-n-lead", matter, because="Stuck").code == "no-parent"
