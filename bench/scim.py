"""A directory that fills a company: 10,000 users by bulk requests and 10,000 one by one, pages of them, and filters.

The references are what a web request costs that does nothing, and one that only shows its token: the same client asks
for the health of the installation, and for a page of no users.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from bench.outcome import Outcome, Spread
from bench.site import DATABASES, Site, site
from lms.doors.scim.schemas import ENTERPRISE, MOST_OPERATIONS, OURS, USER
from lms.kernel.clock import SystemClock
from lms.people import tokens
from lms.people.operations import create_organisation

USERS: Final = 10_000
MOST: Final = 60.0
SINGLE: Final = 10_000
LONGEST: Final = 150.0
"""Seconds that sending users one by one may take; of fewer the rest is reckoned from what they took."""
CALLS: Final = 20
BULK: Final = "urn:ietf:params:scim:api:messages:2.0:BulkRequest"
Send = Callable[[str, str, Any], Any]


def measure() -> Iterator[Outcome]:
    """Yield the filling and the pages on each database."""
    for kind in DATABASES:
        with site(kind) as place:
            yield filled(place, kind)


def filled(place: Site, kind: str) -> Outcome:
    """Return how long 10,000 users take, in requests of as many as are taken, and pages of them afterwards."""
    send = _directory(place)
    requests = [
        [_operation(number) for number in range(start, start + MOST_OPERATIONS)]
        for start in range(0, USERS, MOST_OPERATIONS)
    ]
    taken = [_timed(send, "POST", "/Bulk", {"schemas": [BULK], "Operations": each}) for each in requests]
    looks = {
        "page by userName eq": '/Users?filter=userName eq "person4711@bench.example"',
        "first page of 100": "/Users?count=100",
        "page of 100 at 9,900": "/Users?count=100&startIndex=9900",
        "100 of 10,000 by title co": '/Users?count=100&filter=title co "job 1"',
        "100 of 10,000 by emails sw and not active": (
            '/Users?count=100&filter=emails[type eq "work" and value sw "person1"] and not (active eq false)'
        ),
    }
    pages = {
        name: Spread.of([_timed(send, "GET", path, None) * 1000 for _ in range(CALLS)]) for name, path in looks.items()
    }
    client = place.app.test_client()
    idle = [_of(lambda: client.get("/healthz")) * 1000 for _ in range(CALLS)]
    shown = [_timed(send, "GET", "/Users?count=0", None) * 1000 for _ in range(CALLS)]
    single = list(_singly(send))
    total, alone = sum(taken), sum(single) / len(single) * SINGLE
    return Outcome(
        name=f"10,000 users by SCIM, {kind}",
        unit="ms",
        figures={
            "10,000 users in bulk, s": round(total, 2),
            f"a request of {MOST_OPERATIONS} users": Spread.of([each * 1000 for each in taken]),
            "10,000 users one by one, s": round(alone, 2),
            "sent one by one": len(single),
            "one user by POST": Spread.of([each * 1000 for each in single]),
            **pages,
        },
        target=f"10,000 users ≤ {MOST:g} s, in bulk and one by one",
        met=max(total, alone) <= MOST,
        references={"a request that does nothing": Spread.of(idle), "a page of no users": Spread.of(shown)},
        note="wall time in one process, the client included",
    )


def _singly(send: Send) -> Iterator[float]:
    """Yield what one user after the other takes, as Entra ID sends them, as long as there is time."""
    until = time.perf_counter() + LONGEST
    for number in range(SINGLE):
        yield _timed(send, "POST", "/Users", _user(USERS + number))
        if time.perf_counter() > until:
            return


def _directory(place: Site) -> Send:
    """Found a company with a token, and return what sends a request and insists that it is answered well."""
    now = SystemClock().now()
    with place.database.writing() as session:
        company = create_organisation(session, name="Bench by SCIM", now=now)
        _row, token = tokens.make(session, company.id, "scim", now)
    client = place.app.test_client()

    def send(method: str, path: str, body: Any) -> Any:
        sent = None if body is None else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}"}
        answer = client.open(
            f"/scim/v2{path}", method=method, data=sent, content_type="application/json", headers=headers
        )
        found = answer.get_json()
        failed = [each for each in found.get("Operations", ()) if str(each["status"]) != "201"]
        if answer.status_code >= 400 or failed:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {failed[:1]}")
        return found

    return send


def _operation(number: int) -> dict[str, Any]:
    return {"method": "POST", "path": "/Users", "bulkId": f"u{number}", "data": _user(number)}


def _user(number: int) -> dict[str, Any]:
    """Return a user with everything that is mapped; a thousand share a department."""
    address = f"person{number}@bench.example"
    return {
        "schemas": [USER, ENTERPRISE, OURS],
        "userName": address,
        "externalId": f"object-{number}",
        "displayName": f"Person Number{number}",
        "title": f"Job {number % 40}",
        "preferredLanguage": "da-DK",
        "active": True,
        "emails": [{"value": address, "type": "work", "primary": True}],
        "addresses": [{"type": "work", "locality": f"Town {number % 12}"}],
        ENTERPRISE: {"department": f"Division {number % 5} / Team {number % 50}", "costCenter": str(number % 90)},
        OURS: {"hireDate": "2024-03-01"},
    }


def _timed(send: Send, method: str, path: str, body: Any) -> float:
    return _of(lambda: send(method, path, body))


def _of(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
