"""Typed identifiers: UUIDv7, one type per noun, so a person's id cannot be passed for a module's."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

from uuid_utils import compat

OrganisationId = NewType("OrganisationId", UUID)
AccountId = NewType("AccountId", UUID)
PersonId = NewType("PersonId", UUID)
DepartmentId = NewType("DepartmentId", UUID)
ModuleId = NewType("ModuleId", UUID)
VersionId = NewType("VersionId", UUID)
QuizId = NewType("QuizId", UUID)
EnrolmentId = NewType("EnrolmentId", UUID)
AttemptId = NewType("AttemptId", UUID)
AnswerId = NewType("AnswerId", UUID)


def new_id() -> UUID:
    """Return a fresh UUIDv7: random enough not to be guessed, ordered enough to keep an index tight."""
    return compat.uuid7()


def read_id(text: str) -> UUID | None:
    """Return the UUID written in `text` in its canonical 36-character form, or None."""
    try:
        found = UUID(text)
    except (ValueError, AttributeError, TypeError):
        return None
    return found if str(found) == text else None
