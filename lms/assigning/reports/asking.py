"""What somebody asks of a report: which one, about what, narrowed how, in which order. ⇄ an address, ⇄ JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from uuid import UUID

from lms.assigning.reports.rows import Column
from lms.kernel.ids import read_id

CURRICULA, MODULES = "curricula", "modules"
OVERVIEW, CURRICULUM, MODULE, DEPARTMENT, MANAGERS, COHORT, TEAM = (
    "overview", "curriculum", "module", "department", "managers", "cohort", "team",
)  # fmt: skip
KINDS: Final = (OVERVIEW, CURRICULUM, MODULE, DEPARTMENT, MANAGERS, COHORT, TEAM)
ABOUT_ONE: Final = (CURRICULUM, MODULE, DEPARTMENT, COHORT)
"""Kinds that need the id of what they are about."""
ORDERS: Final = ("name", "share", *(column.value for column in Column))
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a report.

    `department`: it and all inside it. `group`: who is in it now. `curriculum`: in the report of line managers, which
    one is counted (None: the newest). `of`: whether the rows of an overview are "curricula" or "modules". `late`: only
    rows in which somebody is late.
    """

    department: UUID | None = None
    group: UUID | None = None
    curriculum: UUID | None = None
    of: str = CURRICULA
    late: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A report that is asked for. `kind`: one of `KINDS`; `id`: what it is about, of `ABOUT_ONE`.

    `order`: one of `ORDERS`, with "-" before it downward. `after`: the key and id of the last row of the page before.
    """

    kind: str = OVERVIEW
    id: UUID | None = None
    filters: Filters = Filters()
    order: str = ""
    after: tuple[str, str] | None = None

    def args(self) -> dict[str, str]:
        """Return the part of an address behind its question mark, without what is as usual."""
        usual, found = Filters(), dict[str, str]()
        for each in fields(Filters):
            value = getattr(self.filters, each.name)
            if value != getattr(usual, each.name):
                found[each.name] = "1" if value is True else str(value)
        if self.order:
            found["order"] = self.order
        if self.after is not None:
            found["after"], found["id"] = self.after
        return found

    def to_json(self) -> dict[str, str]:
        """Return it as it is kept: without the place in a list."""
        about = {"about": str(self.id)} if self.id else {}
        return {"kind": self.kind, **about, **replace(self, after=None).args()}

    @property
    def column(self) -> str:
        """Return what it is ordered by, one of `ORDERS`; "" for the usual order."""
        return self.order.removeprefix("-")

    @property
    def downward(self) -> bool:
        """Return whether the largest comes first."""
        return self.order.startswith("-")

    def narrowed(self, **changed: Any) -> Question:
        """Return it with other filters, from its first page on."""
        return replace(self, filters=replace(self.filters, **changed), after=None)

    def kept(self, **changed: Any) -> Question:
        """Return it with other filters, on the page where it is."""
        return replace(self, filters=replace(self.filters, **changed))

    def ordered(self, order: str) -> Question:
        """Return it in another order, from its first page on."""
        return replace(self, order=order, after=None)


def read_question(kind: str, id: UUID | None, given: Mapping[str, str]) -> Question:
    """Return what an address asks for; what it says wrongly is left out, as if it had not been said."""
    order = given.get("order", "")
    key, identity = given.get("after", ""), given.get("id", "")
    place = (key, identity) if key and len(key) <= LONGEST and read_id(identity) else None
    filters = Filters(
        department=read_id(given.get("department", "")),
        group=read_id(given.get("group", "")),
        curriculum=read_id(given.get("curriculum", "")),
        of=MODULES if given.get("of") == MODULES else CURRICULA,
        late=given.get("late") == "1",
    )
    return Question(kind, id, filters, order if order.removeprefix("-") in ORDERS else "", place)


def from_json(kept: Mapping[str, Any]) -> Question:
    """Return what was kept by `to_json`. Raises ValueError where it is no question."""
    said = {str(key): str(value) for key, value in kept.items()}
    kind, id = said.get("kind", ""), read_id(said.get("about", ""))
    if kind not in KINDS or (id is None) == (kind in ABOUT_ONE):
        raise ValueError("that is no report")
    return replace(read_question(kind, id, said), after=None)
