"""`kakehashi run` as it is run: connecting, answering, stopping, being killed, refusing."""

import json
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.inward.listeners import COMMAND
from state import outbox
from state.database import Database
from state.exports.verify import Verified, verify_file
from state.exports.writing_lines import export_log
from state.logs.reading import log_views
from tests.bot.office import BOTH, OPEN, channel_of, forget_what_was_told, is_card, user_of, words_of
from tests.bot.running import Running, install_in
from tests.conftest import Databases
from tests.play import Clock, Play, install, registry, rows_in
from tests.slackd import RateLimited, Slackd, over_http

Run = Callable[..., Running]
USER, CHANNEL = user_of("us-usfj-watch"), channel_of("us-usfj")


@pytest.fixture
def database(databases: Databases, clock: Clock) -> Database:
    """Everybody is in their seats, and nothing is to be told."""
    found = databases.new()
    forget_what_was_told(install(found, clock))
    return found


@pytest.fixture
def run(slackd: Slackd, database: Database, tmp_path: Path) -> Iterator[Run]:
    """Start a bot on `database`; those that still run at the end are ended."""
    slackd.clock = time.time  # as the process has it
    settings, made = install_in(tmp_path), list[Running]()
    url = database.engine.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")

    def start(*words: str, **environ: str) -> Running:
        made.append(Running(slackd, settings, url, *words, **environ))
        return made[-1]

    yield start
    slackd.clear_faults()
    for process in made:
        process.end()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def by_socket(run: Run, slackd: Slackd) -> Running:
    process = run()
    assert process.connected(slackd) == "Socket Mode"
    slackd.via = slackd.socket_mode
    return process


def by_http(run: Run, slackd: Slackd) -> Running:
    process = run("--http", f"127.0.0.1:{free_port()}")
    slackd.via = over_http(process.connected(slackd))
    return process


WAYS = pytest.mark.parametrize("start", [by_socket, by_http])
Start = Callable[[Run, Slackd], Running]


@BOTH
@WAYS
def test_it_connects_answers_tells_and_stops(run: Run, slackd: Slackd, start: Start) -> None:
    process = start(run, slackd)
    ack = slackd.command(USER, CHANNEL, COMMAND, OPEN)
    assert ack.in_time
    assert "CR-" in words_of(ack)
    slackd.wait_for(lambda: any(is_card(row) for row in slackd.messages(CHANNEL)))
    card = next(row for row in slackd.messages(CHANNEL) if is_card(row))
    pressed = slackd.press(user_of("us-usfj-fdo"), CHANNEL, card.ts, "move:disclose")
    assert pressed.in_time
    slackd.wait_for(lambda: slackd.messages(channel_of("jp-jjoc")))
    status, seconds = process.stop()
    assert (status, seconds < 5) == (0, True), process.said
    assert not any("Traceback" in line or "Runway" in line for line in process.said)


def test_a_badly_signed_request_is_turned_away(run: Run, slackd: Slackd, database: Database) -> None:
    by_http(run, slackd)
    delivery = slackd.compose.command(USER, CHANNEL, COMMAND, OPEN)
    assert slackd.send(delivery, wrong_signature=True).status == 401
    assert slackd.send(delivery, age=600).status == 401
    assert rows_in(database, "matter") == []
    assert slackd.send(delivery).in_time


@WAYS
def test_what_a_person_has_begun_is_finished_before_it_stops(run: Run, slackd: Slackd, start: Start) -> None:
    process = start(run, slackd)
    hanging = slackd.hang("views.open")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(slackd.command, USER, CHANNEL, COMMAND, "open")
        slackd.wait_for(lambda: slackd.calls("views.open"))
        process.process.terminate()
        with pytest.raises(TimeoutError):  # it does not end while the person waits for an answer
            slackd.wait_for(lambda: process.process.poll() is not None, timeout=0.7)
        hanging.release()
        ack = waiting.result(timeout=10)
    assert (ack.status, ack.error) == (200, None)
    assert process.wait() == 0
    assert [view.user for view in slackd.views] == [USER]


def test_it_stops_within_five_seconds_though_slack_leaves_a_post_hanging(run: Run, slackd: Slackd) -> None:
    process = by_socket(run, slackd)
    slackd.hang("chat.postMessage")
    slackd.command(USER, CHANNEL, COMMAND, OPEN)
    slackd.wait_for(lambda: slackd.calls("chat.postMessage"))
    status, seconds = process.stop()
    assert (status, seconds < 5) == (0, True), process.said
    assert any("left unanswered" in line for line in process.said)


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("sqlite", True), ("sqlite", False), ("postgresql", True)],
    ids=["it had arrived", "it had not arrived", "one of several"],
)
def test_killed_between_commit_and_post_it_tells_everything_once_when_it_runs_again(
    run: Run, slackd: Slackd, database: Database, *, accepted: bool
) -> None:
    process = by_socket(run, slackd)
    if accepted:
        slackd.hang("chat.postMessage", channel=CHANNEL, accepted=True)
    else:
        slackd.fault("chat.postMessage", RateLimited(600), channel=CHANNEL)
    ack = slackd.command(USER, CHANNEL, COMMAND, OPEN)
    assert ack.in_time
    slackd.wait_for(lambda: accepted == bool(slackd.messages(CHANNEL)) and slackd.calls("chat.postMessage"))
    process.kill()
    assert "sending" in {row["state"] for row in rows_in(database, "outbox")}
    by_socket(run, slackd)
    slackd.wait_for(lambda: told(database), timeout=20)
    assert len(slackd.messages(CHANNEL)) == 2
    assert sum(is_card(row) for row in slackd.messages(CHANNEL)) == 1
    ids = Counter(row.metadata["event_payload"]["id"] for row in slackd.messages(CHANNEL) if row.metadata)
    assert set(ids.values()) == {1}
    repeated = slackd.send(ack.delivery, retry=1)
    assert repeated.body == ack.body
    assert len(rows_in(database, "matter")) == 1


def told(database: Database) -> bool:
    with database.reading() as connection:
        return outbox.waiting(connection) == 0


def test_it_comes_back_by_itself_when_slack_asks_it_to_connect_anew(run: Run, slackd: Slackd) -> None:
    by_socket(run, slackd)
    slackd.refresh_sockets()
    slackd.wait_for(lambda: len(slackd.calls("apps.connections.open")) > 1)
    assert slackd.command(USER, CHANNEL, COMMAND, "help").in_time


def test_a_start_with_another_registry_has_put_it_on_record_before_it_is_connected(
    run: Run, slackd: Slackd, database: Database, tmp_path: Path
) -> None:
    by_socket(run, slackd).stop()
    before = loaded(database)
    assert [row["log"] for row in before] == ["jp", "us", "us+jp"]
    bodies = tmp_path / "bodies.toml"
    bodies.write_text(bodies.read_text("utf-8").replace('channel = "jp-jjoc"', 'channel = "jp-jjoc-new"'), "utf-8")
    by_socket(run, slackd).stop()
    (entry,) = [row for row in loaded(database) if row not in before]
    assert entry["log"] == "jp"
    for nation in ("us", "jp"):
        assert is_proved(database, nation, tmp_path)


def loaded(database: Database) -> list[dict[str, object]]:
    entries = [json.loads(row["entry"]) for row in rows_in(database, "log_entry")]
    return sorted((row for row in entries if row["act"] == "loaded"), key=lambda row: (row["log"], row["seq"]))


def is_proved(database: Database, nation: str, folder: Path) -> bool:
    """Whether all that the nation reads verifies as it is exported."""
    out = folder / f"{nation}.jsonl"
    with database.reading() as connection:
        export_log(list(log_views(connection, registry().logs_read_by((nation,)))), "jsonl", out)
    return isinstance(verify_file(out), Verified)


# Refusing


def test_without_tokens_it_says_which_are_missing(run: Run) -> None:
    process = run(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="")
    assert process.wait() == 1
    assert len(process.said) == 1
    assert "not set" in process.said[0]
    assert [name in process.said[0] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")] == [True, True]
    process = run("--http", "127.0.0.1:1", SLACK_SIGNING_SECRET="")
    assert process.wait() == 1
    assert "SLACK_SIGNING_SECRET" in process.said[-1]


def test_a_schema_of_another_version_is_refused_with_the_command_that_helps(run: Run, database: Database) -> None:
    with sqlite3.connect(str(database.engine.url.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    process = run()
    assert process.wait() == 1
    assert "".join(process.said).startswith("the database's schema is 0001")
    assert "run `kakehashi db upgrade`" in "".join(process.said)


def test_a_request_at_a_body_that_was_taken_out_of_the_registry_is_named(run: Run, database: Database) -> None:
    Play(install(database, Clock())).open()
    with sqlite3.connect(str(database.engine.url.database)) as connection:
        connection.execute("UPDATE matter SET data = CAST(replace(CAST(data AS TEXT), 'bocc', 'bodd') AS BLOB)")
    connection.close()
    process = run()
    assert process.wait() == 1
    assert "".join(process.said).startswith("CR-26-US-0001 (us) names 'bodd', which the registry does not have")


def test_a_slack_that_refuses_the_token_is_told_in_a_sentence(run: Run, slackd: Slackd) -> None:
    slackd.teams["T0001"].revoked = True
    process = run()
    assert process.wait() == 1
    assert "token_revoked" in process.said[-1]
    assert not any("Traceback" in line for line in process.said)


def test_a_port_that_is_taken_is_told_in_a_sentence(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = run("--http", f"127.0.0.1:{taken.getsockname()[1]}")
        assert process.wait() == 1
    assert "can't be listened on" in process.said[-1]
    assert not any("Traceback" in line for line in process.said)
    process = run("--http", "nowhere.invalid:4453")
    assert process.wait() == 1
    assert process.said[-1].startswith("nowhere.invalid:4453 can't be listened on: no address")
    assert not any("Traceback" in line or "apscheduler" in line for line in process.said)
