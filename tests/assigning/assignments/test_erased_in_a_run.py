"""Somebody is erased while a curriculum is being given to them: the others get it, and nothing is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments import runs
from lms.assigning.assignments.models import APPLIED, Assigned
from lms.assigning.assignments.staging import Staging, rows_for
from lms.kernel import pace
from lms.people.erasing import erase
from lms.people.models import Person
from tests.assigning.assignments.office import Office


@pytest.fixture
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a transaction take three people, and six be read at once."""
    for name in ("LEAST", "MOST", "FIRST"):
        monkeypatch.setattr(pace, name, 3)
    monkeypatch.setattr(runs, "READ", 6)


def _erase(office: Office, person: Person) -> None:
    with office.database.writing() as session:
        erase(session, session.get_one(Person, person.id), office.now)


@pytest.mark.parametrize("whom", [1, 8], ids=["of the portion in hand", "of a portion to come"])
def test_who_is_erased_in_the_middle_of_a_run_has_nothing_and_the_others_have_it(
    office: Office, small_portions: None, monkeypatch: pytest.MonkeyPatch, whom: int
) -> None:
    people = office.hire(10)
    gone, waiting = people[whom], [people[whom]]
    assignment = office.draft()
    office.begin(assignment)

    def read(session: Session, staging: Staging, block: Sequence[UUID]) -> Any:
        rows = rows_for(session, staging, block)
        if waiting:
            _erase(office, waiting.pop())
        return rows

    usual = runs.stage_people.__kwdefaults__ or {}
    monkeypatch.setattr(runs.stage_people, "__kwdefaults__", usual | {"rows_of": read})
    office.work()
    office.forward(minutes=1)  # what the erasing got in the way of is tried again
    office.work()
    assert office.run(assignment).state == APPLIED
    assert all(len(office.rows(person)) == 1 for person in people if person is not gone)
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).where(Assigned.person_id == gone.id)) == 0


def test_who_is_erased_before_it_is_seen_is_in_no_mail(office: Office) -> None:
    staying, gone = office.hire(2)
    office.give()
    _erase(office, gone)
    office.forward(hours=20)
    office.work()
    assert {mail.person_id for mail in office.mails()} >= {staying.id}
    assert gone.id not in {mail.person_id for mail in office.mails()}
