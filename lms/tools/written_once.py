"""Parts of a calculator's page on which nobody has entered anything yet: they are the same for everybody, so each is
written once. What holds a person's number never comes here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import request
from markupsafe import Markup

from lms.calculators.declared import Calculator
from lms.catalog.frozen import Frozen

Part = tuple[Calculator, str, str, str, int]
"""The calculator, an input or table of it, the reader's language, the currency, and the level of headings."""

_written: Final[Frozen[tuple[Part, str], Markup]] = Frozen(1_000)


def written_once(part: Part, write: Callable[[], Markup]) -> Markup:
    """Return the HTML of a part, made by `write` when it is not kept; its icons' address depends on the mount."""
    found = _written.get((part, request.script_root), write)
    return Markup("") if found is None else found
