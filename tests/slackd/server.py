"""The HTTP face: routes, tokens, faults. What is said there is in the `methods*` files."""

import json
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.slackd.answers import say
from tests.slackd.faults import Cut, Error, Fault, FaultBook, Hang, RateLimited, Status
from tests.slackd.methods import METHODS, Args, check_scope
from tests.slackd.methods_files import receive
from tests.slackd.model import ApiError, Call, Json, Team
from tests.slackd.websocket import Sockets, accept_key
from tests.slackd.world import World

Answer = tuple[int, str, dict[str, str]]

APP_METHOD = "apps.connections.open"  # the one that takes the app's token, not a bot's
JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256  # many callers at once must not wait for a second SYN

    def __init__(self, world: World, book: FaultBook, sockets: Sockets, app_token: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.world, self.book, self.sockets, self.app_token = world, book, sockets, app_token
        self.closing = threading.Event()
        self.failures: list[BaseException] = []
        self._connections: set[socket.socket] = set()
        self._gone = threading.Condition()

    def server_bind(self) -> None:
        """Without HTTPServer's own look-up of the host's name, which may ask a resolver."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._gone:
            self._connections.add(request)
        super().process_request_thread(request, client_address)
        with self._gone:
            self._connections.discard(request)
            self._gone.notify_all()

    def service_actions(self) -> None:
        """Called between polls of the listening socket."""
        self.sockets.ping()

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """Keeps what went wrong in slackd itself; `Slackd.close` raises it."""
        failure = sys.exc_info()[1]
        if failure is not None and not isinstance(failure, ConnectionError):
            self.failures.append(failure)

    def end(self) -> None:
        """Lets go of whatever waits, ends every connection, and returns when their threads are done."""
        self.closing.set()
        self.book.clear()
        self.shutdown()
        with self._gone:
            for connection in self._connections:
                hang_up(connection)
            if not self._gone.wait_for(lambda: not self._connections, timeout=5):
                self.failures.append(TimeoutError("connections that would not end"))
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave together
    server: Server
    routes: ClassVar[dict[str, str]] = {"api": "_api", "upload": "_upload", "response": "_response"}

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's name
        """Says nothing: `calls` tells what came."""

    def do_GET(self) -> None:
        if self.path.startswith("/link/"):
            self._link()
        else:
            self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        _, route, *rest = urlsplit(self.path).path.split("/")
        if route in self.routes and rest:
            getattr(self, self.routes[route])("/".join(rest), body)
        else:
            self._send((404, "not found", {}))

    # Routes -------------------------------------------------------------------------------------------------

    def _api(self, name: str, body: bytes) -> None:
        raw = self._arguments(body)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ").strip() or raw.pop("token", "")
        raw.pop("token", None)
        world = self.server.world
        teams = [*world.teams.values(), *world.person_tokens.values()]
        team = next((team for team in teams if team.bot_token == token), None)
        call = self._heard(name, raw, team)

        def run() -> Answer:
            scopes = {"X-OAuth-Scopes": ",".join(team.scopes)} if team else {}
            try:
                with self.server.world.changed:
                    answer = {"ok": True, **self._run(name, raw, token, team)}
            except ApiError as refused:
                limited = refused.code == "ratelimited"
                head = {"Retry-After": "1"} if limited else scopes
                return 429 if limited else 200, json.dumps(refused.body()), {**JSON_TYPE, **head}
            call.accepted = True
            return 200, json.dumps(answer), {**JSON_TYPE, **scopes}

        self._answer(call, run)

    def _run(self, name: str, raw: Json, token: str, team: Team | None) -> Json:
        if not token:
            raise ApiError("not_authed")
        is_app = token == self.server.app_token
        if team is None and not is_app:
            raise ApiError("invalid_auth")
        if name != APP_METHOD and name not in METHODS:
            raise ApiError("unknown_method", req_method=name)
        if is_app != (name == APP_METHOD):
            raise ApiError("not_allowed_token_type")
        if team is None:
            return {"url": self.server.sockets.new_url()}
        if team.revoked:
            raise ApiError("token_revoked")
        check_scope(team, METHODS[name].scope)
        return METHODS[name].run(self.server.world, team, Args(raw))

    def _upload(self, file_id: str, body: bytes) -> None:
        call = self._heard("upload", {"file": file_id, "length": len(body)}, None)

        def run() -> Answer:
            with self.server.world.changed:
                call.accepted = receive(self.server.world, file_id, body)
            return (200, f"OK - {len(body)}", {}) if call.accepted else (400, "unexpected upload", {})

        self._answer(call, run)

    def _response(self, token: str, body: bytes) -> None:
        raw = self._arguments(body)
        call = self._heard("response_url", raw, None)

        def run() -> Answer:
            try:
                say(self.server.world, self.server.world.spend_response_url(token), Args(raw).raw)
            except ApiError as refused:
                gone = refused.code in ("used_url", "expired_url")
                return 404 if gone else 400, refused.code, {}
            call.accepted = True
            return 200, "ok", {}

        self._answer(call, run)

    def _link(self) -> None:
        """Socket Mode: the connection stays with this thread until it ends."""
        ticket = parse_qs(urlsplit(self.path).query).get("ticket", [""])[0]
        self.close_connection = True
        if not self.server.sockets.admit(ticket):
            self._send((400, "unknown ticket", {}))
            return
        self.send_response(101, "Switching Protocols")
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accept_key(self.headers.get("Sec-WebSocket-Key", "")))
        self.end_headers()
        self.wfile.flush()
        self.server.sockets.serve(self.connection, self.rfile)

    # Common to all ------------------------------------------------------------------------------------------

    def _arguments(self, body: bytes) -> Json:
        text = body.decode()
        found: Json = dict(parse_qsl(urlsplit(self.path).query))
        if "json" in self.headers.get("Content-Type", ""):
            found |= json.loads(text) if text else {}
        else:
            found |= dict(parse_qsl(text, keep_blank_values=True))
        return found

    def _heard(self, method: str, args: Json, team: Team | None) -> Call:
        world = self.server.world
        call = Call(method, dict(args), team.id if team else None, world.clock())
        with world.changed:
            world.all_calls.append(call)
            world.tell()
        return call

    def _answer(self, call: Call, run: Callable[[], Answer]) -> None:
        late, fault = self.server.book.take(call.method, call.channel)
        if late:
            self.server.closing.wait(late)
        answer = faulty(fault, run)
        with self.server.world.changed:
            call.status = answer[0] if answer else 0
            is_json = answer and answer[1].startswith("{")
            call.answer = json.loads(answer[1]) if answer and is_json else None
            self.server.world.tell()
        if answer is None or self.server.closing.is_set():
            self.close_connection = True
            hang_up(self.connection)
        else:
            self._send(answer)

    def _send(self, answer: Answer) -> None:
        status, text, head = answer
        body = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "text/plain", **head, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def faulty(fault: Fault | None, run: Callable[[], Answer]) -> Answer | None:
    """The answer to a call under this fault; None: the connection is cut."""
    match fault:
        case RateLimited(seconds):
            body = json.dumps({"ok": False, "error": "ratelimited"})
            return 429, body, {**JSON_TYPE, "Retry-After": str(seconds)}
        case Error(code):
            return 200, json.dumps({"ok": False, "error": code}), JSON_TYPE
        case Status(code, accepted):
            if accepted:
                run()
            return code, "trouble at slackd", {}
        case Cut(accepted):
            if accepted:
                run()
            return None
        case Hang(accepted, released):
            done = run() if accepted else None
            released.wait()
            return done or run()
        case _:
            return run()


def hang_up(connection: socket.socket) -> None:
    """Ends a connection that another thread may be reading; one that is gone already is as good."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
