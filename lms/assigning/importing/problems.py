"""What is wrong with a row: kept as codes, said in the language of whoever reads it, always with what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from lms.assigning.importing.mapping import LABELS
from lms.people.values import Wrong, shortened

TEXTS: Final = {
    "formula": _l("%(field)s: “%(said)s” begins like a formula. Write it as text, or put an apostrophe before it."),
    "sheet-error": _l("%(field)s: the sheet shows the error %(said)s here. Mend the formula or write the value."),
    "direction": _l("%(field)s: there are hidden signs in it that turn the direction of writing. Type it again."),
    "surplus": _l(
        "There is more in this row than the header has columns. "
        "Perhaps a value holds the separator: put it in quotation marks."
    ),
    "twice": _l("%(field)s: rows %(rows)s have the same address, %(said)s. Keep one of them."),
    "unknown-manager": _l(
        "%(field)s: nobody has the address “%(said)s”, in the file or among your people. Mend it, or add that person."
    ),
    "manager-left-out": _l("%(field)s: %(said)s is new and their own row %(rows)s has an error. Mend that row first."),
    "own-manager": _l("%(field)s: nobody is their own line manager. Write somebody else, or leave it empty."),
    "manager-circle": _l(
        "%(field)s: this goes in a circle: %(rows)s. Write who the topmost of them reports to, or leave it empty."
    ),
    "which-department": _l(
        "%(field)s: there are several departments called “%(said)s”: %(rows)s. Write the whole path."
    ),
    "department-path": _l(
        "%(field)s: “%(said)s” is no path of departments. Write it as Sales / Nordic / Denmark, 12 steps at most."
    ),
}
"""Codes of a file's own; the others are those of single values (`lms.people.values.TEXTS`)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one row. `field`: of LABELS, "" for the whole row; `paths`: rows or names beside."""

    field: str
    code: str
    said: str = ""
    most: int = 0
    paths: Sequence[str] = ()

    @classmethod
    def of(cls, wrong: Wrong) -> Problem:
        """Return the problem with a single value."""
        return cls(wrong.field, wrong.code, wrong.said, wrong.most)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Problem:
        """Return a problem that an import kept."""
        return cls(stored["field"], stored["code"], stored["said"], stored["most"], tuple(stored["paths"]))

    def stored(self) -> dict[str, Any]:
        """Return it as an import keeps it."""
        said = shortened(self.said)
        return {"field": self.field, "code": self.code, "said": said, "most": self.most, "paths": list(self.paths)}

    @property
    def text(self) -> str:
        """Return what is wrong and what to do, in the language of the request; English outside one."""
        if self.code not in TEXTS:
            return Wrong(self.field, self.code, self.said, self.most).text
        given = {"field": str(LABELS.get(self.field, self.field)), "said": shortened(self.said)}
        return str(TEXTS[self.code]) % (given | {"rows": ", ".join(self.paths)})
