"""The board's page as PDF: its values, set on one sheet of A4 in a process of its own."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from flask_babel import format_date, format_time
from flask_babel import gettext as _

from lms.assigning.board.page import Page
from lms.web.languages import language
from lms.web.paper import typesetting

TEMPLATE: Final = Path(__file__).with_name("board.typ")


def wording(page: Page) -> dict[str, Any]:
    """Return everything on the sheet in the language of the request; plain values, set as they are."""
    return {
        "language": language(),
        "title": heading(page),
        "organisation": page.organisation,
        "groups": [
            {"heading": _("The programme"), "lines": [asdict(line) for line in page.programme]},
            {"heading": _("The results"), "lines": [asdict(line) for line in page.results]},
        ],
        "words": {
            "as_of": _("as of %(time)s", time=_moment(page.as_of)),
            "sure": _("How sure"),
            "not_yet": _("Cannot be said yet"),
            "when": _("When it can"),
            "demo": _("Demo data: these numbers are made up.") if page.demo else "",
            "foot": cause(),
        },
    }


def _moment(at: datetime) -> str:
    return f"{format_date(at, 'long')}, {format_time(at, 'short')}"


def heading(page: Page) -> str:
    """Return the title of the page."""
    return str(_("Customer-centric leadership at %(organisation)s", organisation=page.organisation))


def cause() -> str:
    """Return what stands at the foot of the page: that it shows no causes."""
    return str(
        _(
            "This page shows what was counted, not what caused it. For that, people who took part would have to "
            "be compared with others like them. It is not meant for pay, dismissal or ranking, and names nobody."
        )
    )


def typeset(page: Page) -> bytes:
    """Return the PDF. Raises NotMade."""
    return typesetting.typeset(TEMPLATE, wording(page), int(page.as_of.timestamp()))
