"""Parts of a calculator's page on which nobody has entered anything yet: they are the same for everybody, so each is
written once. What holds a person's number never comes here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from flask import request
from markupsafe import Markup

from lms.calculators.declared import Calculator
from lms.catalog.frozen import Frozen

if TYPE_CHECKING:
    from lms.tools.showing import ShownCalculator

Part = tuple[Calculator, str, str, str, int]
"""The calculator, an input or table of it, the reader's language, the currency, and the level of headings."""

_unkept: Final = ContextVar("unkept", default=False)

_written: Final[Frozen[tuple[Part, str], Markup]] = Frozen(1_000)


@contextmanager
def unkept() -> Iterator[None]:
    """Write everything anew and keep none of it: what is shown is a draft, another one with every letter."""
    before = _unkept.set(True)
    try:
        yield
    finally:
        _unkept.reset(before)


def is_kept() -> bool:
    """Return whether what is written now may be kept for others."""
    return not _unkept.get()


def written_once(part: Part, write: Callable[[], Markup]) -> Markup:
    """Return the HTML of a part, made by `write` when it is not kept; its icons' address depends on the mount."""
    if not is_kept():
        return write()
    found = _written.get((part, request.script_root), write)
    return Markup("") if found is None else found


def of_everybody(shown: ShownCalculator, name: str, level: int, write: Callable[..., Markup], *given: Any) -> Markup:
    """Return what a macro makes of what a calculator says to everybody alike: no number of anybody's, and no token."""
    part = (shown.calculator, f"says {name}", shown.language, shown.currency, level)
    return written_once(part, lambda: write(shown, *given))


def of_example(shown: ShownCalculator, name: str, level: int, write: Callable[..., Markup], *given: Any) -> Markup:
    """Return what a macro makes of the results; those of the example, with no number of anybody's, are written once."""
    if shown.given or shown.entered or shown.scenario or shown.ranges:
        return write(shown, *given)
    return of_everybody(shown, f"example {name}", level, write, *given)
