"""Figures of pages in words."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.learning.usefulness.parts import EDGES

MINUTE = 60
SHORT = 90
"""Seconds below which a time is told in seconds."""


def duration(seconds: float) -> str:
    """Return a time as people say it, no finer than it is known: "40 s", "about 4 min", "30 min or more"."""
    if seconds >= EDGES[-1]:
        return str(_("%(minutes)d min or more", minutes=EDGES[-1] // MINUTE))
    if seconds < SHORT:
        return str(_("about %(seconds)d s", seconds=round(seconds / 5) * 5))
    return str(ngettext("about %(num)d min", "about %(num)d min", round(seconds / MINUTE)))
