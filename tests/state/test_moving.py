"""What is open at a body that has ended, in the database: moved in one transaction, told once, named at once."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from state.apply import apply
from state.ended import ended_names, tell_of_ended, unknown_names
from state.house import House
from state.logs.audit import audit
from state.sweep import sweep
from tests.play import ANSWERING, ASKING, GROUNDS, Play, at_once, dump, registry, rows_in
from workflows.command import Command

OLD, NEW = "us-usfj-j3", "us-usfj-j5"
MOVE = {"body": OLD, "to": NEW}


def without(house: House, *ended: str) -> Play:
    """The same installation, started again when these bodies have ended."""
    rows = registry().bodies
    gone = {body: msgspec.structs.replace(rows[body], valid_to=date(2026, 11, 1), successor=NEW) for body in ended}
    later = msgspec.structs.replace(registry(), bodies={**rows, **gone})
    return Play(msgspec.structs.replace(house, registry=later))


@pytest.fixture
def asked(staffed: Play) -> list[str]:
    """Two requests on their national tracks, with OLD among the supporting offices of the one, leading in the other."""
    first, second = staffed.open_joint(), staffed.open_joint()
    staffed.do("ack", ASKING, first, ocr=OLD)
    staffed.do("ack", ASKING, second, opr=OLD)
    for matter in (first, second):
        staffed.do("ack", ANSWERING, matter)
    return [first, second]


def moved_to(play: Play, matter: str) -> set[str]:
    track = play.matter(matter).tracks["us"]
    return {track.lead, *track.ocrs}


def test_all_of_it_is_moved_with_its_reminders_and_an_entry_each(staffed: Play, asked: list[str]) -> None:
    before = reminders(staffed, asked[1])
    play = without(staffed.house, OLD)
    said = play.say("move-body", "us-usfj-cdr", **MOVE)
    assert (said.code, said.params["left"]) == ("body-moved", ())
    assert said.params["serials"] == ("CR-26-0001", "CR-26-0002")
    assert [NEW in moved_to(play, matter) for matter in asked] == [True, True]
    assert OLD in {body for body, _, _ in before}
    assert reminders(play, asked[1]) == {(NEW if body == OLD else body, *rest) for body, *rest in before}
    logs = [
        (row["log"], row["serial"]) for row in rows_in(play.database, "log_entry") if b'"move-body"' in row["entry"]
    ]
    assert sorted(logs) == [("us", "CR-26-0001"), ("us", "CR-26-0002"), ("us+jp", "CR-26-0002")]
    with play.database.reading() as connection:
        assert audit(connection, play.house.registry) == ()
    play.do("concur", "us-usfj-j5-dir", asked[1], **GROUNDS)


def reminders(play: Play, matter: str) -> set[tuple[str, str, datetime]]:
    """(body, rule, when) of those that pend."""
    rows = rows_in(play.database, "reminder")
    return {
        (row["body"], row["rule"], row["due_at"])
        for row in rows
        if row["matter_id"] == matter and row["state"] == "pending"
    }


def test_stopped_at_any_instant_all_of_it_is_moved_or_nothing(staffed: Play, asked: list[str]) -> None:
    play = without(staffed.house, OLD)
    command = play.command("move-body", "us-usfj-cdr", **MOVE)
    before, steps = dump(play.database), 0

    class StoppedError(Exception):
        pass

    while True:
        left = steps

        def stop(*_: object) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise StoppedError

        event.listen(play.database.engine, "before_cursor_execute", stop)
        try:
            apply(play.house, command)
        except StoppedError:
            event.remove(play.database.engine, "before_cursor_execute", stop)
            assert dump(play.database) == before
            steps += 1
        else:
            event.remove(play.database.engine, "before_cursor_execute", stop)
            break
    assert steps > 10
    assert [NEW in moved_to(play, matter) for matter in asked] == [True, True]


def test_what_others_do_at_the_same_time_is_not_lost(several: Callable[[int], list[Play]]) -> None:
    plays = several(4)
    matters = [plays[0].open_joint() for _ in range(3)]
    for matter in matters:
        plays[0].do("ack", ASKING, matter, opr=OLD)
    mover, *others = [without(play.house, OLD) for play in plays]
    acts: list[Callable[[], object]] = [lambda: mover.do("move-body", "us-usfj-cdr", **MOVE)]
    for play, matter in zip(others, matters, strict=True):
        acts.append(lambda play=play, matter=matter: play.do("ack", ANSWERING, matter))  # type: ignore[misc]
    at_once(acts)
    assert [moved_to(mover, matter) for matter in matters] == [{NEW}] * 3
    assert {mover.matter(matter).stage_id for matter in matters} == {"staffing"}
    with mover.database.reading() as connection:
        assert audit(connection, mover.house.registry) == ()


def test_who_gives_it_at_the_command_line_is_named_with_the_system_account(staffed: Play, asked: list[str]) -> None:
    play = without(staffed.house, OLD)
    command = msgspec.structs.replace(
        play.command("move-body", "us-usfj-cdr", **MOVE), desk=None, door="command-line", account="operator"
    )
    assert apply(play.house, command).code == "body-moved"
    contents = [json.loads(row["content"]) for row in rows_in(play.database, "log_content")]
    own = [row for row in contents if row.get("door") == "command-line" and "person" in row]
    assert [row["account"] for row in own] == ["operator"] * len(asked)
    joint = [row for row in contents if row.get("door") == "command-line" and "person" not in row]
    assert "operator" not in str(joint)


def test_what_was_left_behind_is_still_chased(staffed: Play, asked: list[str]) -> None:
    play = without(staffed.house, OLD)
    assert isinstance(play.house.clock(), datetime)
    staffed.house.clock.forward(timedelta(hours=9))  # type: ignore[attr-defined]
    assert sweep(play.house) > 0
    assert play.matter(asked[1]).escalated


# Told and named


def ended_told(play: Play) -> list[tuple[str, Any]]:
    rows = [row for row in rows_in(play.database, "outbox") if row["kind"] == "ended"]
    return [(row["lane"], json.loads(row["facts"])["bodies"]) for row in rows]


@pytest.mark.usefixtures("asked")
def test_the_nation_s_administrators_are_told_once_of_the_same_and_again_of_more(staffed: Play) -> None:
    play = without(staffed.house, OLD)
    tell_of_ended(staffed.house)
    assert ended_told(play) == []
    for _ in range(2):
        tell_of_ended(play.house)
    (told,) = ended_told(play)
    assert told[0] == "@T0001/UADMINUS"
    assert told[1] == [{"body": OLD, "successor": NEW, "serials": ["CR-26-0001", "CR-26-0002"]}]
    staffed.open_joint(info=OLD)
    tell_of_ended(play.house)
    assert len(ended_told(play)) == 2


@pytest.mark.usefixtures("asked")
def test_the_operator_is_told_of_every_matter_by_every_serial(staffed: Play) -> None:
    house = without(staffed.house, OLD).house
    with house.database.reading() as connection:
        (found,) = ended_names(connection, house.registry, datetime(2026, 11, 20, tzinfo=UTC))
        assert ended_names(connection, registry(), datetime(2026, 11, 20, tzinfo=UTC)) == ()
    assert found.startswith(f"'{OLD}' is not in force, and open matters name it: ")
    for serial in ("CR-26-0001 (us+jp)", "CR-26-US-0002 (us)", f"`kakehashi bodies move {OLD} {NEW} --as"):
        assert serial in found


def test_of_another_nation_s_body_the_operator_is_told_which_seat_moves_what_is_unreleased(
    staffed: Play,
) -> None:
    joint, own = staffed.open_joint(), staffed.open()
    play = without(staffed.house, "jp-jjoc")
    with play.database.reading() as connection:
        known, inside = ended_names(connection, play.house.registry, play.house.clock())
    assert "open matters name it: CR-26-US-0001 (us), CR-26-0001 (us+jp)." in known
    assert "open matters that us alone knows of name it: CR-26-US-0002 (us)." in inside
    assert inside.endswith("moves them, from a seat that decides at the body that asks")
    before = others_logs(play)
    words = {"body": "jp-jjoc", "to": "jp-jso"}
    assert play.say("move-body", "us-usfj-fdo", **words, only="CR-26-0001").code == "nothing-moved"
    command = play.command("move-body", "us-usfj-cdr", **words, only="CR-26-US-0002")
    assert apply(play.house, msgspec.structs.replace(command, desk=None, door="command-line")).code == "body-moved"
    assert (play.matter(own).to, play.matter(joint).to) == (("jp-jso",), ("jp-jjoc",))
    assert others_logs(play) == before
    with play.database.reading() as connection:
        assert audit(connection, play.house.registry) == ()
    play.do("disclose", "us-usfj-fdo", own)
    play.do("ack", "jp-jso-duty", own)


def others_logs(play: Play) -> list[dict[str, Any]]:
    return [row for row in rows_in(play.database, "log_entry") if row["log"] != "us"]


def test_a_body_that_was_taken_out_of_the_registry_is_named_with_its_matters(staffed: Play, asked: list[str]) -> None:
    rows = {id_: row for id_, row in registry().bodies.items() if id_ != OLD}
    fewer = msgspec.structs.replace(registry(), bodies=rows)
    with staffed.database.reading() as connection:
        found = unknown_names(connection, fewer)
        assert unknown_names(connection, registry()) == ()
    assert len(found) == len(asked)
    assert all(f"names '{OLD}', which the registry does not have" in row for row in found)


def test_the_tick_and_strangers_move_nothing(staffed: Play, asked: list[str]) -> None:
    play = without(staffed.house, OLD)
    before = rows_in(play.database, "matter")
    assert apply(play.house, Command("move-body", None, None, MOVE, door="tick")).code == "not-admitted"
    assert play.say("move-body", "jp-jjoc-cdr", **MOVE).code == "other-nation"
    assert play.say("move-body", ASKING, **MOVE).code == "not-your-move"
    assert rows_in(play.database, "matter") == before
    assert asked
