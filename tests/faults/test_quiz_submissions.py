"""Many people submit at the same moment, with double clicks, lost responses and retries: each exactly once.

Twenty-four in the ordinary run, three forms each and more than the threads that serve them; `make soak` has sixty-four.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.people import sessions
from lms.people.operations import create_account, create_organisation, join
from tests.faults.served import Served
from tests.faults.submitters import Submissions, Submitter, submissions

CLIENTS = 64 if os.environ.get("LMS_SOAK") == "1" else 24
NOTHING_WRONG = Submissions()
REOPENING = {
    "sqlite": (
        "CREATE TRIGGER reopen AFTER UPDATE OF state ON attempt WHEN NEW.state = 'submitted' "
        "BEGIN UPDATE attempt SET state = 'open' WHERE id = NEW.id; END",
    ),
    "postgresql": (
        "CREATE FUNCTION reopen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.state := 'open'; RETURN NEW; END $$",
        "CREATE TRIGGER reopen BEFORE UPDATE ON attempt FOR EACH ROW EXECUTE FUNCTION reopen()",
    ),
}


def submitters(served: Served, database: Database, number: int) -> dict[UUID, Submitter]:
    """Return {person: client}, each with the quiz begun."""
    now = SystemClock().now()
    clients: dict[UUID, Submitter] = {}
    with database.writing() as session:
        company = create_organisation(session, name=f"Faults {uuid4().hex[:12]}", now=now)
        for n in range(number):
            email = f"{uuid4().hex[:12]}@faults.example"
            account = create_account(session, email=email, now=now)
            person = join(session, company, name=f"Client {n}", email=email, account=account, now=now)
            clients[person.id] = Submitter(served.port, sessions.open_session(session, person, now), n + 1)
    for each in clients.values():
        each.begin()
    return clients


def submit_all(clients: dict[UUID, Submitter]) -> None:
    """Let all clients submit at once; raise what one of them raised."""
    with ThreadPoolExecutor(len(clients)) as pool:
        for running in [pool.submit(each.submit_wildly) for each in clients.values()]:
            running.result(300)


@pytest.mark.soak
def test_each_submits_once_whatever_clicks_tabs_and_lost_responses_coincide(served: Served) -> None:
    database = Database(served.database_url)
    try:
        clients = submitters(served, database, CLIENTS)
        submit_all(clients)
        assert submissions(database, clients) == NOTHING_WRONG
    finally:
        database.dispose()


def test_where_a_submission_is_not_final_the_same_clients_find_results_rewritten(served: Served) -> None:
    """The negative control: an attempt that the database opens again is submitted again, and the ledger must see."""
    database = Database(served.database_url)
    try:
        clients = submitters(served, database, 4)
        with database.engine.begin() as connection:
            for statement in REOPENING[connection.dialect.name]:
                connection.execute(text(statement))
        with ThreadPoolExecutor(len(clients)) as pool:
            outcomes = [pool.submit(each.submit_wildly).exception(120) for each in clients.values()]
        assert all(isinstance(outcome, AssertionError) for outcome in outcomes), "a late answer was taken"
        found = submissions(database, clients)
        assert (found.missing, found.rewritten) == (4, 4)
    finally:
        database.dispose()
