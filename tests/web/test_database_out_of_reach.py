"""A full disk and a database that does not answer: said plainly, nothing half stored, and over when the cause is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.support.company import Browser, Company, answer
from tests.support.installation import Installation

FILL = 400


@pytest.fixture
def full_disk(installation: Installation) -> Iterator[Any]:
    """Let the SQLite file grow no further; yields what makes room again."""
    if not installation.database.is_sqlite:
        pytest.skip(
            "the fault is made with a pragma of SQLite; PostgreSQL's own full disk needs a file system of its own"
        )
    engine = installation.database.engine

    def no_room(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count=1")  # SQLite reads it as: not one page more than there are

    def make_room() -> None:
        if event.contains(engine, "connect", no_room):
            event.remove(engine, "connect", no_room)
        engine.dispose()

    event.listen(engine, "connect", no_room)
    engine.dispose()
    yield make_room
    make_room()


def test_a_full_disk_is_507_stores_nothing_and_ends_with_the_cause(company: Company, full_disk: Any) -> None:
    person = company.person()
    full = Browser(company.browser(person).client)
    found = re.search(r'data-context="(calculator:[0-9a-f-]+)"', full.get("/tools/cost-of-churn").text)
    assert found is not None
    base = 0
    for number in range(FILL):
        sent = answer(found[1], "inputs", "customers", 1000 + number, base=base)
        refused = full.save(sent)
        if refused.status_code != 200:
            break
        base += 1
    assert refused.status_code == 507
    assert refused.headers["Retry-After"]
    assert full.get("/tools/cost-of-churn").status_code == 200, "reading goes on"
    full_disk()
    again = full.save(sent)
    assert again.status_code == 200
    assert again.get_json()["saved"][0]["revision"] == base + 1, "the refused one was not stored, the same is now"


@pytest.mark.parametrize("cookie", ["da", "xx", ""])
def test_a_database_that_does_not_answer_is_503_whatever_the_language_cookie_holds(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, cookie: str
) -> None:
    def away(*_arguments: object) -> None:
        raise OperationalError("SELECT", None, Exception("connection refused"))

    monkeypatch.setattr("lms.people.sessions.signed_in", away)
    client = installation.app.test_client()
    client.set_cookie("lms_session", "anything")
    client.set_cookie("lms_language", cookie)
    page = client.get("/learn")
    assert page.status_code == 503
    assert ("Ikke lige nu" if cookie == "da" else "Not just now") in page.text
    assert client.get("/learn", headers={"Accept": "application/json"}).get_json()["error"]
