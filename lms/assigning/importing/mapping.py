"""Which column of a file is which field: usual names in three languages are recognised, and may be changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import lazy_gettext as _l

from lms.people.values import FIELDS as CANONICAL
from lms.people.values import LABELS as OF_PEOPLE

EXTRA: Final = ("first_name", "last_name", "job_since", "time_zone")
"""What a file may hold beyond the canonical header: a name in two columns, and two fields more."""
FIELDS: Final = (*CANONICAL, *EXTRA)
LABELS: Final = {**OF_PEOPLE, "first_name": _l("First name"), "last_name": _l("Last name")}
DATES: Final = frozenset({"hire_date", "job_since"})

_NAMES: Final = {
    "email": "email, e-mail, mail, e-mail address, email address, work email, work e-mail, mail address, user name, "
    "username, login, mailadresse, e-mailadresse, arbejdsmail, e-post, epost, e-postadress, mejl, mejladress, "
    "jobbmejl, user principal name, upn",
    "name": "name, full name, display name, employee, employee name, navn, fulde navn, medarbejder, medarbejdernavn, "
    "namn, fullständigt namn, anställd, medarbetare",
    "first_name": "first name, firstname, given name, forename, fornavn, fornavne, förnamn, tilltalsnamn",
    "last_name": "last name, lastname, surname, family name, efternavn, efternamn",
    "department": "department, dept, team, unit, org unit, organisational unit, organizational unit, division, "
    "department path, afdeling, enhed, organisationsenhed, avdelning, enhet, organisationsenhet",
    "job": "job, job title, title, position, role, occupation, stilling, jobtitel, titel, stillingsbetegnelse, "
    "befattning, roll, yrkestitel, tjänst",
    "manager_email": "manager_email, manager, manager email, manager e-mail, line manager, line manager email, "
    "supervisor, supervisor email, reports to, leder, leders e-mail, leder e-mail, nærmeste leder, chef, "
    "chefens e-post, chef e-post, närmaste chef, overordnet, ledermail",
    "hire_date": "hire_date, hired, hired on, hire date, start date, date of hire, joined, employed since, entry date, "
    "ansættelsesdato, ansat, ansat den, startdato, anställningsdatum, anställd sedan, startdatum",
    "language": "language, preferred language, locale, sprog, foretrukket sprog, språk",
    "location": "location, office, site, city, workplace, work location, lokation, kontor, sted, arbejdssted, by, "
    "plats, ort, arbetsplats, arbetsställe",
    "cost_centre": "cost_centre, cost center, cost centre, costcenter, omkostningssted, omkostningscenter, "
    "kostnadsställe, kostnadscenter",
    "job_since": "job_since, in job since, in position since, position start date, stilling siden, i stilling siden, "
    "befattning sedan",
    "time_zone": "time_zone, time zone, timezone, tidszone, tidszon",
}


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


_FIELD_OF: Final = {_key(name): field for field, names in _NAMES.items() for name in names.split(",")}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a mapping cannot be: `code` is twice, no-email, no-name or two-names; `field` the field it is about."""

    code: str
    field: str


def field_of(name: str) -> str | None:
    """Return the field that a column of this name usually holds, or None."""
    return _FIELD_OF.get(_key(name))


def guessed(header: Sequence[str]) -> list[str | None]:
    """Return for each column the field it seems to be; a field is given to the first column of its name only."""
    found: list[str | None] = []
    for name in header:
        field = field_of(name)
        found.append(field if field not in found else None)
    if "name" in found:
        found = [None if field in ("first_name", "last_name") else field for field in found]
    return found


def troubles(mapping: Sequence[str | None]) -> list[Trouble]:
    """Return what is wrong with a mapping: two columns for one field, no address, no name, or two kinds of name."""
    counted = Counter(field for field in mapping if field)
    found = [Trouble("twice", field) for field, times in counted.items() if times > 1]
    if not counted["email"]:
        found.append(Trouble("no-email", "email"))
    halves = [field for field in ("first_name", "last_name") if counted[field]]
    if halves and counted["name"]:
        found.append(Trouble("two-names", "name"))
    return found


def left_out(header: Sequence[str], mapping: Sequence[str | None]) -> list[str]:
    """Return the file's columns that nothing is taken from."""
    return [name for name, field in zip(header, mapping, strict=True) if field is None and name]
