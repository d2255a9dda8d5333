"""A certificate as PDF: what it says, in one language, handed to a process of its own and received as bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _

from lms.doors.certificates.models import Certificate
from lms.doors.certificates.numbers import grouped
from lms.web.languages import language, local
from lms.web.paper import typesetting

TEMPLATE: Final = Path(__file__).with_name("certificate.typ")


def wording(certificate: Certificate, cover: str | None, address: str, demo: bool) -> dict[str, Any]:
    """Return everything the page shows, in the language of the request; plain values, typeset as they are.

    `cover` is the module's picture as SVG, `address` where the number can be checked. `demo`: it is of a demo
    company, and says so.
    """
    title = local(certificate.title)
    return {
        "language": language(),
        "heading": _("Certificate: %(module)s, %(name)s", module=title, name=certificate.name),
        "name": certificate.name,
        "title": title,
        "objectives": [local(aim) for aim in certificate.objectives],
        "practised": [local(exercise) for exercise in certificate.practised],
        "facts": [
            (_("Completed"), format_date(certificate.completed_on, "long")),
            (_("Organisation"), certificate.organisation),
            (_("Learning time"), _("%(minutes)d minutes of reading and tools", minutes=certificate.minutes)),
            (_("Version"), certificate.version),
        ],
        "number": grouped(certificate.number),
        "address": address,
        "cover": cover,
        "words": {
            "certificate": _("Certificate"),
            "demo": _("Demo data: this certificate proves nothing.") if demo else "",
            "completed": _("has completed the module"),
            "objectives": _("Can now"),
            "practised": _("Practised at work"),
            "number": _("Number"),
            "check": _("Check it at"),
        },
        "issued_at": int(certificate.issued_at.timestamp()),
    }


def typeset(words: dict[str, Any]) -> bytes:
    """Return the PDF of what `wording` says. Raises NotMade."""
    return typesetting.typeset(TEMPLATE, words, words["issued_at"])
