"""What is published or answered is written once: the database itself refuses to change it, whoever asks."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, delete, select, update
from sqlalchemy.exc import DBAPIError

from lms.kernel.model import Base
from tests.people.lives import full_life
from tests.support.company import Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

PUBLISHED = ("module_version", "page_version", "calculator_version", "quiz_version", "medium", "source_file")
FROZEN = [(name, verb) for name in PUBLISHED for verb in ("update", "delete")] + [("answer", "update")]


def _change(table: Table, verb: str) -> list[object]:
    """Return statements that change rows of `table`, each column in its turn."""
    if verb == "delete":
        return [delete(table)]
    plain = [column for column in table.columns if not column.primary_key and not column.foreign_keys]
    return [update(table).values({column.name: column}) for column in plain]


def test_the_database_refuses_to_change_what_is_frozen(company: Company, installation: Installation) -> None:
    full_life(company)
    before = fingerprint(installation.database)
    for name, verb in FROZEN:
        table = Base.metadata.tables[name]
        for statement in _change(table, verb):
            with pytest.raises(DBAPIError, match="written once"), installation.database.writing() as session:
                assert session.execute(select(table).limit(1)).first() is not None, f"there is a row in {name}"
                session.execute(statement)  # type: ignore[call-overload]
    assert fingerprint(installation.database) == before


def test_every_table_of_versions_is_frozen() -> None:
    tables = Base.metadata.tables.items()
    versions = {name for name, table in tables if "version_id" in table.c and "person_id" not in table.c}
    follow = {"module_card", "declined_offer"}  # a card follows the newest version, a decision the one decided upon
    assert (versions - follow) | {"module_version"} == set(PUBLISHED)


def test_an_answer_can_be_deleted_because_a_person_can_be_erased(company: Company, installation: Installation) -> None:
    person, _browser = full_life(company)
    table = Base.metadata.tables["answer"]
    with installation.database.writing() as session:
        session.execute(delete(table).where(table.c.person_id == person.id))
        assert session.execute(select(table).where(table.c.person_id == person.id)).first() is None
