"""What is recorded, where, and that it can be proved: every log stands for itself and tells nobody else's."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
import rfc8785

from tests.play import ANSWERING, ASKING, GROUNDS, RECORD, Clock, Play, dump, rows_in, rows_of
from workflows.bodies.registry import Registry

Entries = dict[str, list[dict[str, Any]]]


def entries_of(play: Play) -> Entries:
    """By log: the entries in order, each with its content and both as bytes."""
    with play.database.reading() as connection:
        contents = {(row["log"], row["seq"]): row["content"] for row in rows_of(connection, "log_content")}
        found: Entries = {}
        for row in rows_of(connection, "log_entry"):
            content = contents[row["log"], row["seq"]]
            found.setdefault(row["log"], []).append(
                {**row, **json.loads(row["entry"]), "raw": row["entry"], "said": json.loads(content), "text": content}
            )
    return found


def since(before: Entries, after: Entries) -> dict[str, list[str]]:
    """By log: the acts that were added."""
    new = {log: [entry["act"] for entry in rows[len(before.get(log, ())) :]] for log, rows in after.items()}
    return {log: acts for log, acts in new.items() if acts}


def tree_hash(entries: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, written out as it stands there: the root over a list of entries."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    half = 1 << (len(entries) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + tree_hash(entries[:half]) + tree_hash(entries[half:])).digest()


def test_every_log_head_is_the_size_and_root_of_its_entries(staffed: Play) -> None:
    for _ in range(3):
        staffed.open_closed()
    logs = entries_of(staffed)
    heads = {row["log"]: row for row in rows_in(staffed.database, "log_head")}
    assert set(heads) == set(logs) == {"us", "jp", "us+jp"}
    for log, rows in logs.items():
        assert [row["seq"] for row in rows] == list(range(1, heads[log]["size"] + 1))
        assert heads[log]["root"] == tree_hash([row["raw"] for row in rows])


def test_an_entry_names_its_log_its_place_and_the_hash_of_its_content(staffed: Play) -> None:
    staffed.open_closed()
    for log, rows in entries_of(staffed).items():
        for row in rows:
            assert row["raw"] == rfc8785.dumps(json.loads(row["raw"]))
            assert row["text"] == rfc8785.dumps(row["said"])
            assert row["content"] == "sha256:" + hashlib.sha256(row["text"]).hexdigest()
            assert json.loads(row["raw"])["log"] == log
            assert row["matter"] == row["serial"]


def test_each_content_has_sixteen_random_bytes_of_its_own(staffed: Play) -> None:
    staffed.open_closed()
    salts = [row["said"]["salt"] for rows in entries_of(staffed).values() for row in rows]
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}
    assert len(set(salts)) == len(salts)


def test_an_entry_has_the_time_in_utc_the_seat_and_the_serial_that_its_readers_know(
    staffed: Play, clock: Clock
) -> None:
    matter = staffed.open()
    clock.forward(timedelta(minutes=7, milliseconds=250))
    staffed.do("disclose", "us-usfj-fdo", matter)
    logs = entries_of(staffed)
    opened, released = logs["us"][-2:]
    assert (opened["act"], opened["matter"], opened["time"]) == ("open", "CR-26-US-0001", "2026-11-02T00:00:00.000Z")
    assert (released["act"], released["matter"], released["time"]) == (
        "disclose",
        "CR-26-0001",
        "2026-11-02T00:07:00.250Z",
    )
    assert (released["seat"], logs["us+jp"][-1]["seat"]) == ("us-usfj-fdo", "us-usfj-fdo")


def test_an_act_whose_parts_differ_is_one_entry_in_each_log_concerned(staffed: Play) -> None:
    matter = staffed.open_staffed()
    before = entries_of(staffed)
    staffed.do("concur", "us-usfj-cdr", matter, **GROUNDS)
    assert since(before, entries_of(staffed)) == {"us": ["concur"]}
    before = entries_of(staffed)
    staffed.do("concur", "jp-jjoc-cdr", matter, **GROUNDS)
    # Now all have answered: what each said is joint, and the U.S. track's new stage is told in its own log.
    assert since(before, entries_of(staffed)) == {"jp": ["concur"], "us+jp": ["answers"], "us": ["stage"]}


def test_an_entry_carries_the_stage_in_its_own_logs_view_alone(staffed: Play) -> None:
    matter = staffed.open_staffed()
    staffed.do("concur", "us-usfj-cdr", matter, **GROUNDS)
    last = {log: rows[-1]["stage"] for log, rows in entries_of(staffed).items()}
    assert last == {"us": ["staffing/us/concurred"], "jp": ["staffing/jp/awaiting"], "us+jp": ["staffing"]}


SECRET = "herring"


def secret(number: int) -> str:
    return f"{SECRET} {number}"


def readable(play: Play, registry: Registry, nation: str) -> bytes:
    """Every byte of the logs that a nation reads, and of what is to be told in channels that it reads."""
    logs = registry.logs_read_by((nation,))
    tables = dump(play.database)
    lanes = {body for body in registry.bodies if nation in registry.audience_of(body)}
    parts = [row["entry"] for row in tables["log_entry"] if row["log"] in logs]
    parts += [row["content"] for row in tables["log_content"] if row["log"] in logs]
    parts += [row["facts"] for row in tables["outbox"] if row["lane"] in lanes]
    return b"\n".join(parts)


def test_what_is_not_released_yet_is_nowhere_that_the_other_nation_reads(staffed: Play) -> None:
    registry = staffed.house.registry
    staffed.open(title=secret(1), detail=secret(2), info="us-osd-ipsa")
    assert readable(staffed, registry, "us").count(SECRET.encode()) >= 2
    assert SECRET.encode() not in readable(staffed, registry, "jp")
    assert b"CR-26" not in readable(staffed, registry, "jp")


@pytest.mark.parametrize(
    ("nation", "other", "watch", "decide"),
    [("us", "jp", ASKING, "us-usfj-cdr"), ("jp", "us", ANSWERING, "jp-jjoc-cdr")],
)
def test_a_nations_own_answer_is_nowhere_that_the_other_reads_until_all_have_answered(
    staffed: Play, nation: str, other: str, watch: str, decide: str
) -> None:
    registry = staffed.house.registry
    matter = staffed.open_staffed()
    before = readable(staffed, registry, other)
    staffed.do("note", watch, matter, text=secret(1))
    staffed.do("concur", decide, matter, if_=secret(2), authority=secret(3), rationale=secret(4))
    assert all(secret(n).encode() in readable(staffed, registry, nation) for n in (1, 2, 3, 4))
    after = readable(staffed, registry, other)
    assert SECRET.encode() not in after
    # Nor is there a sign of it: the logs that the other reads have not grown by an entry.
    assert after.count(b'"act":"') == before.count(b'"act":"')


def test_the_grounds_of_an_answer_and_of_a_decision_stay_in_their_own_log_for_good(staffed: Play) -> None:
    registry = staffed.house.registry
    matter = staffed.open_staffed()
    own = {name: f"{SECRET} {name}" for name in RECORD}
    staffed.do("concur", "us-usfj-cdr", matter, authority=own["authority"], rationale=own["rationale"])
    staffed.do("concur", "jp-jjoc-cdr", matter, **GROUNDS)
    staffed.do("decide", "bocc-us-lead", matter, decision="approve", **own)
    staffed.do("decide", "bocc-jp-lead", matter, decision="approve", **RECORD)
    assert staffed.matter(matter).outcome == "approved"
    assert all(word.encode() in readable(staffed, registry, "us") for word in own.values())
    assert SECRET.encode() not in readable(staffed, registry, "jp")
