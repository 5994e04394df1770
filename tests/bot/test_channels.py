"""`kakehashi channels`: what differs between registry and workspace is shown, and made so once that is agreed to."""

import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from bot.cli import main
from state.database import Database
from tests.bot.office import channel_of, user_of
from tests.bot.running import environment, install_in
from tests.conftest import SqlitePlace
from tests.play import administrator, registry
from tests.slackd import Error, RateLimited, Slackd

NATION = "us"
ADMIN = administrator(NATION)
BOT = "UBOTT0001"
OWN = [body for body in registry().bodies.values() if NATION in registry().audience_of(body.id)]


@pytest.fixture
def slackd() -> Iterator[Slackd]:
    """A Slack with everybody in it and without any channel."""
    with Slackd() as slackd:
        for nation in registry().nations:
            slackd.add_user(administrator(nation).user)
        for seat in registry().seats:
            slackd.add_user(user_of(seat))
        yield slackd


@pytest.fixture
def folder(slackd: Slackd, tmp_path: Path, sqlite_place: SqlitePlace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A staffed installation, with the bot's token and that of a U.S. administrator in the environment."""
    settings, url = install_in(tmp_path), f"sqlite:///{tmp_path}/kakehashi.db"
    sqlite_place.lay("staffed", tmp_path / "kakehashi.db")
    for name, word in environment(slackd, settings, url).items():
        if name.startswith(("SLACK_", "KAKEHASHI_")):
            monkeypatch.setenv(name, word)
    monkeypatch.setenv("SLACK_SETUP_TOKEN", slackd.person_token(ADMIN.user))
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str], list[str]]:
    """Exit status, and the lines of output and of complaints."""
    capsys.readouterr()
    status = main(["channels", *words])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out.splitlines(), err.splitlines()


def line_of(lines: list[str], body: str) -> str:
    return next(line for line in lines if line.startswith(f"{body} "))


def writes(slackd: Slackd) -> list[str]:
    return [
        call.method for call in slackd.calls() if call.method.split(".")[-1] in ("create", "rename", "invite", "kick")
    ]


def made(slackd: Slackd) -> dict[str, set[str]]:
    return {row.name: row.members for row in slackd.channels.values() if row.is_private}


@pytest.mark.usefixtures("folder")
def test_a_plan_shows_what_is_missing_and_changes_nothing(slackd: Slackd, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = told(capsys, "plan")
    assert (status, err) == (0, [])
    assert out[0].split() == ["body", "channel", "now", "to", "do"]
    assert line_of(out, "us-usfj").split()[1:4] == ["#" + registry().bodies["us-usfj"].channel, "missing", "create;"]
    assert user_of("us-usfj-watch") in line_of(out, "us-usfj")
    assert out[-1].startswith(f"{len(out) - 2} to create, 0 to rename, ")
    assert writes(slackd) == []


@pytest.mark.usefixtures("folder")
def test_an_administrator_s_token_shows_and_makes_that_nation_s_channels_alone(
    slackd: Slackd, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = told(capsys, "apply", "--yes")
    assert (status, err) == (0, [])
    names = {body.channel: body for body in OWN}
    assert set(made(slackd)) <= set(names)
    assert not any("jp-jjoc" in line.split()[0] for line in out)
    for name, members in made(slackd).items():
        seats = {user_of(seat.id) for seat in names[name].seats}
        assert members == {ADMIN.user, BOT, *seats}


@pytest.mark.usefixtures("folder")
def test_a_second_time_there_is_nothing_left_to_do(slackd: Slackd, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "apply", "--yes")
    before = writes(slackd)
    status, out, err = told(capsys, "apply", "--yes")
    assert (status, err, writes(slackd)) == (0, [], before)
    assert all(line.endswith("as it should be -") for line in (" ".join(row.split()) for row in out[1:-1])), out
    assert out[-1] == "0 to create, 0 to rename, 0 to invite"


@pytest.mark.usefixtures("folder")
def test_it_stops_at_the_first_failure_and_goes_on_from_there_when_it_is_run_again(
    slackd: Slackd, capsys: pytest.CaptureFixture[str]
) -> None:
    slackd.fault("conversations.invite", Error("ratelimited_by_owner"))
    status, out, err = told(capsys, "apply", "--yes")
    assert status == 1
    first = out[-1].removeprefix("done: create #")
    assert err[0].startswith(f"stopped at invite #{first}: ")
    assert "Slack says ratelimited_by_owner; done: 1 of " in err[0]
    assert err[1].startswith(f"not done: invite #{first}: {BOT}")
    assert len(err) - 1 == int(err[0].split()[-1]) - 1
    assert writes(slackd) == ["conversations.create", "conversations.invite"]
    assert told(capsys, "apply", "--yes")[0] == 0
    assert all(BOT in members for members in made(slackd).values())
    assert len(made(slackd)) == len([body for body in OWN if body.channel in made(slackd)])


@pytest.mark.usefixtures("folder")
def test_it_waits_where_slack_asks_to(slackd: Slackd, capsys: pytest.CaptureFixture[str]) -> None:
    slackd.fault("conversations.create", RateLimited(0))
    assert told(capsys, "apply", "--yes")[0] == 0


@pytest.mark.usefixtures("folder")
def test_without_a_yes_nothing_is_changed(
    slackd: Slackd, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, _, err = told(capsys, "apply")  # a test has no terminal
    assert (status, "say --yes" in err[0]) == (1, True)
    terminal = StringIO("n\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", terminal)
    status, out, _ = told(capsys, "apply")
    assert (status, "Do this? [y/N]" in out[-1]) == (0, True)
    assert writes(slackd) == []
    agreed = StringIO("y\n")
    agreed.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", agreed)
    assert told(capsys, "apply")[0] == 0
    assert "conversations.create" in writes(slackd)


def bind(folder: Path, body: str, channel: str) -> None:
    database = Database(f"sqlite:///{folder}/kakehashi.db")
    with database.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO channel (body, team, channel) VALUES (?, ?, ?)", (body, "T0001", channel)
        )
    database.close()


def test_a_channel_that_is_bound_under_another_name_is_renamed(
    folder: Path, slackd: Slackd, capsys: pytest.CaptureFixture[str]
) -> None:
    members = tuple(user_of(seat.id) for seat in registry().bodies["us-usfj"].seats)
    slackd.add_channel("C1", name="old-name", members=(ADMIN.user, *members), is_private=True)
    bind(folder, "us-usfj", "C1")
    line = line_of(told(capsys, "plan")[1], "us-usfj").split()
    assert line[2:] == ["named", "#old-name", "rename"]
    told(capsys, "apply", "--yes")
    assert slackd.channels["C1"].name == registry().bodies["us-usfj"].channel


@pytest.mark.usefixtures("folder")
def test_what_is_not_changed_by_itself_is_told(slackd: Slackd, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = user_of("jp-jjoc-watch")
    names = {body: registry().bodies[body].channel for body in ("us-usfj", "us-indopacom", "us-osd-ipsa")}
    slackd.add_channel("C1", name=names["us-usfj"], members=(ADMIN.user, stranger), is_private=True)
    slackd.add_channel("C2", name=names["us-indopacom"], members=(ADMIN.user,))
    slackd.add_channel("C3", name=names["us-osd-ipsa"], members=(ADMIN.user,), is_private=True).is_archived = True
    _, out, _ = told(capsys, "apply", "--yes")
    assert f"not to be there, not admitted: {stranger}" in line_of(out, "us-usfj")
    assert "open to the workspace: make it private" in line_of(out, "us-indopacom")
    assert "archived: take it out of the archive" in line_of(out, "us-osd-ipsa")
    assert stranger in slackd.channels["C1"].members
    assert slackd.channels["C2"].is_private is False
    assert slackd.channels["C3"].is_archived is True
    assert user_of("us-usfj-watch") in slackd.channels["C1"].members  # and whoever holds a seat is invited


@pytest.mark.usefixtures("folder")
def test_the_token_has_to_be_an_administrator_s(
    slackd: Slackd, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "of an administrator of 'us', not of 'jp'" in told(capsys, "plan", "--nation", "jp")[2][0]
    assert "not a nation of the registry" in told(capsys, "plan", "--nation", "fr")[2][0]
    monkeypatch.setenv("SLACK_SETUP_TOKEN", slackd.person_token(user_of("us-usfj-watch")))
    status, _, err = told(capsys, "plan")
    assert (status, "who is no administrator" in err[0]) == (1, True)
    monkeypatch.delenv("SLACK_SETUP_TOKEN")
    status, out, _ = told(capsys, "plan")
    assert status == 0
    assert line_of(out, "jp-jjoc")
    status, _, err = told(capsys, "apply", "--yes")
    assert (status, "SLACK_SETUP_TOKEN" in err[0], "groups:write" in err[0]) == (1, True, True)
    assert not any(line.startswith("jp-jjoc") for line in told(capsys, "plan", "--nation", "us")[1])
    assert writes(slackd) == []


def test_of_two_workspaces_each_body_is_shown_where_its_channel_is(
    folder: Path, slackd: Slackd, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    slackd.add_team("T0002")
    slackd.add_channel("C1", name=registry().bodies["us-usfj"].channel, members=(ADMIN.user,), is_private=True)
    slackd.add_channel("C2", team="T0002", name=registry().bodies["jp-jjoc"].channel, is_private=True)
    settings = folder / "kakehashi.toml"
    rows = (f'[workspaces.{team}]\nbot_token = "BOT{team}"\napp_token = "APP"\n' for team in slackd.teams)
    settings.write_text(settings.read_text() + "".join(rows))
    status, _, err = told(capsys, "plan")
    assert (status, err) == (1, ["not set: BOTT0001 and BOTT0002"])
    for team in slackd.teams:
        monkeypatch.setenv(f"BOT{team}", slackd.token(team))
    monkeypatch.delenv("SLACK_SETUP_TOKEN")
    _, out, _ = told(capsys, "plan")
    assert line_of(out, "jp-jjoc").split()[2:] == ["as", "it", "should", "be", "-"]
    assert "invite" in line_of(out, "us-usfj")
    assert line_of(out, "jp-mod").split()[2] == "missing"


@pytest.mark.usefixtures("folder")
def test_what_slack_refuses_is_told_in_a_sentence(slackd: Slackd, capsys: pytest.CaptureFixture[str]) -> None:
    slackd.teams["T0001"].revoked = True
    status, _, err = told(capsys, "plan")
    assert (status, len(err) >= 1, "token_revoked" in " ".join(err)) == (1, True, True)
    assert channel_of("us-usfj") not in slackd.channels
