"""Comparisons of SCIM as conditions of ours: never unknown, so that they can be turned round and joined.

A missing value is equal to null alone and different from everything else, as the library has it; letters are compared
in small and in one form (NFC), unless an attribute's schema says that they count as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from unicodedata import normalize

from scim2_models.path import CompareOperator
from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy.orm import Session

from lms.doors.scim.matching import folded

UNICODE_CASE: Final = (18,)
"""The first PostgreSQL that knows the small letter of every letter whatever the database's language is."""
_Op = CompareOperator


class Letters:
    """How one database compares texts."""

    def __init__(self, session: Session) -> None:
        """Look which database it is; SQLite is taught what it lacks."""
        dialect = session.get_bind().dialect
        self.is_sqlite = dialect.name == "sqlite"
        self._case = "pg_unicode_fast" if (dialect.server_version_info or ()) >= UNICODE_CASE else None
        if self.is_sqlite:
            connection: Any = session.connection().connection.driver_connection
            connection.create_function("scim_key", 1, _key, deterministic=True)
            connection.create_function("scim_exact", 1, _exact, deterministic=True)

    def key(self, value: ColumnElement[Any], *, exact: bool = False) -> ColumnElement[Any]:
        """Return a text as it is compared."""
        if self.is_sqlite:
            return func.scim_exact(value) if exact else func.scim_key(value)
        if exact:
            return func.normalize(value)
        plain = func.normalize(value)
        return func.normalize(func.lower(plain.collate(self._case) if self._case else plain))

    def fits(self, value: Any, op: CompareOperator, wanted: Any, *, exact: bool = False) -> ColumnElement[bool] | None:
        """Return the condition of a text, a column or an expression; None for a comparison that is not made here."""
        if wanted is None:
            found: ColumnElement[bool] = {_Op.eq: value.is_(None), _Op.ne: value.is_not(None)}.get(op, false())
            return found
        made = _TESTS.get(op)
        if made is None or not isinstance(wanted, str):
            return None
        key, text = self.key(value, exact=exact), _exact(wanted) if exact else folded(wanted)
        is_there = value.is_not(None)
        if op == _Op.ne:
            return or_(value.is_(None), key != text)
        return and_(is_there, made(self.is_sqlite, key, text)) if text or op == _Op.eq else is_there


def _contains(is_sqlite: bool, key: Any, text: str) -> ColumnElement[bool]:
    return (func.instr(key, text) if is_sqlite else func.strpos(key, text)) > 0


def _begins(_is_sqlite: bool, key: Any, text: str) -> ColumnElement[bool]:
    return func.substr(key, 1, len(text)) == text


def _ends(is_sqlite: bool, key: Any, text: str) -> ColumnElement[bool]:
    return (func.substr(key, -len(text)) if is_sqlite else func.right(key, len(text))) == text


_TESTS: Final[dict[CompareOperator, Callable[[bool, Any, str], ColumnElement[bool]]]] = {
    _Op.eq: lambda _is_sqlite, key, text: key == text,
    _Op.ne: lambda _is_sqlite, key, text: key != text,
    _Op.co: _contains,
    _Op.sw: _begins,
    _Op.ew: _ends,
}


def is_present(value: Any) -> ColumnElement[bool]:
    """Return the condition of a text that says something."""
    return and_(value.is_not(None), value != "")


def said(text: str | None, op: CompareOperator, wanted: str | None) -> bool | None:
    """Return what `Letters.fits` would find for a text that is known already; None likewise."""
    if wanted is None or text is None:
        same = wanted is None and text is None
        return same if op == _Op.eq else not same if op == _Op.ne else False
    key, asked = folded(text), folded(wanted)
    tests = {
        _Op.eq: key == asked, _Op.ne: key != asked, _Op.co: asked in key, _Op.sw: key.startswith(asked),
        _Op.ew: key.endswith(asked),
    }  # fmt: skip
    return tests.get(op)


def forms(text: str) -> set[str]:
    """Return a text in the forms in which others may have written the same letters."""
    return {text, normalize("NFC", text), normalize("NFD", text)}


def _key(text: Any) -> Any:
    return folded(text) if isinstance(text, str) else text


def _exact(text: Any) -> Any:
    return normalize("NFC", text) if isinstance(text, str) else text
