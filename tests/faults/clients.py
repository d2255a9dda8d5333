"""Clients that save, count what was acknowledged, and send again whatever was not."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from lms.kernel.ids import new_id

TOKEN = re.compile(r'<meta name="csrf-token" content="([^"]+)"')
ATTEMPT = re.compile(r'data-context="(attempt:[^"]+)"')
PAGE = "/learn/loyalty-economics/03-what-losing-them-costs"
CHURN = "calculator:b1a7c1c4-58f0-4c0e-8f2e-6f5b0a9d7c22"
TIMEOUT = 10.0
GIVE_UP = 120.0
PAUSE = 0.05


@dataclass
class Sent:
    """One save: the record, how often it was sent, and the revision it was acknowledged under."""

    record: dict[str, Any]
    times: int = 0
    revision: int | None = None
    conflict: bool = False

    @property
    def field(self) -> tuple[str, str, str]:
        """Return what it answers."""
        return self.record["context"], self.record["block"], self.record["item"]


@dataclass
class Client:
    """One person's browser over real sockets.

    `loses(n)` says whether the response to the n-th save is lost on its way, so that the client sends it again.
    """

    port: int
    session: str
    number: int
    loses: Callable[[int], bool] = lambda _n: False
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    sent: list[Sent] = field(default_factory=list)

    def begin(self) -> None:
        """Open the page, begin the quiz and note where answers go."""
        self.cookies["lms_session"] = self.session
        found = TOKEN.search(self._page(PAGE))
        assert found is not None
        self.token = found[1]
        self._request(
            "POST", f"{PAGE}/quiz/attempts", urlencode({"csrf_token": self.token}), "application/x-www-form-urlencoded"
        )
        attempt = ATTEMPT.search(self._page(PAGE))
        assert attempt is not None
        self.fields = [(attempt[1], "quiz", "customer-value"), (CHURN, "inputs", "annual_margin")]

    def save_many(self, number: int, acknowledged: Callable[[], None]) -> None:
        """Save `number` values, field by field in turn, each until it is acknowledged; tell after each."""
        revisions = dict.fromkeys(self.fields, 0)
        for n in range(number):
            context, block, item = place = self.fields[n % len(self.fields)]
            value = float(self.number * 1_000_000 + n + 1)
            record = {"id": str(new_id()), "context": context, "block": block, "item": item}
            sent = Sent({**record, "base": revisions[place], "value": value})
            self.sent.append(sent)
            self._until_acknowledged(sent, lost=self.loses(n))
            revisions[place] = sent.revision or revisions[place]
            acknowledged()

    def _until_acknowledged(self, sent: Sent, *, lost: bool) -> None:
        until, tick = time.monotonic() + GIVE_UP, threading.Event()
        body = json.dumps([sent.record])
        while time.monotonic() < until:
            sent.times += 1
            try:
                status, answered = self._request("POST", "/learn/answers", body, "application/json")
            except (OSError, http.client.HTTPException):
                tick.wait(PAUSE)
                continue
            if status == 200 and not (lost and sent.times == 1):
                self._note(sent, json.loads(answered))
                return
            assert status == 200 or status >= 500, f"{status}: {answered}"
            tick.wait(PAUSE if status >= 500 else 0)
        raise AssertionError(f"never acknowledged: {sent}")

    def _note(self, sent: Sent, answered: dict[str, Any]) -> None:
        (entry,) = answered["saved"] + answered["conflicts"]
        assert entry["id"] == sent.record["id"]
        sent.conflict = "current" in entry
        sent.revision = entry["current"]["revision"] if sent.conflict else entry["revision"]

    def _page(self, path: str) -> str:
        status, text = self._request("GET", path)
        assert status == 200, text[-500:]
        return text

    def _request(self, method: str, path: str, body: str | None = None, kind: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Connection": "close", "X-CSRFToken": self.token, "Content-Type": kind}
        try:
            connection.request(method, path, body, {name: value for name, value in headers.items() if value})
            answered = connection.getresponse()
            text = answered.read().decode()
            for name, value in answered.getheaders():
                if name.lower() == "set-cookie":
                    given, _, held = value.partition(";")[0].partition("=")
                    self.cookies[given] = held
            return answered.status, text
        finally:
            connection.close()
