"""Reading a registry: each kind of fault with the path of the value it stands at, and all of a file at once."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.alliance import document
from workflows.bodies.reading import read_registry

DAY = date(2026, 6, 30)
LONG = ("longland", "farlands")
ROOT = Path(__file__).parents[2]
Row = dict[str, Any]


def spot(of: Row, body: str) -> int:
    return next(at for at, row in enumerate(of["body"]) if row["id"] == body)


def body(of: Row, id_: str) -> Row:
    found: Row = of["body"][spot(of, id_)]
    return found


def setting(id_: str, **fields: object) -> Callable[[Row], object]:
    return lambda doc: body(doc, id_).update(fields)


def without(id_: str, field: str) -> Callable[[Row], object]:
    return lambda doc: body(doc, id_).pop(field)


def seat_of_the_other(doc: Row) -> None:
    body(doc, "n-hq")["seats"][1]["nation"] = "south"


def seat_without_nation(doc: Row) -> None:
    del body(doc, "board")["seats"][0]["nation"]


def doubled_seat(doc: Row) -> None:
    body(doc, "n-pol")["seats"][0]["id"] = "n-hq-chief"


def no_decide_seat(doc: Row) -> None:
    doc["body"][spot(doc, "s-ops")]["seats"] = [{"id": "s-ops-staff", "title": "staff", "role": "coordinate"}]


def one_sided_top(doc: Row) -> None:
    for id_ in ("top", "board", "centre"):
        body(doc, id_)["seats"] = [row for row in body(doc, id_)["seats"] if row["id"] != f"{id_}-s-lead"]
    doc["authority"][1]["mode"] = "board-s-aide"


# what is done to a good document, and the path and words of the fault that must be found (bodies by id)
FAULTS: list[tuple[Callable[[Row], object], tuple[Any, ...], str]] = [
    (setting("n-hq", nation="west"), ("body", "n-hq", "nation"), "'west' is not one of north, south, bilateral"),
    (setting("n-hq", system="guild"), ("body", "n-hq", "system"), "'guild' is not one of"),
    (setting("n-hq", track="sport"), ("body", "n-hq", "track"), "'sport' is not one of"),
    (setting("n-hq", echelon="attic"), ("body", "n-hq", "echelon"), "'attic' is not one of"),
    (setting("n-hq", channel="N_HQ"), ("body", "n-hq", "channel"), "needs 1 to 80 of a-z"),
    (setting("n-hq", channel="c-s-hq"), ("body", "n-hq", "channel"), "more than one body"),
    (setting("n-hq", zone="Mars/Base"), ("body", "n-hq", "zone"), "not a name of the time-zone database"),
    (setting("n-hq", parent="n-gone"), ("body", "n-hq", "parent"), "'n-gone' is not a body"),
    (setting("n-hq", parent="s-min"), ("body", "n-hq", "parent"), "of another nation"),
    (setting("n-hq", parent="n-ops"), ("body", "n-hq", "parent"), "go in a circle"),
    (setting("n-min", parent="n-min"), ("body", "n-min", "parent"), "go in a circle: n-min → n-min"),
    (setting("n-min", parent="n-ops"), ("body", "n-hq", "parent"), "n-hq → n-min → n-ops → n-hq"),
    (setting("n-hq", parent="desk"), ("body", "n-hq", "parent"), "'desk' is at a lower echelon than 'n-hq'"),
    (setting("n-hq", abbr="s-hq"), ("body", "s-hq", "abbr"), "belongs to more than one body: to 'n-hq' too"),
    (setting("n-hq", counterparts=["n-pol"]), ("body", "n-hq", "counterparts"), "'n-pol' is not of another nation"),
    (setting("n-hq", counterparts=["desk"]), ("body", "n-hq", "counterparts"), "'desk' is not of another nation"),
    (setting("n-hq", members=["n-ops"]), ("body", "n-hq", "members"), "members is for bilateral bodies"),
    (setting("n-hq", no_requests="none"), ("body", "n-hq", "no_requests"), "no_requests is for bilateral bodies"),
    (setting("board", members=["n-hq", "s-hq", "desk"]), ("body", "board", "members"), "'desk' is bilateral"),
    (setting("board", members=["n-hq"]), ("body", "board", "seats", 1), "nobody could hold seat 'board-s-lead'"),
    (setting("board", members=[]), ("body", "board", "seats", 0), "nobody could hold seat 'board-n-lead'"),
    (setting("n-hq", successor="n-ops"), ("body", "n-hq", "successor"), "has a successor, so it needs a valid_to"),
    (setting("n-hq", successor="n-ops", valid_to=DAY), ("body", "n-hq", "valid_to"), "'n-ops' is in force before"),
    (setting("n-hq", successor="n-hq", valid_to=DAY), ("body", "n-hq", "successor"), "go in a circle: n-hq → n-hq"),
    (setting("n-hq", valid_from=DAY, valid_to=date(2026, 6, 29)), ("body", "n-hq", "valid_to"), "before valid_from"),
    (lambda doc: doc["routing"]["owner"].update(policy="n-hq"), ("routing", "owner"), "a bilateral body of this"),
    (setting("n-hq", successor="n-gone"), ("body", "n-hq", "successor"), "'n-gone' is not a body"),
    (setting("board", members=["n-gone"]), ("body", "board", "members"), "'n-gone' is not a body"),
    (setting("n-hq", counterparts=["s-gone"]), ("body", "n-hq", "counterparts"), "'s-gone' is not a body"),
    (setting("n-hq", counterparts=["s-hq", "s-pol"]), ("body", "n-hq", "counterparts"), "does not name 'n-hq'"),
    (setting("n-min", no_counterpart=None), ("body", "n-min", "id"), "no_counterpart must give the reason"),
    (without("n-hq", "parent"), ("body", "n-hq", "id"), "not one of registry.roots"),
    (setting("n-hq", seats=[]), ("body", "n-hq", "seats"), "has no seats"),
    (seat_of_the_other, ("body", "n-hq", "seats", 1), "not of its body's nation"),
    (seat_without_nation, ("body", "board", "seats", 0), "needs a nation"),
    (doubled_seat, ("body", "n-pol", "seats", 0), "is there 2 times"),
    (setting("n-pol", id="n-hq"), ("body", "n-pol", "id"), "is there 2 times"),
    (no_decide_seat, ("body", "s-ops", "seats"), "nobody could answer"),
    (without("n-hq", "name"), ("body", "n-hq"), "name is missing"),
    (setting("n-hq", echelons="x"), ("body", "n-hq", "echelons"), "there is no field 'echelons'"),
    (setting("n-hq", members="n-ops"), ("body", "n-hq", "members"), "Expected `array`"),
    (lambda doc: body(doc, "n-hq")["seats"][0].update(role="boss"), ("body", "n-hq", "seats", 0, "role"), "'boss'"),
    (lambda doc: doc["nation"][0].update(zone="Mars/Base"), ("nation", 0, "zone"), "time-zone database"),
    (lambda doc: doc["nation"][0].update(working_hours=["8", "17:00"]), ("nation", 0, "working_hours"), "8 and 17:00"),
    (lambda doc: doc["nation"][1].update(quiet_hours=["22:00"]), ("nation", 1, "quiet_hours"), "two times of day"),
    (lambda doc: doc["bilateral"].update(quiet_hours=["x", "y"]), ("bilateral", "quiet_hours"), "two times of day"),
    (setting("n-hq", working_hours=["17:00", "17:00"]), ("body", "n-hq", "working_hours"), "two times of day"),
    (setting("n-hq", quiet_hours=["00:00", "24:00"]), ("body", "n-hq", "quiet_hours"), "nothing would ever be told"),
    (
        lambda doc: doc.update(quiet={"urgencies": ["loud"]}),
        ("quiet", "urgencies", 0),
        "'loud' is not one of immediate",
    ),
    (lambda doc: doc.update(quiet={"phases": ["steady", "x"]}), ("quiet", "phases", 1), "'x' is not one of steady"),
    (lambda doc: doc.update(quiet={"bodies": []}), ("quiet", "bodies"), "there is no field 'bodies'"),
    (lambda doc: doc["nation"].append({**doc["nation"][0], "id": "west"}), ("nation", 2, "id"), "no [[authority]]"),
    (lambda doc: doc["nation"].append({**doc["nation"][0], "id": "west"}), ("nation", 2, "id"), "has no body"),
    (lambda doc: doc["nation"].append({**doc["nation"][0], "id": "a/b"}), ("nation", 2, "id"), "2 to 8 of a-z"),
    (lambda doc: doc["nation"].extend({**doc["nation"][0], "id": id_} for id_ in LONG), ("nation", 0, "id"), "20 char"),
    (lambda doc: doc["nation"][1].update(id="north"), ("nation", 1, "id"), "is there 2 times"),
    (lambda doc: doc["routing"]["owner"].pop("policy"), ("routing", "owner"), "track 'policy' needs an owner"),
    (
        lambda doc: body(doc, "n-hq")["seats"][0].update(role="wach"),
        ("body", "n-hq", "seats", 0, "role"),
        "'wach' is not one of coordinate, decide, read, watch; did you mean watch?",
    ),
    (setting("n-hq", valid_to="2026-13-01"), ("body", "n-hq", "valid_to"), "not a day: one is written as 2026-11-24"),
    (
        setting("n-hq", digests=["7:30"]),
        ("body", "n-hq", "digests", 0),
        "not a time of day: one is written as 08:30:00",
    ),
    (setting("n-hq", parent="n-mni"), ("body", "n-hq", "parent"), "not a body of this registry; did you mean n-min?"),
    (lambda doc: doc["routing"].update(combined="gone"), ("routing", "combined"), "'gone' is not a body"),
    (lambda doc: doc["routing"].update(combined="n-hq"), ("routing", "combined"), "no seat that decides for 'south'"),
    (lambda doc: doc["authority"][0].update(mode="board-s-lead"), ("authority", 0), "is not a seat of 'north'"),
    (lambda doc: doc["authority"][0]["disclosure"][0].update(under="gone"), ("authority", 0), "'gone' is not a body"),
    (lambda doc: doc["authority"][0].update(disclosure=[]), ("body", "n-hq", "id"), "who decides on release"),
    (lambda doc: doc["authority"][0].update(phase=[]), ("authority", 0, "phase"), "no seat of 'north' sets its phase"),
    (lambda doc: doc["authority"][0].pop("phase"), ("authority", 0), "phase is missing"),
    (lambda doc: doc["authority"][0].update(phase=["gone"]), ("authority", 0, "phase"), "'gone' is not a seat of"),
    (
        lambda doc: doc["authority"][0].update(phase=["s-hq-chief"]),
        ("authority", 0, "phase"),
        "is not a seat of 'north'",
    ),
    (lambda doc: doc["authority"][0].update(phase=["n-hq-guest"]), ("authority", 0, "phase"), "only reads"),
    (lambda doc: doc["authority"][1].update(category=["s-gone"]), ("authority", 1, "category"), "is not a seat of"),
    (lambda doc: doc["authority"][1].update(category=["s-hq-guest"]), ("authority", 1, "category"), "only reads"),
    (lambda doc: doc["authority"][1].pop("category"), ("category", 0, "nation"), "nobody could say 's-calm'"),
    (lambda doc: doc["category"][0].update(nation="west"), ("category", 0, "nation"), "nobody could say 's-calm'"),
    (lambda doc: doc["category"][0].update(id="s-alarm"), ("category", 1, "id"), "is there 2 times"),
    (lambda doc: doc["category"][0].pop("name_ja"), ("category", 0), "name_ja is missing"),
    (lambda doc: doc["label"].append(doc["label"][0]), ("label", 1, "id"), "is there 2 times"),
    (lambda doc: doc["label"][0].update(id="none"), ("label", 0, "id"), "says that there is no label"),
    (lambda doc: doc.pop("category"), ("authority", 1, "category"), "'south' has no [[category]]"),
    (lambda doc: doc.pop("body"), (), "there is no [[body]]"),
    (lambda doc: doc.pop("bilateral"), ("bilateral",), "name is missing"),
]


@pytest.mark.parametrize(("spoil", "where", "words"), FAULTS)
def test_a_fault_is_found_where_it_stands(spoil: Callable[[Row], object], where: tuple[Any, ...], words: str) -> None:
    document_, good = document("north", "south"), document("north", "south")
    spoil(document_)
    path = tuple(spot(good, step) if at == 1 and where[0] == "body" else step for at, step in enumerate(where))
    found, faults = read_registry(document_)
    assert found is None
    assert any(fault.path == path and words in fault.text for fault in faults), faults


def test_a_nation_that_nobody_decides_for_is_found_at_each_owner() -> None:
    doc = document("north", "south")
    one_sided_top(doc)
    body(doc, "top")["seats"] = [row for row in body(doc, "top")["seats"] if row["id"] != "top-s-lead"]
    _, faults = read_registry(doc)
    assert [doc["body"][fault.path[1]]["id"] for fault in faults] == ["board", "centre", "desk"]
    assert all("nobody decides for 'south'" in fault.text for fault in faults)


def test_all_faults_of_a_document_are_told_together() -> None:
    doc = document("north", "south")
    spoilt: list[tuple[str, dict[str, Any]]] = [
        ("n-hq", {"parent": "n-gone", "zone": "Mars/Base"}),
        ("s-pol", {"track": "sport"}),
        ("desk", {"seats": []}),
    ]
    for id_, fields in spoilt:
        body(doc, id_).update(fields)
    paths = {fault.path for fault in read_registry(doc)[1]}
    hq, pol, desk = (spot(doc, id_) for id_, _ in spoilt)
    assert {("body", hq, "parent"), ("body", hq, "zone"), ("body", pol, "track"), ("body", desk, "seats")} <= paths


def test_a_body_may_take_over_channel_and_label_of_one_that_has_ended() -> None:
    doc = document("north", "south")
    body(doc, "n-ops").update(valid_to=DAY, successor="n-new")
    doc["body"].append({**body(doc, "n-ops"), "id": "n-new", "valid_from": date(2026, 7, 1)})
    new = doc["body"][-1]
    del new["valid_to"], new["successor"]
    new["seats"] = [{"id": "n-new-chief", "title": "chief", "role": "decide"}]
    body(doc, "s-ops")["counterparts"].append("n-new")
    assert read_registry(doc)[1] == ()
    new["valid_from"] = DAY
    faults = {(fault.path, fault.text.split(":")[0]) for fault in read_registry(doc)[1]}
    old, at = spot(doc, "n-ops"), spot(doc, "n-new")
    shared = "belongs to more than one body"
    assert faults == {
        (("body", old, "valid_to"), "'n-new' is in force before 'n-ops' has ended on 2026-06-30"),
        *((("body", row, "channel"), f"channel 'c-n-ops' {shared}") for row in (old, at)),
        *((("body", row, "abbr"), f"abbr 'N-OPS' {shared}") for row in (old, at)),
    }


def test_only_the_bodies_on_a_circle_are_named_for_it() -> None:
    doc = document("north", "south")
    body(doc, "n-min")["parent"] = "n-hq"
    circular = [fault.path[1] for fault in read_registry(doc)[1] if "circle" in fault.text]
    assert circular == [spot(doc, "n-min"), spot(doc, "n-hq")]


def test_ways_that_end_are_told_beside_faults_that_break_no_way() -> None:
    doc = document("north", "south")
    no_decide_seat(doc)
    body(doc, "n-hq")["track"] = "sport"
    assert {fault.path[2] for fault in read_registry(doc)[1]} == {"seats", "track"}


def test_a_row_that_cannot_be_read_hides_no_fault_of_the_others_and_makes_none() -> None:
    doc = document("north", "south")
    body(doc, "n-hq")["name"] = 3
    body(doc, "desk")["parent"] = "n-gone"
    doc["nation"][1]["zone"] = "Mars/Base"
    assert {fault.path for fault in read_registry(doc)[1]} == {
        ("body", spot(doc, "n-hq"), "name"),
        ("body", spot(doc, "desk"), "parent"),
        ("nation", 1, "zone"),
    }


@pytest.mark.parametrize("owner", ["centre", "board"])
def test_an_owner_that_cannot_be_read_is_one_fault(owner: str) -> None:
    doc = document("north", "south")
    body(doc, owner)["name"] = 3
    assert [fault.path for fault in read_registry(doc)[1]] == [("body", spot(doc, owner), "name")]


@pytest.mark.parametrize("table", ["nation", "body"])
def test_a_table_that_is_not_there_is_one_fault(table: str) -> None:
    doc = document("north", "south")
    del doc[table]
    assert [fault.text for fault in read_registry(doc)[1]] == [f"there is no [[{table}]]; at least one is needed"]


def test_a_nation_that_cannot_be_read_makes_no_fault_of_its_bodies() -> None:
    doc = document("north", "south")
    doc["nation"][0]["zone"] = 5
    doc["nation"][1]["zone"] = "Mars/Base"
    assert {fault.path for fault in read_registry(doc)[1]} == {("nation", 0, "zone"), ("nation", 1, "zone")}


def test_all_faults_of_one_row_are_told_together() -> None:
    doc = document("north", "south")
    row = body(doc, "n-hq")
    row.update(members="n-ops", name=3, nickname="HQ")
    del row["source"]
    at = spot(doc, "n-hq")
    assert {fault.path for fault in read_registry(doc)[1]} == {
        ("body", at, "members"),
        ("body", at, "name"),
        ("body", at, "nickname"),
        ("body", at),
    }


def test_the_registry_of_the_installation_has_no_fault() -> None:
    found, faults = read_registry(tomllib.loads((ROOT / "deploy/bodies.toml").read_text(encoding="utf-8")))
    assert faults == ()
    assert found is not None
    assert len(found.bodies) == 73  # every body of the mechanism that public documents name
