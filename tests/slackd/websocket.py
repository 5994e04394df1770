"""Socket Mode: the server's side of RFC 6455, as much of it as Slack's own clients use.

Text, ping, pong and close frames; no extensions, no fragments. Each envelope goes to one connection, in turn.
"""

import base64
import hashlib
import json
import secrets
import socket
import struct
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from io import BufferedIOBase

from tests.slackd.model import Delivery, Json
from tests.slackd.world import World

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455, section 1.3
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
LENGTH_16, LENGTH_64 = 126, 127
PING_EVERY = 0.25  # seconds; Slack takes longer, but slack_sdk leaves only when something comes (or after 3 s)


def accept_key(key: str) -> str:
    return base64.b64encode(hashlib.sha1(f"{key}{GUID}".encode()).digest()).decode()  # noqa: S324  the RFC's


def frame(opcode: int, payload: bytes) -> bytes:
    """One unmasked, final frame, as a server sends it."""
    size = len(payload)
    if size < LENGTH_16:
        head = struct.pack("!BB", 0x80 | opcode, size)
    elif size < 1 << 16:
        head = struct.pack("!BBH", 0x80 | opcode, LENGTH_16, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, LENGTH_64, size)
    return head + payload


def read_frame(stream: BufferedIOBase) -> tuple[int, bytes] | None:
    """The next frame of a client: opcode and unmasked payload; None at the end of the stream."""
    head = stream.read(2)
    if len(head) < 2:
        return None
    opcode, size = head[0] & 0x0F, head[1] & 0x7F
    if size == LENGTH_16:
        (size,) = struct.unpack("!H", stream.read(2))
    elif size == LENGTH_64:
        (size,) = struct.unpack("!Q", stream.read(8))
    mask = stream.read(4) if head[1] & 0x80 else bytes(4)
    payload = stream.read(size)
    return opcode, bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


class Connection:
    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._lock = sock, threading.Lock()

    def send(self, opcode: int, payload: bytes) -> None:
        with self._lock:
            self._sock.sendall(frame(opcode, payload))

    def tell(self, message: Json) -> None:
        self.send(TEXT, json.dumps(message).encode())


class Sockets:
    """The open connections, and the acknowledgements that came over them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._tickets: set[str] = set()
        self._open: list[Connection] = []
        self._acks: dict[str, str] = {}
        self._turn = 0
        self._pinged = 0.0

    @property
    def count(self) -> int:
        return len(self._open)

    def new_url(self) -> str:
        """What `apps.connections.open` gives: good for one connection."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return f"{self.world.base_url.replace('http://', 'ws://')}/link/?ticket={ticket}"

    def admit(self, ticket: str) -> bool:
        with self.world.changed:
            known = ticket in self._tickets
            self._tickets.discard(ticket)
        return known

    def serve(self, sock: socket.socket, stream: BufferedIOBase) -> None:
        """Speaks with one client until it goes."""
        connection = Connection(sock)
        info = {"num_connections": self.count + 1, "connection_info": {}, "debug_info": {"host": "slackd"}}
        connection.tell({"type": "hello", **info})
        with self.world.changed:
            self._open.append(connection)
            self.world.tell()
        try:
            while (received := read_frame(stream)) is not None and received[0] != CLOSE:
                self._hear(connection, *received)
            connection.send(CLOSE, struct.pack("!H", 1000))
        except (OSError, ValueError):
            return  # The other side is gone, or this server is closing: either ends the connection.
        finally:
            with self.world.changed:
                self._open.remove(connection)
                self.world.tell()

    def carry(self, headers: Mapping[str, str], delivery: Delivery, timeout: float) -> tuple[int | None, str]:
        """Hands an envelope to the connection whose turn it is; (None, reason) when nobody acknowledges it."""
        envelope_id = secrets.token_hex(8)
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if "X-Slack-Retry-Num" in headers:
            envelope["retry_attempt"] = int(headers["X-Slack-Retry-Num"])
            envelope["retry_reason"] = headers["X-Slack-Retry-Reason"]
        deadline = time.monotonic() + timeout
        changed = self.world.changed
        with changed:
            if not changed.wait_for(lambda: self._open, timeout):
                return None, "no connection"
            self._turn += 1
            connection = self._open[self._turn % len(self._open)]
        connection.tell(envelope)
        with changed:
            left = deadline - time.monotonic()
            if not changed.wait_for(lambda: envelope_id in self._acks, left):
                return None, "not acknowledged"
            return 200, self._acks.pop(envelope_id)

    def ping(self) -> None:
        """Pings every client when it is time to; a client that is gone is noticed by whoever reads from it."""
        now = time.monotonic()
        if now - self._pinged < PING_EVERY:
            return
        self._pinged = now
        with self.world.changed:
            connections = list(self._open)
        for connection in connections:
            with suppress(OSError):
                connection.send(PING, b"slackd")

    def refresh(self) -> None:
        """Tells every client to connect anew, as Slack does every few hours, and lets go of the old ones."""
        with self.world.changed:
            connections = list(self._open)
        for connection in connections:
            connection.tell({"type": "disconnect", "reason": "refresh_requested", "debug_info": {}})

    def _hear(self, connection: Connection, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            connection.send(PONG, payload)
        if opcode == TEXT:
            message = json.loads(payload)
            answer = message.get("payload")
            with self.world.changed:
                self._acks[message["envelope_id"]] = json.dumps(answer) if answer else ""
                self.world.tell()
