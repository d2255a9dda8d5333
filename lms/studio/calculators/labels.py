"""What the values of a calculator file are called: by the boxes they are edited in."""

from __future__ import annotations

from flask_babel import gettext as _

from lms.studio.calculators.fields import BOXES, GROUPS
from lms.studio.calculators.part_text import Path


def calculator_label(part: str, place: Path) -> str:
    """Return the words above the box of a value, "" where there is no such box."""
    kind = part.partition(".")[0].partition("~")[0]
    keys = ".".join(str(each) for each in place if isinstance(each, str))
    own = next((box.label for box in BOXES.get(kind, ()) if box.key == keys), "")
    if own:
        return str(_(own))
    if kind == "examples" and place:
        return " · ".join([_("Goes in") if place[0] == "inputs" else _("Must come out"), *map(_counted, place[1:])])
    group = next((each for each in GROUPS.get(kind, ()) if place and each.key == place[0]), None)
    inner = keys.partition(".")[2]
    box = next((each for each in (group.boxes if group else ()) if each.key == inner), None)
    if group is None or box is None:
        return " · ".join(map(_counted, place)) if len(place) > 1 else ""
    number = [_counted(each) for each in place if isinstance(each, int)][:1]
    return " ".join([_(group.one), *number]) + f" · {_(box.label)}"


def _counted(key: str | int) -> str:
    return str(key + 1) if isinstance(key, int) else key
