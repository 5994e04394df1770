"""The bench's rows: every one is there with its bar, and says rightly whether it holds. No time is measured here."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from state.channels.binding import bind
from tests.bench import asking, floor, installation
from tests.bench.place import channel_of
from tests.bench.rows import CROWDS, KINDS, SPECS, Bar, Row, Spec, rows_of, table, write
from tests.play import TEAM, Play, dump, registry
from tests.slackd import Slackd

FIELDS = {"name", "value", "unit", "baseline", "ratio", "bar", "holds"}
FIGURES = [(spec.name, 1.0, 2.0) for spec in SPECS]


@pytest.mark.parametrize(
    ("bar", "value", "holds"),
    [
        (Bar("ratio", 2), 4.0, True),
        (Bar("ratio", 2), 4.1, False),
        (Bar("ratio", 0.6, is_least=True), 1.2, True),
        (Bar("ratio", 0.6, is_least=True), 1.1, False),
        (Bar("value", 3), 3.0, True),
        (Bar("value", 3), 3.1, False),
    ],
)
def test_a_row_holds_where_it_reaches_its_bar(bar: Bar, value: float, holds: bool) -> None:
    (row,) = rows_of([("one", value, 2.0)], [Spec("one", "s", bar)])
    assert (row.holds, row.ratio, row.baseline) == (holds, value / 2, 2.0)


def test_the_bars_are_those_that_were_asked_for() -> None:
    bars = {spec.name: str(spec.bar) for spec in SPECS}
    assert len(bars) == len(SPECS) == 8 * len(KINDS) + 3 * len(CROWDS) + 11
    for kind in KINDS.values():
        assert bars[f"open in process, {kind}; beside the bare listener"] == "ratio ≤ 2"
        assert bars[f"open over HTTP, 20 callers, {kind}; beside the bare listener"] == "ratio ≥ 0.6"
        assert bars[f"idle tick, 100,000 reminders pending, {kind}; beside 1,000"] == "value ≤ 5"
        assert bars[f"1,000 due at once, last in the outbox, {kind}; beside one alone"] == "value ≤ 1"
        assert bars[f"1,000 due at once, p99 lateness, {kind}; beside one alone"] == "value ≤ 1"
        for tick in ("idle", "telling"):
            assert bars[f"{tick} tick, 1,000,000 pending by 1,000, {kind}; beside spread"] == "ratio ≤ 1.1"
        assert bars[f"append 1,000 after 1,000,000, {kind}; beside spread"] == "ratio ≤ 1.1"
    assert bars["export 1,000,000 as JSON lines; beside what it is asked for"] == "value ≥ 30000"
    assert bars["memory of exporting 1,000,000; beside the program before it"] == "value ≤ 150"
    assert bars["verify 1,000,000; beside json.loads of the same file"] == "ratio ≤ 3"
    assert bars["page of 50,000 entries, longest main-thread task; beside 1,000"] == "value ≤ 200"
    assert bars["PDF of 20,000 entries, an entry; beside 2,000"] == "ratio ≤ 1.3"
    assert bars["memory of a PDF of 20,000 entries; beside the program before it"] == "value ≤ 300"
    assert bars["sweep, SQLite; beside PostgreSQL"] == "value ≥ 2000"
    assert bars["sweep, three processes on one PostgreSQL; beside one"] == "value ≥ 2000"
    for crowd in (20, 50):
        assert bars[f"longest of {crowd} opening at once, Slack late; beside instant Slack"] == "ratio ≤ 1.2"
        assert bars[f"latest of all {crowd}, Slack late; beside instant Slack"] == "value ≤ 3"
        assert bars[f"another's command while {crowd} open, Slack late; beside instant Slack"] == "ratio ≤ 1.2"
    assert [str(spec.bar) for spec in SPECS[-3:]] == ["value ≤ 0.4", "value ≤ 2", "value ≤ 120"]


def test_a_figure_that_is_missing_or_of_no_row_is_an_error() -> None:
    with pytest.raises(ValueError, match="not measured: memory"):
        rows_of(FIGURES[:-1])
    with pytest.raises(ValueError, match="no such row: speed"):
        rows_of([*FIGURES, ("speed", 1.0, 1.0)])


def test_the_file_has_the_rows_of_the_table(tmp_path: Path) -> None:
    rows = rows_of(FIGURES)
    write(rows, tmp_path / "build" / "bench.json")
    found = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    assert [Row(**row) for row in found] == rows
    assert all(row.keys() == FIELDS for row in found)
    lines = table(rows).splitlines()[1:]
    assert [line[: len(row["name"])] for line, row in zip(lines, found, strict=True)] == [row["name"] for row in found]


def test_the_crowd_has_fifty_people_who_can_open() -> None:
    known = installation.registry_of(installation.registry_text())
    crowd = installation.crowd_of(known)
    assert len({user for user, _, _ in crowd}) >= max(CROWDS)
    assert all(to in known.bodies[body].counterparts for _, body, to in crowd)


def test_every_opening_is_a_delivery_of_its_own() -> None:
    assert asking.opening().payload["trigger_id"] != asking.opening().payload["trigger_id"]


def test_the_floor_writes_what_an_opening_writes_and_nothing_else(staffed: Play) -> None:
    with staffed.database.writing() as connection:
        bind(connection, TEAM, {body: channel_of(body) for body in registry().bodies})
    with Slackd() as slackd, ExitStack() as ends:
        client = WebClient(slackd.token(), slackd.api_url, retry_handlers=[])
        url = staffed.database.engine.url.render_as_string(hide_password=False)
        app = floor.floor_app(url, client, slackd.signing_secret, ends)
        before = dump(staffed.database)
        answer = app.dispatch(asking.request(asking.opening(), slackd.signing_secret))
    assert answer.status == 200
    after = dump(staffed.database)
    added = {name: len(rows) - len(before[name]) for name, rows in after.items() if len(rows) > len(before[name])}
    assert added == {"inbox": 1, "log_content": 1, "log_entry": 1, "matter": 1, "outbox": 2, "reminder": 6, "serial": 1}
    for name in added:
        before_it = [sizes(row) for row in before[name]]
        assert all(sizes(row) in before_it for row in after[name] if row not in before[name])


def sizes(row: Mapping[str, Any]) -> list[int]:
    return [len(value) if isinstance(value, str | bytes) else 8 for value in row.values()]
