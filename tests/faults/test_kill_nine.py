"""`kill -9` of any process under load loses no acknowledged answer and doubles none.

Reduced counts in the ordinary run; `make soak` runs 20 clients × 50 saves with 20 kills.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations

from lms.kernel.clock import SystemClock
from lms.kernel.database import Database
from lms.people import sessions
from lms.people.operations import create_account, create_organisation, join
from tests.faults.clients import Client
from tests.faults.ledger import Verdict, is_sound, judged
from tests.faults.served import Served
from tests.support.installations import KEY

SOAK = os.environ.get("LMS_SOAK") == "1"
CLIENTS, SAVES, KILLS = (20, 50, 20) if SOAK else (6, 15, 4)
NOTHING_WRONG = Verdict()


def every_third(n: int) -> bool:
    """Lose every third response, so that retries happen whether or not a kill hits the right moment."""
    return n % 3 == 0


def browsers(served: Served, database: Database, number: int) -> dict[UUID, Client]:
    """Return {person: client}, each with the quiz begun."""
    now = SystemClock().now()
    clients: dict[UUID, Client] = {}
    with database.writing() as session:
        company = create_organisation(session, name=f"Faults {uuid4().hex[:12]}", now=now)
        for n in range(number):
            email = f"{uuid4().hex[:12]}@faults.example"
            account = create_account(session, email=email, now=now)
            person = join(session, company, name=f"Client {n}", email=email, account=account, now=now)
            token = sessions.open_session(session, person, now)
            clients[person.id] = Client(served.port, token, n + 1, every_third)
    for each in clients.values():
        each.begin()
    return clients


class Progress:
    """How many saves are acknowledged, for those who wait for so many."""

    def __init__(self) -> None:
        self._done, self._changed, self._over = 0, threading.Condition(), False

    def one_more(self) -> None:
        """Count one."""
        with self._changed:
            self._done += 1
            self._changed.notify_all()

    def finish(self) -> None:
        """Let nobody wait any longer."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def wait_for(self, number: int) -> None:
        """Return when so many are done, or when everything is."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._done >= number, timeout=120)


def work(clients: dict[UUID, Client], progress: Progress, saves: int) -> None:
    """Let all clients save at once; raise what one of them raised."""
    with ThreadPoolExecutor(len(clients)) as pool:
        running = [pool.submit(each.save_many, saves, progress.one_more) for each in clients.values()]
        try:
            for each in running:
                each.result(600)
        finally:
            progress.finish()


def kill_all_kinds(served: Served, progress: Progress, kills: int, total: int) -> None:
    """Kill a web process, the job worker, another web process and the supervisor, and again, spread over the load."""
    kinds = [
        served.kill_a_web_process,
        lambda _n: served.kill_the_supervisor(),
        lambda n: served.kill_a_web_process(n + 1),
        lambda _n: served.kill_the_job_worker(),
    ]
    for n in range(kills):
        progress.wait_for(total * (n + 1) // (kills + 2))
        kinds[n % len(kinds)](n)


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_or_doubled_whatever_is_killed(served: Served) -> None:
    database = Database(served.database_url)
    try:
        clients = browsers(served, database, CLIENTS)
        progress = Progress()
        killer = ThreadPoolExecutor(1).submit(kill_all_kinds, served, progress, KILLS, CLIENTS * SAVES)
        work(clients, progress, SAVES)
        killer.result(120)
        served.wait_until_well()
        assert sum(len(each.sent) for each in clients.values()) == CLIENTS * SAVES
        assert sum(sent.times > 1 for each in clients.values() for sent in each.sent) >= CLIENTS * SAVES // 3
        assert judged(database, clients, KEY.encode()) == NOTHING_WRONG
        assert is_sound(database)
    finally:
        database.dispose()


def test_without_the_unique_key_the_same_ledger_shows_doubles(served: Served) -> None:
    """The negative control: with the defence taken away, the test above must fail."""
    database = Database(served.database_url)
    try:
        drop_the_unique_key(database)
        clients = browsers(served, database, 2)
        work(clients, Progress(), 6)
        verdict = judged(database, clients, KEY.encode())
        assert verdict.doubled == 4, "two of the six responses of each client were lost on their way"
        assert verdict.lost == 0
    finally:
        database.dispose()


def drop_the_unique_key(database: Database) -> None:
    """Take `unique (person_id, id)` from the answer log."""
    with database.engine.begin() as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("answer") as table:
            table.drop_constraint("uq_answer_person_id_id", type_="unique")
