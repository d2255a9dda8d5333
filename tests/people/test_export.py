"""A person's own file: every cell declared theirs, private numbers readable, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.kernel.model import Base
from lms.people.owning import declared, owner_column
from tests.people.lives import SECRET_NUMBER, full_life
from tests.support.company import Browser, Company
from tests.support.installation import Installation

OPENED_ELSEWHERE = {"answer.sealed"}


def _file(browser: Browser) -> dict[str, Any]:
    response = browser.get("/me/data.json")
    assert "attachment" in response.headers["Content-Disposition"]
    found: dict[str, Any] = json.loads(response.text)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, (UUID, datetime, date)) else value


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def test_every_declared_cell_of_a_full_life_is_in_the_file(company: Company, installation: Installation) -> None:
    person, browser = full_life(company)
    given = _file(browser)
    with installation.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            columns = [column for column in table.columns if declared(column).export]
            owner = owner_column(table) if "subject_id" not in table.c else table.c.subject_id
            if owner is None or not columns:
                continue
            mine = person.account_id if owner.name == "account_id" or table.name == "account" else person.id
            rows = session.execute(select(*columns).where(owner == mine)).mappings().all()
            assert rows, f"a full life has a row in {table.name}"
            expected = [{name: _written(value) for name, value in row.items()} for row in rows]
            assert sorted(map(_line, given[table.name])) == sorted(map(_line, expected)), table.name
    assert len(given) >= 9


def test_private_numbers_are_in_the_file_readable(company: Company) -> None:
    _person, browser = full_life(company)
    private = _file(browser)["private_answers"]
    assert {"customers": SECRET_NUMBER}.items() <= {each["item"]: each["value"] for each in private}.items()
    assert all(
        each["context"].startswith(("calculator:", "notes:", "scenario:")) and each["received_at"] for each in private
    )


def test_what_is_sealed_or_secret_is_not_in_the_file(company: Company, installation: Installation) -> None:
    person, browser = full_life(company)
    text = json.dumps(_file(browser))
    with installation.database.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if declared(column).privacy == "secret" and str(column) not in OPENED_ELSEWHERE:
                    for value in session.scalars(select(column).where(column.is_not(None))):
                        assert not isinstance(value, str) or value not in text, str(column)
    cookie = browser.client.get_cookie("lms_session")
    assert cookie is not None
    assert cookie.value not in text
    assert str(person.id) in text


def test_nothing_of_anybody_else_is_in_the_file(company: Company, other_company: Company) -> None:
    _person, browser = full_life(company, "me")
    colleague, _ = full_life(company, "colleague", number=55_443_322)
    stranger, _ = full_life(other_company, "stranger", number=66_554_433)
    text = json.dumps(_file(browser))
    for foreign in (colleague.email, str(colleague.id), "55443322", "55443323", stranger.email, other_company.marker):
        assert foreign not in text
    assert "colleague-" not in text


def test_someone_who_has_done_nothing_gets_a_file_too(company: Company) -> None:
    person = company.person()
    given = _file(company.browser(person))
    assert given["person"][0]["email"] == person.email
    assert given["answer"] == given["private_answers"] == []
