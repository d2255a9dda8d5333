"""What the values of a module.toml and of a page's head are called where two readings of them are compared."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from lms.studio.calculators.part_text import Path

_WORDS: Final = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    "objectives": _l("What people can do afterwards"),
    "minutes": _l("Minutes"),
    "work_minutes": _l("Minutes at work"),
    "required": _l("For everybody"),
    "cover": _l("Cover"),
    "author": _l("Author"),
    "year": _l("Year"),
    "kind": _l("Kind"),
    "note": _l("Note for readers"),
    "name": _l("Name in the file"),
}


def module_label(part: str, place: Path) -> str:
    """Return what a value of a module.toml is called: its own name, and the page it is about."""
    kind, _dot, page = part.partition(".")
    named = [str(_WORDS[each]) for each in (kind, *place) if each in _WORDS]
    return " · ".join([*([_("Page %(name)s", name=page)] if kind == "pages" and page else []), *named[-1:]])


def page_label(_part: str, _place: Path) -> str:
    """Return what the head of a page says: its title."""
    return str(_("Title of the page"))
