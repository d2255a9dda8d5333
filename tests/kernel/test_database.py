"""The two engines: one that cannot write, one that writes durably, alike on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from lms.kernel.database import insert
from lms.kernel.ids import new_id, read_id
from lms.people.models import Organisation, Person
from tests.support.company import Company
from tests.support.installation import Installation


def test_a_reading_session_cannot_write(company: Company, installation: Installation) -> None:
    with pytest.raises(DBAPIError, match="readonly|read-only"), installation.database.reading() as session:
        session.execute(text("UPDATE organisation SET name = 'x'"))
    with installation.database.reading() as session:
        found = session.get(Organisation, company.organisation.id)
        assert found is not None
        assert found.name == company.organisation.name


def test_a_writing_session_that_fails_stores_nothing(company: Company, installation: Installation) -> None:
    with pytest.raises(RuntimeError), installation.database.writing() as session:
        session.merge(company.organisation).name = "half done"
        session.flush()
        raise RuntimeError
    with installation.database.reading() as session:
        assert session.scalar(select(Organisation.name).where(Organisation.name == "half done")) is None


def test_rows_that_point_at_nothing_are_refused(company: Company, installation: Installation) -> None:
    with pytest.raises(IntegrityError), installation.database.writing() as session:
        lost = {"organisation_id": new_id(), "name": "L", "email": "l@l.dk", "created_at": installation.clock.now()}
        session.execute(insert(session, Person).values(lost))


def test_an_acknowledged_write_is_on_the_disk(installation: Installation) -> None:
    wanted = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}
    question, durable = wanted["sqlite" if installation.database.is_sqlite else "postgresql"]
    with installation.database.writing() as session:
        assert session.scalar(text(question)) == durable


def test_the_embedded_database_reads_while_another_writes(installation: Installation) -> None:
    with installation.database.writing() as writing, installation.database.reading() as reading:
        writing.execute(text("UPDATE organisation SET demo = demo"))
        assert reading.scalar(select(Organisation.id).limit(1)) is not None


def test_a_moment_needs_a_time_zone_and_comes_back_in_utc(company: Company, installation: Installation) -> None:
    noon = datetime(2026, 3, 29, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    with installation.database.writing() as session:
        session.merge(company.organisation).created_at = noon
    with installation.database.reading() as session:
        found = session.get(Organisation, company.organisation.id)
        assert found is not None
        assert (found.created_at, found.created_at.tzinfo) == (noon, UTC)
    naive = datetime(2026, 3, 29, 12, 0)  # noqa: DTZ001  - that is the point
    with pytest.raises(StatementError, match="needs a time zone"), installation.database.writing() as session:
        session.merge(company.organisation).created_at = naive
        session.flush()


@pytest.mark.parametrize(
    "text_of_id",
    ["", "x", "0190e0e0-0000-7000-8000-00000000000", "{0190e0e0-0000-7000-8000-000000000000}", "0" * 32, "٠" * 32],
)
def test_an_id_is_read_in_one_form_only(text_of_id: str) -> None:
    assert read_id(text_of_id) is None
    assert read_id("0190E0E0-0000-7000-8000-000000000000") is None
    assert str(read_id("0190e0e0-0000-7000-8000-000000000000")) == "0190e0e0-0000-7000-8000-000000000000"


def test_ids_are_new_ordered_and_of_version_7() -> None:
    ids = [new_id() for _ in range(2_000)]
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert {identity.version for identity in ids} == {7}
