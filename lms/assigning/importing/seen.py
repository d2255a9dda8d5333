"""What was recognised in a file, in words: so that a wrong guess shows before anything is done with it."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from lms.assigning.importing import examining
from lms.assigning.importing.models import PeopleImport

ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
}
SEPARATORS: Final = {",": _l("comma"), ";": _l("semicolon"), "\t": _l("tab"), "|": _l("vertical bar")}
ORDERS: Final = {"dmy": _l("day first"), "mdy": _l("month first")}


def seen_words(found: PeopleImport) -> list[tuple[str, str]]:
    """Return (what, how it was recognised) of a file that was read."""
    seen = found.seen
    said = [(_("File"), found.file_name)]
    if seen.get("kind") == "xlsx":
        others = int(seen.get("other_sheets", 0))
        more = ngettext("%(num)d other sheet is not read", "%(num)d other sheets are not read", others)
        sheet = f"“{seen['sheet']}”"
        said.append((_("Sheet"), f"{sheet} ({more})" if others else sheet))
    else:
        separator = str(seen.get("separator", ","))
        said.append((_("Letters"), ENCODINGS.get(str(seen.get("encoding")), "UTF-8")))
        said.append((_("Between columns"), str(SEPARATORS.get(separator, separator))))
    dates = set(examining.orders_of(found).values())
    if dates:
        said.append((_("Dates"), ", ".join(str(ORDERS[order]) for order in sorted(dates))))
    return said
