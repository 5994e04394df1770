"""`kakehashi channels plan` and `kakehashi channels apply`."""

import argparse
import sys
from collections.abc import Iterable
from typing import NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import SlackResponse

from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.settings.reading import Settings
from bot.slack.channels import Line, Step, carry_out, look, plan, table
from bot.slack.faults import UNANSWERED, code_of
from bot.slack.scopes import SETUP
from bot.slack.workspaces import Workspaces, WrongWorkspaceError
from state.house import House
from workflows.matter import Actor

TIMEOUT = 10  # seconds for one call
PATIENCE = 20  # times that Slack may ask to wait, of one call: it lets nobody make many channels at once

WHOSE = f"""set SLACK_SETUP_TOKEN to the token of one of the administrators that the settings name, \
with {", ".join(SETUP)} (deploy/manifest-setup.yaml says how)"""


class Setup(NamedTuple):
    """Who makes the channels: an administrator, whose token is for the channels of that nation alone."""

    client: WebClient
    team: str
    nation: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="plan|apply")
    showing = acts.add_parser("plan", help="show what differs, and change nothing")
    showing.set_defaults(act=_plan)
    doing = acts.add_parser("apply", help="show it, and create, rename and invite once that is agreed to")
    doing.add_argument("--yes", action="store_true", help="agreed already")
    doing.set_defaults(act=_apply)
    for act in (showing, doing):
        act.add_argument("--nation", metavar="ID", help="only the bodies whose channels this nation reads")


def run(arguments: argparse.Namespace) -> int:
    with open_house() as (house, settings):
        if lacking := [row.bot_name for row in settings.tokens if not row.bot]:
            raise Failure(f"not set: {' and '.join(lacking)}")
        try:
            setup = _setup(settings, house)
            lines = _lines(arguments, house, settings, setup)
            say(_said(lines))
            arguments.act(arguments, [step for line in lines for step in line.steps], setup)
        except WrongWorkspaceError as error:
            raise Failure(error) from error
        except UNANSWERED as error:
            raise Failure(
                f"Slack at {' or '.join(row.api for row in settings.tokens)} does not answer as it should: {error}"
            ) from error
    return 0


def _plan(_arguments: argparse.Namespace, _steps: list[Step], _setup: Setup | None) -> None:
    """It has been shown."""


def _apply(arguments: argparse.Namespace, steps: list[Step], setup: Setup | None) -> None:
    if setup is None:
        raise Failure(f"the bot's own token makes no channels: {WHOSE}")
    if steps and _agreed(arguments):
        _carry_out(steps, setup.client)


def _carry_out(steps: list[Step], setup: WebClient) -> None:
    """One after another up to the first that fails. Whoever runs it again begins with what is left."""
    made: dict[str, str] = {}
    for at, step in enumerate(steps):
        try:
            carry_out(step, setup, made)
        except UNANSWERED as error:
            left = [f"not done: {row}" for row in steps[at:]]
            why = code_of(error) or type(error).__name__
            raise Failure(f"stopped at {step}: Slack says {why}; done: {at} of {len(steps)}", *left) from error
        say(f"done: {step}")
    say("All of it is done. A bot that runs finds new channels by itself.")


def _agreed(arguments: argparse.Namespace) -> bool:
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise Failure("nothing was changed: say --yes, or run it at a terminal to be asked")
    sys.stdout.write("Do this? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _said(lines: tuple[Line, ...]) -> str:
    steps = [step for line in lines for step in line.steps]
    count = {verb: sum(step.verb == verb for step in steps) for verb in ("create", "rename")}
    invited = sum(len(step.users) for step in steps)
    return f"{table(lines)}\n{count['create']} to create, {count['rename']} to rename, {invited} to invite"


def _setup(settings: Settings, house: House) -> Setup | None:
    """Who sets up. A token of somebody else than an administrator would put a stranger into every channel."""
    token = settings.environment.setup_token
    if not token:
        return None
    client, answer = _client_of(token.reveal(), dict.fromkeys(row.api for row in settings.tokens))
    actor = Actor(str(answer["team_id"]), str(answer["user_id"]))
    nation = next((nation for nation, rows in house.administrators.items() if actor in rows), None)
    if nation is None:
        raise Failure(f"SLACK_SETUP_TOKEN is that of {actor.team}/{actor.user}, who is no administrator: {WHOSE}")
    return Setup(client, actor.team, nation)


def _client_of(token: str, bases: Iterable[str]) -> tuple[WebClient, SlackResponse]:
    """A client at whichever of these Slacks knows the token, with what it says of whose it is."""
    refused: SlackApiError | None = None
    for base in bases:
        waiting: list[RetryHandler] = [RateLimitErrorRetryHandler(max_retry_count=PATIENCE)]
        client = WebClient(token, base_url=base, timeout=TIMEOUT, retry_handlers=waiting)
        try:
            return client, client.auth_test()
        except SlackApiError as error:
            refused = error
    raise refused or Failure("no workspace is named")


def _lines(arguments: argparse.Namespace, house: House, settings: Settings, setup: Setup | None) -> tuple[Line, ...]:
    """What there is to do in the administrator's workspace; without one, in all of them, a line for each body."""
    asked = arguments.nation
    if asked is not None and asked not in house.registry.nations:
        raise Failure(f"{asked!r} is not a nation of the registry: {', '.join(house.registry.nations)}")
    if setup and asked not in (None, setup.nation):
        raise Failure(f"SLACK_SETUP_TOKEN is that of an administrator of {setup.nation!r}, not of {asked!r}")
    clients = [
        WebClient(row.bot.reveal(), base_url=row.api, timeout=TIMEOUT, retry_handlers=[]) for row in settings.tokens
    ]
    known = Workspaces(clients, [row.team for row in settings.tokens]).all
    ours = [row for row in known if setup is None or row.team == setup.team]
    if not ours:
        has = ", ".join(row.team for row in known)
        raise Failure(f"SLACK_SETUP_TOKEN is for another workspace than the bot's token: that is for {has}")
    today, nation = house.clock().date(), setup.nation if setup else asked
    plans = [plan(look(house, row, setup.client if setup else None), today, nation) for row in ours]
    # A body's channel is in one workspace: there its line says how it is, in the others only that it is elsewhere.
    return tuple(next((line for line in lines if line.is_here), lines[0]) for lines in zip(*plans, strict=True))
