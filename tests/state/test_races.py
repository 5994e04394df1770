"""Races, with barriers: threads of one process on SQLite, separate engines as separate processes on PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from state.apply import Applied, apply, apply_all
from state.house import House
from state.logs.audit import audit
from state.sweep import sweep
from state.writing import next_number
from tests.conftest import Databases
from tests.play import (
    ANSWERING,
    ASKING,
    GROUNDS,
    RECORD,
    TEAM,
    Clock,
    Play,
    admit_everyone,
    at_once,
    dump,
    install,
    person,
)
from workflows.command import Command
from workflows.matter import Actor

Several = Callable[[int], list[Play]]


def all_well(play: Play) -> dict[str, list[dict[str, Any]]]:
    """Every table, once the logs are proved against their heads and the matters against the logs."""
    with play.database.reading() as connection:
        assert audit(connection, play.house.registry) == ()
    return dump(play.database)


def codes(said: Sequence[Applied]) -> list[str]:
    return sorted(row.code for row in said)


@pytest.fixture
def houses(databases: Databases, clock: Clock) -> list[House]:
    """Two installations on one database, with everybody admitted and nobody seated."""
    url = databases.url("empty")
    first = databases.open(url)
    rows = [install(first, clock), install(first if first.is_sqlite else databases.open(url), clock)]
    admit_everyone(rows[0])
    return rows


def take(house: House, actor: Actor, key: str) -> Callable[[], Applied]:
    command = Command("take", actor, "us-usfj", {"seat": "us-usfj-cdr"}, key=key)
    return lambda: apply(house, command)


def test_one_person_who_takes_a_seat_twice_at_once_has_it_once(houses: list[House]) -> None:
    actor = person("us-usfj-cdr")
    said = at_once([take(house, actor, f"k{n}") for n, house in enumerate(houses)])
    assert codes(said) == ["seat-taken", "seat-yours"]
    tables = dump(houses[0].database)
    assert [(row["seat"], row["user"]) for row in tables["holder"]] == [("us-usfj-cdr", actor.user)]


def test_of_two_people_who_take_one_seat_at_once_the_second_is_told_who_has_it(houses: list[House]) -> None:
    people = [person("us-usfj-cdr"), person("us-usfj-cos")]
    said = at_once([take(house, people[n], f"k{n}") for n, house in enumerate(houses)])
    assert codes(said) == ["seat-held", "seat-taken"]
    (row,) = dump(houses[0].database)["holder"]
    held = next(answer for answer in said if answer.code == "seat-held")
    assert held.params["holder"] == {"team": TEAM, "user": row["user"]}


def test_of_two_who_press_the_same_button_at_once_one_moves_it_and_the_other_is_told_what_is_so(
    several: Several,
) -> None:
    plays = several(2)
    matter = plays[0].open_to_decide()
    commands = [play.command("decide", "bocc-us-lead", matter, decision="approve", **RECORD) for play in plays]
    said = at_once([partial(apply, play.house, command) for play, command in zip(plays, commands, strict=True)])
    assert codes(said) == ["already-recorded", "decision-recorded"]
    told = next(answer for answer in said if answer.refused)
    assert told.params == {"decision": "approved"}
    all_well(plays[0])


def test_both_sides_last_answers_at_once_lead_on_and_neither_is_lost(several: Several) -> None:
    plays = several(2)
    matter = plays[0].open_staffed()
    seats = ("us-usfj-cdr", "jp-jjoc-cdr")
    said = at_once(
        [partial(play.say, "concur", seat, matter, **GROUNDS) for play, seat in zip(plays, seats, strict=True)]
    )
    assert codes(said) == ["answered", "answered-last"]
    stands = plays[0].matter(matter)
    assert stands.stage_id == "deciding"
    assert [track.answer.seat if track.answer else "" for track in stands.tracks.values()] == list(seats)
    all_well(plays[0])


def test_the_same_delivery_at_once_twice_is_one_request(several: Several) -> None:
    plays = several(2)
    command = plays[0].command("open", ASKING, **plays[0].opening())
    said = at_once([partial(apply, play.house, command) for play in plays])
    assert said[0] == said[1]
    tables = all_well(plays[0])
    assert len(tables["matter"]) == len(tables["serial"]) == 1
    assert [row["last"] for row in tables["counter"]] == [1]


def test_the_same_modal_submitted_at_once_twice_is_one_request(several: Several) -> None:
    plays = several(2)
    command = msgspec.structs.replace(plays[0].command("open", ASKING, **plays[0].opening()), door="modal")
    said = at_once([partial(apply, play.house, command) for play in plays])
    assert said[0] == said[1]
    assert len(all_well(plays[0])["matter"]) == 1


WRITERS, EACH = 8, 6


def test_eight_writers_at_once_lose_nothing_and_leave_no_gap(several: Several) -> None:
    plays = several(WRITERS)
    before = {row["log"]: row["size"] for row in dump(plays[0].database)["log_head"]}

    def opens(play: Play) -> Callable[[], None]:
        def run() -> None:
            for _ in range(EACH):
                play.open_joint()

        return run

    at_once([opens(play) for play in plays])
    tables = all_well(plays[0])
    number = WRITERS * EACH
    assert [row["serial"] for row in tables["serial"]] == [
        *(f"CR-26-{n:04}" for n in range(1, number + 1)),
        *(f"CR-26-US-{n:04}" for n in range(1, number + 1)),
    ]
    sizes = {row["log"]: row["size"] for row in tables["log_head"]}
    # Two acts of the U.S. side each (opened, released), of which the joint log and the Japanese one know the second.
    added = {log: size - before.get(log, 0) for log, size in sizes.items()}
    assert added == {"jp": number, "us": 2 * number, "us+jp": number}
    assert {row["version"] for row in tables["matter"]} == {2}


def test_logs_and_counters_that_are_begun_by_several_at_once_are_begun_once(houses: list[House]) -> None:
    """The very first entry of a log, and the first number of a counter, come from two at once."""
    seats = (ASKING, "us-usfj-cos")
    for seat in seats:
        assert not apply(houses[0], Command("take", person(seat), "us-usfj", {"seat": seat})).refused
    plays = [Play(house) for house in houses]
    at_once([partial(play.do, "open", seat, **play.opening()) for play, seat in zip(plays, seats, strict=True)])
    assert {row["last"] for row in all_well(plays[0])["counter"]} == {2}


def test_two_that_begin_one_counter_at_once_draw_different_numbers(houses: list[House]) -> None:
    def draw(house: House, year: int) -> int:
        with house.database.writing() as connection:
            return next_number(connection, "us", "CR", year)

    for year in range(2000, 2050):  # each the first number of a counter of its own
        assert sorted(at_once([partial(draw, house, year) for house in houses])) == [1, 2]


def test_two_batches_that_name_the_same_matters_in_opposite_order_both_go_through(several: Several) -> None:
    plays = several(2)
    matters = [plays[0].open_joint() for _ in range(6)]
    batches = [
        [play.command("ack", seat, matter) for matter in order]
        for play, seat, order in zip(plays, (ASKING, ANSWERING), (matters, matters[::-1]), strict=True)
    ]
    said = at_once([partial(apply_all, play.house, batch) for play, batch in zip(plays, batches, strict=True)])
    assert {answer.code for row in said for answer in row} == {"acknowledged"}
    assert {row["stage"] for row in all_well(plays[0])["matter"]} == {"staffing"}


def test_a_batch_and_single_commands_at_once_both_go_through(several: Several) -> None:
    plays = several(3)
    matters = [plays[0].open_joint() for _ in range(6)]
    batch = [plays[0].command("ack", ASKING, matter) for matter in matters]

    def singly(play: Play, order: list[str]) -> Callable[[], list[Applied]]:
        return lambda: [play.say("note", "jp-jjoc-cos", matter, text="seen") for matter in order]

    said = at_once(
        [lambda: apply_all(plays[0].house, batch), singly(plays[1], matters), singly(plays[2], matters[::-1])]
    )
    assert {answer.refused for row in said for answer in row} == {False}
    all_well(plays[0])


def test_reminders_that_fall_due_while_people_move_the_same_matters_are_each_fired_or_dropped(
    several: Several, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    plays = several(3)
    matters = [plays[0].open_joint() for _ in range(20)]
    pending = {row["id"] for row in dump(plays[0].database)["reminder"] if row["state"] == "pending"}
    clock.forward(timedelta(hours=1))
    for play in plays:
        play.say("note", ASKING, matters[0], text="so that each has its connection open")

    crossed: list[object] = []  # a transaction that the database ends so that another can go on has cost a second
    for play in plays:
        event.listen(play.database.engine, "handle_error", lambda context: crossed.append(context.original_exception))

    def move(play: Play) -> None:
        for matter in reversed(matters):
            play.do("ack", ASKING, matter)

    acts: list[Callable[[], object]] = [partial(sweep, play.house) for play in plays[:2]]
    acts.append(partial(move, plays[2]))
    at_once(acts)
    sweep(plays[0].house)  # the next tick: what a person was moving just then was passed over
    assert caplog.records == []
    assert crossed == []
    rows = {row["id"]: row["state"] for row in all_well(plays[0])["reminder"] if row["due_at"] <= clock()}
    assert set(rows.values()) <= {"fired", "dropped"}
    assert len(rows) == 2 * len(matters)
    assert rows.keys() <= pending
