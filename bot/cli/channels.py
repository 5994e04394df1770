"""`kakehashi channels plan` and `kakehashi channels apply`."""

import argparse
import sys
from typing import NamedTuple

from slack_sdk import WebClient
from slack_sdk.http_retry import RetryHandler
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.channels import Line, Step, carry_out, look, plan, table
from bot.cli.common import Failure, say
from bot.cli.opening import open_house
from bot.scopes import SETUP
from bot.settings import Settings
from bot.slack_faults import UNANSWERED, code_of
from bot.workspaces import Workspaces
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
        if not settings.environment.bot_token:
            raise Failure("not set: SLACK_BOT_TOKEN")
        try:
            setup = _setup(settings, house)
            lines = _lines(arguments, house, settings, setup)
            say(_said(lines))
            arguments.act(arguments, [step for line in lines for step in line.steps], setup)
        except UNANSWERED as error:
            raise Failure(f"Slack at {settings.environment.slack_api} does not answer as it should: {error}") from error
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
    environment = settings.environment
    if not environment.setup_token:
        return None
    waiting: list[RetryHandler] = [RateLimitErrorRetryHandler(max_retry_count=PATIENCE)]
    token = environment.setup_token.reveal()
    client = WebClient(token, base_url=environment.slack_api, timeout=TIMEOUT, retry_handlers=waiting)
    answer = client.auth_test()
    actor = Actor(str(answer["team_id"]), str(answer["user_id"]))
    nation = next((nation for nation, rows in house.administrators.items() if actor in rows), None)
    if nation is None:
        raise Failure(f"SLACK_SETUP_TOKEN is that of {actor.team}/{actor.user}, who is no administrator: {WHOSE}")
    return Setup(client, actor.team, nation)


def _lines(arguments: argparse.Namespace, house: House, settings: Settings, setup: Setup | None) -> tuple[Line, ...]:
    environment, asked = settings.environment, arguments.nation
    if asked is not None and asked not in house.registry.nations:
        raise Failure(f"{asked!r} is not a nation of the registry: {', '.join(house.registry.nations)}")
    if setup and asked not in (None, setup.nation):
        raise Failure(f"SLACK_SETUP_TOKEN is that of an administrator of {setup.nation!r}, not of {asked!r}")
    client = WebClient(
        environment.bot_token.reveal(), base_url=environment.slack_api, timeout=TIMEOUT, retry_handlers=[]
    )
    (workspace,) = Workspaces((client,)).all
    if setup and setup.team != workspace.team:
        raise Failure(f"SLACK_SETUP_TOKEN is for workspace {setup.team}, the bot's token for {workspace.team}")
    found = look(house, workspace, setup.client if setup else None)
    return plan(found, house.clock().date(), setup.nation if setup else asked)
