"""Trying to come in, from an address of one's own, and counting how many passwords were really looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Lock
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lms.people import signing_in
from tests.support.company import Browser

_numbers = count(1)


def new_address() -> str:
    """Return an address nobody has tried from: tests share the limit of an address."""
    number = next(_numbers)
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def knock(browser: Browser, email: str, password: str, address: str, **data: Any) -> TestResponse:
    """Try to sign in from `address`."""
    form = {"email": email, "password": password, **data}
    response = browser.post("/sign-in", form, environ_base={"REMOTE_ADDR": address})
    if response.status_code == 303:
        browser._token = None  # the page that follows carries a new one
    return response


def leave(browser: Browser) -> None:
    """Sign out."""
    assert browser.post("/sign-out").status_code == 303
    browser._token = None


class Looked:
    """How many passwords were compared."""

    def __init__(self) -> None:
        """Begin with none."""
        self.count = 0
        self._lock = Lock()

    def one_more(self) -> None:
        """Count one."""
        with self._lock:
            self.count += 1


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looked]:
    """Count the passwords that are compared."""
    looked, real = Looked(), signing_in.password_fits

    def compare(password: str, stored: str | None) -> bool:
        looked.one_more()
        return real(password, stored)

    with monkeypatch.context() as patch:
        patch.setattr(signing_in, "password_fits", compare)
        yield looked
