"""What is asked of one address or one group of somebody."""

from __future__ import annotations

from typing import Final

from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator, Present
from sqlalchemy import ColumnElement, and_, literal, not_, or_, true

from lms.assigning.groups.models import PeopleGroup
from lms.doors.scim import comparing
from lms.doors.scim.comparing import Letters
from lms.doors.scim.joining import Joining, Narrowed, judged, of, part_of, same_id
from lms.doors.scim.reading import DIRECT
from lms.doors.scim.speaking import Entry

_Op: Final = CompareOperator


class Address(Joining):
    """Walks what is asked of one address."""

    def __init__(self, letters: Letters, entry: Entry) -> None:
        """Ask it of this one."""
        self._letters, self._entry = letters, entry

    def visit_present(self, node: Present) -> Narrowed:
        """Ask whether a part is said."""
        return of(node, entry_says(self._entry, part_of(node.attr_path)))

    def visit_comparison(self, node: Comparison) -> Narrowed:
        """Compare a part."""
        part, entry = part_of(node.attr_path), self._entry
        if part in ("value", "type", "display"):
            return of(node, self._letters.fits(getattr(entry, part), node.op, node.value))
        if part != "primary" or not isinstance(node.value, bool):
            return judged(node)
        same = entry.is_primary if node.value else and_(entry.has_primary, not_(entry.is_primary))
        return of(node, {_Op.eq: same, _Op.ne: not_(same)}.get(node.op))


class Group(Joining):
    """Walks what is asked of one group."""

    def __init__(self, letters: Letters) -> None:
        """Ask it of the row of PeopleGroup."""
        self._letters = letters

    def visit_present(self, node: Present) -> Narrowed:
        """Ask whether a part is said."""
        part = part_of(node.attr_path)
        if part == "display":
            return Narrowed(comparing.is_present(PeopleGroup.name))
        return Narrowed(true()) if part in ("value", "type") else judged(node)

    def visit_comparison(self, node: Comparison) -> Narrowed:
        """Compare an id or a name."""
        part = part_of(node.attr_path)
        if part == "value":
            return same_id(node, PeopleGroup.id)
        text = {"display": PeopleGroup.name, "type": literal(DIRECT)}.get(part)
        return judged(node) if text is None else of(node, self._letters.fits(text, node.op, node.value))


def entry_says(entry: Entry, part: str) -> ColumnElement[bool] | None:
    """Return whether an address says a part of it, "" for any."""
    says = {each: comparing.is_present(getattr(entry, each)) for each in ("value", "type", "display")}
    says["primary"] = entry.has_primary
    return says.get(part) if part else or_(*says.values())


def value_wanted(node: FilterNode) -> str | None:
    """Return the address that a filter of addresses insists on."""
    terms = node.terms if isinstance(node, LogicalExpr) and node.op == LogicalOperator.and_ else (node,)
    for each in terms:
        if isinstance(each, Comparison) and each.op == _Op.eq and part_of(each.attr_path) == "value":
            return each.value if isinstance(each.value, str) else None
    return None
