"""`kakehashi run`: the bot, in Socket Mode or over HTTP, until SIGTERM or Ctrl-C."""

import argparse
import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.check.catalogue import catalogue_findings
from bot.cli.common import Failure, a_port, complain, say
from bot.cli.opening import open_house
from bot.delivery.bell import Bell
from bot.service import Service
from bot.settings.reading import Settings
from bot.settings.tokens import Tokens, missing
from bot.slack.socket_mode import socket_mode
from bot.slack.workspaces import Workspaces, WrongWorkspaceError
from bot.stopping import StopSignal
from state.ended import unknown_names
from state.house import House
from state.stages import unknown_stages

STOP_WITHIN = 5  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--http", metavar="HOST:PORT", type=_address, help="listen for Slack over HTTP (default: Socket Mode)"
    )


def run(arguments: argparse.Namespace) -> int:
    bell = Bell()
    with open_house(bell.ring) as (house, settings):
        if findings := catalogue_findings(house.registry):
            raise Failure(*findings)
        if lacking := missing(settings.tokens, settings.environment, http=arguments.http is not None):
            raise Failure(f"not set: {' and '.join(lacking)}")
        _refuse_unknown(house)
        logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every job that it begins and ends
        secret = settings.environment.signing_secret.reveal() if arguments.http else ""
        clients = [_client(tokens) for tokens in settings.tokens]
        service = Service(
            house, Workspaces(clients, [tokens.team for tokens in settings.tokens]), bell, secret, settings.ics
        )
        stop = StopSignal()
        try:
            unbound = service.start()
        except WrongWorkspaceError as error:
            raise Failure(error) from error
        except (SlackClientError, OSError) as error:
            where = " or ".join(dict.fromkeys(client.base_url for client in clients))
            raise Failure(f"Slack at {where} does not answer as it should: {error}") from error
        if unbound:
            complain(f"no channel for {', '.join(unbound)}: what is for them waits")
        try:
            listening = (
                _http(service.app(clients[0]), *arguments.http)
                if arguments.http
                else _sockets(service, clients, settings)
            )
            with listening as where:
                say(f"connected: {where}")
                stop.wait()
                bell.close()  # the deliverers end while what people have begun is answered
        finally:
            service.stop()
    return 0


def _refuse_unknown(house: House) -> None:
    """A request at a stage or a body that are not there any more would be stuck: found here, not at the next click."""
    with house.database.reading() as connection:
        if found := (*unknown_stages(connection), *unknown_names(connection, house.registry)):
            raise Failure(*found)


def _client(tokens: Tokens) -> WebClient:
    """Slack, without the library's own retries: a post that may have arrived is looked for before it is sent again."""
    return WebClient(tokens.bot.reveal(), base_url=tokens.api, timeout=10, retry_handlers=[])


@contextmanager
def _sockets(service: Service, clients: Sequence[WebClient], settings: Settings) -> Iterator[str]:
    """One connection for each app: an app that is in several workspaces hears of all of them by one."""
    apps = {tokens.app.reveal(): client for tokens, client in zip(settings.tokens, clients, strict=True)}
    with ExitStack() as stack:
        try:
            for token, client in apps.items():
                stack.enter_context(socket_mode(service.app(client), token, client))
        except (SlackClientError, OSError) as error:
            raise Failure(f"Socket Mode could not be opened: {error}") from error
        yield "Socket Mode"


@contextmanager
def _http(app: App, host: str, port: int) -> Iterator[str]:
    from slack_bolt.adapter.wsgi import SlackRequestHandler  # noqa: PLC0415  Socket Mode does not need it
    from waitress.server import create_server  # noqa: PLC0415  as above

    try:
        server = create_server(SlackRequestHandler(app, path="/slack/events"), host=host, port=port, threads=20)
    except OSError as error:
        raise Failure(f"{host}:{port} can't be listened on: {error.strerror}") from error
    except ValueError as error:  # waitress's, of a host whose address is not found
        raise Failure(f"{host}:{port} can't be listened on: no address of this machine has that name") from error
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a full queue is waited for, and no news
    thread = threading.Thread(target=server.run, name="http")
    thread.start()
    try:
        yield f"http://{host}:{port}/slack/events"
    finally:
        server.close()
        thread.join(STOP_WITHIN - 2)


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT, for example 127.0.0.1:3001")
    return host, a_port(port)
