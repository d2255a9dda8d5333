"""What a user says, as the database reads it: what the directory sent, or the column that was changed here since.

The same rule as `mapping.as_user`, for everybody at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    String,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB

from lms.doors.scim.models import ScimUser
from lms.doors.scim.reading import ACTIVE, SENT, STORED
from lms.doors.scim.schemas import ENTERPRISE
from lms.kernel.addresses import NOWHERE
from lms.people.models import Person

EMAILS: Final = "emails"
_PLAIN: Final[dict[str, tuple[tuple[str, ...], str | None, Any]]] = {
    "displayname": (("displayName",), "name", Person.name),
    "title": (("title",), "job", Person.job),
    "preferredlanguage": (("preferredLanguage",), "language", Person.language),
    "timezone": (("timezone",), "time_zone", Person.time_zone),
    "name.formatted": (("name", "formatted"), "name", Person.name),
    f"{ENTERPRISE}:costcenter".casefold(): ((ENTERPRISE, "costCenter"), "cost_centre", Person.cost_centre),
    **{
        f"name.{part}".casefold(): (("name", part), "name", None)
        for part in ("familyName", "givenName", "middleName", "honorificPrefix", "honorificSuffix")
    },
    **{each.casefold(): ((each,), None, None) for each in ("nickName", "userType")},
    **{
        f"{ENTERPRISE}:{each}".casefold(): ((ENTERPRISE, each), None, None)
        for each in ("employeeNumber", "organization", "division")
    },
}
"""Attributes that are one text: where it stands in what was sent, which column it became, what says it once changed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of somebody: its parts, as the database reads them."""

    value: Any
    type: Any
    display: Any
    is_primary: ColumnElement[bool]
    has_primary: ColumnElement[bool]


class Speaking:
    """Reads what was sent on one kind of database."""

    def __init__(self, *, is_sqlite: bool) -> None:
        """Read so."""
        self._is_sqlite = is_sqlite
        self._document: Any = ScimUser.document if is_sqlite else cast(ScimUser.document, JSONB)

    def text(self, name: str) -> ColumnElement[Any] | None:
        """Return an attribute that is one text, by its name in small letters; None for another."""
        if name not in _PLAIN:
            return None
        path, column, now = _PLAIN[name]
        sent = self.sent(*path)
        if column is None:
            return sent
        since = null() if now is None else now
        return case((self.is_changed(column, getattr(Person, column)), since), else_=sent)

    def sent(self, *path: str) -> ColumnElement[Any]:
        """Return a text of what was sent."""
        return self._at(self._document, SENT, *path)

    def is_changed(self, name: str, column: Any) -> ColumnElement[bool]:
        """Return the condition of a column that speaks itself: nothing was sent of them, or it was changed since."""
        return or_(ScimUser.person_id.is_(None), self._at(self._document, STORED, name).is_distinct_from(column))

    def is_department_changed(self) -> ColumnElement[bool]:
        """Return the same of the department, whose id is kept as a text."""
        kept = self._at(self._document, STORED, "department_id")
        if self._is_sqlite:
            return or_(
                ScimUser.person_id.is_(None),
                func.replace(kept, "-", "").is_distinct_from(type_coerce(Person.department_id, String)),
            )
        return or_(ScimUser.person_id.is_(None), kept.is_distinct_from(cast(Person.department_id, Text)))

    def shows_access(self) -> ColumnElement[bool]:
        """Return the condition of a user that says `active` at all: the directory may have taken it back."""
        kept = self._at(self._document, STORED, ACTIVE)
        now = case((Person.active, "True"), else_="False")
        return or_(ScimUser.person_id.is_(None), self.sent(ACTIVE).is_not(None), kept.is_distinct_from(now))

    def any_address(self, fits: Callable[[Entry], ColumnElement[bool]]) -> ColumnElement[bool]:
        """Return the condition of having an address that fits."""
        has_one = ~Person.email.endswith("@" + NOWHERE)
        is_changed = self.is_changed("email", Person.email)
        only = Entry(Person.email, literal("work"), cast(null(), Text), true(), true())
        alone = and_(self._list_of_addresses().is_(None), has_one, is_changed, fits(only))
        entries = self._addresses("address")
        chosen = self._chosen()
        value = case(
            (and_(ScimUser.person_id.is_not(None), has_one, is_changed, entries.c.key == chosen), Person.email),
            else_=self._at(entries.c.value, "value"),
        )
        primary = self._at(entries.c.value, "primary")
        entry = Entry(
            value,
            self._at(entries.c.value, "type"),
            self._at(entries.c.value, "display"),
            self._is_true(primary),
            primary.is_not(None),
        )
        among = exists(select(1).select_from(entries).where(fits(entry)).correlate(Person, ScimUser))
        return or_(alone, among)

    def _chosen(self) -> Any:
        """Return the place of the address that counts: the primary one, else one for work, else the first."""
        entries = self._addresses("other")
        is_primary = self._is_true(self._at(entries.c.value, "primary"))
        is_work = func.coalesce(func.lower(self._at(entries.c.value, "type")) == "work", false())
        rank = case((is_primary, 0), (is_work, 1), else_=2)
        first = select(entries.c.key).order_by(rank, entries.c.key).limit(1)
        return first.correlate(Person, ScimUser).scalar_subquery()

    def _addresses(self, name: str) -> Any:
        if self._is_sqlite:
            return func.json_each(self._document, f"$.{SENT}.{EMAILS}").table_valued("key", "value", name=name)
        given = func.coalesce(self._list_of_addresses(), cast(literal("[]"), JSONB))
        found = func.jsonb_array_elements(given).table_valued("value", with_ordinality="key", name=name)
        return found.render_derived()

    def _list_of_addresses(self) -> Any:
        if self._is_sqlite:
            return self._at(self._document, SENT, EMAILS)
        return func.jsonb_extract_path(self._document, SENT, EMAILS)

    def _at(self, document: Any, *path: str) -> ColumnElement[Any]:
        if self._is_sqlite:
            place = "".join(f'."{each}"' for each in path)
            return func.json_extract(document, f"${place}", type_=Text)
        return func.jsonb_extract_path_text(document, *path, type_=Text)

    def _is_true(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        written = literal(1) if self._is_sqlite else literal("true")
        return func.coalesce(type_coerce(value, written.type) == written, false())
