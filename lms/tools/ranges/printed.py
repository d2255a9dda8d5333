"""What the panel of ranges prints for the browser: units and values of the numbers, and every sentence it may say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lms.calculators.codes import FIELD_MESSAGES, RANGE_MESSAGES
from lms.calculators.declared import in_language
from lms.tools.ranges.numbers import Number
from lms.tools.ranges.wording import both_words, failed_run_words, running_words, wait_words


def printed(numbers: Mapping[str, Number], language: str, currency: str) -> str:
    """Return JSON that cannot end the script element it stands in."""
    mine = {
        "language": language,
        "currency": currency,
        "numbers": {name: {"unit": each.declared.unit, "value": each.value} for name, each in numbers.items()},
    }
    return f"{_harmless(mine)[:-1]}, {_sentences(language)[1:]}"


@lru_cache(maxsize=8)
def _sentences(language: str) -> str:
    """Return what is the same on every page in this language; it is written once."""
    texts = {"both": both_words(), "running": running_words(), "wait": wait_words(), "failed": failed_run_words()}
    problems = in_language({**RANGE_MESSAGES, **FIELD_MESSAGES}, language)
    return _harmless({"texts": texts, "problems": problems})


def _harmless(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
