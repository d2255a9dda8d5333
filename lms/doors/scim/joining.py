"""What a part of a filter comes to: a condition, and what it leaves unsaid; joined and turned round."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
)
from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from lms.doors.scim.schemas import USER
from lms.kernel.ids import read_id

_Op: Final = CompareOperator


class Narrowed(NamedTuple):
    """A condition, and those parts of the filter that it does not say; it is exact where there are none."""

    condition: ColumnElement[bool]
    unsaid: tuple[str, ...] = ()


class Joining(FilterVisitor[Narrowed]):
    """Joins and turns round what it finds at the ends of a filter."""

    def visit_not(self, node: Not) -> Narrowed:
        """Turn an exact condition round; of one that is not, nothing is known."""
        found = self.visit(node.expr)
        return Narrowed(true(), found.unsaid) if found.unsaid else Narrowed(not_(found.condition))

    def visit_logical_expr(self, node: LogicalExpr) -> Narrowed:
        """Join conditions."""
        parts = [self.visit(each) for each in node.terms]
        join = and_ if node.op == LogicalOperator.and_ else or_
        return Narrowed(
            join(*(part.condition for part in parts)), tuple(each for part in parts for each in part.unsaid)
        )

    def visit_value_path(self, node: ValuePath) -> Narrowed:
        """Say that this is judged user by user."""
        return judged(node)


def same_id(node: Comparison, column: Any) -> Narrowed:
    """Compare an id with a text: letter by letter, so only one way of writing it is right."""
    if node.op not in (_Op.eq, _Op.ne) or not isinstance(node.value, str):
        return judged(node)
    identity = read_id(node.value)
    same = column == identity if identity is not None and str(identity) == node.value else false()
    return Narrowed(same if node.op == _Op.eq else not_(same))


def of(node: Comparison | Present, condition: ColumnElement[bool] | None) -> Narrowed:
    """Return what a condition says; None leaves its part of the filter unsaid."""
    return judged(node) if condition is None else Narrowed(condition)


def judged(node: FilterNode) -> Narrowed:
    """Say that a part of a filter is judged user by user."""
    name = str(getattr(node, "attr_path", node))
    return Narrowed(true(), (f"{name} {node.op}" if isinstance(node, Comparison) else name,))


def part_of(path: AttrPath) -> str:
    """Return the part of an entry that is meant, in small letters."""
    return path.attr.casefold() if path.sub_attr is None else ""


def name_of(path: AttrPath) -> str:
    """Return an attribute of the user's own schema in small letters, with its part; other schemas keep their name."""
    uri = "" if path.uri is None or path.uri.casefold() == USER.casefold() else f"{path.uri}:"
    return f"{uri}{path.attr}{'.' + path.sub_attr if path.sub_attr else ''}".casefold()
