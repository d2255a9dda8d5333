"""Two people save the same name at exactly the same moment: the second is told so, and keeps what they typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, func, select

from lms.assigning.cohorts.models import Cohort
from lms.assigning.groups.models import PeopleGroup
from lms.kernel.ids import new_id
from lms.kernel.model import Base
from lms.kernel.permissions import Role
from tests.support.company import Company
from tests.support.installation import Installation

SAVED: dict[str, tuple[type[Base], str, dict[str, str]]] = {
    "group": (PeopleGroup, "/assign/groups", {"by": "hand", "do": "save"}),
    "cohort": (Cohort, "/assign/cohorts/new", {}),
}


@contextmanager
def just_before(installation: Installation, beginning: str, act: Callable[[], object]) -> Iterator[list[str]]:
    """Let somebody else act by a connection of their own, just before a statement that begins so is sent; once."""
    seen: list[str] = []

    def watch(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:
        if statement.startswith(beginning) and not seen:
            seen.append(statement)
            act()

    event.listen(installation.database.engine, "before_cursor_execute", watch)
    try:
        yield seen
    finally:
        event.remove(installation.database.engine, "before_cursor_execute", watch)


@pytest.mark.parametrize("kind", SAVED)
def test_whoever_saves_a_name_at_the_same_moment_gets_the_form_back(
    company: Company, installation: Installation, kind: str
) -> None:
    if installation.database.is_sqlite:
        pytest.skip("SQLite has one writer at a time: nobody comes between a look and a save")
    model, address, sent = SAVED[kind]
    hr = company.browser(company.person(Role.HR))
    hr.token()

    def somebody_else() -> None:
        with installation.database.writing() as session:
            of = {"organisation_id": company.organisation.id, "created_at": installation.clock.now()}
            session.add(model(id=new_id(), name="Nordic leaders", **of))

    with just_before(installation, f"INSERT INTO {model.__tablename__} ", somebody_else) as seen:
        answered = hr.post(address, {"name": "Nordic leaders", **sent})
    assert seen, "the two met"
    assert answered.status_code == 422
    assert "Nordic leaders" in answered.text
    with installation.database.reading() as session:
        named = select(func.count()).where(
            model.organisation_id == company.organisation.id,  # type: ignore[attr-defined]
            model.name == "Nordic leaders",  # type: ignore[attr-defined]
        )
        assert session.scalar(named) == 1


def test_who_is_always_too_late_is_told_that_somebody_was_quicker(company: Company, installation: Installation) -> None:
    hr = company.browser(company.person(Role.HR))
    hr.token()
    fixed = new_id()
    with installation.database.writing() as session:
        of = {"organisation_id": company.organisation.id, "created_at": installation.clock.now()}
        session.add(PeopleGroup(id=fixed, name="Nordic leaders", **of))

    def same_id(_mapper: object, _connection: object, row: PeopleGroup) -> None:
        row.id = fixed

    event.listen(PeopleGroup, "before_insert", same_id)
    try:
        answered = hr.post("/assign/groups", {"name": "Other leaders", "by": "hand", "do": "save"})
    finally:
        event.remove(PeopleGroup, "before_insert", same_id)
    assert answered.status_code == 409
    assert "Somebody was quicker" in answered.text
    assert hr.get("/assign/groups").status_code == 200
