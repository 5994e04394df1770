"""`check` finds every fault of an installation at once, each with its line."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text

from bot import check_catalogue
from bot.check import Report, check
from bot.check_slack import check_slack
from bot.installation import load_registry
from bot.scopes import SCOPES
from bot.settings import read_environment
from bot.tokens import tokens_for
from bot.toml_lines import TomlFile, read_toml
from state.database import Database
from state.stages import unknown_stages
from tests.conftest import SqlitePlace
from tests.play import DEPLOY, SCHEMA, START, Clock, Play, install, registry
from tests.slackd import Cut, Error, RateLimited, Slackd, Status
from workflows.catalogue import procedures
from workflows.procedure import Edge

NOW = datetime(2026, 11, 2, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def folder(tmp_path: Path, sqlite_place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation in which all is well, and where we stand in it."""
    shutil.copy(DEPLOY / "settings.example.toml", tmp_path / "kakehashi.toml")
    shutil.copy(DEPLOY / "bodies.toml", tmp_path)
    shutil.copytree(DEPLOY / "calendars", tmp_path / "calendars")
    sqlite_place.lay("empty", tmp_path / "kakehashi.db")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def slackd() -> Iterator[Slackd]:
    """A Slack with the channel of every body, as it has to be."""
    with Slackd() as slackd:
        bot = slackd.teams["T0001"].bot_user
        for at, body in enumerate(registry().bodies.values()):
            private = body.nation in registry().nations
            slackd.add_channel(f"C{at}", name=body.channel, members=(bot,), is_private=private)
        yield slackd


def environ_of(slackd: Slackd) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": slackd.token(),
        "SLACK_APP_TOKEN": slackd.app_token,
        "SLACK_API_URL": slackd.api_url,
    }


def told(report: Report) -> list[str]:
    return [str(finding) for finding in report.findings]


def test_where_all_is_well_it_says_what_there_is(folder: Path) -> None:
    assert folder.exists()
    report = check({}, NOW)
    bodies, seats = len(registry().bodies), len(registry().seats)
    assert report.findings == ()
    assert report.summary == (
        f"{bodies} bodies",
        f"{seats} seats",
        f"{len(procedures())} procedures",
        f"schema {SCHEMA}",
        "Slack not asked: no tokens",
    )


def test_faults_of_all_parts_are_told_at_once(folder: Path, slackd: Slackd, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = folder / "kakehashi.toml"
    settings.write_text(settings.read_text().replace('"INFO"', '"DEBUG"').replace("U0456EFGH", "nobody"))
    bodies = (folder / "bodies.toml").read_text().splitlines()
    track = bodies.index('track = "operations"')
    bodies[track] = 'track = "gardening"'
    (folder / "bodies.toml").write_text("\n".join(bodies))
    calendar = folder / "calendars" / "us-federal.toml"
    calendar.write_text(calendar.read_text().replace("name =", "nom =", 1))
    (folder / "kakehashi.db").unlink()
    broken = procedures()["coordination-request"]
    broken = replace(broken, edges=(*broken.edges, Edge("return", ("gone",), "staffing")))
    monkeypatch.setattr(check_catalogue, "procedures", lambda: {broken.id: broken})
    found = told(check({**environ_of(slackd), "SLACK_API_URL": "nowhere"}, NOW))
    catalogue = check_catalogue.TABLES / "coordination_request.py"
    edge = catalogue.read_text().splitlines().index('    Edge("return", ("received", "staffing"), "returned"),') + 1
    starts = [
        "SLACK_API_URL is not an address",
        "kakehashi.toml:13: log_level is one of",
        "kakehashi.toml:26: 'T0123ABCD/nobody' is not TEAM/USER",
        f"bodies.toml:{track + 1}: track 'gardening' is not one of",
        "calendars/us-federal.toml:",
        "calendars/us-federal.toml:",
        f"{catalogue}:{edge}: edge 'return' names stage 'gone', which is not there",
        "kakehashi.db: there is no database yet",
    ]
    assert len(found) == len(starts), found
    for line, start in zip(found, starts, strict=True):
        assert line.startswith(start)


def test_a_missing_settings_file_does_not_hide_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report = check({}, NOW)
    assert [line.split(":")[0] for line in told(report)] == ["kakehashi.toml", "kakehashi.db"]


def test_a_schema_of_another_version_is_told(folder: Path) -> None:
    database = Database(f"sqlite:///{folder}/kakehashi.db")
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    database.close()
    (found,) = told(check({}, NOW))
    assert found == f"the database's schema is 0000, this version needs {SCHEMA}: run `kakehashi db upgrade`"


def test_a_record_that_differs_from_the_present_state_is_told(manned: Path) -> None:
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    house = install(database, Clock(START))
    Play(house).open_joint()
    assert told(check({}, NOW)) == []
    with database.writing() as connection:
        connection.execute(text("UPDATE log_head SET size = size + 1 WHERE log = 'us'"))
    database.close()
    (found,) = told(check({}, NOW))
    assert found == "log us: The size, root or peaks kept for the log are not those of its entries."


def test_a_channel_that_is_held_is_told_to_the_operator(folder: Path) -> None:
    database = Database(f"sqlite:///{folder}/kakehashi.db")
    with database.writing() as connection:
        for user in ("U1", "U2"):
            row = ("us-usfj", "guest", user, "2026-11-02 00:00:00.000000")
            connection.exec_driver_sql('INSERT INTO hold (body, cause, "user", since) VALUES (?, ?, ?, ?)', row)
    database.close()
    (found,) = told(check({}, NOW))
    assert found == "nothing is said in the channel of 'us-usfj': not to be there, guests: U1, U2"


def test_a_matter_at_a_stage_that_is_gone_is_told(manned: Path) -> None:
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    house = install(database, Clock(START))
    play = Play(house)
    standing, gone, lost = (play.open_joint() for _ in range(3))
    with database.writing() as connection:
        change = "UPDATE matter SET data = CAST(replace(CAST(data AS TEXT), :old, :new) AS BLOB) WHERE id = :id"
        for matter, old, new in ((gone, "/awaiting", "/dreaming"), (lost, "coordination-request", "forgotten")):
            connection.execute(text(change), {"id": matter, "old": old, "new": new})
        # Only the stage is looked at here: the audit has its own words for a forgotten procedure's record.
        found = unknown_stages(connection)
    database.close()
    assert play.matter(standing).serials["us+jp"] == "CR-26-0001"
    ends = "which this version does not have"
    at = "received, staffing, combined, reconciling, deciding, decided, implementing, returned"
    move = "kakehashi stages move CR-26-0002 STAGE --as TEAM/USER --seat SEAT --because …"
    dreaming, forgotten = sorted(found)
    assert dreaming == (
        "CR-26-US-0002 (us), CR-26-0002 (us+jp) stands at received/us/dreaming and received/jp/dreaming of "
        f"coordination-request, {ends}: `{move}` moves it to one of {at}"
    )
    assert forgotten == (
        "CR-26-US-0003 (us), CR-26-0003 (us+jp) stands at received/us/awaiting and received/jp/awaiting of forgotten, "
        f"{ends}: put the procedure's file back"
    )
    assert dreaming in told(check({}, NOW))


# Slack


def asked(slackd: Slackd, environ: dict[str, str] | None = None) -> list[str]:
    environment, _ = read_environment(environ or environ_of(slackd))
    file = read_toml(DEPLOY / "bodies.toml", "the registry")
    rows, _ = load_registry(DEPLOY / "bodies.toml")
    assert isinstance(file, TomlFile)
    assert rows is not None
    return [finding.text for finding in check_slack(tokens_for(environment, (), {}), rows, file, TODAY)]


def test_a_workspace_in_which_all_is_well_has_no_fault(folder: Path, slackd: Slackd) -> None:
    assert folder.exists()
    report = check(environ_of(slackd), NOW)
    assert report.findings == ()
    assert report.summary[-1] == "Slack asked with the bot's token and the app's token"


def test_channels_are_told_by_the_line_of_their_body(folder: Path, slackd: Slackd) -> None:
    bodies = list(registry().bodies.values())
    bilateral = next(at for at, body in enumerate(bodies) if registry().is_bilateral(body.id))
    first, second = (at for at, body in list(enumerate(bodies))[-2:])
    assert not registry().is_bilateral(bodies[first].id)
    assert not registry().is_bilateral(bodies[second].id)
    slackd.channels[f"C{bilateral}"].members.clear()
    slackd.channels[f"C{first}"].is_private = False
    slackd.channels[f"C{second}"].name = "something-else"
    lines = (folder / "bodies.toml").read_text().splitlines()

    def line(at: int) -> int:
        return lines.index(f'channel = "{bodies[at].channel}"') + 1

    def named(at: int) -> str:
        return f"#{bodies[at].channel} of {bodies[at].id!r}"

    assert told(check(environ_of(slackd), NOW)) == [
        f"bodies.toml:{line(bilateral)}: the bot is not a member of {named(bilateral)}: invite it",
        f"bodies.toml:{line(first)}: {named(first)} is public: a channel that not every nation reads has to be private",
        f"bodies.toml:{line(second)}: the bot sees no channel {named(second)}: make it, and invite the bot to it",
    ]


def test_a_body_that_does_not_stand_today_needs_no_channel(slackd: Slackd) -> None:
    dated = next(at for at, body in enumerate(registry().bodies.values()) if body.valid_from)
    slackd.channels[f"C{dated}"].name = "something-else"
    tokens = tokens_for(read_environment(environ_of(slackd))[0], (), {})
    file = read_toml(DEPLOY / "bodies.toml", "the registry")
    assert isinstance(file, TomlFile)
    assert len(list(check_slack(tokens, registry(), file, TODAY))) == 1
    standing = date(1800, 1, 1)
    assert all("something" not in row.text for row in check_slack(tokens, registry(), file, standing))
    body = list(registry().bodies.values())[dated]
    assert all(body.id not in row.text for row in check_slack(tokens, registry(), file, standing))


def test_every_missing_scope_is_told(slackd: Slackd) -> None:
    slackd.teams["T0001"].scopes = tuple(scope for scope in SCOPES if scope not in ("files:write", "commands"))
    assert asked(slackd) == [
        "SLACK_BOT_TOKEN lacks the scope commands: update the app from deploy/manifest.yaml",
        "SLACK_BOT_TOKEN lacks the scope files:write, for files_upload_v2: update the app from deploy/manifest.yaml",
    ]
    slackd.teams["T0001"].scopes = ("groups:read",)
    assert len(asked(slackd)) == len(SCOPES) - 1
    slackd.teams["T0001"].scopes = tuple(SCOPES)
    assert asked(slackd) == []


REFUSALS: dict[str, tuple[Callable[[Slackd], object], str]] = {
    "a removed app": (
        lambda slackd: setattr(slackd.teams["T0001"], "revoked", True),
        "SLACK_BOT_TOKEN does not do for auth.test: it was revoked: install the app again (token_revoked)",
    ),
    "a limit": (
        lambda slackd: slackd.fault("conversations.list", RateLimited(2)),
        "SLACK_BOT_TOKEN does not do for conversations.list: Slack asks to wait: try again in a minute (ratelimited)",
    ),
    "an error we know nothing of": (
        lambda slackd: slackd.fault("auth.test", Error("strange_error")),
        "Slack refused auth.test: strange_error",
    ),
    "a broken Slack": (lambda slackd: slackd.fault("auth.test", Status(503)), "Slack refused auth.test: "),
    "a cut line": (lambda slackd: slackd.fault("auth.test", Cut()), "Slack cannot be reached for auth.test: "),
    "a socket refused": (
        lambda slackd: slackd.fault("apps.connections.open", Error("invalid_auth")),
        "SLACK_APP_TOKEN does not do for apps.connections.open: Slack does not know it (invalid_auth)",
    ),
}


@pytest.mark.parametrize(("arrange", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_what_slack_refuses_is_told_in_a_sentence(
    slackd: Slackd, arrange: Callable[[Slackd], object], sentence: str
) -> None:
    arrange(slackd)
    (found,) = asked(slackd)
    assert found.startswith(sentence)


def test_each_workspace_s_tokens_are_asked_and_its_channels_counted(folder: Path, slackd: Slackd) -> None:
    slackd.add_team("T0002")
    away = next(iter(slackd.channels.values()))
    away.team, away.members = "T0002", {slackd.teams["T0002"].bot_user}
    settings = folder / "kakehashi.toml"
    rows = (f'[workspaces.{team}]\nbot_token = "BOT{team}"\napp_token = "APP"\n' for team in slackd.teams)
    settings.write_text(settings.read_text() + "".join(rows))
    environ = {"SLACK_API_URL": slackd.api_url, "APP": slackd.app_token}
    environ |= {f"BOT{team}": slackd.token(team) for team in slackd.teams}
    assert told(check(environ, NOW)) == []
    slackd.teams["T0002"].scopes = tuple(scope for scope in SCOPES if scope != "users:read")
    assert [line.split(",")[0] for line in told(check(environ, NOW))] == ["BOTT0002 lacks the scope users:read"]
    environ["BOTT0002"] = slackd.token("T0001")
    assert told(check(environ, NOW))[0] == "BOTT0002 is for workspace T0001, not for T0002"


def test_tokens_that_slack_does_not_know_are_told_and_not_shown(slackd: Slackd) -> None:
    wrong = {**environ_of(slackd), "SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret"}
    found = asked(slackd, wrong)
    assert [text.split(" ")[0] for text in found] == ["SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"]
    assert all("(invalid_auth)" in text for text in found)
    assert "secret" not in " ".join(found)


def test_without_tokens_slack_is_not_asked(slackd: Slackd) -> None:
    assert asked(slackd, {"SLACK_API_URL": slackd.api_url}) == []
    assert slackd.calls() == []


def test_a_slack_that_is_not_there_is_told() -> None:
    environment, _ = read_environment({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_API_URL": "http://127.0.0.1:1/api/"})
    file = read_toml(DEPLOY / "bodies.toml", "the registry")
    assert isinstance(file, TomlFile)
    (found,) = check_slack(tokens_for(environment, (), {}), registry(), file, TODAY)
    assert found.text.startswith("Slack cannot be reached for auth.test: ")
    assert "refused" in found.text


def test_what_is_open_at_a_body_that_has_ended_or_was_taken_out_is_named(manned: Path) -> None:
    database = Database(f"sqlite:///{manned}/kakehashi.db")
    house = install(database, Clock(START))
    Play(house).open_joint(info="us-usfj-j3")
    database.close()
    bodies = manned / "bodies.toml"
    row, ended = 'id = "us-usfj-j3"\n', 'id = "us-usfj-j3"\nvalid_to = 2025-01-01\n'
    bodies.write_text(bodies.read_text("utf-8").replace(row, ended), "utf-8")
    (found,) = told(check({}, NOW))
    assert "'us-usfj-j3' is not in force, and open matters name it: CR-26-US-0001 (us), CR-26-0001 (us+jp)" in found
    assert "`kakehashi bodies move us-usfj-j3 BODY --as" in found
