"""Calling out: only where it may, to the address that was checked, no further, not for long and not for much."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

import pytest

from lms.kernel import calling
from lms.kernel.calling import Answer, CallError, CallFailed, CallRefused, Rules, call, may_be_called


@dataclass(frozen=True)
class Settings:
    """What `calling` reads of the settings."""

    base_url: str = "https://learn.example.com"
    partners: tuple[str, ...] = ()


class Partner(ThreadingHTTPServer):
    """A machine on loopback that counts who came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.let_go = threading.Event()

    @property
    def place(self) -> str:
        """Return HOST:PORT."""
        return f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    server: Partner

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", f"http://{self.server.place}/canary")
            self.end_headers()
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            while not self.server.let_go.wait(0.05):
                try:
                    self.wfile.write(b".")
                except OSError:
                    return
        elif self.path == "/hang":
            self.server.let_go.wait(30)
        else:
            body = {"/large": b"x" * (calling.LARGEST + 1), "/bomb": gzip.compress(b"0" * 50_000_000)}.get(self.path)
            self.send_response(200 if self.path != "/no" else 500)
            if self.path == "/bomb":
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            self.wfile.write(body if body is not None else b'{"found": true}')

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def partner() -> Iterator[Partner]:
    """Run a partner."""
    server = Partner()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.let_go.set()
    server.shutdown()
    server.server_close()


def test_a_named_partner_inside_the_network_is_called(partner: Partner) -> None:
    answer = call("GET", f"http://{partner.place}/keys", config=Settings(partners=(partner.place,)))
    assert (answer.status, answer.json()) == (200, {"found": True})
    answer = call("POST", f"http://{partner.place}/no", config=Settings(partners=("127.0.0.1",)), json={"a": 1})
    assert not answer.is_ok


def test_a_trial_on_ones_own_machine_calls_loopback_until_partners_are_named(partner: Partner) -> None:
    trial = Settings("http://127.0.0.1:8000")
    assert call("GET", f"http://{partner.place}/keys", config=trial).is_ok
    assert call("GET", f"http://localhost:{partner.server_address[1]}/keys", config=trial).is_ok
    with pytest.raises(CallRefused):
        call("GET", f"http://{partner.place}/keys", config=Settings(trial.base_url, ("moodle.example.com",)))
    assert len(partner.asked) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://{place}/canary",
        "https://{place}/canary",
        "https://127.0.0.1/canary",
        "https://[::1]/canary",
        "https://[::ffff:127.0.0.1]/canary",
        "https://[64:ff9b::7f00:1]/canary",
        "https://2130706433/canary",
        "https://0x7f.1/canary",
        "https://localhost/canary",
        "https://localhost./canary",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/",
        "https://user:secret@example.com/",
        "https://example.com:8443/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://{place}/x",
        "//example.com/",
        "https://",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: x",
        "https://[broken/",
        "https://example.com:99999/",
    ],
)
def test_what_may_not_be_called_is_not(url: str, partner: Partner) -> None:
    with pytest.raises(CallError) as refused:
        call("GET", url.format(place=partner.place), config=Settings())
    assert refused.value.code in ("address", "scheme", "inside", "no-such-host")
    assert partner.asked == []


def test_a_name_that_leads_inside_is_not_called(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(CallRefused, match="LMS_PARTNERS"):
        call("GET", "https://two-faced.example.com/canary", config=Settings())
    assert partner.asked == []


def test_a_name_is_resolved_once_and_that_address_is_taken(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = socket.getaddrinfo, list[str]()

    def resolve(host: str, *args: Any, **more: Any) -> Any:
        if host != "rebinding.example.com":
            return real(host, *args, **more)
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else "192.0.2.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, partner.server_address[1]))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    url = f"http://rebinding.example.com:{partner.server_address[1]}/keys"
    assert call("GET", url, config=Settings(partners=("rebinding.example.com",))).is_ok
    assert asked == ["rebinding.example.com"]


@pytest.mark.parametrize(("path", "code"), [("/redirect", "redirect"), ("/large", "too-large"), ("/bomb", "too-large")])
def test_an_answer_that_cannot_be_used_is_a_failure(path: str, code: str, partner: Partner) -> None:
    with pytest.raises(CallFailed) as failed:
        call("GET", f"http://{partner.place}{path}", config=Settings(partners=(partner.place,)))
    assert failed.value.code == code
    assert "/canary" not in partner.asked


@pytest.mark.parametrize("path", ["/drip", "/hang"])
def test_a_partner_that_takes_its_time_is_cut(path: str, partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "WHOLE", 0.4)
    with pytest.raises(CallFailed) as failed:
        call("GET", f"http://{partner.place}{path}", config=Settings(partners=(partner.place,)))
    assert failed.value.code == "timeout"
    assert partner.asked == [path]


def test_nobody_there_and_not_json() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(CallFailed):
        call("GET", f"http://{place}/", config=Settings(partners=(place,)))
    with pytest.raises(CallFailed, match="JSON"):
        Answer(200, {}, b"<html>").json()


@pytest.mark.parametrize(
    ("address", "outside", "inside"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("10.1.2.3", False, True),
        ("100.64.0.1", False, True),
        ("fd00::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("64:ff9b::a00:1", False, True),
        ("2002:a00:1::", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("224.0.0.1", False, False),
        ("0.0.0.0", False, False),  # noqa: S104
        ("fe80::1", False, False),
    ],
)
def test_which_addresses_are_called(address: str, outside: bool, inside: bool) -> None:  # noqa: FBT001
    assert may_be_called(ip_address(address)) is outside
    assert may_be_called(ip_address(address), inside=True) is inside


def test_a_partner_is_known_by_host_or_by_host_and_port() -> None:
    rules = Rules(frozenset({"moodle.example.com", "10.0.0.5:8080", "[fd00::1]:444"}))
    assert rules.knows("Moodle.Example.com", 80)
    assert rules.knows("10.0.0.5", 8080)
    assert not rules.knows("10.0.0.5", 80)
    assert rules.knows("fd00::1", 444)
