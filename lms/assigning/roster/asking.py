"""What somebody asks of the list of people: words, filters, order and columns, as an address says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l

from lms.kernel.ids import read_id

PLAIN_SHOWS: Final = {
    "all": _l("Everybody"),
    "away": _l("Away today"),
    "no-hire-date": _l("No hire date"),
    "no-manager": _l("No line manager"),
    "no-department": _l("No department"),
    "inactive": _l("Access ended"),
}
MODULE_SHOWS: Final = {
    "late": _l("Late"),
    "under-way": _l("Under way"),
    "not-started": _l("Not started"),
    "finished": _l("Finished"),
}
"""Those that need a module to be chosen."""
CURRICULUM_SHOWS: Final = {
    "late": _l("Late"),
    "open": _l("Not finished"),
    "not-begun": _l("Not started"),
    "finished": _l("Finished"),
}
"""Those that need a curriculum to be chosen; with both, they are meant."""
SORTS: Final = {
    "name": _l("Name"),
    "department": _l("Department"),
    "newest": _l("Latest hired first"),
    "longest": _l("Longest employed first"),
}
COLUMNS: Final = {
    "department": _l("Department"),
    "job": _l("Job"),
    "manager": _l("Line manager"),
    "location": _l("Location"),
    "hired": _l("Hire date"),
    "language": _l("Language"),
    "cost_centre": _l("Cost centre"),
}
USUAL: Final = ("department", "job", "manager", "location", "hired")
TYPED: Final = 100
"""Characters of a typed filter that are looked at."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people, in which order, with which columns.

    `q`: typed words. `department`: it and all inside it. `manager`: a line manager's address or id. `curriculum`: those
    who were given it. `show`: a key of PLAIN_SHOWS, with a `module` (its slug) of MODULE_SHOWS, or with a curriculum of
    CURRICULUM_SHOWS. `id`: the last person of the page before.
    """

    q: str = ""
    department: UUID | None = None
    job: str = ""
    location: str = ""
    manager: str = ""
    show: str = "all"
    module: str = ""
    curriculum: UUID | None = None
    sort: str = "name"
    columns: tuple[str, ...] = USUAL
    id: UUID | None = None

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """Return the columns to show: beside a module's own there is room for few, unless others were chosen."""
        return USUAL[:2] if self.module and self.columns == USUAL else self.columns

    @property
    def is_everybody(self) -> bool:
        """Return whether nothing narrows the list."""
        plain = Wanted()
        return all(getattr(self, each) == getattr(plain, each) for each in _NARROWING)

    def args(self, **changed: Any) -> dict[str, Any]:
        """Return it as arguments of an address, without what is as usual and without the place in the list."""
        said = replace(self, id=None, **changed)
        usual, found = Wanted(), dict[str, Any]()
        for each in fields(said):
            value = getattr(said, each.name)
            if value != getattr(usual, each.name):
                found[each.name] = ",".join(value) if isinstance(value, tuple) else str(value)
        return found


_NARROWING = ("q", "department", "job", "location", "manager", "show", "curriculum")


def read_wanted(given: Mapping[str, str], ticked: Iterable[str] = ()) -> Wanted:
    """Return what an address asks for; what it says wrongly is left out, as if it had not been said.

    `ticked`: the columns a form sends one by one.
    """
    module = given.get("module", "")[:80]
    show = given.get("show", "all")
    curriculum = read_id(given.get("curriculum", ""))
    known = {*PLAIN_SHOWS, *(MODULE_SHOWS if module else ()), *(CURRICULUM_SHOWS if curriculum else ())}
    show = show if show in known else "all"
    sort = given.get("sort", "name")
    chosen = tuple(ticked) or tuple(given.get("columns", "").split(","))
    return Wanted(
        q=_typed(given, "q"),
        department=read_id(given.get("department", "")),
        job=_typed(given, "job"),
        location=_typed(given, "location"),
        manager=_typed(given, "manager"),
        show=show,
        module=module,
        curriculum=curriculum,
        sort=sort if sort in SORTS else "name",
        columns=tuple(each for each in COLUMNS if each in chosen) or USUAL,
        id=read_id(given.get("id", "")),
    )


def _typed(given: Mapping[str, str], name: str) -> str:
    return given.get(name, "")[:TYPED].strip()
