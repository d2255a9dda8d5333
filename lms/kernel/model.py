"""The base of every table, and the declaration each column carries: who may see it, how long, what erasing does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Column, DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

Privacy = Literal["none", "personal", "sensitive", "secret"]
Erase = Literal["keep", "delete", "null"]
Mentions = Literal["", "ids", "place"]


@dataclass(frozen=True)
class Declaration:
    """What the data dictionary says of one column.

    privacy: none (no person), personal (names a person), sensitive (the private classes), secret (keys, hashes).
    retention: in words, e.g. "while employed", "24 months".
    export: whether the person's own export holds it.
    erase: on erasure the row goes ("delete"), the value goes ("null"), or it stays ("keep").
    mentions: what no foreign key says: other people's ids stand inside ("ids"), or it is the id of a person up to whom
    a list was worked through ("place"). Erasing takes the id of whoever is erased out of both.
    """

    privacy: Privacy
    retention: str
    export: bool
    erase: Erase
    mentions: Mentions = ""


class Base(DeclarativeBase):
    """The base of every model; its metadata names constraints so that migrations can find them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes; gives aware ones back on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give UTC back, aware, whatever zone the database server lives in."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def column(
    *args: Any,
    privacy: Privacy = "none",
    retention: str = "with its row",
    export: bool | None = None,
    erase: Erase | None = None,
    mentions: Mentions = "",
    **kwargs: Any,
) -> MappedColumn[Any]:
    """Declare a mapped column together with its row in the data dictionary.

    A column that says nothing is "none": no person. Personal and sensitive columns are exported and
    deleted with their row unless they say otherwise; secrets are deleted and never exported.
    """
    declared = Declaration(
        privacy=privacy,
        retention=retention,
        export=privacy in ("personal", "sensitive") if export is None else export,
        erase=erase or ("keep" if privacy == "none" else "delete"),
        mentions=mentions,
    )
    info = {**kwargs.pop("info", {}), "declared": declared}
    return mapped_column(*args, info=info, **kwargs)


def declarations() -> Iterator[tuple[str, Column[Any], Declaration | None]]:
    """Yield (table name, column, declaration or None) for every column of every model."""
    for table in Base.metadata.sorted_tables:
        for each in table.columns:
            yield table.name, each, each.info.get("declared")
