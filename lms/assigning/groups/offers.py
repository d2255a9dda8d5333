"""What can be asked of each field, in the words of the list one chooses from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from lms.assigning.groups.drafts import DraftLeaf

_TEXTS: Final = {
    "is": _l("is one of"),
    "not-is": _l("is none of"),
    "contains": _l("contains"),
    "not-contains": _l("does not contain"),
    "missing": _l("is missing"),
    "not-missing": _l("is filled in"),
}
_SEVERAL: Final = {"is": _l("is one of"), "not-is": _l("is none of")}
_DONE: Final = {"is": _l("is at least one of"), "not-is": _l("is none of")}
OFFERED: Final[Mapping[str, Mapping[str, Any]]] = {
    "department": {
        "within": _l("is one of, or below"),
        "not-within": _l("is none of, nor below"),
        "is": _l("is exactly one of"),
        "not-is": _l("is exactly none of"),
    },
    "job": _TEXTS,
    "location": _TEXTS,
    "cost_centre": _TEXTS,
    "language": _SEVERAL,
    "role": _DONE,
    "manager": {
        "is": _l("is one of"),
        "not-is": _l("is none of"),
        "below": _l("at any level is one of"),
        "not-below": _l("at no level is one of"),
    },
    "hire_date": {
        "within_days": _l("is within the last days:"),
        "days_ago": _l("is at least so many days ago:"),
        "before": _l("is before"),
        "after": _l("is after"),
        "missing": _l("is missing"),
        "not-missing": _l("is filled in"),
    },
    "completed": _DONE,
    "curriculum": _DONE,
    "group": _DONE,
}
_RARE: Final = {
    "not-within_days": _l("is not within the last days:"),
    "not-days_ago": _l("is not at least so many days ago:"),
    "not-before": _l("is not before"),
    "not-after": _l("is not after"),
}
"""What no list offers, and an old rule may still say."""


def offered(leaf: DraftLeaf) -> list[tuple[str, str]]:
    """Return [(choice, words)] for one condition; what it says now is always among them."""
    every = OFFERED[leaf.field]
    rare = {leaf.choice: _RARE.get(leaf.choice, leaf.choice)} if leaf.choice not in every else {}
    return [(choice, str(words)) for choice, words in {**every, **rare}.items()]
