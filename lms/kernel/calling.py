"""Calling out: the one way in which this program asks another machine anything.

    answer = call("GET", "https://moodle.example.com/mod/lti/certs.php", config=config())

Only https on port 443 to addresses of the public internet. A name is resolved once, every address it has is checked,
and the connection goes to one that was checked, so a name cannot change its mind in between. No redirect is followed,
no proxy and no password file of the machine is read, nothing takes longer than `WHOLE` seconds or brings more than
`LARGEST` bytes. Hosts that the operator names in `LMS_PARTNERS` may stand inside the network and may speak plain http;
in a trial installation, one that is itself reached at a loopback address, so may loopback where nothing is named.

Never call inside a writing transaction or a learner's save: partners are slow when it matters.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from lms.sentences import say

CONNECT: Final = 6.0
MOST_ADDRESSES: Final = 3
WHOLE: Final = 10.0
"""Seconds until a connection must stand, shared by the addresses tried, and until it is cut whatever came of it."""
LARGEST: Final = 1024 * 1024
"""Bytes of an answer, unpacked."""

Address = IPv4Address | IPv6Address

_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
_NEVER: Final = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128",
        "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
        "2620:4f:8000::/48", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""Networks that are not the public internet, by the registries of RFC 6890, and ways of writing those as IPv6."""
_NOT_EVEN_INSIDE: Final = tuple(
    ip_network(each) for each in ("0.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "fe80::/10", "ff00::/8")
)
"""What no partner inside a network has either: a cloud keeps its keys there."""


class Settings(Protocol):
    """What is read of an installation's settings; `Config` and a job's `work.post` have it."""

    @property
    def base_url(self) -> str:
        """Return the address people type."""

    @property
    def partners(self) -> tuple[str, ...]:
        """Return the hosts, or HOST:PORT, that may be called though they stand inside the network."""


class CallError(Exception):
    """A call that brought no usable answer. `code`: a short word for logs; the message is for an administrator."""

    def __init__(self, code: str, message: str) -> None:
        """Keep both."""
        self.code = code
        super().__init__(message)


class CallRefused(CallError):
    """The address is none that this installation calls."""


class CallFailed(CallError):
    """The partner did not answer, or not in a way that can be used."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a partner answered. `headers` compare without regard to letter case; `body` at most `LARGEST` bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_ok(self) -> bool:
        """Return whether the partner took it."""
        return 200 <= self.status < 300

    def json(self) -> Any:
        """Return the body as JSON; raise CallFailed where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as problem:
            raise CallFailed("not-json", say("The answer is not JSON.")) from problem


@dataclass(frozen=True, slots=True)
class Rules:
    """Which addresses may be called. `partners`: HOST or HOST:PORT in small letters; `trial`: loopback may be."""

    partners: frozenset[str] = frozenset()
    trial: bool = False

    @classmethod
    def of(cls, config: Settings) -> Rules:
        """Return the rules of an installation."""
        is_here = (urlsplit(config.base_url).hostname or "") in _LOOPBACK
        return cls(frozenset(config.partners), trial=is_here and not config.partners)

    def check(self, url: str) -> SplitResult:
        """Return the parts of an address that may be called; raise CallRefused. Its name is looked up only later."""
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").rstrip("."), parts.port
        except ValueError:
            raise CallRefused("address", say("This is not a web address.")) from None
        if not host or parts.username is not None or parts.password is not None or not url.isprintable() or " " in url:
            raise CallRefused("address", say("This is not a web address."))
        if self.knows(host, port or (80 if parts.scheme == "http" else 443)):
            if parts.scheme not in ("http", "https"):
                raise CallRefused("scheme", say("The address does not begin with https:// or http://."))
        elif parts.scheme != "https" or port not in (None, 443):
            raise CallRefused(
                "scheme",
                say(
                    "Only https:// on its usual port is called. A partner inside your network is named in LMS_PARTNERS."
                ),
            )
        return parts

    def knows(self, host: str, port: int) -> bool:
        """Return whether the operator trusts a host, so that it may stand inside the network."""
        name = host.casefold()
        written = f"[{name}]" if ":" in name else name
        named = {name, written, f"{written}:{port}"} & self.partners
        return bool(named) or (self.trial and name in _LOOPBACK)

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses a name has now; raise CallRefused where one of them may not be called."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise CallFailed("no-such-host", say("No machine has this name.")) from None
        known = self.knows(host, port)
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not addresses or not all(may_be_called(ip_address(each), inside=known) for each in addresses):
            raise CallRefused(
                "inside", say("The name leads into a private network. A partner there is named in LMS_PARTNERS.")
            )
        return addresses


def may_be_called(address: Address, *, inside: bool = False) -> bool:
    """Return whether a connection to `address` may be made; `inside`: the operator trusts whoever has it."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if inside:
        return not any(address in network for network in _NOT_EVEN_INSIDE if network.version == address.version)
    denied = any(address in network for network in _NEVER if network.version == address.version)
    return address.is_global and not denied


def call(  # noqa: PLR0913 - the parts of a request
    method: str,
    url: str,
    *,
    config: Settings,
    headers: Mapping[str, str] | None = None,
    data: bytes | str | Mapping[str, str] | None = None,
    json: Any = None,  # noqa: A002 - as requests calls it
    timeout: float = WHOLE,
) -> Answer:
    """Send one request and return the answer whatever its status; raise CallRefused or CallFailed.

    `timeout`: seconds to wait for each piece of the answer, `WHOLE` at most for all of it. A redirect is a failure.
    """
    Rules.of(config).check(url)
    with session(config) as calling:
        try:
            found = calling.request(method, url, headers=dict(headers or {}), data=data, json=json, timeout=timeout)
        except requests.Timeout:
            raise CallFailed("timeout", say("There was no answer in time.")) from None
        except requests.exceptions.SSLError:
            raise CallFailed("tls", say("The connection is not safe: the certificate does not fit.")) from None
        except (requests.RequestException, HTTPError, OSError, ValueError):
            raise CallFailed("no-answer", say("The connection was refused or broke off.")) from None
    if 300 <= found.status_code < 400 and found.status_code != 304:
        raise CallFailed("redirect", say("The answer leads to another address. Use that one."))
    return Answer(found.status_code, found.headers, found.content)


def session(config: Settings) -> requests.Session:
    """Return a session under the same rules, for libraries that want one. It raises CallError beside its own errors."""
    return _Session(Rules.of(config))


class _Session(requests.Session):
    """A session that calls only what may be called, follows nothing and reads little."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = os.environ.get("SSL_CERT_FILE") or True
        self.headers.update({"User-Agent": "outside-in-lms", "Accept-Encoding": "gzip", "Connection": "close"})
        self._rules = rules
        self._cuts: list[_Cut] = []
        adapter = _Adapter(rules, self._cuts)
        self.mount("https://", adapter)
        self.mount("http://", adapter)

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        self._rules.check(request.url or "")
        wanted = kwargs.get("timeout")
        whole = min(float(wanted), WHOLE) if isinstance(wanted, int | float) else WHOLE
        kwargs |= {"allow_redirects": False, "stream": True, "timeout": (min(CONNECT, whole), whole), "proxies": {}}
        self._cuts.clear()
        try:
            answer = super().send(request, **kwargs)
            with answer:
                body = answer.raw.read(LARGEST + 1, decode_content=True)
        except HTTPError as problem:
            raise requests.ConnectionError(problem, request=request) from problem
        finally:
            if any([cut.cancel() for cut in self._cuts]):  # noqa: C419 - each of them
                raise CallFailed("timeout", say("There was no answer in time."))
        if len(body) > LARGEST:
            raise CallFailed("too-large", say("The answer is larger than one megabyte."))
        answer._content, answer._content_consumed = body, True
        return answer


class _Adapter(HTTPAdapter):
    """Connects by `_Pinned` connections."""

    def __init__(self, rules: Rules, cuts: list[_Cut]) -> None:
        self._known = {"rules": rules, "cuts": cuts}
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002
        plain = type("_Plain", (_Pinned, HTTPConnection), self._known)
        safe = type("_Safe", (_Pinned, HTTPSConnection), self._known)
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("_PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("_SafePool", (HTTPSConnectionPool,), {"ConnectionCls": safe}),
        }


class _Pinned:
    """A connection to an address that was checked, cut after `WHOLE` seconds even where bytes come one by one."""

    rules: Rules
    cuts: list[_Cut]
    host: str
    port: int
    timeout: Any

    def _new_conn(self) -> socket.socket:
        error: OSError | None = None
        for address in self.rules.addresses(self.host, self.port)[:MOST_ADDRESSES]:
            try:
                made = socket.create_connection((address, self.port), (self.timeout or CONNECT) / MOST_ADDRESSES)
            except OSError as problem:
                error = problem
                continue
            self.cuts.append(_Cut(made.dup()))
            return made
        raise NewConnectionError(self, f"nobody answers: {error}") from error  # type: ignore[arg-type]


class _Cut:
    """Hangs up after `WHOLE` seconds, unless cancelled before; `handle` is a second hold on the connection."""

    def __init__(self, handle: socket.socket) -> None:
        self._handle, self._hung_up = handle, False
        self._timer = threading.Timer(WHOLE, self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> bool:
        """Let go; return whether it hung up before."""
        self._timer.cancel()
        self._handle.close()
        return self._hung_up

    def _hang_up(self) -> None:
        self._hung_up = True
        with suppress(OSError):  # it is over already
            self._handle.shutdown(socket.SHUT_RDWR)
