"""What stands beside a number in rows and spreadsheets: its unit, whose it is, the shape of its range."""

from __future__ import annotations

from flask_babel import gettext as _

from lms.calculators.declared import Input
from lms.tools.showing import ShownCalculator


def unit_words(unit: str, currency: str) -> str:
    """Return a unit in the reader's words; empty where a number has none."""
    return {
        "money": currency,
        "percent": "%",
        "years": str(_("years")),
        "months": str(_("months")),
        "ratio": "×",
    }.get(unit, "")


def beside(unit: str, currency: str) -> str:
    """Return what stands beside a number of a spreadsheet: nothing where its format says it, as with per cent."""
    return "" if unit in {"percent", "ratio"} else unit_words(unit, currency)


def mark_of(shown: ShownCalculator, declared: Input) -> str:
    """Return whose an input is: the person's own, their fact book's, an example's; empty where nothing stands."""
    if declared.name in shown.facts and declared.name not in shown.own:
        return str(_("fact book"))
    return shown.yours if shown.is_own(declared) else "" if declared.example is None else shown.example


def shape_words(shape: str) -> str:
    """Return the shape of a range in the words of the tool's page."""
    return {
        "triangular": str(_("Triangle: never beyond low and high")),
        "pert": str(_("Smooth hill (PERT): nearer to the likely")),
        "lognormal": str(_("Long tail (log-normal): 1 in 10 lower, 1 in 10 higher")),
    }[shape]
