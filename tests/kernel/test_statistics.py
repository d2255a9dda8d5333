"""SQLite is told how large its tables are, so that a hundred thousand people are not walked to find one."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import insert, text

from lms.kernel import statistics  # noqa: F401  - declares the job
from lms.kernel.clock import SetClock
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from lms.kernel.jobs import Worker, declared
from lms.kernel.migrating import upgrade
from lms.people.models import WrongTry

NAME = "database.statistics"


def test_a_table_that_has_grown_is_looked_at(new_database: Callable[[str], str]) -> None:
    clock, database = SetClock(), Database(new_database("sqlite"))
    upgrade(database)
    with database.writing() as session:
        session.execute(insert(WrongTry), [{"id": new_id(), "bucket": f"{n}", "at": clock.now()} for n in range(500)])
    Worker(database, clock, {NAME: declared()[NAME]}).run_due()
    with database.reading() as session:
        known = session.execute(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'wrong_try'")).scalars().all()
    database.dispose()
    assert known
    assert all(int(each.split()[0]) > 100 for each in known), known


def test_postgresql_is_left_to_itself(new_database: Callable[[str], str]) -> None:
    clock, database = SetClock(), Database(new_database("postgresql"))
    upgrade(database)
    assert Worker(database, clock, {NAME: declared()[NAME]}).run_due() == 1
    database.dispose()
