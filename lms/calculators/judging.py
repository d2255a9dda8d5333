"""What is wrong with one number, and what is merely unusual: by code, for words see `codes.FIELD_MESSAGES`."""

import math
import re
from typing import Final

from lms.calculators.declared import Input

LARGEST: Final = 1e15
LONGEST_TEXT: Final = 60
UNPRINTABLE: Final = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What no text of a table may hold."""


def input_problem(declared: Input, value: object) -> str | None:
    """Return the code of what is wrong with one value, or None when it can be used."""
    if declared.is_text:
        return text_problem(value)
    if value is None:
        return None if declared.optional else "NOT_A_NUMBER"
    if declared.unit == "choice":
        return None if any(value == each.value for each in declared.choices) else "NOT_A_CHOICE"
    if isinstance(value, bool | str) or not isinstance(value, int | float) or not _finite(value):
        return "NOT_A_NUMBER"
    tests = (
        ("BELOW_MINIMUM", declared.minimum is not None and value < declared.minimum),
        ("ABOVE_MAXIMUM", declared.maximum is not None and value > declared.maximum),
        ("TOO_LARGE", abs(value) > LARGEST),
        ("NOT_WHOLE", declared.whole and not float(value).is_integer()),
    )
    return next((code for code, wrong in tests if wrong), None)


def text_problem(value: object) -> str | None:
    """Return the code of what is wrong with a text of a table, or None; an empty one can be used."""
    if not isinstance(value, str) or UNPRINTABLE.search(value):
        return "TEXT_UNPRINTABLE"
    return "TEXT_TOO_LONG" if len(value) > LONGEST_TEXT else None


def input_warning(declared: Input, value: object) -> str | None:
    """Return the code of what is unusual about a value that can be used, or None."""
    if not isinstance(value, int | float):
        return None
    if declared.soft_minimum is not None and value < declared.soft_minimum:
        return "BELOW_USUAL"
    return "ABOVE_USUAL" if declared.soft_maximum is not None and value > declared.soft_maximum else None


def bounded(declared: Input, value: float) -> float:
    """Return the value kept inside the hard range."""
    if declared.minimum is not None:
        value = max(value, declared.minimum)
    return value if declared.maximum is None else min(value, declared.maximum)


def _finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
