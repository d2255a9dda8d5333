"""Users looked for: paged by the database where filter and order allow, else judged one by one, up to a limit."""

from __future__ import annotations

from typing import Any, Final

from scim2_models import InvalidCursorException, Resource, ScimFilter, SearchRequest, TooManyException
from scim2_server.storage import SearchPage
from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.doors.scim import paging, reading
from lms.doors.scim.desk import Desk
from lms.doors.scim.mapping import Document
from lms.doors.scim.models import ScimUser
from lms.doors.scim.narrowing import USER_NAME, narrowed
from lms.doors.scim.refusing import words
from lms.doors.scim.schemas import USERS, model_of
from lms.kernel.ids import read_id
from lms.people.models import Person

MOST: Final = 5_000
"""People who are judged one by one."""
LONGEST: Final = 200
"""Characters that name what cannot be asked of the database."""
FARTHEST: Final = 2**31
"""Where a page begins at most: past everybody, and a number that databases know."""


def users(desk: Desk, asked: SearchRequest[Any], position: Any) -> SearchPage:
    """Return a page of users. Raises TooManyException, InvalidCursorException."""
    if asked.cursor is None:
        found = by_number(desk, asked, groups=wants(asked, "groups"))
        if found is not None:
            return SearchPage(found[0], [reading.as_resource(each) for each in found[1]])
    condition = _paged_here(desk, asked)
    if condition is None:
        return paging.page(asked, position, judged(desk, asked))
    return _by_cursor(desk, asked, position, (reading.everybody(desk, condition), _order(desk, asked), condition))


def by_number(desk: Desk, asked: SearchRequest[Any], *, groups: bool = True) -> tuple[int, list[Document]] | None:
    """Return how many users fit, and a page of them as whole users; None where the database cannot page them."""
    condition = _paged_here(desk, asked)
    if condition is None:
        return None
    offset = min((asked.start_index or 1) - 1, FARTHEST)
    ordered = _ordered(reading.everybody(desk, condition), _order(desk, asked), paging.is_descending(asked))
    rows = desk.session.execute(ordered.offset(offset).limit(asked.count)).all() if asked.count != 0 else []
    is_all = offset == 0 and asked.count != 0 and (asked.count is None or len(rows) < asked.count)
    total = len(rows) if is_all else _count(desk, condition)
    return total, reading.users(desk, rows, groups=groups)


def _paged_here(desk: Desk, asked: SearchRequest[Any]) -> ColumnElement[bool] | None:
    """Return the condition of whoever fits; None where it does not say all, or the order is another."""
    if not (asked.sort_by is None or _is_by_user_name(asked)):
        return None
    found = narrowed(desk, asked.filter)
    return None if found.unsaid else found.condition


def _order(desk: Desk, asked: SearchRequest[Any]) -> Any:
    return _byte_by_byte(desk, USER_NAME) if _is_by_user_name(asked) else Person.name


def judged(desk: Desk, asked: SearchRequest[Any]) -> list[Resource[Any]]:
    """Return everybody who fits. Raises TooManyException where too many would have to be read."""
    condition, unsaid = narrowed(desk, asked.filter)
    query = reading.everybody(desk, condition).order_by(Person.name, Person.id)
    rows = desk.session.execute(query.limit(MOST + 1)).all()
    if len(rows) > MOST:
        named = unsaid or ((f"sortBy {asked.sort_by}",) if asked.sort_by else ())
        why = ", ".join(dict.fromkeys(named))[:LONGEST] or "/Users"
        raise TooManyException(detail=words("too-many", said=f"{MOST:,}", why=why))
    found = reading.resources(desk, rows)
    if asked.filter is None:
        return found
    bound: Any = ScimFilter.__class_getitem__(model_of(USERS))(str(asked.filter))
    return [each for each in found if bound.match(each)]


def wants(asked: Any, attribute: str) -> bool:
    """Return whether an answer shows an attribute: by `attributes` and `excludedAttributes`."""
    if asked is None:
        return True
    left_out = {str(each).casefold() for each in asked.excluded_attributes or ()}
    named = [str(each).rpartition(":")[2].casefold() for each in asked.attributes or ()]
    return attribute not in left_out and (not named or any(each.partition(".")[0] == attribute for each in named))


def _is_by_user_name(asked: SearchRequest[Any]) -> bool:
    return asked.sort_by is not None and str(asked.sort_by).rpartition(":")[2].casefold() == "username"


def _count(desk: Desk, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(Person).outerjoin(ScimUser, ScimUser.person_id == Person.id)
    mine = Person.organisation_id == desk.organisation
    return desk.session.scalar(query.where(mine, reading.is_there(), condition)) or 0


def _byte_by_byte(desk: Desk, column: ColumnElement[str]) -> ColumnElement[str]:
    """Return a text as it is ordered letter by letter on both databases."""
    return column.collate("C") if desk.session.get_bind().dialect.name == "postgresql" else column


def _ordered(query: Any, order: Any, turned: bool) -> Any:
    return query.order_by(order.desc(), Person.id.desc()) if turned else query.order_by(order, Person.id)


def _by_cursor(desk: Desk, asked: SearchRequest[Any], position: Any, parts: tuple[Any, Any, Any]) -> SearchPage:
    """Return a page that begins where another ended; one row more than is shown says whether there is another."""
    query, order, condition = parts
    total = _count(desk, condition) if position is None else None
    if asked.count == 0:
        return SearchPage(total if position is None else 0, [])
    count, turned = asked.count or MOST, paging.is_descending(asked)
    backwards = position is not None and _direction(position) == "previous"
    if position is not None:
        query = query.where(_beyond(order, position, after=turned == backwards))
    keyed = query.add_columns(order.label("placed"))
    rows = list(desk.session.execute(_ordered(keyed, order, turned != backwards).limit(count + 1)).all())
    more, rows = len(rows) > count, rows[:count]
    if backwards:
        rows.reverse()
    shown = SearchPage(total, reading.resources(desk, rows, groups=wants(asked, "groups")))
    if rows and (more or backwards):
        shown.next = _position("next", rows[-1])
    if rows and position is not None and (more or not backwards):
        shown.previous = _position("previous", rows[0])
    return shown


def _position(direction: str, row: Any) -> dict[str, Any]:
    return {"d": direction, "k": row[2], "i": str(row[0].id)}


def _direction(position: Any) -> str:
    if not isinstance(position, dict) or position.get("d") not in ("next", "previous"):
        raise InvalidCursorException
    return str(position["d"])


def _beyond(order: Any, position: Any, *, after: bool) -> ColumnElement[bool]:
    key, identity = position.get("k"), read_id(str(position.get("i")))
    if not isinstance(key, str) or identity is None:
        raise InvalidCursorException
    if after:
        return and_(order >= key, or_(order > key, Person.id > identity))
    return and_(order <= key, or_(order < key, Person.id < identity))
