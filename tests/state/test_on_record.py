"""What else is on record, on both databases: refusals, escalations, releases, the watch, the situation, files.

Each with the log in which it stands and what it says of who did it.
"""

from datetime import timedelta
from typing import Any

import msgspec

from state.apply import apply
from state.sweep import sweep
from tests.play import ANSWERING, ASKING, Play, dump, person
from workflows.command import Command

WHY = {"because": "asked by the other side"}


def on_record(play: Play, act: str) -> list[tuple[str, dict[str, Any]]]:
    """By log what the entries of an act say."""
    rows = dump(play.database)
    said = {(row["log"], row["seq"]): msgspec.json.decode(row["content"]) for row in rows["log_content"]}
    entries = [msgspec.json.decode(row["entry"]) for row in rows["log_entry"]]
    return [(row["log"], {**said[row["log"], row["seq"]], "seat": row["seat"]}) for row in entries if row["act"] == act]


def logs_of(play: Play, act: str) -> list[str]:
    return sorted(log for log, _ in on_record(play, act))


def test_a_refusal_for_want_of_authority_and_a_tasking_that_would_cross(staffed: Play) -> None:
    matter = staffed.open_joint()
    assert staffed.say("ack", "us-usfj-cos", matter, opr="us-usfj").refused
    assert staffed.say("task", "us-usfj-cdr", title="x", to="jp-jjoc", by="+2d", detail="x").refused
    (first, second) = on_record(staffed, "attempt-refused")
    assert [log for log, _ in (first, second)] == ["us", "us"]
    assert (first[1]["verb"], second[1]["verb"], second[1]["target"]) == ("ack", "task", "jp-jjoc")
    assert first[1]["person"]["user"] == person("us-usfj-cos").user


def test_an_escalation_is_on_record_in_the_log_of_who_is_late(staffed: Play) -> None:
    staffed.open_joint()
    staffed.forward(timedelta(hours=9))
    sweep(staffed.house)
    assert on_record(staffed, "escalation")
    assert {row["seat"] for _, row in on_record(staffed, "escalation")} == {None}  # time did it


def test_each_decision_on_release(staffed: Play) -> None:
    matter = staffed.open_joint()
    assert logs_of(staffed, "disclose") == ["us", "us+jp"]
    staffed.do("withhold", ASKING, matter, field="detail", **WHY)  # what all have read: a possible spill
    assert "us" in logs_of(staffed, "spill")
    staffed.do("release", "us-usfj-fdo", matter, field="detail", **WHY)
    assert "us+jp" in logs_of(staffed, "release")


def test_who_has_the_watch(staffed: Play) -> None:
    staffed.do("standdown", ASKING, seat=ASKING)
    assert "us" in logs_of(staffed, "standdown")
    command = Command("take", person("us-usfj-cos"), given={"seat": ASKING}, key="take")
    assert not apply(staffed.house, command).refused
    ((log, said),) = [row for row in on_record(staffed, "take") if row[1]["seat"] == ASKING and row[0] == "us"][-1:]
    assert (log, said["on_watch"], said["person"]["user"]) == ("us", True, person("us-usfj-cos").user)


def test_the_situation_files_and_checks(staffed: Play) -> None:
    staffed.do("phase", "us-usfj-cdr", phase="crisis")
    assert set(logs_of(staffed, "phase")) >= {"us+jp"}
    staffed.do("export", ANSWERING, format="jsonl")
    (log, said) = on_record(staffed, "export")[0]
    assert (log, said["person"]["user"], said["logs"]) == ("jp", person(ANSWERING).user, ["jp", "us+jp"])
    given = {"logs": "us+jp:3", "found": "in order"}
    command = Command("verified", None, given=given, door="command-line", account="root", key="checked")
    assert not apply(staffed.house, command).refused
    assert [(log, said["size"], said["account"]) for log, said in on_record(staffed, "verify")] == [
        ("us+jp", 3, "root")
    ]
