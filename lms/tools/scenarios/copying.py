"""What a copy of a scenario takes along beside its numbers: its note, and what other rooms have said about it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor, scope_of
from lms.tools.scenarios.models import Scenario
from lms.tools.scenarios.reading import KeptScenario

Carry = Callable[[Any, Collection[str]], Any]
"""Takes what is said of the first one, and the ids of the person's scenarios; returns what is said of the copy."""

_carried: Final[dict[str, Carry]] = {}


def carried_on_copy(item: str) -> Callable[[Carry], Carry]:
    """Let a copy take along what is said about a scenario under this name: a decorator."""

    def registered(carry: Carry) -> Carry:
        _carried[item] = carry
        return carry

    return registered


def about_copy(session: Session, actor: Actor, kept: KeptScenario, name: str) -> dict[str, Any]:
    """Return what is said about a copy called `name`."""
    said = {item: kept.about(item) for item in _carried if kept.about(item)}
    mine = select(Scenario.id).where(scope_of(Scenario, actor), Scenario.removed_at.is_(None))
    own = {str(each) for each in session.scalars(mine)} if said else set()
    return {"name": name, "note": kept.note, **{item: _carried[item](value, own) for item, value in said.items()}}
