"""What is said of a change, in the reader's language: only on the whole instrument, and only what it can bear."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from lms.learning.assessing.scoring import Change, Verdict


def verdict_words(change: Change | None) -> str:
    """Return one sentence on a change between two whole scores."""
    if change is None:
        return str(_("The two cannot be compared."))
    count, moved, least = _figures(change)
    if change.verdict is Verdict.CANNOT_TELL:
        words = _("Cannot tell yet.")
        reason = _(
            "Chance alone moves a score by up to %(least)s points in either direction; yours has moved by %(moved)s.",
            least=least,
            moved=moved,
        )
    else:
        if change.verdict is Verdict.RISEN:
            words = ngettext("Risen by %(moved)s point.", "Risen by %(moved)s points.", count, moved=moved)
        else:
            words = ngettext("Fallen by %(moved)s point.", "Fallen by %(moved)s points.", count, moved=moved)
        reason = _("That is more than chance would explain (%(least)s points).", least=least)
    return f"{words} {reason}"


def _figures(change: Change) -> tuple[int, str, str]:
    """Return (a count for the plural, points moved, points chance may move), as they are written.

    Whole points, and those that the two scores on the page differ by; with one decimal where whole points are equal, or
    would seem to contradict the verdict.
    """
    moved, least = abs(round(change.latest) - round(change.first)), round(change.least)
    if moved != least and (moved > least) == (change.verdict is not Verdict.CANNOT_TELL):
        figures = moved, str(moved), str(least)
    else:
        exact = (format_decimal(value, "0.0") for value in (abs(change.points), change.least))
        figures = (moved, *exact)
    return figures
