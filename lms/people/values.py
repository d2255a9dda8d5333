"""Single values of a person, as somebody writes them: read, checked, and refused with the field and the remedy.

What a form, an import or an interface sends is text; `None` stands for "nothing there". Every reader returns the value
that is stored, or raises `Wrong`, whose `text` is in the language of whoever reads it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache
from typing import Final, Literal
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l

from lms.people.operations import Refused, normal_email

FIELDS: Final = (
    "email",
    "name",
    "department",
    "job",
    "manager_email",
    "hire_date",
    "language",
    "location",
    "cost_centre",
)
"""The columns of a file of people, in their order."""
LONGEST: Final = {"name": 200, "email": 254, "job": 120, "location": 120, "cost_centre": 60, "department": 120}
"""Characters of the columns that hold text."""
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
SHOWN = 80
"""Characters of a wrong value that are said again."""

Order = Literal["dmy", "mdy"]
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?Z?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_LOCAL = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})")
_LANGUAGES: Final = {
    "en": ("english", "engelsk", "engelska"),
    "da": ("danish", "dansk", "danska"),
    "sv": ("swedish", "svensk", "svenska"),
}

TEXTS: Final = {
    "missing": _l("%(field)s: nothing is written here. Fill it in."),
    "long": _l("%(field)s: “%(said)s” is too long. Write at most %(most)s characters."),
    "unreadable": _l("%(field)s: there are characters in it that cannot be shown. Write it again."),
    "email": _l("%(field)s: “%(said)s” is not an address such as name@company.com."),
    "date": _l("%(field)s: “%(said)s” is not a day. Write it as 2026-11-30 or 30.11.2026."),
    "date-range": _l("%(field)s: %(said)s is outside 1900 to 2100. Look at the year again."),
    "language": _l("%(field)s: “%(said)s” is not a language here. Write en, da or sv."),
    "time_zone": _l("%(field)s: “%(said)s” is not a time zone. Write it as Europe/Copenhagen or Asia/Tokyo."),
    "department": _l("%(field)s: there is no department called “%(said)s”. Add it under Departments first."),
    "manager": _l("%(field)s: there is nobody with the address “%(said)s”. Add that person first, or leave it empty."),
    "cycle": _l(
        "%(field)s: %(said)s reports, directly or through others, to this person. "
        "Choose somebody who does not, or change their line manager first."
    ),
    "own-manager": _l("%(field)s: nobody is their own line manager. Choose somebody else."),
    "taken": _l("%(field)s: somebody else here has the address %(said)s. Use another, or change theirs first."),
    "away": _l("%(field)s: the last day away comes before the first. Choose a later day."),
    "away-half": _l("%(field)s: say both the first and the last day away, or neither."),
    "away-long": _l("%(field)s: more than two years cannot be entered at once. Choose an earlier day."),
}
"""Code → what is said to whoever wrote it. `field`: its label; `said`: what stood there; `most`: a limit."""

LABELS: Final = {
    "email": _l("E-mail"),
    "name": _l("Name"),
    "department": _l("Department"),
    "job": _l("Job"),
    "manager_email": _l("Line manager"),
    "hire_date": _l("Hire date"),
    "language": _l("Language"),
    "location": _l("Location"),
    "cost_centre": _l("Cost centre"),
    "time_zone": _l("Time zone"),
    "job_since": _l("In this job since"),
    "away_from": _l("Away from"),
    "away_until": _l("Away until"),
    "roles": _l("Roles"),
    "group": _l("Group"),
}
"""Field → its label in the reader's language."""


class Wrong(ValueError):
    """A value that cannot be. `field`: a key of LABELS; `code`: a key of TEXTS; `said`: what was written, shortened."""

    def __init__(self, field: str, code: str, said: str = "", most: int = 0) -> None:
        """Keep what is needed to say it in any language, later and elsewhere."""
        super().__init__(f"{field}: {code}")
        self.field, self.code, self.said, self.most = field, code, shortened(said), most

    @property
    def text(self) -> str:
        """Return what is said about it, in the language of the request; English outside one."""
        given = {"field": str(LABELS.get(self.field, self.field)), "said": self.said, "most": self.most}
        return str(TEXTS[self.code]) % given


def shortened(said: str) -> str:
    """Return what somebody wrote as one line of at most 80 characters."""
    line = " ".join(said.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def read_text(field: str, text: str | None) -> str | None:
    """Return the text with its spaces in order, None where there is none. Wrong: too long, or not to be shown."""
    found = " ".join(unicodedata.normalize("NFC", text or "").split())
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in found):
        raise Wrong(field, "unreadable", found)
    if len(found) > LONGEST[field]:
        raise Wrong(field, "long", found, LONGEST[field])
    return found or None


def read_name(text: str | None) -> str:
    """Return a name. Wrong: none, too long."""
    found = read_text("name", text)
    if found is None:
        raise Wrong("name", "missing")
    return found


def read_email(text: str | None, field: str = "email") -> str:
    """Return an address in the form in which addresses are compared. Wrong: none, or no address."""
    if not (text or "").strip():
        raise Wrong(field, "missing")
    try:
        return normal_email(text or "")
    except Refused as refused:
        raise Wrong(field, "email", text or "") from refused


def read_date(text: str | None, field: str = "hire_date", order: Order = "dmy") -> date | None:
    """Return a day, None where there is none.

    Read are 2026-11-30 (also as 2026-11-30 00:00:00, as sheets write it), 20261130, and 30.11.2026, 30/11/2026 or
    30-11-2026; with `order="mdy"` the last three have the month first. Wrong: no day of the calendar, 1900 to 2100.
    """
    found = (text or "").strip()
    if not found:
        return None
    parts = _parts(found, order)
    if parts is None:
        raise Wrong(field, "date", found)
    try:
        day = date(*parts)
    except ValueError as impossible:
        raise Wrong(field, "date", found) from impossible
    if not EARLIEST <= day <= LATEST:
        raise Wrong(field, "date-range", found)
    return day


def _parts(text: str, order: Order) -> tuple[int, int, int] | None:
    """Return year, month and day as they are written, or None where it is no date at all."""
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _LOCAL.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return (year, second, first) if order == "dmy" else (year, first, second)
    return None


def read_language(text: str | None, field: str = "language") -> str | None:
    """Return en, da or sv for a code (da, da-DK, DA_dk) or a name of the language; None where there is none."""
    found = (text or "").strip().casefold()
    if not found:
        return None
    code = re.split(r"[-_]", found)[0]
    for language, names in _LANGUAGES.items():
        if code == language or found in names:
            return language
    raise Wrong(field, "language", found)


def read_time_zone(text: str | None, field: str = "time_zone") -> str | None:
    """Return an IANA zone that this machine knows (Europe/Copenhagen), however its letters are written; None: none."""
    found = (text or "").strip().replace(" ", "_").casefold()
    if not found:
        return None
    known = _zones().get(found)
    if known is None:
        raise Wrong(field, "time_zone", text or "")
    return known


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}
