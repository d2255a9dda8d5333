"""Why a whole file cannot be taken, in words: nothing of it is looked at any further."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

MOST_BYTES: Final = 20 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 100

TEXTS: Final = {
    "empty": _l("The file is empty. Save the list again and choose it once more."),
    "large": _l("The file is larger than %(most)s MB. Keep only the columns that are needed, or send it in parts."),
    "rows": _l("The file has more than %(most)s rows. Send it in parts, one after the other."),
    "columns": _l("The file has more than %(most)s columns. Keep those on people and save it again."),
    "no-rows": _l("The file holds names of columns but no people. Add a row for each person."),
    "no-header": _l(
        "The first row holds a person, not the names of the columns. Put a row above it: email, name, department, …"
    ),
    "old-excel": _l("This is a workbook of the old kind (.xls). Open it, save it as .xlsx or CSV, and choose that."),
    "pdf": _l("This is a PDF. Export the list as a workbook (.xlsx) or as CSV."),
    "binary": _l("This is neither a workbook (.xlsx) nor a text file of people (CSV). Choose another file."),
    "locked": _l("The workbook is protected with a password. Save it without one and choose it again."),
    "workbook": _l(
        "The workbook cannot be read; perhaps it is damaged. Open it, save it as .xlsx, and choose it again."
    ),
    "bomb": _l("The workbook unpacks to far more than it looks. Copy the list to a new workbook and choose that."),
    "doctype": _l("The workbook holds declarations that no spreadsheet writes. Copy the list to a new workbook."),
    "no-sheet": _l("The workbook has no visible sheet. Show the sheet with the people and save it again."),
    "cell": _l(
        "A cell near row %(row)s is longer than any list of people needs. Perhaps a quotation mark is not closed."
    ),
    "gone": _l("The file is no longer here: it is kept for a day. Choose it again."),
}
"""Code → what is said, and what to do. `most`: a limit; `row`: where."""


class Unreadable(ValueError):
    """A file that cannot be taken; `code` is a key of TEXTS."""

    def __init__(self, code: str, **given: int) -> None:
        """Keep what is needed to say it in any language, later."""
        super().__init__(code)
        self.code, self.given = code, given

    @property
    def text(self) -> str:
        """Return why and what to do, in the language of the request; English outside one."""
        return str(TEXTS[self.code]) % self.given

    def stored(self) -> dict[str, object]:
        """Return it as an import keeps it."""
        return {"code": self.code, "given": self.given}


def text_of(stored: dict[str, object]) -> str:
    """Return the words of a refusal that an import kept."""
    given = stored.get("given")
    return Unreadable(str(stored["code"]), **(given if isinstance(given, dict) else {})).text
