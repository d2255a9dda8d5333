"""What a calculator's page prints for the browser: declaration, the person's values, every sentence it may say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import gettext as _

from lms.calculators.codes import FIELD_MESSAGES, MESSAGES
from lms.calculators.declared import Calculator, in_language
from lms.tools.facts.marks import fact_texts
from lms.tools.fixed_sheets import names_of
from lms.tools.journeys.wording import curve_texts
from lms.tools.tables import total_words
from lms.tools.wording import missing_words, own_words, unmatched_words
from lms.tools.written_once import is_kept


def printed(calculator: Calculator, language: str, currency: str, own: Mapping[str, Any]) -> str:
    """Return JSON that cannot end the script element it stands in. `own`: the person's values and their revisions."""
    mine = harmless(json.dumps({"currency": currency, **own}))
    declared = _declared if is_kept() else _declared.__wrapped__
    return f"{mine[:-1]}, {declared(calculator, language)[1:]}"


@lru_cache(maxsize=200)
def _declared(calculator: Calculator, language: str) -> str:
    """Return what the browser needs of the calculator itself; it never changes, so it is written once."""
    declared = {
        "language": language,
        "document": in_language(calculator.document(), language),
        "messages": in_language(dict(MESSAGES), language),
        "fields": in_language(dict(FIELD_MESSAGES), language),
        "texts": {
            "yours": str(_("yours")),
            "example": str(_("example")),
            "mine": own_words("{yours}", sum(each.matters for each in calculator.inputs) + len(calculator.tables)),
            **({"grid": _grid()} if calculator.tables else {}),
            **({"given": _given(calculator)} if any(each.fixed for each in calculator.tables) else {}),
            **({"curve": curve_texts()} if any(each.curve for each in calculator.tables) else {}),
            **(fact_texts() if any(each.fact for each in calculator.inputs) else {}),
        },
    }
    return harmless(json.dumps(declared, ensure_ascii=False))


def _given(calculator: Calculator) -> dict[str, list[list[str]]]:
    """Return {table: what each of its given rows is called, in every language}."""
    return {each.name: names_of(each) for each in calculator.tables if each.fixed}


def _grid() -> dict[str, str]:
    """Return the sentences of a table, with slots."""
    column, found, gap = "{column}", "{sum}", "{gap}"
    return {
        "row": str(_("Row %(number)s", number="{number}")),
        "remove": str(_("Remove %(row)s", row="{row}")),
        "removed": str(_("%(row)s was removed.", row="{row}")),
        "undone": str(_("Taken back.")),
        "redone": str(_("Done again.")),
        "up": str(_("Move %(row)s up", row="{row}")),
        "down": str(_("Move %(row)s down", row="{row}")),
        "moved": str(_("%(row)s: place %(place)s of %(count)s.", row="{row}", place="{place}", count="{count}")),
        "full": str(_("The table is full: it holds %(most)s rows.", most="{most}")),
        "point": str(_("1 point")),
        "points": str(_("%(number)s points", number="{number}")),
        "total": total_words(column, found, gap, fits=True, over=False),
        "short": total_words(column, found, gap, fits=False, over=False),
        "over": total_words(column, found, gap, fits=False, over=True),
        "empty": missing_words("{count}"),
        **_pasting(),
        **_importing(),
    }


def _pasting() -> dict[str, str]:
    refused = _("Nothing was pasted.")
    rows = _("It has %(count)s rows; there is room for %(room)s.", count="{count}", room="{room}")
    columns = _("It is %(count)s columns wide; from this cell on there are %(room)s.", count="{count}", room="{room}")
    return {
        "pasted": str(_("Rows pasted: %(count)s.", count="{count}")),
        "headings": str(_("The first line was read as headings.")),
        "unread": f"{refused} {_('These cells hold no number: %(cells)s.', cells='{cells}')}",
        "cell": str(_("row %(row)s, %(column)s “%(text)s”", row="{row}", column="{column}", text="{text}")),
        "others": str(_("and %(count)s more", count="{count}")),
        "no_rows": f"{refused} {rows}",
        "no_columns": f"{refused} {columns}",
    }


def _importing() -> dict[str, str]:
    return {
        "import_large": str(_("The file is larger than 1 MB.")),
        "import_binary": str(_("This is no text file. Save the sheet as CSV and try again.")),
        "import_empty": str(_("There are no rows in it.")),
        "import_rows": str(_("It has %(count)s rows; there is room for %(room)s.", count="{count}", room="{room}")),
        "import_found": str(_("Rows: %(count)s. Nothing is changed yet.", count="{count}")),
        "import_mend": str(_("Cells to mend: %(count)s.", count="{count}")),
        "import_part": str(_("Column %(number)s", number="{number}")),
        "import_goes": str(_("“%(part)s” goes to", part="{part}")),
        "import_skip": str(_("leave out")),
        "import_unmatched": unmatched_words("{lines}"),
        "import_taken": str(_("Rows taken over: %(count)s. Undo takes them back.", count="{count}")),
    }


def harmless(written: str) -> str:
    """Return JSON in which nothing ends the script element it stands in."""
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
