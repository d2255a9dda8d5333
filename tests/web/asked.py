"""One request of a visit: what is asked for, which ids it names, and how it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.test import TestResponse

from tests.support.company import Browser


@dataclass(frozen=True)
class Asked:
    """One request of a visit, without its token."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    body: Any = None

    def swapped(self, old: str, new: str) -> Asked:
        """Return the same request with one id replaced wherever it stands."""
        again = json.loads(json.dumps([self.path, dict(self.query), self.form, self.body]).replace(old, new))
        return replace(self, path=again[0], query=again[1], form=again[2], body=again[3])

    def names(self, value: str) -> bool:
        """Return whether the id stands anywhere in the request."""
        return value in json.dumps([self.path, dict(self.query), self.form, self.body])

    def send(self, browser: Browser) -> TestResponse:
        """Send it from a page of ours."""
        if self.body is not None:
            return browser.send(self.path, self.body)
        form = None if self.form is None else {"csrf_token": browser.token(), **self.form}
        return browser.client.open(self.path, method=self.method, query_string=dict(self.query), data=form)
