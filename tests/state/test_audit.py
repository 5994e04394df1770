"""The audit: the logs against their heads, the matters against the logs. Whatever is tampered with is found."""

import json
from collections.abc import Callable

import msgspec
import pytest

from state.house import House
from state.logs.audit import WHAT, Discrepancy, audit
from state.proving.canonical import canonical
from tests.play import ANSWERING, ASKING, GROUNDS, RECORD, Play, rows_in
from workflows.matter import Matter


def faults(play: Play) -> tuple[Discrepancy, ...]:
    with play.database.reading() as connection:
        return audit(connection, play.house.registry)


def run(play: Play, *statements: str) -> None:
    """As the database's owner could, who may drop what guards the log."""
    with play.database.writing() as connection:
        if play.database.is_sqlite:
            triggers = (
                connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
            )
            for name in triggers:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            for table in ("log_entry", "log_content"):
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            connection.exec_driver_sql("ALTER TABLE log_content DROP CONSTRAINT fk_log_content_log_entry")
        for statement in statements:
            connection.exec_driver_sql(statement)


def two_deferred(play: Play) -> str:
    matter = play.open_to_decide()
    for seat in ("bocc-us-lead", "bocc-jp-lead"):
        play.do("decide", seat, matter, decision="defer", **RECORD)
    return matter


def differ(play: Play) -> str:
    matter = play.open_staffed()
    play.do("concur", "us-usfj-cdr", matter, **GROUNDS)
    return play.do("nonconcur", "jp-jjoc-cdr", matter, reason="no crews", **GROUNDS)


def combined(play: Play) -> str:
    matter = play.open_staffed()
    for seat in ("acg-dg-us-lead", "acg-dg-jp-lead"):
        play.do("mode", seat, matter, mode="integration")
    return matter


STORIES: dict[str, Callable[[Play], object]] = {
    "opened": lambda play: play.open(),
    "sent back": lambda play: play.do("return", "us-usfj-fdo", play.open(), missing="a date"),
    "proposed anew": lambda play: play.do(
        "propose", ASKING, play.do("return", "us-usfj-fdo", play.open(), missing="a date"), detail="On Monday"
    ),
    "withdrawn before release": lambda play: play.do("withdraw", ASKING, play.open(), because="done"),
    "released": lambda play: play.open_joint(),
    "one acknowledged": lambda play: play.do("ack", ANSWERING, play.open_joint()),
    "returned by the receiver": lambda play: play.do("return", ANSWERING, play.open_joint(), missing="a date"),
    "changed after a return": lambda play: play.do(
        "propose", ASKING, play.do("return", ANSWERING, play.open_joint(), missing="a date"), detail="On Monday"
    ),
    "both acknowledged": lambda play: play.open_staffed(),
    "under review": lambda play: play.do("note", ANSWERING, play.open_staffed(), text="with the engineers"),
    "one answered": lambda play: play.do("concur", "us-usfj-cdr", play.open_staffed(), **GROUNDS),
    "not ours": lambda play: play.do("notours", "jp-jjoc-cdr", play.open_staffed(), to="jp-mod-dp", reason="policy"),
    "differed": differ,
    "a new text": lambda play: play.do("propose", "bocc-us-lead", differ(play), detail="One crew"),
    "integrated": combined,
    "integration taken back": lambda play: play.do("mode", "acg-dg-us-lead", combined(play), mode="coordination"),
    "both concurred": lambda play: play.open_to_decide(),
    "one changed its answer": lambda play: play.do(
        "nonconcur", "jp-jjoc-cdr", play.open_to_decide(), reason="no crews", **GROUNDS
    ),
    "one decided": lambda play: play.do("decide", "bocc-us-lead", play.open_to_decide(), decision="approve", **RECORD),
    "deferred": two_deferred,
    "taken up again": lambda play: play.do("decide", "bocc-jp-lead", two_deferred(play), decision="approve", **RECORD),
    "closed": lambda play: play.open_closed(),
    "withdrawn": lambda play: play.do("withdraw", ASKING, play.open_staffed(), because="done"),
    "extended": lambda play: play.do("extend", ASKING, play.open_staffed(), by="+2d", because="weather"),
}


@pytest.mark.parametrize("story", STORIES)
def test_replaying_any_log_gives_the_stage_that_its_readers_see(staffed: Play, story: str) -> None:
    STORIES[story](staffed)
    assert faults(staffed) == ()


def test_matters_of_every_stage_side_by_side_are_kept_apart(staffed: Play) -> None:
    for make in STORIES.values():
        make(staffed)
    assert faults(staffed) == ()


def test_an_empty_database_has_no_faults(house: House) -> None:
    with house.database.reading() as connection:
        assert audit(connection, house.registry) == ()


def with_stage(play: Play, key: str, *stage: str) -> None:
    """Move a matter behind the log's back."""
    matter = msgspec.structs.replace(play.matter(key), stage=stage)
    data = msgspec.json.encode(matter)
    assert msgspec.json.decode(data, type=Matter) == matter
    with play.database.writing() as connection:
        sign = "?" if play.database.is_sqlite else "%s"
        connection.exec_driver_sql(f"UPDATE matter SET data = {sign} WHERE id = {sign}", (data, matter.id))  # noqa: S608


def test_a_matter_that_was_moved_behind_the_log_is_found_in_every_log_that_knows_of_it(staffed: Play) -> None:
    staffed.open_staffed()
    with_stage(staffed, "CR-26-0001", "closed")
    assert faults(staffed) == tuple(Discrepancy("stage", log, "CR-26-0001") for log in ("us+jp", "us", "jp"))


def test_a_track_that_was_moved_behind_the_log_is_found_in_its_own_nations_log(staffed: Play) -> None:
    staffed.open_staffed()
    with_stage(staffed, "CR-26-0001", "staffing/us/awaiting", "staffing/jp/concurred")
    assert faults(staffed) == (Discrepancy("stage", "jp", "CR-26-0001"),)


def test_a_matter_that_no_log_knows_of_is_found(staffed: Play) -> None:
    matter = staffed.matter(staffed.open())
    forged = msgspec.json.encode(msgspec.structs.replace(matter, id="forged", serials={})).decode()
    columns = "procedure, stage, is_open, due_at, version"
    data = "CAST(? AS BLOB)" if staffed.database.is_sqlite else "convert_to(%s, 'UTF8')"
    with staffed.database.writing() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO matter (id, data, {columns}) SELECT 'forged', {data}, {columns} FROM matter",  # noqa: S608
            (forged,),
        )
    assert faults(staffed) == (Discrepancy("unrecorded", "us", "forged"),)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE log_head SET size = size + 1 WHERE log = 'us'", Discrepancy("head", "us")),
        ("UPDATE log_head SET peaks = root WHERE log = 'us+jp'", Discrepancy("head", "us+jp")),
        ("DELETE FROM log_head WHERE log = 'jp'", Discrepancy("no-head", "jp")),
        ("UPDATE log_entry SET serial = 'CR-26-0009' WHERE log = 'jp' AND seq = 2", Discrepancy("serial", "jp", "2")),
        ("DELETE FROM log_content WHERE log = 'us' AND seq = 3", Discrepancy("content", "us", "3")),
    ],
)
def test_each_kind_of_tampering_is_found(staffed: Play, statement: str, found: Discrepancy) -> None:
    staffed.open_closed()
    run(staffed, statement)
    assert faults(staffed) == (found,)
    assert found.what in WHAT


def test_an_entry_that_was_rewritten_is_found_by_the_root(staffed: Play) -> None:
    staffed.open_joint()
    entries = {row["seq"]: row for row in rows_in(staffed.database, "log_entry") if row["log"] == "us+jp"}
    last = max(entries)
    forged = canonical({**json.loads(entries[last]["entry"]), "seat": "us-usfj-cdr"}).hex()
    new = f"x'{forged}'" if staffed.database.is_sqlite else f"decode('{forged}', 'hex')"
    run(staffed, f"UPDATE log_entry SET entry = {new} WHERE log = 'us+jp' AND seq = {last}")  # noqa: S608
    assert faults(staffed) == (Discrepancy("head", "us+jp"),)


def test_a_content_that_was_rewritten_is_found(staffed: Play) -> None:
    staffed.open_joint()
    new = "x'7b7d'" if staffed.database.is_sqlite else "'{}'"
    run(staffed, f"UPDATE log_content SET content = {new} WHERE log = 'us+jp' AND seq = 1")  # noqa: S608
    assert Discrepancy("content", "us+jp", "1") in faults(staffed)


def test_a_content_that_was_purged_is_no_fault(staffed: Play) -> None:
    staffed.open_joint()
    for seat in ("us-usfj-cdr", "jp-jjoc-cdr"):
        staffed.do("purge", seat, entry="us+jp/1", because="a spill")
    assert faults(staffed) == ()


def test_an_entry_that_was_cut_out_is_found(staffed: Play) -> None:
    staffed.open_closed()
    run(
        staffed,
        "DELETE FROM log_content WHERE log = 'us+jp' AND seq = 2",
        "DELETE FROM log_entry WHERE log = 'us+jp' AND seq = 2",
    )
    found = faults(staffed)
    assert Discrepancy("gap", "us+jp", "3") in found
    assert Discrepancy("head", "us+jp") in found
