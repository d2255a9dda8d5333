"""SQLite is told how large its tables are, so that a hundred thousand people are not walked to find one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from lms.kernel import database as databases
from lms.kernel import statistics
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.jobs import Worker, declared
from lms.people.models import WrongTry

NAME = "database.statistics"
SEEN = {
    "sqlite_autoindex_enrolment_2": "800000 8 1 1",
    "ix_enrolment_report": "800000 400000 9 9",
    "ix_enrolment_completed": "800000 400000 9",
}
"""What SQLite sees in a large organisation: how many rows each index gives, column by column."""


def test_a_table_that_has_grown_is_looked_at(migrated_database: Callable[[str], str]) -> None:
    clock, database = SetClock(), Database(migrated_database("sqlite"))
    with database.writing() as session:
        session.execute(insert(WrongTry), [{"id": new_id(), "bucket": f"{n}", "at": clock.now()} for n in range(500)])
    Worker(database, clock, {NAME: declared()[NAME]}).run_due()
    with database.reading() as session:
        known = session.execute(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'wrong_try'")).scalars().all()
    database.dispose()
    assert known
    assert all(int(each.split()[0]) > 100 for each in known), known


def test_postgresql_is_left_to_itself(migrated_database: Callable[[str], str]) -> None:
    clock, database = SetClock(), Database(migrated_database("postgresql"))
    assert Worker(database, clock, {NAME: declared()[NAME]}).run_due() == 1
    database.dispose()


def _plan(session: Session) -> str:
    asked = "EXPLAIN QUERY PLAN SELECT * FROM enrolment WHERE organisation_id = 'a' AND person_id = 'b'"
    return " ".join(str(row[3]) for row in session.execute(text(asked)))


def test_a_connection_opened_anew_knows_what_was_seen_and_an_old_one_does_not(
    migrated_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = migrated_database("sqlite")
    worker, web = Database(address), Database(address)
    with worker.writing() as session:
        statistics.look(session)
    with web.reading() as session:
        before = _plan(session)
    with worker.writing() as session:
        session.execute(text("DELETE FROM sqlite_stat1 WHERE tbl = 'enrolment'"))
        for index, rows in SEEN.items():
            put = text("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('enrolment', :index, :rows)")
            session.execute(put, {"index": index, "rows": rows})
    with web.reading() as session:
        assert _plan(session) == before
        assert "person_id=?" not in before
    monkeypatch.setattr(web.reader.pool, "_recycle", 0)
    with web.reading() as session:
        assert "person_id=?" in _plan(session)
    assert web.engine.pool._recycle == databases.RENEWED
    for each in (worker, web):
        each.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_job_that_fills_a_table_has_it_looked_at(migrated_database: Callable[[str], str], kind: str) -> None:
    clock, database = SetClock(), Database(migrated_database(kind))
    with database.writing() as session:
        session.execute(insert(WrongTry), [{"id": new_id(), "bucket": f"{n}", "at": clock.now()} for n in range(500)])
        statistics.look_at(session, WrongTry)
    if kind == "postgresql":
        with database.reading() as session:
            assert session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'wrong_try'")) == 500
    database.dispose()
