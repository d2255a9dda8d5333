"""What the curve of a way says in the browser, with slots."""

from __future__ import annotations

from flask_babel import gettext as _


def curve_texts() -> dict[str, str]:
    """Return the sentences of a curve: marks at its points, what a screen reader hears of one, and the lanes."""
    return {
        "strongest": str(_("Strongest")),
        "last": str(_("Last")),
        "deepest": str(_("Deepest")),
        "nobody": str(_("Nobody")),
        "unnamed": str(_("Without a name")),
        "handoffs": str(_("Hand-offs: %(count)s", count="{count}")),
        "point": str(_("%(value)s, place %(place)s of %(count)s", value="{value}", place="{place}", count="{count}")),
        "empty": str(_("no number yet")),
        "was": str(_("now %(value)s", value="{value}")),
        "hands": str(_("The customer changes hands here.")),
        "rename": str(_("Name of this point")),
    }
