"""What a calculator's codes say to the reader, at the field or in place of a figure."""

from __future__ import annotations

from lms.calculators.codes import FIELD_MESSAGES, MESSAGES
from lms.calculators.declared import Input
from lms.calculators.numerals import format_input
from lms.web.languages import language, local
from lms.web.visitors import signed_in_visitor


def problem_words(declared: Input, code: str) -> str:
    """Return why an input cannot be used and what to write instead."""
    currency = signed_in_visitor().currency
    bounds = {
        name: "" if bound is None else format_input(bound, declared.unit, language(), currency)
        for name, bound in (("minimum", declared.minimum), ("maximum", declared.maximum))
    }
    return local(dict(FIELD_MESSAGES[code])).format_map(bounds)


def result_words(value: str | None) -> str:
    """Return what stands in place of a figure: a dash where it is not defined, the code's words where it failed."""
    return "–" if value is None else local(dict(MESSAGES[value]))
