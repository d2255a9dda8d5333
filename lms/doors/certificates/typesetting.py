"""A certificate as PDF: what it says, in one language, handed to a process of its own and received as bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import structlog
from flask_babel import format_date
from flask_babel import gettext as _

from lms.doors.certificates.models import Certificate
from lms.doors.certificates.numbers import grouped
from lms.web.languages import language, local

log = structlog.get_logger(__name__)
TYPESETTER = Path(__file__).with_name("typeset.py")
SECONDS = 10
WAIT = 5
_turn = BoundedSemaphore(1)
"""One at a time in each web process: a hundred clicks start one process after another, never a hundred at once."""


class NotTypeset(RuntimeError):
    """The PDF could not be made now: too many wait for one, or its process failed."""


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
    """Return the PDF. Raises NotTypeset; waits at most `WAIT` seconds for its turn and `SECONDS` for the file."""
    if not _turn.acquire(timeout=WAIT):
        raise NotTypeset
    try:
        made = subprocess.run(
            [sys.executable, "-P", str(TYPESETTER)],
            input=json.dumps(words).encode(),
            capture_output=True,
            timeout=SECONDS,
            env=_surroundings(),
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        log.error("certificate not typeset", reason=_reason(error))
        raise NotTypeset from error
    finally:
        _turn.release()
    return made.stdout


def _surroundings() -> dict[str, str]:
    """Return the child's environment: where modules are, one thread, and none of our secrets."""
    return {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "RAYON_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


def _reason(error: Exception) -> str:
    """Return the last line of what the process wrote, which names the error and no person."""
    written = getattr(error, "stderr", None) or b""
    lines = written.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else type(error).__name__
