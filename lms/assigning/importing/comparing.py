"""What a row would change: field by field, before and after, as HR reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from lms.assigning.importing.models import CHANGED, ERROR, NEW, SAME
from lms.assigning.importing.row_reading import Said

PLAIN: Final = ("name", "job", "hire_date", "language", "location", "cost_centre", "time_zone", "job_since")
"""Fields that are columns of a person; department and line manager are ids of other rows."""
FIELDS: Final = (*PLAIN, "department", "manager_email")
Changes = dict[str, list[str | None]]


@dataclass(frozen=True, slots=True)
class Current:
    """A person as they are. `values`: every field of FIELDS as text, dates as ISO; `active`: not deactivated."""

    id: UUID
    active: bool
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row is: its verdict, what it would change, and whether the person was deactivated."""

    verdict: str
    changes: Changes
    returns: bool = False


def judged(said: Said, current: Current | None, today: date, *, clear_empty: bool) -> Verdict:
    """Return the verdict on a row whose problems are all known."""
    if said.problems or not said.email:
        return Verdict(ERROR, {})
    if current is None:
        return Verdict(NEW, {})
    changes = changed(said.values, current.values, today, clear_empty=clear_empty)
    return Verdict(CHANGED if changes or not current.active else SAME, changes, not current.active)


def changed(
    said: Mapping[str, str | None], current: Mapping[str, str | None], today: date, *, clear_empty: bool
) -> Changes:
    """Return field → [before, after] of what differs. An empty cell changes nothing unless it is to clear.

    A name is never cleared; a job that changed is held from today on where the file has no day for it.
    """
    changes: Changes = {}
    for name in FIELDS:
        if name not in said:
            continue
        new, old = said[name], current.get(name)
        if new is None and (name == "name" or not clear_empty):
            continue
        if not _same(name, old, new):
            changes[name] = [old, new]
    if "job" in changes and said.get("job_since") is None and current.get("job_since") != today.isoformat():
        changes["job_since"] = [current.get("job_since"), today.isoformat()]
    return changes


def _same(name: str, old: str | None, new: str | None) -> bool:
    if name == "department" and old and new:
        return old.casefold() == new.casefold()
    return old == new
