"""A user of SCIM and a person of ours: which attribute is which column, both ways.

What a directory sends is kept as it was sent, beside the columns it was stored as. A user is read back as it was sent;
where somebody here has changed a column since, that column speaks instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from lms.doors.scim.schemas import ENTERPRISE, OURS, USER
from lms.kernel.addresses import NOWHERE
from lms.people.models import Person
from lms.people.values import (
    Wrong,
    read_date,
    read_email,
    read_language,
    read_name,
    read_text,
    read_time_zone,
)

Document = dict[str, Any]
COLUMNS: Final = (
    "name", "email", "job", "hire_date", "job_since", "language", "location", "cost_centre", "time_zone",
    "department_id", "manager_id",
)  # fmt: skip
LENIENT: Final = frozenset({"language", "time_zone"})
_STAMP: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T.*|(\d{8})\d{6}(?:\.\d+)?Z", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Said:
    """What a user says, by column, as text; a column that is not there was not spoken of. `active`: None likewise."""

    texts: Mapping[str, str]
    active: bool | None

    @property
    def manager(self) -> str | None:
        """Return the id of the line manager."""
        return self.texts.get("manager_id")

    @property
    def department(self) -> str | None:
        """Return the name or path of the department."""
        return self.texts.get("department_id")


def read(user: Document) -> Said:
    """Return what a user says. Empty texts say nothing."""
    enterprise, ours = _part(user, ENTERPRISE), _part(user, OURS)
    address = _chosen(user.get("addresses"))
    texts = {
        "name": name_of(user),
        "email": email_of(user),
        "job": user.get("title"),
        "hire_date": ours.get("hireDate"),
        "job_since": ours.get("jobSince"),
        "language": user.get("preferredLanguage") or user.get("locale"),
        "location": address.get("locality") if address else None,
        "cost_centre": enterprise.get("costCenter"),
        "time_zone": user.get("timezone"),
        "department_id": enterprise.get("department"),
        "manager_id": _part(enterprise, "manager").get("value"),
    }
    said = {name: str(text) for name, text in texts.items() if text is not None and str(text).strip()}
    return Said(said, user.get("active"))


def values(said: Said) -> dict[str, Any]:
    """Return the columns of Person that a user fills, without department and manager. Raises Wrong.

    A language or a time zone that is none of ours is no mistake of the directory's: what is here stays, at first the
    organisation's.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "name": read_name,
        "email": read_email,
        "hire_date": lambda text: read_date(_day(text), "hire_date"),
        "job_since": lambda text: read_date(_day(text), "job_since"),
        "language": lambda text: _lenient(read_language, text),
        "time_zone": lambda text: _lenient(read_time_zone, text),
        **{each: lambda text, each=each: read_text(each, text) for each in ("job", "location", "cost_centre")},  # type: ignore[misc]
    }
    found = {name: readers[name](text) for name, text in said.texts.items() if name in readers}
    return {name: value for name, value in found.items() if value is not None or name not in LENIENT}


def stored(columns: Mapping[str, Any]) -> dict[str, str | None]:
    """Return columns as they are kept beside a document, to see later who changed them."""
    return {name: _text(columns[name]) for name in COLUMNS}


def columns_of(person: Person) -> dict[str, Any]:
    """Return the columns of a person that a user fills."""
    return {name: getattr(person, name) for name in COLUMNS}


def name_of(user: Document) -> str:
    """Return what somebody is called: displayName, else the formatted name, else its parts, else the userName."""
    name = _part(user, "name")
    parts = " ".join(filter(None, (name.get("givenName"), name.get("familyName"))))
    for each in (user.get("displayName"), name.get("formatted"), parts, user.get("userName")):
        if each and each.strip():
            return str(each)
    return ""


def email_of(user: Document) -> str | None:
    """Return the address in use: the primary one, else one for work, else the first; else the userName if it is one."""
    entry = _chosen(user.get("emails"))
    if entry and entry.get("value"):
        return str(entry["value"])
    try:
        return read_email(user.get("userName"))
    except Wrong:
        return None


def other_emails(user: Document, email: str) -> str | None:
    """Return the addresses beside the one in use, folded, one a line."""
    found = {str(each["value"]).casefold() for each in user.get("emails") or () if each.get("value")} - {email}
    return "\n".join(sorted(found)) or None


def is_nowhere(email: str) -> bool:
    """Return whether an address stands for none."""
    return email.endswith("@" + NOWHERE)


def as_user(
    sent: Document, kept: Mapping[str, str | None], columns: Mapping[str, Any], path: Callable[[UUID], str]
) -> Document:
    """Return a user as it was sent, with what was changed here since. `path`: of a department."""
    user = {**sent}
    for name, write in _WRITERS.items():
        if name not in kept or kept[name] != _text(columns[name]):
            value = columns[name]
            write(user, path(value) if name == "department_id" and value is not None else value)
    return user


def _set(user: Document, name: str, value: Any, schema: str = "") -> None:
    """Write an attribute of the user or of an extension; None takes it away."""
    holder = {**_part(user, schema)} if schema else user
    if value is None:
        holder.pop(name, None)
    else:
        holder[name] = value
    if schema and holder:
        user[schema] = holder
    elif schema:
        user.pop(schema, None)


def _set_name(user: Document, name: str) -> None:
    user["displayName"], user["name"] = name, {"formatted": name}


def _set_email(user: Document, email: str) -> None:
    if is_nowhere(email):
        return
    entries = [{**each} for each in user.get("emails") or ()]
    chosen = _chosen(entries)
    if chosen is None:
        entries.append({"value": email, "type": "work", "primary": True})
    else:
        chosen["value"] = email
    user["emails"] = entries


def _set_language(user: Document, language: str | None) -> None:
    _set(user, "preferredLanguage", language)
    if language is None:
        user.pop("locale", None)


def _set_location(user: Document, location: str | None) -> None:
    entries = [{**each} for each in user.get("addresses") or ()]
    chosen = _chosen(entries)
    if chosen is not None:
        _set(chosen, "locality", location)
    elif location is not None:
        entries.append({"type": "work", "locality": location})
    _set(user, "addresses", [each for each in entries if each] or None)


_WRITERS: Final[Mapping[str, Callable[[Document, Any], None]]] = {
    "name": _set_name,
    "email": _set_email,
    "job": lambda user, value: _set(user, "title", value),
    "hire_date": lambda user, value: _set(user, "hireDate", _text(value), OURS),
    "job_since": lambda user, value: _set(user, "jobSince", _text(value), OURS),
    "language": _set_language,
    "location": _set_location,
    "cost_centre": lambda user, value: _set(user, "costCenter", value, ENTERPRISE),
    "time_zone": lambda user, value: _set(user, "timezone", value),
    "department_id": lambda user, value: _set(user, "department", value, ENTERPRISE),
    "manager_id": lambda user, value: _set(user, "manager", value and {"value": str(value)}, ENTERPRISE),
}


def schemas_of(user: Document) -> list[str]:
    """Return the schemas that a user says something under."""
    return [USER, *(each for each in (ENTERPRISE, OURS) if user.get(each))]


def _chosen(entries: Any) -> Document | None:
    """Return the entry of a list that counts: the primary one, else one for work, else the first."""
    found = [each for each in entries or () if isinstance(each, dict)]
    primary = (each for each in found if each.get("primary"))
    work = (each for each in found if str(each.get("type") or "").casefold() == "work")
    return next(primary, None) or next(work, None) or next(iter(found), None)


def _part(document: Mapping[str, Any], name: str) -> Document:
    part = document.get(name)
    return part if isinstance(part, dict) else {}


def _day(text: str) -> str:
    """Return the day of a moment as directories write it: 2024-03-01T00:00:00Z, 20240301000000.0Z."""
    stamp = _STAMP.fullmatch(text.strip())
    return (stamp[1] or stamp[2]) if stamp else text


def _lenient(reader: Callable[[str], str | None], text: str) -> str | None:
    try:
        return reader(text)
    except Wrong:
        return None


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
