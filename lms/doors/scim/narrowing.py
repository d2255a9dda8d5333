"""A SCIM filter as a condition over our tables: exact where it can be, else one that everybody who fits fulfils.

What is exact is paged by the database. The rest is judged user by user, of as many as the condition leaves; what it is
that cannot be asked of the database is said where they are too many.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterNode,
    LogicalExpr,
    Not,
    Present,
    ValuePath,
)
from sqlalchemy import ColumnElement, and_, exists, false, func, not_, or_, select, true, union

from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.doors.scim import comparing
from lms.doors.scim.comparing import Letters, forms
from lms.doors.scim.desk import Desk
from lms.doors.scim.entries import Address, Group, entry_says, value_wanted
from lms.doors.scim.joining import Joining, Narrowed, judged, name_of, of, same_id
from lms.doors.scim.matching import folded
from lms.doors.scim.models import ScimUser
from lms.doors.scim.schemas import ENTERPRISE
from lms.doors.scim.speaking import Entry, Speaking
from lms.people.models import Person

MOST_TERMS: Final = 100
FEW: Final = 1_000
"""Up to so many people are looked up before, so that the database begins with them."""
USER_NAME: Final[ColumnElement[str]] = func.coalesce(ScimUser.user_name_key, Person.email)
CHANGED: Final[ColumnElement[datetime]] = func.coalesce(ScimUser.changed_at, Person.created_at)
DEPARTMENT: Final = f"{ENTERPRISE}:department".casefold()
_Op = CompareOperator
_MOMENTS: Final[dict[CompareOperator, Callable[[Any, Any], Any]]] = {
    _Op.gt: lambda column, value: column > value,
    _Op.ge: lambda column, value: column >= value,
    _Op.lt: lambda column, value: column < value,
    _Op.le: lambda column, value: column <= value,
    _Op.eq: lambda column, value: column == value,
    _Op.ne: lambda column, value: column != value,
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
    return Narrowed(true()) if found is None else _Narrowing(desk).visit(found.ast)


class _Narrowing(Joining):
    """Walks the filter of users."""

    def __init__(self, desk: Desk) -> None:
        """Narrow for one organisation."""
        self._desk = desk
        self._letters = Letters(desk.session)
        self._speaking = Speaking(is_sqlite=self._letters.is_sqlite)

    def visit_present(self, node: Present) -> Narrowed:
        """Ask whether something is said at all."""
        name = name_of(node.attr_path)
        if name in ("username", "id", "meta", "meta.created", "meta.lastmodified"):
            return Narrowed(true())
        if name == "active":
            return Narrowed(self._speaking.shows_access())
        first, _dot, part = name.partition(".")
        if first == "emails":
            return of(node, self._address(lambda entry: entry_says(entry, part)))
        if first == "groups" and part in ("", "value", "type", "display"):
            says = comparing.is_present(PeopleGroup.name) if part == "display" else true()
            return Narrowed(self._group(says))
        if name == DEPARTMENT:
            return Narrowed(self._department(bool, comparing.is_present))
        value = ScimUser.external_id if name == "externalid" else self._speaking.text(name)
        return judged(node) if value is None else Narrowed(comparing.is_present(value))

    def visit_value_path(self, node: ValuePath) -> Narrowed:
        """Ask for an address or a group of which all of it is true."""
        name = name_of(node.attr_path)
        if name == "emails":
            wanted = value_wanted(node.val_filter)
            among = true() if wanted is None else self._having(wanted)
            return self._inside(
                node, lambda parts: self._address(lambda entry: parts(Address(self._letters, entry))), among
            )
        if name == "groups":
            return self._inside(node, lambda parts: self._group(parts(Group(self._letters))), true())
        return judged(node)

    def _inside(
        self,
        node: ValuePath,
        having: Callable[[Callable[[Joining], ColumnElement[bool]]], ColumnElement[bool] | None],
        among: ColumnElement[bool],
    ) -> Narrowed:
        """Return the condition of having an entry that fits, None of which may be judged user by user."""
        unsaid: list[str] = []

        def parts(entry: Joining) -> ColumnElement[bool]:
            found = entry.visit(node.val_filter)
            unsaid.extend(found.unsaid)
            return found.condition

        condition = having(parts)
        if unsaid or condition is None:
            return Narrowed(among, (str(node.attr_path),))
        return Narrowed(and_(among, condition))

    def visit_comparison(self, node: Comparison) -> Narrowed:
        """Compare what is said with what is wanted."""
        name = name_of(node.attr_path)
        many, _dot, part = name.partition(".")
        if many in ("emails", "groups"):
            return (self._emails if many == "emails" else self._groups)(node, part or "value")
        special: dict[str, Callable[[Comparison], Narrowed]] = {
            "meta.created": lambda node: _moment(node, Person.created_at),
            "meta.lastmodified": lambda node: _moment(node, CHANGED),
            "active": self._active,
            "id": lambda node: same_id(node, Person.id),
            "username": self._user_names,
            "externalid": self._external_id,
            DEPARTMENT: self._of_department,
        }
        return special.get(name, self._text)(node)

    def _text(self, node: Comparison) -> Narrowed:
        value = self._speaking.text(name_of(node.attr_path))
        return judged(node) if value is None else of(node, self._letters.fits(value, node.op, node.value))

    def _user_names(self, node: Comparison) -> Narrowed:
        if node.op == _Op.eq and isinstance(node.value, str):
            return Narrowed(self._user_name(folded(node.value)))
        shown = func.coalesce(ScimUser.user_name, Person.email)
        return of(node, self._letters.fits(shown, node.op, node.value))

    def _external_id(self, node: Comparison) -> Narrowed:
        if node.op == _Op.eq and isinstance(node.value, str):  # in a form that an index knows
            return Narrowed(and_(ScimUser.external_id.is_not(None), ScimUser.external_id.in_(forms(node.value))))
        return of(node, self._letters.fits(ScimUser.external_id, node.op, node.value, exact=True))

    def _emails(self, node: Comparison, part: str) -> Narrowed:
        """Compare any address; "ne" is true where none is equal."""
        if node.value is None:
            return judged(node)
        turned = node.op == _Op.ne
        inner = Comparison(AttrPath(part), _Op.eq if turned else node.op, node.value)
        found = self.visit_value_path(ValuePath(AttrPath("emails"), inner))
        if found.unsaid:
            return Narrowed(true() if turned else found.condition, (str(node.attr_path),))
        return Narrowed(not_(found.condition)) if turned else found

    def _groups(self, node: Comparison, part: str) -> Narrowed:
        """Compare any group; "ne" is true where none is equal."""
        if node.value is None:
            return judged(node)
        turned = node.op == _Op.ne
        found = Group(self._letters).visit(Comparison(AttrPath(part), _Op.eq if turned else node.op, node.value))
        if found.unsaid:
            return judged(node)
        condition = self._group(found.condition)
        return Narrowed(not_(condition) if turned else condition)

    def _active(self, node: Comparison) -> Narrowed:
        shows, wanted = self._speaking.shows_access(), node.value
        if wanted is None:
            fits: Any = {_Op.eq: not_(shows), _Op.ne: shows}.get(node.op)
        elif isinstance(wanted, bool):
            same = and_(Person.active.is_(wanted), shows)
            fits = {_Op.eq: same, _Op.ne: not_(same)}.get(node.op)
        else:
            fits = None
        return of(node, fits)

    def _of_department(self, node: Comparison) -> Narrowed:
        op, wanted = node.op, node.value
        if wanted is not None and not isinstance(wanted, str):
            return judged(node)
        if comparing.said("", op, wanted) is None or self._letters.fits(Person.name, op, wanted) is None:
            return judged(node)
        return Narrowed(
            self._department(
                lambda text: bool(comparing.said(text, op, wanted)),
                lambda value: self._letters.fits(value, op, wanted),
            )
        )

    def _department(
        self, fits: Callable[[str | None], bool], sent_fits: Callable[[ColumnElement[Any]], Any]
    ) -> ColumnElement[bool]:
        """Return the condition of a department, of those changed here by its path in the tree."""
        changed = self._speaking.is_department_changed()
        ids = [id for id, path in self._desk.tree.path_of.items() if fits(path)]
        here = or_(
            and_(Person.department_id.is_not(None), Person.department_id.in_(ids)),
            and_(Person.department_id.is_(None), true() if fits(None) else false()),
        )
        sent = self._speaking.sent(ENTERPRISE, "department")
        return or_(and_(changed, here), and_(not_(changed), sent_fits(sent)))

    def _address(self, fits: Callable[[Entry], ColumnElement[bool] | None]) -> ColumnElement[bool] | None:
        """Return the condition of having an address that fits, None where that cannot be said."""
        unsaid: list[bool] = []

        def said(entry: Entry) -> ColumnElement[bool]:
            found = fits(entry)
            unsaid.append(found is None)
            return true() if found is None else found

        condition = self._speaking.any_address(said)
        return None if any(unsaid) else condition

    def _group(self, fits: ColumnElement[bool]) -> ColumnElement[bool]:
        there = (GroupMember.group_id == PeopleGroup.id, PeopleGroup.removed_at.is_(None))
        return exists().where(GroupMember.person_id == Person.id, *there, fits).correlate(Person)

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

    def _having(self, wanted: str) -> ColumnElement[bool]:
        """Return who may have an address: the one in use by its index, others among those who have several."""
        asked = {each.strip().casefold() for each in forms(wanted)}
        used = select(Person.id).where(Person.organisation_id == self._desk.organisation, Person.email.in_(asked))
        other = select(ScimUser.person_id).where(
            ScimUser.organisation_id == self._desk.organisation,
            or_(*(ScimUser.other_emails.contains(each, autoescape=True) for each in sorted(asked))),
        )
        return self._among(union(used, other))

    def _among(self, query: Any) -> ColumnElement[bool]:
        """Return the condition of being one of a few: looked up first, so that the database begins with them."""
        ids: list[UUID] = list(self._desk.session.scalars(query.limit(FEW)))
        return Person.id.in_(ids) if len(ids) < FEW else Person.id.in_(query)


def _moment(node: Comparison, column: Any) -> Narrowed:
    """Compare a moment; one without a zone is neither before nor after any of ours."""
    test = _MOMENTS.get(node.op)
    if test is None or not isinstance(node.value, str):
        return judged(node)
    try:
        moment = datetime.fromisoformat(node.value)
        if moment.tzinfo is None:
            return judged(node)
        return Narrowed(test(column, moment.astimezone(UTC)))
    except (ValueError, OverflowError):  # no moment, or one beside the years 1 to 9999 in UTC
        return judged(node)
