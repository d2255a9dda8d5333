"""A SCIM filter as a condition over our tables: exact where it can be, else one that everybody who fits fulfils.

What is exact is paged by the database. The rest is judged user by user, of as many as the condition leaves.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from scim2_models import InvalidFilterException, ScimFilter
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
from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true, union

from lms.doors.scim.desk import Desk
from lms.doors.scim.matching import folded
from lms.doors.scim.models import ScimUser
from lms.doors.scim.schemas import USER
from lms.kernel.ids import read_id
from lms.people.models import Person

Narrowed = tuple[ColumnElement[bool], bool]
"""A condition, and whether it says all that the filter says."""
MOST_TERMS: Final = 100
EVERYBODY: Final[Narrowed] = (true(), False)
USER_NAME: Final[ColumnElement[str]] = func.coalesce(ScimUser.user_name_key, Person.email)
CHANGED: Final[ColumnElement[datetime]] = func.coalesce(ScimUser.changed_at, Person.created_at)
_ORDERS: Final = {
    CompareOperator.gt: lambda column, value: column > value,
    CompareOperator.ge: lambda column, value: column >= value,
    CompareOperator.lt: lambda column, value: column < value,
    CompareOperator.le: lambda column, value: column <= value,
}


def check_length(found: ScimFilter[Any] | None) -> None:
    """Refuse a filter of more comparisons than a database takes in one question. Raises InvalidFilterException."""
    waiting: list[FilterNode] = [] if found is None else [found.ast]
    count = 0
    while waiting:
        node = waiting.pop()
        if isinstance(node, LogicalExpr):
            waiting += node.terms
        elif isinstance(node, Not):
            waiting.append(node.expr)
        elif isinstance(node, ValuePath):
            waiting.append(node.val_filter)
        else:
            count += 1
    if count > MOST_TERMS:
        raise InvalidFilterException(detail=f"the filter has more than {MOST_TERMS} comparisons")


def narrowed(desk: Desk, found: ScimFilter[Any] | None) -> Narrowed:
    """Return the condition of a filter over users; everybody, exactly, where there is none."""
    return (true(), True) if found is None else _Narrowing(desk).visit(found.ast)


class _Narrowing(FilterVisitor[Narrowed]):
    """Walks a filter."""

    def __init__(self, desk: Desk) -> None:
        """Narrow for one organisation."""
        self._desk = desk

    def visit_not(self, node: Not) -> Narrowed:
        """Turn an exact condition round; of one that is not, nothing is known."""
        condition, exact = self.visit(node.expr)
        return (not_(condition), True) if exact else EVERYBODY

    def visit_logical_expr(self, node: LogicalExpr) -> Narrowed:
        """Join conditions."""
        parts = [self.visit(each) for each in node.terms]
        exact = all(part[1] for part in parts)
        join = and_ if node.op == LogicalOperator.and_ else or_
        return join(*(part[0] for part in parts)), exact

    def visit_present(self, node: Present) -> Narrowed:
        """Judge presence user by user, save of what everybody has."""
        always = _name(node.attr_path) in ("username", "id", "active", "meta.created", "meta.lastmodified")
        return (true(), True) if always else EVERYBODY

    def visit_value_path(self, node: ValuePath) -> Narrowed:
        """Find addresses by their index, whatever else is asked of them."""
        if _name(node.attr_path) != "emails":
            return EVERYBODY
        terms = node.val_filter.terms if isinstance(node.val_filter, LogicalExpr) else (node.val_filter,)
        if isinstance(node.val_filter, LogicalExpr) and node.val_filter.op != LogicalOperator.and_:
            return EVERYBODY
        return next((found for each in terms if (found := self._value_of_email(each))), EVERYBODY)

    def _value_of_email(self, node: FilterNode) -> Narrowed | None:
        if not isinstance(node, Comparison) or _name(node.attr_path) != "value" or not _equals(node):
            return None
        return self._email(node.value)

    def visit_comparison(self, node: Comparison) -> Narrowed:
        """Compare what stands in a column; the rest is judged user by user."""
        name, value = _name(node.attr_path), node.value
        if name.startswith("meta."):
            return _moment(name, node)
        if not _equals(node):
            return EVERYBODY
        return self._same(name, value) if isinstance(value, str) else _flag(name, value)

    def _same(self, name: str, value: str) -> Narrowed:
        """Return the condition of one text."""
        if name == "username":
            return self._user_name(folded(value)), True
        if name == "externalid":
            return ScimUser.external_id == value, True
        if name == "id":
            identity = read_id(value)
            return (Person.id == identity, True) if identity else (false(), True)
        if name in ("emails", "emails.value"):
            return self._email(value)
        return EVERYBODY

    def _user_name(self, key: str) -> ColumnElement[bool]:
        """Return who has a user name, by two indexes."""
        named = select(ScimUser.person_id).where(
            ScimUser.organisation_id == self._desk.organisation, ScimUser.user_name_key == key
        )
        unnamed = ~exists().where(ScimUser.person_id == Person.id).correlate(Person)
        mailed = select(Person.id).where(
            Person.organisation_id == self._desk.organisation, Person.email == key, unnamed
        )
        return self._among(union(named, mailed))

    def _email(self, value: Any) -> Narrowed:
        """Return who may have an address: the one in use by its index, others among those who have several."""
        if not isinstance(value, str):
            return EVERYBODY
        mine = Person.organisation_id == self._desk.organisation
        used = select(Person.id).where(mine, Person.email == value.strip().casefold())
        other = select(ScimUser.person_id).where(
            ScimUser.organisation_id == self._desk.organisation,
            ScimUser.other_emails.contains(value.strip().casefold(), autoescape=True),
        )
        return self._among(union(used, other)), False

    def _among(self, query: Any) -> ColumnElement[bool]:
        """Return the condition of being one of a few: looked up first, so that the database begins with them."""
        ids: list[UUID] = list(self._desk.session.scalars(query.limit(1_000)))
        return Person.id.in_(ids) if len(ids) < 1_000 else Person.id.in_(query)


def _moment(name: str, node: Comparison) -> Narrowed:
    column: Any = {"meta.lastmodified": CHANGED, "meta.created": Person.created_at}.get(name)
    order = _ORDERS.get(node.op)
    if column is None or order is None or not isinstance(node.value, str):
        return EVERYBODY
    try:
        moment = datetime.fromisoformat(node.value)
        if moment.tzinfo is None:
            return EVERYBODY
        return order(column, moment.astimezone(UTC)), True
    except (ValueError, OverflowError):  # no moment, or one beside the years 1 to 9999 in UTC
        return EVERYBODY


def _flag(name: str, value: Any) -> Narrowed:
    return (Person.active.is_(value), True) if name == "active" and isinstance(value, bool) else EVERYBODY


def _equals(node: Comparison) -> bool:
    return node.op == CompareOperator.eq


def _name(path: AttrPath) -> str:
    """Return an attribute of the user's own schema in small letters, with its part; other schemas keep their name."""
    uri = "" if path.uri is None or path.uri.casefold() == USER.casefold() else f"{path.uri}:"
    return f"{uri}{path.attr}{'.' + path.sub_attr if path.sub_attr else ''}".casefold()
