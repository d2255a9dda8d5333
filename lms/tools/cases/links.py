"""What a business case remembers beside its numbers: where its effects come from, and what is measured first.

Both are private answers in the block `about` of its scenario: `effects`, a list of links, and `measure`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _

from lms.answers.contexts import Refusal
from lms.calculators.declared import Calculator
from lms.calculators.judging import LARGEST, LONGEST_TEXT, text_problem
from lms.kernel.ids import read_id
from lms.tools.scenarios.context import about_item, day_problem
from lms.tools.scenarios.copying import carried_on_copy

BUSINESS_CASE: Final = UUID("a6d93cd0-b185-4e26-ab4f-e4abf74f8a4e")
"""The calculator of a case, in `modules/tool-shelf`: tables `costs` and `effects`, outputs `npv`, `payback`, …"""

EFFECTS: Final = "effects"
MEASURE: Final = "measure"
NOW: Final = "now"
"""What a scenario is compared with where it is one's own numbers in its tool."""

LONGEST_MEASURE: Final = 200
MOST_LINKS: Final = 20
_NAME: Final = 40


@dataclass(frozen=True)
class Link:
    """One row of the effects and the scenario it was taken from.

    `row`: the name of the row; a row under another name is linked no more. `scenario`: the plan, compared with
    `against`, another scenario or `NOW`, in `output`. `factor`: what the difference was multiplied with: how often a
    year it counts, negative where less of the output is the gain. `amount`: what came of it, on `day`.
    """

    row: str
    scenario: str
    against: str
    output: str
    factor: float
    amount: float
    day: str

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Measure:
    """What is measured first, in the person's words, and by which day (YYYY-MM-DD)."""

    what: str
    by: str

    @property
    def day(self) -> date:
        """Return the day it is to be known."""
        return date.fromisoformat(self.by)


def links_in(said: Any) -> list[Link]:
    """Return the links of a case as they were kept."""
    return [Link(**each) for each in said or ()]


def measure_in(said: Any) -> Measure | None:
    """Return what is measured first, as it was kept."""
    return Measure(**said) if said else None


def link_to(links: Iterable[Link], row: str) -> Link | None:
    """Return the link of a row of the effects, by the row's name."""
    return next((each for each in links if each.row == row.strip()), None)


def measure_problem(what: str) -> str:
    """Return what is wrong with what is to be measured, in words; empty when nothing is."""
    if not what.strip():
        return str(_("Say what is measured: a number somebody can find out."))
    fits = len(what.strip()) <= LONGEST_MEASURE and what.strip().isprintable()
    return "" if fits else str(_("One line of at most %(most)s characters.", most=LONGEST_MEASURE))


@about_item(EFFECTS)
def _effects(_calculator: Calculator, value: Any) -> list[dict[str, Any]]:
    """Return the links as they are kept; a Refusal where one is none."""
    if not isinstance(value, list) or len(value) > MOST_LINKS:
        raise Refusal("value", _("There is no such field about a scenario."))
    for each in value:
        if not isinstance(each, Mapping) or set(each) != set(Link.__dataclass_fields__) or not _is_link(each):
            raise Refusal("value", _("There is no such field about a scenario."))
    return [dict(each) for each in value]


@carried_on_copy(EFFECTS)
def _still_mine(said: list[dict[str, Any]], own: Collection[str]) -> list[dict[str, Any]]:
    """Return the links a copy of a case keeps: those to scenarios that are still the person's."""
    return [each for each in said if each["scenario"] in own and (each["against"] == NOW or each["against"] in own)]


def _is_link(given: Mapping[str, Any]) -> bool:
    texts = all(isinstance(given[name], str) for name in ("row", "scenario", "against", "output", "day"))
    numbers = all(_is_number(given[name]) for name in ("factor", "amount"))
    return texts and numbers and _are_names(given) and not day_problem(given["day"])


def _are_names(given: Mapping[str, Any]) -> bool:
    row = given["row"]
    named = 0 < len(row) <= LONGEST_TEXT and text_problem(row) is None and given["output"].isidentifier()
    compared = given["against"] == NOW or read_id(given["against"]) is not None
    return named and len(given["output"]) <= _NAME and compared and read_id(given["scenario"]) is not None


def _is_number(value: Any) -> bool:
    sound = isinstance(value, int | float) and not isinstance(value, bool)
    return sound and math.isfinite(value) and abs(value) <= LARGEST


@about_item(MEASURE)
def _measure(_calculator: Calculator, value: Any) -> dict[str, str] | None:
    """Return {"what", "by"} as it is kept, or None to take it back."""
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"what", "by"} or not isinstance(value["what"], str):
        raise Refusal("value", _("There is no such field about a scenario."))
    for field, problem in (("what", measure_problem(value["what"])), ("by", day_problem(value["by"]))):
        if problem:
            raise Refusal(f"value.{field}", problem)
    return {"what": value["what"].strip(), "by": value["by"]}
