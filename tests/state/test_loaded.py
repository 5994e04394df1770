"""What a start with another registry, catalogue or setting of authority puts on record, where, and that it is once."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import msgspec
import pytest

from state.database import Database
from state.house import House, random_salt
from state.logs import log, purging
from state.logs.audit import audit
from state.logs.loaded import record_loaded
from tests.play import Clock, Play, administrator, at_once, dump, rows_in
from tests.workflows.alliance import CALENDARS, document, registry, with_pairs
from tests.workflows.build import REQUEST
from workflows.authority import STANDING
from workflows.bodies.registry import Registry
from workflows.catalogue import procedures
from workflows.logs import loaded as loading
from workflows.matter import Actor
from workflows.vocabulary import Entry
from workflows.who import Who

Document = dict[str, Any]
Change = Callable[[Document], object]
ALL = ("north", "south", "east")
JOINT = "north+south+east"


def opened(database: Database, clock: Clock, doc: Document) -> House:
    found = registry(deepcopy(doc))
    administrators = {nation: (administrator(nation),) for nation in found.nations}
    return House(database, found, CALENDARS, administrators, clock)


def body(doc: Document, id_: str) -> dict[str, Any]:
    return next(row for row in doc["body"] if row["id"] == id_)


def started(database: Database, clock: Clock, *changes: Change) -> dict[str, dict[str, Any]]:
    """What each log is told of a second start, at which the registry of three nations and their pairs is another."""
    doc = with_pairs(document(*ALL))
    record_loaded(opened(database, clock, doc))
    before = told(database)
    for change in changes:
        change(doc)
    house = opened(database, clock, doc)
    written = record_loaded(house)
    found = {log: rows[len(before[log]) :] for log, rows in told(database).items()}
    assert {log for log, rows in found.items() if rows} == {*written}
    with database.reading() as connection:
        assert audit(connection, house.registry) == ()
    return {log: rows[0] for log, rows in found.items() if rows}


def told(database: Database) -> dict[str, list[dict[str, Any]]]:
    """By log the contents of the entries of a start, without their salt."""
    rows = dump(database)
    contents = {(row["log"], row["seq"]): row["content"] for row in rows["log_content"]}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows["log_entry"]:
        entry = json.loads(row["entry"])
        if entry["act"] == loading.ACT:
            assert (entry["matter"], entry["seat"], entry["stage"]) == (None, None, None)
            content = json.loads(contents[row["log"], row["seq"]])
            found.setdefault(row["log"], []).append({name: content[name] for name in content if name != "salt"})
    return found


def test_a_first_start_records_a_digest_in_each_log_whose_readers_something_is_for(
    database: Database, clock: Clock
) -> None:
    house = opened(database, clock, with_pairs(document(*ALL)))
    pairs = ("north+south", "north+east", "south+east")
    assert {*record_loaded(house)} == {*ALL, *pairs, JOINT}
    for rows in told(database).values():
        assert [set(row) for row in rows] == [{"before", "after"}]
        assert rows[0]["before"] == "first"
        assert rows[0]["after"].startswith("sha256:")


def test_a_start_that_changes_nothing_writes_nothing(database: Database, clock: Clock) -> None:
    doc = with_pairs(document(*ALL))
    record_loaded(opened(database, clock, doc))
    before = dump(database)
    assert record_loaded(opened(database, clock, doc)) == ()
    assert dump(database) == before


@pytest.mark.parametrize(
    ("change", "log", "difference"),
    [
        pytest.param(
            lambda doc: body(doc, "n-hq").update(name="The headquarters"),
            JOINT,
            {"bodies": {"n-hq": {"name": {"was": "n-hq", "is": "The headquarters"}}}},
            id="what everybody is shown",
        ),
        pytest.param(
            lambda doc: body(doc, "n-hq").update(channel="c-elsewhere"),
            "north",
            {"channels": {"n-hq": {"channel": {"was": "c-n-hq", "is": "c-elsewhere"}}}},
            id="a channel of one nation's own",
        ),
        pytest.param(
            lambda doc: body(doc, "n-s").update(channel="c-elsewhere"),
            "north+south",
            {"channels": {"n-s": {"channel": {"was": "c-n-s", "is": "c-elsewhere"}}}},
            id="a channel of two",
        ),
        pytest.param(
            lambda doc: doc["authority"][2].update(mode="board-e-aide"),
            "east",
            {"authority": {"mode": {"was": "board-e-lead", "is": "board-e-aide"}}},
            id="which seat of a nation may set what",
        ),
        pytest.param(
            lambda doc: doc["routing"].update(combined="staff", owner={**doc["routing"]["owner"], "policy": "centre"}),
            JOINT,
            {"routing": {"owner": {"policy": {"was": "board", "is": "centre"}}}},
            id="routing",
        ),
        pytest.param(
            lambda doc: body(doc, "s-ops")["seats"].append({"id": "s-ops-aide", "title": "aide", "role": "coordinate"}),
            None,
            {
                JOINT: {
                    "bodies": {
                        "s-ops": {
                            "seats": {
                                "added": [
                                    {
                                        "id": "s-ops-aide",
                                        "title": "aide",
                                        "title_ja": "",
                                        "role": "coordinate",
                                        "nation": "south",
                                    }
                                ]
                            }
                        }
                    }
                },
                "south": {"channels": {"s-ops": {"seats": {"s-ops-aide": {"is": {"holders": 1}}}}}},
            },
            id="a seat, of which how many may hold it is its nation's own",
        ),
    ],
)
def test_what_changed_stands_in_the_log_of_those_who_may_see_it_and_in_no_other(
    database: Database, clock: Clock, change: Change, log: str | None, difference: dict[str, Any]
) -> None:
    found = started(database, clock, change)
    assert {name: row["difference"] for name, row in found.items()} == ({log: difference} if log else difference)
    assert all(row["before"] != row["after"] for row in found.values())


def test_the_digest_goes_on_from_the_one_before(database: Database, clock: Clock) -> None:
    started(database, clock, lambda doc: body(doc, "n-hq").update(name="The headquarters"))
    first, second = told(database)[JOINT]
    assert first["after"] == second["before"]


def test_the_version_of_the_file_alone_is_no_change(database: Database, clock: Clock) -> None:
    assert started(database, clock, lambda doc: doc["registry"].update(version="2")) == {}


def test_what_one_nation_changes_of_its_own_leaves_the_others_exports_as_they_are(
    database: Database, clock: Clock
) -> None:
    doc = with_pairs(document(*ALL))
    record_loaded(opened(database, clock, doc))
    before = {log: rows for log, rows in told(database).items() if log != "north"}
    body(doc, "n-pol").update(channel="c-elsewhere", zone="Asia/Tokyo", note="moved")
    doc["registry"]["version"] = "2"
    house = opened(database, clock, doc)
    record_loaded(msgspec.structs.replace(house, administrators={**house.administrators, "north": (Actor("T", "U"),)}))
    after = told(database)
    assert {log: rows for log, rows in after.items() if log != "north"} == before
    changed = after["north"][-1]["difference"]
    assert changed["administrators"] == {"added": ["T/U"], "removed": ["T0001/UADMINNORTH"]}
    assert set(changed["channels"]["n-pol"]) == {"channel", "zone", "note"}


def test_a_changed_catalogue_and_a_verb_that_others_may_use_are_put_on_record(
    staffed: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_loaded(staffed.house)
    request, edge = REQUEST, REQUEST.edges[0]
    fewer = msgspec.structs.replace(request, edges=request.edges[1:])
    monkeypatch.setattr(loading, "procedures", lambda: {**procedures(), request.id: fewer})
    monkeypatch.setattr(loading, "STANDING", {**STANDING, "export": (Who.KNOWN,)})
    assert record_loaded(staffed.house) == ("us+jp",)
    gone = {"trigger": edge.trigger, "sources": list(edge.sources), "target": edge.target}
    assert told(staffed.database)["us+jp"][-1]["difference"] == {
        "procedures": {request.id: {"edges": {"removed": [gone]}}},
        "verbs": {"export": {"added": ["known"], "removed": ["desk"]}},
    }


def test_no_part_of_the_registry_is_left_out_but_its_version() -> None:
    """A field that is added has to be put where those read it who may: then it is named here too."""
    told = {"name", "name_ja", "echelons", "words_ja", "nations", "bilateral", "routing", "bodies", "authorities"}
    told |= {"categories", "situation_labels", "rhythm", "quiet", "parts"}
    assert {*Registry.__struct_fields__} == {*told, "version", "seats"}, "seats stand under their bodies"


def test_that_cui_may_be_carried_is_put_on_record_for_all(staffed: Play) -> None:
    record_loaded(staffed.house)
    house = msgspec.structs.replace(staffed.house, allow_cui=not staffed.house.allow_cui)
    assert record_loaded(house) == ("us+jp",)
    assert told(staffed.database)["us+jp"][-1]["difference"].keys() == {"allow_cui"}


def test_two_copies_that_start_at_once_write_it_once(several: Callable[[int], list[Play]]) -> None:
    plays = several(4)
    written = at_once([lambda play=play: record_loaded(play.house) for play in plays])  # type: ignore[misc]
    assert sorted(map(len, written)) == [0, 0, 0, 3]
    assert {log: len(rows) for log, rows in told(plays[0].database).items()} == {"us": 1, "jp": 1, "us+jp": 1}


def test_an_entry_that_was_purged_takes_nothing_from_what_is_compared(database: Database, clock: Clock) -> None:
    doc = document(*ALL)
    record_loaded(opened(database, clock, doc))
    rows = [
        log.Row(name, None, Entry(tuple(name.split("+")), "purge", {"purged": 1}, names=(name, 1)), clock())
        for name in told(database)
    ]
    with database.writing() as connection:
        log.append(connection, rows, random_salt)
        purging.empty(connection, rows)
    assert all(row["content"] is None for row in rows_in(database, "log_content") if row["seq"] == 1)
    assert record_loaded(opened(database, clock, doc)) == ()
    body(doc, "n-hq")["name"] = "The headquarters"
    assert record_loaded(opened(database, clock, doc)) == (JOINT,)


def test_a_nation_that_joins_begins_a_log_and_the_others_read_in_theirs_what_changed(
    database: Database, clock: Clock
) -> None:
    record_loaded(opened(database, clock, document("north", "south")))
    written = record_loaded(opened(database, clock, document(*ALL)))
    assert {*written} == {JOINT, "north+south", "east"}
    found = told(database)
    assert [row["before"] for row in found[JOINT]] == ["first"]
    assert found["north+south"][-1]["difference"]["nations"]["east"]["is"]["name"] == "East"
    assert record_loaded(opened(database, clock, document(*ALL))) == ()


def test_a_body_of_two_that_is_gone_is_said_to_be_in_the_log_of_the_two(database: Database, clock: Clock) -> None:
    def without(doc: Document) -> None:
        doc["body"] = [row for row in doc["body"] if row["id"] != "n-s"]

    found = started(database, clock, without)
    assert set(found) == {JOINT, "north+south"}
    assert found["north+south"]["difference"]["channels"]["was"].keys() == {"n-s"}
    assert found[JOINT]["difference"]["order"] == {"removed": ["n-s"]}
