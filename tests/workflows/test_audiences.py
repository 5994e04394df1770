"""What follows from a registry's rows: audiences and their logs, zones, calendars, who watches and who releases."""

import pytest

from tests.workflows.alliance import THREE, TWO, document
from workflows.bodies.reading import read_registry


def test_audiences_zones_and_calendars_follow_from_the_rows() -> None:
    assert TWO.audience_of("n-hq") == ("north",)
    assert TWO.audience_of("board") == ("north", "south")
    assert (TWO.zone_of("n-hq"), TWO.zone_of("board")) == ("America/New_York", "UTC")
    assert TWO.calendar_ids("n-hq") == ("north-days",)
    assert THREE.calendar_ids("board") == ("north-days", "south-days", "east-days")


def test_each_audience_has_its_log_and_reads_the_joint_one() -> None:
    assert THREE.log_name(("east", "north")) == "north+east"
    assert THREE.logs_read_by(("south",)) == ("south", "north+south", "south+east", "north+south+east")
    assert THREE.logs_read_by(("north", "east")) == ("north+east", "north+south+east")
    assert THREE.logs_read_by(("north", "south", "east")) == ("north+south+east",)


@pytest.mark.parametrize(
    ("body_id", "nation", "seats"),
    [
        ("n-hq", None, ["n-hq-watch"]),
        ("n-pol", None, ["n-pol-staff"]),
        ("centre", "south", ["centre-s-watch"]),
        ("desk", "north", ["desk-n-aide"]),
    ],
)
def test_the_watch_falls_to_those_who_coordinate_where_no_seat_stands_it(
    body_id: str, nation: str | None, seats: list[str]
) -> None:
    assert [seat.id for seat in TWO.watch_of(body_id, nation)] == seats


def test_the_nearest_row_says_who_decides_on_release() -> None:
    doc = document("north", "south")
    doc["authority"][0]["disclosure"].append({"seat": "n-hq-chief", "under": "n-hq"})
    rows, _ = read_registry(doc)
    assert rows is not None
    found = {id_: rows.disclosure_seat(id_) for id_ in ("n-ops", "n-pol", "board")}
    assert {id_: seat and seat.id for id_, seat in found.items()} == {
        "n-ops": "n-hq-chief",
        "n-pol": "n-pol-fdo",
        "board": None,
    }
