"""What `check` says of Slack: channels, scopes, tokens, and what Slack refuses."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.check.everything import check
from bot.check.slack import check_slack
from bot.settings.reading import SettingsFile, read_environment
from bot.settings.tokens import tokens_for
from bot.slack.scopes import SCOPES
from tests.bot.checked import NOW, environ_of, folder, slackd, told
from tests.play import DEPLOY, registry
from tests.slackd import Cut, Error, RateLimited, Slackd, Status

__all__ = ["folder", "slackd"]  # fixtures that are used by name

TODAY = NOW.date()
SETTINGS = SettingsFile(None, {"registry": DEPLOY / "bodies.toml"}, ())


def asked(slackd: Slackd, environ: dict[str, str] | None = None) -> list[str]:
    environment, _ = read_environment(environ or environ_of(slackd))
    return [finding.text for finding in check_slack(tokens_for(environment, (), {}), registry(), SETTINGS, TODAY)]


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
    assert len(list(check_slack(tokens, registry(), SETTINGS, TODAY))) == 1
    standing = date(1800, 1, 1)
    assert all("something" not in row.text for row in check_slack(tokens, registry(), SETTINGS, standing))
    body = list(registry().bodies.values())[dated]
    assert all(body.id not in row.text for row in check_slack(tokens, registry(), SETTINGS, standing))


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


def test_an_administrator_who_can_admit_nobody_is_told_by_the_line(folder: Path, slackd: Slackd) -> None:
    """Somebody of another workspace, who isn't there, whose account is a bot or is deactivated."""
    settings = folder / "kakehashi.toml"
    line = settings.read_text().splitlines().index('us = ["T0001/U0123ABCD"]') + 1

    def found() -> list[str]:
        return [text.removeprefix(f"kakehashi.toml:{line}: ") for text in told(check(environ_of(slackd), NOW))]

    who = "T0001/U0123ABCD can admit nobody: the workspace"
    slackd.users["U0123ABCD"].deleted = True
    assert found() == [f"{who} has deactivated the account"]
    slackd.users["U0123ABCD"].deleted, slackd.users["U0123ABCD"].is_bot = False, True
    assert found() == [f"{who} says that it is a bot"]
    del slackd.users["U0123ABCD"]
    assert found() == [f"{who} has no such account"]
    settings.write_text(settings.read_text().replace("T0001/U0123ABCD", "T0123ABCD/U0123ABCD"))
    assert found() == ["T0123ABCD/U0123ABCD can admit nobody: the tokens are for T0001, not for T0123ABCD"]


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
    (found,) = check_slack(tokens_for(environment, (), {}), registry(), SETTINGS, TODAY)
    assert found.text.startswith("Slack cannot be reached for auth.test: ")
    assert "refused" in found.text
