"""Every column says what it is: who it concerns, how long it stays, whether it is exported, what erasing does."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, MetaData, String, Table

import lms.models  # noqa: F401  - every table
from lms.kernel.model import Base, Declaration, column, declarations
from lms.people.owning import declared, owner_column

DEFAULT_RETENTION = "with its row"


def test_every_column_of_every_table_is_declared() -> None:
    every = list(declarations())
    assert [f"{table}.{found.name}" for table, found, said in every if said is None] == []
    assert len(every) > 150


def test_a_column_without_declaration_is_noticed() -> None:
    bare = Table("bare", MetaData(), Column("word", String))
    with pytest.raises(LookupError, match=r"bare\.word has no declaration"):
        declared(bare.c.word)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_a_table_that_concerns_people_says_whose_rows_they_are(table: Table) -> None:
    concerned = [
        c.name for c in table.columns if declared(c).privacy != "none" and not _lets_go(c) and not _is_installed(c)
    ]
    assert bool(concerned) <= (owner_column(table) is not None), f"{concerned} of {table.name} belong to nobody"


def _is_installed(column: Column[object]) -> bool:
    """Return whether a secret is the organisation's or the installation's own, and so outlives every person."""
    said = declared(column)
    return said.privacy == "secret" and said.erase == "keep"


def _lets_go(column: Column[object]) -> bool:
    """Return whether the column only says who did something, and forgets it when they are erased."""
    return declared(column).erase == "null" and bool(column.foreign_keys)


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_what_refers_to_a_person_can_let_go_or_goes_with_them(table: Table) -> None:
    for each in table.columns:
        if {key.column.table.name for key in each.foreign_keys} & {"person", "account"}:
            assert declared(each).privacy != "none", f"{each} names a person"
            assert each is owner_column(table) or each.nullable or "account_id" in each.name, f"{each} cannot let go"


def test_what_concerns_a_person_says_how_long_it_stays() -> None:
    silent = [
        f"{table}.{found.name}"
        for table, found, said in declarations()
        if said is not None and said.privacy != "none" and said.retention == DEFAULT_RETENTION
    ]
    assert silent == []


def test_secrets_are_never_exported_and_never_outlive_the_person() -> None:
    for table, found, said in declarations():
        if said is not None and said.privacy == "secret":
            rows = Base.metadata.tables[table]
            kept = "keep" if owner_column(rows) is None else "delete"
            assert (said.export, said.erase) == (False, kept), f"{table}.{found.name}"


def test_private_and_personal_cells_never_outlive_the_person() -> None:
    for table, found, said in declarations():
        if said is not None and said.privacy in ("personal", "sensitive"):
            assert said.erase in ("delete", "null"), f"{table}.{found.name}"


def test_answers_and_numbers_are_of_the_class_that_nobody_else_sees() -> None:
    sensitive = {
        f"{table}.{found.name}" for table, found, said in declarations() if said and said.privacy == "sensitive"
    }
    kept = {"answer.value", "answer.sealed", "sitting.result", "play.choices"}
    pictures = {"practice_photograph.sealed", "journey_picture.sealed", "journey_picture.sealed_words"}
    assert sensitive == kept | pictures | {"promise.sealed", "promise_report.sealed", "recall_card.sealed"}


def test_a_column_that_says_nothing_concerns_nobody() -> None:
    info = column(String).column.info["declared"]
    assert info == Declaration("none", DEFAULT_RETENTION, export=False, erase="keep")
    info = column(String, privacy="personal", retention="a year").column.info["declared"]
    assert info == Declaration("personal", "a year", export=True, erase="delete")
