"""Many rows in one statement: stored as one by one they would be, and left out where somebody was quicker."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.kernel.bulk import among, insert_rows
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.support.company import Company

MEMBER = ("person_id",)
KEY = ("group_id", "person_id")
NOW = datetime(2026, 11, 22, 9, 30, 15, 250_000, tzinfo=UTC)


def _group(session: Session, company: Company) -> dict[str, object]:
    organisation = company.organisation.id
    group = PeopleGroup(id=new_id(), organisation_id=organisation, name="Everybody", created_at=NOW)
    session.add(group)
    return {"group_id": group.id, "organisation_id": organisation, "since": NOW}


def _person(company: Company, number: int) -> tuple[object, ...]:
    hired = date(2020, 1, 1) + timedelta(days=number) if number % 2 else None
    return (f"Person {number}", f"person.{number}@bulk.example", number % 3 > 0, hired)


def test_values_come_back_as_they_were_and_every_row_has_its_own_id(company: Company) -> None:
    columns = ("name", "email", "active", "hire_date")
    given = [_person(company, number) for number in range(40)]
    here = NOW.astimezone(timezone(timedelta(hours=9)))
    with company.installation.database.writing() as session:
        same = {"organisation_id": company.organisation.id, "roles": frozenset(), "created_at": here}
        assert insert_rows(session, Person, columns, given, same=same) == 40
        fields = [getattr(Person, name) for name in columns]
        mine = Person.email.like("%@bulk.example")
        found = session.execute(select(*fields, Person.created_at).where(mine).order_by(Person.hire_date)).all()
        assert len(set(session.scalars(select(Person.id).where(mine)))) == 40
    assert sorted(tuple(row)[:4] for row in found if row.hire_date) == sorted(row for row in given if row[3])
    assert {row.created_at for row in found} == {NOW}


def test_whoever_is_there_already_is_left_out_and_not_counted(company: Company) -> None:
    people = [(company.person().id,) for _ in range(3)]
    with company.installation.database.writing() as session:
        same = _group(session, company)
        assert insert_rows(session, GroupMember, MEMBER, people[:1], same=same, once=KEY) == 1
        assert insert_rows(session, GroupMember, MEMBER, people, same=same, once=KEY) == 2
        assert insert_rows(session, GroupMember, MEMBER, [], same=same, once=KEY) == 0


def test_without_a_key_that_may_be_taken_the_second_row_is_an_error(company: Company) -> None:
    people = [(company.person().id,)] * 2
    with pytest.raises(IntegrityError), company.installation.database.writing() as session:
        insert_rows(session, GroupMember, MEMBER, people, same=_group(session, company))


def test_many_ids_are_one_condition_and_none_of_them_is_nobody(company: Company) -> None:
    wanted = {company.person().id for _ in range(2)}
    company.person()
    with company.installation.database.reading() as session:
        many = [*wanted, *(new_id() for _ in range(40_000))]
        assert set(session.scalars(select(Person.id).where(among(session, Person.id, many)))) == wanted
        assert session.scalars(select(Person.id).where(among(session, Person.id, []))).all() == []
