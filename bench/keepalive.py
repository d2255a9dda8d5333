"""A load generator that costs little itself: one thread, keep-alive sockets, each sending again when answered."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

NextRequest = Callable[[bytes | None], bytes]


class Unexpected(RuntimeError):
    """The server answered something that is neither 200 nor a 303 to the page that shows what was done."""


@dataclass
class Load:
    """What came of it: the seconds it lasted and the seconds each answer took."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Return answers per second."""
        return len(self.latencies) / self.seconds


@dataclass
class _Client:
    connection: socket.socket
    following: NextRequest
    sent_at: float = 0.0
    received: bytes = b""
    missing: int | None = None

    def send(self, body: bytes | None) -> None:
        self.received, self.missing = b"", None
        request = self.following(body)
        self.sent_at = time.perf_counter()
        self.connection.sendall(request)

    def receive(self) -> bytes | None:
        """Return the body once all of it is here."""
        part = self.connection.recv(262_144)
        if not part:
            raise Unexpected("the server closed the connection")
        self.received += part
        if self.missing is None:
            self.missing = _whole_length(self.received)
        if self.missing is None or len(self.received) < self.missing:
            return None
        return self.received.partition(b"\r\n\r\n")[2]


def run(port: int, clients: Sequence[NextRequest], seconds: float) -> Load:
    """Keep one request of every client under way for `seconds`.

    A client is a function that takes the body of its last answer (None at first) and returns its next request.
    """
    load = Load()
    with selectors.DefaultSelector() as selector:
        open_ones = [_Client(socket.create_connection(("127.0.0.1", port), 10), following) for following in clients]
        begun = time.perf_counter()
        for client in open_ones:
            client.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(client.connection, selectors.EVENT_READ, client)
            client.send(None)
        waiting = len(open_ones)
        while waiting:
            for key, _events in selector.select(10):
                client = key.data
                body = client.receive()
                if body is None:
                    continue
                now = time.perf_counter()
                load.latencies.append(now - client.sent_at)
                if now - begun < seconds:
                    client.send(body)
                else:
                    waiting -= 1
        load.seconds = time.perf_counter() - begun
        for client in open_ones:
            client.connection.close()
    return load


def paced(port: int, requests: Sequence[bytes], seconds: float, connections: int) -> Load:
    """Send the requests at even distances over `seconds`, whatever the answers take; each on a connection that is free.

    Latency counts from the moment a request was due: the wait for a free connection is part of it.
    """
    load = Load()
    due = [number * seconds / len(requests) for number in range(len(requests))]
    with selectors.DefaultSelector() as selector:
        idle = [
            _Client(socket.create_connection(("127.0.0.1", port), 10), lambda _body: b"") for _ in range(connections)
        ]
        every = list(idle)
        for client in idle:
            client.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(client.connection, selectors.EVENT_READ, client)
        begun = time.perf_counter()
        sent = 0
        while len(load.latencies) < len(requests):
            passed = time.perf_counter() - begun
            while sent < len(requests) and due[sent] <= passed and idle:
                client = idle.pop()
                client.following = lambda _body, request=requests[sent]: request  # type: ignore[misc]
                client.send(None)
                client.sent_at = begun + due[sent]
                sent += 1
            pause = max(0.0, due[sent] - passed) if sent < len(requests) and idle else 10
            for key, _events in selector.select(pause):
                if key.data.receive() is not None:
                    load.latencies.append(time.perf_counter() - key.data.sent_at)
                    idle.append(key.data)
        load.seconds = time.perf_counter() - begun
        for client in every:
            client.connection.close()
    return load


def get(path: str, cookies: str) -> bytes:
    """Return a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nCookie: {cookies}\r\n\r\n".encode()


def post_json(path: str, cookies: str, token: str, body: bytes) -> bytes:
    """Return a POST request as the page's script sends it."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
        f"Cookie: {cookies}\r\nX-CSRFToken: {token}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def post_form(path: str, cookies: str, fields: Mapping[str, str]) -> bytes:
    """Return a POST request as a form sends it."""
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookies}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _whole_length(received: bytes) -> int | None:
    """Return how many bytes the answer has, its head included, or None while the head is not complete."""
    head, found, _body = received.partition(b"\r\n\r\n")
    if not found:
        return None
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 303")):
        raise Unexpected(received[:300].decode("latin-1"))
    lines = head.lower().split(b"\r\n")
    length = next(int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:"))
    return len(head) + 4 + length
