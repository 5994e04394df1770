"""One workspace for each nation: a real `kakehashi run` on two Slacks, the bilateral channels in the first of them."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.inward.listeners import COMMAND
from bot.slack.workspaces import NoWorkspaceError, Workspaces, WrongWorkspaceError
from state.database import Database
from tests.bot.office import (
    BOTH,
    JOINT,
    NATIONAL,
    OPEN,
    OUTSIDER,
    channel_of,
    forget_what_was_told,
    is_card,
    user_of,
    words_of,
)
from tests.bot.running import Running, install_in
from tests.conftest import Databases
from tests.play import Clock, administrator, install, registry, rows_in
from tests.slackd import Slackd

FIRST, SECOND = "T0001", "T0002"
AWAY = "jp"
"""The nation whose own bodies are in the second workspace."""


def team_of(body: str) -> str:
    return SECOND if registry().bodies[body].nation == AWAY else FIRST


@pytest.fixture
def slacks() -> Iterator[dict[str, Slackd]]:
    """Two Slacks, each with one team and its own tokens; nobody and nothing of the one is in the other."""
    with Slackd(app_token=f"xapp-{FIRST}") as first, Slackd(app_token=f"xapp-{SECOND}") as second:
        del second.teams[FIRST]
        second.add_team(SECOND)
        found = {FIRST: first, SECOND: second}
        for body in registry().bodies.values():
            there = found[team_of(body.id)]
            for seat in body.seats:
                there.add_user(user_of(seat.id), team=team_of(body.id))
            members = tuple(user_of(seat.id) for seat in body.seats)
            there.add_channel(
                channel_of(body.id), team=team_of(body.id), name=body.channel, members=members, is_private=True
            )
        for nation in registry().nations:
            team = SECOND if nation == AWAY else FIRST
            found[team].add_user(administrator(nation).user, team=team)
        second.add_user(OUTSIDER, team=SECOND)
        yield found


@pytest.fixture
def database(databases: Databases, clock: Clock) -> Database:
    """Everybody is in their seats, each in the workspace of their body."""
    found = databases.new()
    forget_what_was_told(install(found, clock))
    away = [seat for seat, row in registry().seats.items() if team_of(row.body) == SECOND]
    with found.writing() as connection:
        for seat in away:
            for table in ("person", "holder"):
                connection.exec_driver_sql(
                    f"""UPDATE {table} SET team = '{SECOND}' WHERE "user" = '{user_of(seat)}'"""  # noqa: S608  ours
                )
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = install_in(tmp_path)
    text = path.read_text().replace(f"{FIRST}/{administrator(AWAY).user}", f"{SECOND}/{administrator(AWAY).user}")
    rows = (
        f'[workspaces.{team}]\nbot_token = "BOT_{team}"\napp_token = "APP_{team}"\napi = "API_{team}"\n'
        for team in (FIRST, SECOND)
    )
    path.write_text(text + "\n".join(rows))
    return path


@pytest.fixture
def process(slacks: dict[str, Slackd], database: Database, settings: Path) -> Iterator[Running]:
    for team, slackd in slacks.items():
        settings.write_text(settings.read_text().replace(f"API_{team}", slackd.api_url))
        slackd.clock = time.time
        slackd.via = slackd.socket_mode
    url = database.engine.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")
    tokens = {f"BOT_{team}": slackd.token(team) for team, slackd in slacks.items()}
    tokens |= {f"APP_{team}": slackd.app_token for team, slackd in slacks.items()}
    empty = {"SLACK_BOT_TOKEN": "", "SLACK_APP_TOKEN": "", "SLACK_API_URL": ""}
    running = Running(slacks[FIRST], settings, url, **tokens, **empty)
    yield running
    running.end()


@BOTH
def test_a_request_goes_through_two_workspaces_and_each_is_told_in_its_own(
    process: Running, slacks: dict[str, Slackd], database: Database
) -> None:
    first, second = slacks[FIRST], slacks[SECOND]
    assert process.connected(first) == "Socket Mode"
    assert (first.socket_count, second.socket_count) == (1, 1)
    bound = {row["body"]: row["team"] for row in rows_in(database, "channel")}
    assert bound == {body: team_of(body) for body in registry().bodies}

    def types(seat: str, text: str) -> str:
        body = registry().seats[seat].body
        ack = slacks[team_of(body)].command(user_of(seat), channel_of(body), COMMAND, text)
        assert ack.in_time, ack
        return words_of(ack)

    assert "Recorded" in types("us-usfj-watch", OPEN)
    types("us-usfj-fdo", f"disclose {NATIONAL}")
    card = second.wait_for(lambda: [row for row in second.messages(channel_of("jp-jjoc")) if is_card(row)])[-1]
    first.wait_for(lambda: any(is_card(row) for row in first.messages(channel_of("bocc"))))
    pressed = second.press(user_of("jp-jjoc-watch"), channel_of("jp-jjoc"), card.ts, "move:ack")
    assert pressed.in_time
    second.wait_for(lambda: second.views)  # the form is opened with that workspace's own token
    assert types("jp-jjoc-watch", f"ack {JOINT}")
    # A stranger in the second workspace holds that lane alone, and its administrator hears of it there.
    second.join(OUTSIDER, channel_of("jp-jjoc"))
    admin = administrator(AWAY).user
    second.wait_for(lambda: second.messages(second.dm(admin).id))
    before = len(second.messages(channel_of("jp-jjoc")))
    types("us-usfj-watch", f"ack {JOINT}")
    first.wait_for(lambda: any("acknowledged" in row.text for row in first.messages(channel_of("us-usfj"))))
    assert len(second.messages(channel_of("jp-jjoc"))) == before
    assert not any(call.channel in second.channels for call in first.calls())
    assert not any(call.channel in first.channels for call in second.calls())


def test_a_token_for_another_workspace_is_told(slacks: dict[str, Slackd]) -> None:
    clients = [WebClient(slackd.token(team), slackd.api_url, retry_handlers=[]) for team, slackd in slacks.items()]
    known = Workspaces(clients, (FIRST, SECOND))
    assert [row.team for row in known.all] == [FIRST, SECOND]
    assert known.of(SECOND).bot_user == slacks[SECOND].teams[SECOND].bot_user
    with pytest.raises(NoWorkspaceError):
        known.of("T0003")
    with pytest.raises(WrongWorkspaceError, match="T0003 is for T0002"):
        assert Workspaces(clients, (FIRST, "T0003")).all
