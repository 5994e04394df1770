"""A spill is purged on the order of a decide seat of every nation that reads the log, and of no fewer."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from state.exports.verify import Verified, verify_file
from state.exports.writing_lines import export_log
from state.logs.finding import find, index_some
from state.logs.proved import verify_database
from state.logs.reading import log_views, recorded
from state.tables.deliveries import card
from state.tables.deliveries import outbox as told
from tests.play import START, Play, at_once, dump, registry, rows_in, where_kept
from workflows.logs.purging import CUT

US, JP = "us-usfj-cdr", "jp-jjoc-cdr"
SPILL = "Two crews at 3540N 13946E"


def entry_of(play: Play, log: str, act: str) -> str:
    with play.database.reading() as connection:
        return next(row.name for row in recorded(connection, log, range(1, 500)) if row.act == act)


def acts(play: Play, log: str) -> list[str]:
    with play.database.reading() as connection:
        return [row.act for row in recorded(connection, log, range(1, 500))]


def contents(play: Play, name: str) -> Any:
    log, _, seq = name.partition("/")
    with play.database.reading() as connection:
        return next(recorded(connection, log, [int(seq)])).content


def notices(play: Play, kind: str) -> dict[str, dict[str, Any]]:
    """By lane the facts of what is told of that kind."""
    return {row["lane"]: json.loads(row["facts"]) for row in rows_in(play.database, "outbox") if row["kind"] == kind}


def assert_verifies(play: Play, tmp_path: Any, purged: int) -> None:
    """The database, and an export of the joint log from its file alone."""
    with play.database.reading() as connection:
        proved, faults = verify_database(connection, play.house.registry)
        export_log(list(log_views(connection, ["us+jp"])), "jsonl", tmp_path / "joint.jsonl")
    assert proved
    assert faults == ()
    verified = verify_file(tmp_path / "joint.jsonl")
    assert isinstance(verified, Verified)
    assert [log.purged for log in verified.logs] == [purged]


def sent(play: Play) -> None:
    """All that waits has been told, each matter's card among it."""
    with play.database.writing() as connection:
        connection.execute(told.update().values(state="sent", sent_at=START, ts="1730505600.000100"))
        for row in connection.execute(select(told.c.matter_id, told.c.lane).where(told.c.kind == "card").distinct()):
            connection.execute(card.insert().values(matter_id=row.matter_id, lane=row.lane, ts="1.1", digest=""))


def test_the_order_of_one_nation_is_on_record_and_empties_nothing(staffed: Play) -> None:
    staffed.open_joint(detail=SPILL)
    name = entry_of(staffed, "us+jp", "disclose")
    before = contents(staffed, name)
    assert SPILL in json.dumps(before)
    said = staffed.say("purge", US, entry=name, because="a position")
    assert (said.code, said.refused) == ("purge-ordered", False)
    assert contents(staffed, name) == before
    assert [log for log in ("us", "jp", "us+jp") if "purge-order" in acts(staffed, log)] == ["us", "us+jp"]
    ordered = notices(staffed, "purge-ordered")
    assert {lane: row["missing"] for lane, row in ordered.items()} == {"us-usfj": ["jp"], "jp-jjoc": ["jp"]}
    assert where_kept(staffed.database, "a position") == {"log_content.content"}
    assert "a position" not in json.dumps(contents(staffed, entry_of(staffed, "us+jp", "purge-order")))
    assert staffed.say("purge", US, entry=name, because="again").code == "purge-ordered-before"


def test_the_orders_of_all_empty_it_everywhere_and_the_log_verifies(staffed: Play, tmp_path: Any) -> None:
    matter = staffed.open_joint(detail=SPILL)
    sent(staffed)
    while index_some(staffed.database):
        pass
    joint, own = entry_of(staffed, "us+jp", "disclose"), entry_of(staffed, "us", "open")
    staffed.do("purge", US, entry=joint, because="a position")
    staffed.do("purge", JP, entry=joint, because="位置")
    assert contents(staffed, joint) is None
    said = contents(staffed, entry_of(staffed, "us+jp", "purge"))
    assert (said["purged"], said["by"]) == (int(joint.split("/")[1]), {"us": US, "jp": JP})
    assert staffed.matter(matter).text.detail == CUT
    named = notices(staffed, "purged")
    bodies = {lane: {row["body"] for row in facts["messages"]} for lane, facts in named.items()}
    assert bodies.keys() == {"us-usfj", "jp-jjoc"}
    assert "us-usfj" in bodies["us-usfj"]
    assert "jp-jjoc" in bodies["jp-jjoc"]
    known = registry()
    for nation, lane in (("us", "us-usfj"), ("jp", "jp-jjoc")):
        assert all(nation in known.audience_of(body) for body in bodies[lane])
        assert {row["what"] for row in named[lane]["messages"]} >= {"card"}
    # what the U.S. side alone wrote in its own log is purged on its own order
    assert SPILL in json.dumps(contents(staffed, own))
    staffed.do("purge", US, entry=own, because="a position")
    kept = {name for name in where_kept(staffed.database, SPILL) if name != "log_content.content"}
    assert kept == set()
    with staffed.database.reading() as connection:
        assert find(connection, ["us+jp"], ["13946E"]).entries == []
    assert_verifies(staffed, tmp_path, 1)


def test_what_one_nation_alone_reads_it_purges_alone_and_shows_nothing_to_the_other(staffed: Play) -> None:
    matter = staffed.open_joint(detail=SPILL)
    staffed.do("note", "us-usfj-cos", matter, text="Alpha is at 3540N")
    sent(staffed)
    theirs = [row for row in rows_in(staffed.database, "outbox") if row["lane"].startswith(("jp-", "bocc"))]
    staffed.do("purge", US, entry=entry_of(staffed, "us", "open"), because="a position")
    staffed.do("purge", US, entry=entry_of(staffed, "us", "note"), because="a position")
    assert staffed.matter(matter).text.detail == SPILL, "it has crossed: the joint log has it too"
    after = [row for row in rows_in(staffed.database, "outbox") if row["lane"].startswith(("jp-", "bocc"))]
    assert after == theirs
    assert not {"purge", "purge-order"} & {*acts(staffed, "us+jp"), *acts(staffed, "jp")}
    assert where_kept(staffed.database, "Alpha is at 3540N") == set()


@pytest.mark.parametrize(
    ("seat", "entry", "code"),
    [
        (JP, "us/1", "unknown-entry"),
        (US, "us/999", "unknown-entry"),
        (US, "nonsense", "unknown-entry"),
        ("us-usfj-watch", "us/1", "not-your-move"),
    ],
)
def test_it_is_refused_to_whoever_may_not_and_of_what_isnt_there(
    staffed: Play, seat: str, entry: str, code: str
) -> None:
    before = rows_in(staffed.database, "log_content")
    assert staffed.say("purge", seat, entry=entry, because="x").code == code
    after = {(row["log"], row["seq"]): row["content"] for row in rows_in(staffed.database, "log_content")}
    assert all(after[row["log"], row["seq"]] == row["content"] for row in before)


def test_no_entry_is_purged_twice_nor_one_by_which_the_log_is_proved(staffed: Play) -> None:
    staffed.do("purge", US, entry="us/1", because="x")
    assert staffed.say("purge", US, entry="us/1", because="x").code == "purged-before"
    assert staffed.say("purge", US, entry=entry_of(staffed, "us", "purge"), because="x").code == "proves-the-log"


def test_nations_that_order_it_at_once_purge_it_once(staffed: Play) -> None:
    staffed.open_joint()
    name = entry_of(staffed, "us+jp", "disclose")
    at_once([lambda seat=seat: staffed.do("purge", seat, entry=name, because="x") for seat in (US, JP)])  # type: ignore[misc]
    assert acts(staffed, "us+jp").count("purge") == acts(staffed, "us+jp").count("purge-order") == 1
    assert contents(staffed, name) is None


def test_the_database_lets_nothing_be_emptied_that_no_entry_says_is_purged(staffed: Play) -> None:
    staffed.open_joint()
    staffed.do("purge", US, entry=entry_of(staffed, "us+jp", "disclose"), because="x")  # one of the two
    staffed.do("purge", US, entry="us/1", because="x")
    for log in ("us", "us+jp"):
        before = dump(staffed.database)
        with pytest.raises(DBAPIError, match="append-only"), staffed.database.writing() as connection:
            connection.exec_driver_sql(f"UPDATE log_content SET content = NULL WHERE log = '{log}' AND seq > 1")  # noqa: S608
        assert dump(staffed.database) == before
