"""What rooms add to a weekly mail: each declares who has something to read, and writes it in the reader's language.

    @contribution("recall", waiting=who_has_some, example=one)
    def parts(session, organisation_id, readers, today): ...

A room below the one that sends the mails says so here, and needs to know nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.permissions import Undeclared


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of somebody's weekly mail, and the subject of a mail that holds nothing else."""

    subject: str
    text: str


Waiting = Callable[[Session, UUID, date], Collection[UUID]]
"""(session, organisation, its day) → the people who have something to read; one query."""
Writing = Callable[[Session, UUID, Mapping[UUID, str], date], Mapping[UUID, Part]]
"""(session, organisation, {person: language}, its day) → what there is for each who has something; few queries."""


Example = Callable[[str], Part]
"""A language → what such a part looks like, where nobody has one."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one room adds, under the kind of mail that it is when it comes alone."""

    kind: str
    waiting: Waiting
    write: Writing
    example: Example


_declared: dict[str, Contribution] = {}


def contribution(kind: str, *, waiting: Waiting, example: Example) -> Callable[[Writing], Writing]:
    """Declare what writes the parts of a kind. Raises Undeclared where two rooms do."""

    def register(write: Writing) -> Writing:
        known = _declared.get(kind)
        if known is not None and known.write is not write:
            raise Undeclared(f'two rooms add "{kind}" to weekly mails')
        _declared[kind] = Contribution(kind, waiting, write, example)
        return write

    return register


def contributions() -> Collection[Contribution]:
    """Return what rooms have declared."""
    return tuple(_declared.values())
