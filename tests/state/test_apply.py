"""The one way in: what is accepted is written whole; what is refused leaves nothing but its record."""

import json
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from state.apply import apply, apply_all
from state.house import House
from tests.play import ANSWERING, ASKING, Clock, Play, administrator, dump, person, rows_in, where_kept
from workflows.command import Command

Dump = dict[str, list[dict[str, Any]]]


def changed(before: Dump, after: Dump) -> dict[str, int]:
    """How many rows each table has more, for the tables that are not as they were."""
    return {table: len(rows) - len(before[table]) for table, rows in after.items() if rows != before[table]}


def test_a_request_goes_from_opening_to_closing(staffed: Play) -> None:
    matter = staffed.matter(staffed.open_closed())
    assert matter.stage == ("closed",)
    assert matter.outcome == "approved"
    assert matter.serials == {"us": "CR-26-US-0001", "us+jp": "CR-26-0001"}
    assert staffed.matter("CR-26-US-0001") == staffed.matter("CR-26-0001") == matter
    tables = dump(staffed.database)
    assert [(row["stage"], row["is_open"], row["version"]) for row in tables["matter"]] == [("closed", False, 11)]
    assert {row["state"] for row in tables["reminder"]} == {"dropped"}
    assert {row["state"] for row in tables["outbox"]} == {"pending"}
    assert [row["lane"] for row in tables["outbox"] if row["kind"] == "card"].count("jp-jjoc") == 10


@pytest.mark.parametrize(
    ("verb", "seat", "given", "code"),
    [
        ("concur", ASKING, {"authority": "a", "rationale": "b"}, "not-now"),
        ("ack", ANSWERING, {"ocr": "us-usfj"}, "other-nations-body"),
        ("disclose", "us-usfj-fdo", {}, "not-now"),
        ("open", ASKING, {"title": "x", "to": "nowhere", "urgency": "priority"}, "unknown-body"),
        ("take", ASKING, {"seat": "us-usfj-cdr"}, "seat-held"),
        ("no-such-verb", ASKING, {}, "not-now"),
    ],
)
def test_a_refused_command_leaves_everything_as_it_was(
    staffed: Play, verb: str, seat: str, given: dict[str, str], code: str
) -> None:
    matter = staffed.open_joint()
    before = dump(staffed.database)
    said = staffed.say(verb, seat, None if verb == "open" else matter, **given)
    assert (said.refused, said.code) == (True, code)
    assert changed(before, dump(staffed.database)) == {"inbox": 1}


def test_what_was_tried_without_authority_is_on_record_and_changes_nothing_else(staffed: Play) -> None:
    matter = staffed.open_joint()
    before = dump(staffed.database)
    assert staffed.say("ack", "us-usfj-cdr", matter).code == "not-your-move"
    assert changed(before, dump(staffed.database)) == {"inbox": 1, "log_content": 1, "log_entry": 1, "log_head": 0}
    assert [row["log"] for row in rows_in(staffed.database, "log_entry") if row not in before["log_entry"]] == ["us"]


MARKED = {
    "marking": ("(S) the plan is HERRING", "HERRING"),
    "marking-asked": ("HERRING を含む計画は極秘である。", "HERRING"),
}


@pytest.mark.parametrize(
    ("verb", "field"),
    [
        ("open", "title"),
        ("open", "detail"),
        ("open", "to"),
        ("note", "text"),
        ("decide", "rationale"),
        ("no-verb", "x"),
    ],
)
@pytest.mark.parametrize("code", MARKED)
def test_refused_text_is_kept_nowhere_and_only_its_record_is_written(
    staffed: Play, verb: str, field: str, code: str
) -> None:
    text, word = MARKED[code]
    matter = None if verb == "open" else staffed.open_joint()
    before = dump(staffed.database)
    said = staffed.say(verb, ASKING, matter, **(staffed.opening() | {field: text}))
    after = dump(staffed.database)
    assert (said.refused, said.code, said.field) == (True, code, field)
    assert changed(before, after) == {"inbox": 1, "log_entry": 1, "log_content": 1, "log_head": 0}
    added = [row for row in after["log_content"] if row not in before["log_content"]]
    assert added[0]["log"] == "us"
    assert where_kept(staffed.database, word) | where_kept(staffed.database, "極秘") == set()


def test_what_its_writer_says_is_no_marking_is_kept_as_any_text(staffed: Play) -> None:
    text, word = MARKED["marking-asked"]
    staffed.open(detail=text, unmarked="yes")
    kept = where_kept(staffed.database, "極秘")
    assert kept == where_kept(staffed.database, word)
    assert {"matter.data", "log_content.content"} <= kept


def test_the_same_delivery_twice_is_one_request_with_one_answer(staffed: Play) -> None:
    command = staffed.command("open", ASKING, **staffed.opening())
    first = apply(staffed.house, command)
    before = dump(staffed.database)
    assert apply(staffed.house, command) == first
    assert dump(staffed.database) == before
    assert len(before["matter"]) == 1


def test_a_refusal_is_repeated_as_it_was_said_though_it_would_go_through_by_now(staffed: Play) -> None:
    matter = staffed.open()
    early = staffed.command("ack", ANSWERING, "CR-26-0001")
    assert apply(staffed.house, early).code == "unknown-serial"
    staffed.do("disclose", "us-usfj-fdo", matter)
    assert apply(staffed.house, early).code == "unknown-serial"


def test_a_modal_that_was_refused_may_come_again_under_the_same_key(staffed: Play) -> None:
    faulty = staffed.command("open", ASKING, **staffed.opening(title=" "))
    faulty = msgspec.structs.replace(faulty, door="modal")
    assert apply(staffed.house, faulty).refused
    mended = msgspec.structs.replace(faulty, given=staffed.opening())
    accepted = apply(staffed.house, mended)
    assert not accepted.refused
    assert apply(staffed.house, mended) == accepted
    assert len(rows_in(staffed.database, "matter")) == 1


def test_serials_have_no_gaps_whatever_was_refused_or_undone_between(staffed: Play) -> None:
    for number in range(1, 6):
        assert staffed.say("open", ASKING, title="", to="jp-jjoc").refused
        with pytest.raises(ZeroDivisionError):
            apply(failing_after(staffed.house), staffed.command("open", ASKING, **staffed.opening()))
        matter = staffed.open()
        assert staffed.matter(matter).serials == {"us": f"CR-26-US-{number:04}"}
        if number % 2:
            staffed.do("disclose", "us-usfj-fdo", matter)
    tables = dump(staffed.database)
    serials = [row["serial"] for row in tables["serial"]]
    assert serials == [f"CR-26-{n:04}" for n in (1, 2, 3)] + [f"CR-26-US-{n:04}" for n in range(1, 6)]
    assert {row["log"]: row["last"] for row in tables["counter"]} == {"us": 5, "us+jp": 3}


def failing_after(house: House) -> House:
    """As `house`, but random ids run out at the outbox rows, when the matter and its serial have been written."""
    left = iter([1])

    def new_id() -> str:
        return f"{1 / next(left, 0):032}"

    return msgspec.structs.replace(house, new_id=new_id)


def test_a_new_year_counts_from_one(staffed: Play, clock: Clock) -> None:
    staffed.open()
    clock.forward(timedelta(days=120))
    matter = staffed.open()
    assert staffed.matter(matter).serials == {"us": "CR-27-US-0001"}


def test_what_was_written_is_told_to_the_delivery_once_it_is_committed(staffed: Play) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(len(rows_in(staffed.database, "matter")))

    house = msgspec.structs.replace(staffed.house, on_commit=look)
    apply(house, staffed.command("open", ASKING, **staffed.opening()))
    assert seen == [1]


def test_a_batch_is_one_transaction_in_which_each_sees_what_came_before(staffed: Play) -> None:
    opening = staffed.command("open", ASKING, **staffed.opening())
    commands = [
        opening,
        staffed.command("disclose", "us-usfj-fdo", "CR-26-US-0001"),
        staffed.command("ack", ASKING, "CR-26-0001"),
        staffed.command("ack", ASKING, "CR-26-9999"),
        staffed.command("ack", ANSWERING, "CR-26-0001"),
        opening,
    ]
    said = apply_all(staffed.house, commands)
    assert [row.code for row in said] == [
        "waits-for-release",
        "sent",
        "acknowledged",
        "unknown-serial",
        "acknowledged",
        "waits-for-release",
    ]
    assert said[-1].matter == said[0].matter  # the same delivery
    assert staffed.matter("CR-26-0001").stage_id == "staffing"


def test_a_batch_in_which_one_command_fails_leaves_nothing(staffed: Play) -> None:
    before = dump(staffed.database)
    commands = [staffed.command("open", ASKING, **staffed.opening()) for _ in range(2)]
    with pytest.raises(ZeroDivisionError):
        apply_all(failing_after(staffed.house), commands)
    assert dump(staffed.database) == before


def test_an_empty_batch_does_nothing(staffed: Play) -> None:
    before = dump(staffed.database)
    assert apply_all(staffed.house, []) == []
    assert dump(staffed.database) == before


def test_people_without_a_nation_can_do_nothing(house: House) -> None:
    command = Command("open", person(ASKING), "us-usfj", {"title": "x", "to": "jp-jjoc", "urgency": "priority"})
    assert apply(house, command).code == "not-admitted"
    take = Command("take", person(ASKING), "us-usfj", {"seat": ASKING})
    assert apply(house, take).code == "not-admitted"


def test_an_administrator_admits_to_their_own_nation_only(house: House, clock: Clock) -> None:
    people = {"people": f"<@{person(ASKING).user}|watch>"}
    assert not apply(house, Command("admit", administrator("us"), given=people)).refused
    assert apply(house, Command("admit", administrator("jp"), given=people)).code == "admitted-elsewhere"
    clock.forward(timedelta(hours=1))
    assert not apply(house, Command("admit", administrator("us"), given=people)).refused
    rows = rows_in(house.database, "person")
    assert [(row["user"], row["nation"]) for row in rows] == [(person(ASKING).user, "us")]


def test_an_administrator_gives_out_the_first_seats_of_their_own_nation_only(house: House) -> None:
    def admit(nation: str, seat: str, *users: str) -> str:
        given = {"people": " ".join(f"<@{user}>" for user in users), "seat": seat}
        return apply(house, Command("admit", administrator(nation), given=given)).code

    watch, chief = person(ASKING).user, person("us-usfj-cdr").user
    assert admit("us", ASKING, watch, chief) == "not-a-person"
    assert admit("us", "jp-jjoc-cdr", watch) == "unknown-seat"
    assert admit("us", "bocc-jp-watch", watch) == "other-nations-seat"
    assert rows_in(house.database, "person") == []
    assert admit("us", ASKING, watch) == "admitted-to-seat"
    assert admit("us", ASKING, chief) == "seat-held"
    assert [(row["seat"], row["user"], row["on_watch"]) for row in rows_in(house.database, "holder")] == [
        (ASKING, watch, True)
    ]
    acts = [json.loads(row["entry"])["act"] for row in rows_in(house.database, "log_entry")]
    assert acts == ["admit", "seat-given"]


def test_a_gap_whose_seat_was_given_out_is_closed_by_who_holds_it(staffed: Play) -> None:
    holder = person(ASKING)
    down = Command("standdown", holder, given={"seat": ASKING, "because": "ill"})
    gap = apply(staffed.house, down).matter or ""
    give = Command("admit", administrator("us"), given={"people": holder.user, "seat": ASKING})
    assert apply(staffed.house, give).code == "admitted-to-seat"
    assert apply(staffed.house, Command("take", holder, given={"seat": ASKING})).code == "seat-taken"
    assert staffed.matter(gap).stage_id == "covered"
