"""What the response processing of a QTI item says: after which response which feedback, how far off a number may be.

Only patterns that other programs write are understood; the rest is "unknown", and a feedback that hangs on it is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lms.packs.exchange.xml_tree import Element

When = Literal["right", "value", "other", "always", "unknown"]


@dataclass(frozen=True, slots=True)
class Rule:
    """After responses `when` (with one of `values`, each up to `tolerance` off) the identifiers `told` are set.

    `score` is what the branch sets as the score, None where it sets none.
    """

    when: When
    told: frozenset[str]
    values: tuple[str, ...] = ()
    tolerance: float | None = None
    score: float | None = None


def rules(item: Element) -> list[Rule]:
    """Return what the item's response processing says, in its order."""
    processing = item.first("response-processing")
    return [*_rules(processing)] if processing else []


def uses_mapping(item: Element) -> bool:
    """Whether points come from the mapping of the response, and not from the correct response alone."""
    processing = item.first("response-processing")
    if processing is None:
        return False
    template = processing.attributes.get("template", "") or processing.attributes.get("template-location", "")
    return "map_response" in template.casefold() or any(True for _ in processing.below("map-response"))


def _rules(processing: Element) -> Iterator[Rule]:
    for each in processing.elements():
        if each.name == "set-outcome-value":
            yield Rule("always", _told([each]))
        elif each.name == "response-condition":
            yield from _branches(each)


def _branches(condition: Element) -> Iterator[Rule]:
    for branch in condition.elements("response-if", "response-else-if", "response-else"):
        sets = [*branch.elements("set-outcome-value")]
        score = next((_number(each.text) for each in sets if each.attributes.get("identifier") == "SCORE"), None)
        if branch.name == "response-else":
            yield Rule("other", _told(sets), score=score)
        else:
            test = next((each for each in branch.elements() if each.name != "set-outcome-value"), None)
            when, values, tolerance = _condition(test) if test else ("unknown", (), None)
            yield Rule(when, _told(sets), values, tolerance, score)
        for inner in branch.elements("response-condition"):
            # what stands deeper holds under two conditions at once, and only the inner one is looked at
            yield from _branches(inner)


def _told(sets: list[Element]) -> frozenset[str]:
    """Return the identifiers the outcomes are set to; a score is none."""
    values = (
        value
        for each in sets
        for value in each.below("base-value")
        if value.attributes.get("base-type") == "identifier"
    )
    return frozenset(value.text for value in values)


def _condition(test: Element) -> tuple[When, tuple[str, ...], float | None]:
    inside = {each.name for each in test.elements()}
    values = tuple(each.text for each in test.elements("base-value"))
    if test.name in {"match", "equal", "equal-rounded", "string-match"} and "correct" in inside:
        return "right", (), _tolerance(test)
    if test.name in {"match", "member", "string-match", "equal", "equal-rounded", "contains"} and values:
        return ("right", (), None) if _asks_score(test) else ("value", values, _tolerance(test))
    if test.name == "or":
        return _either([_condition(each) for each in test.elements()])
    if test.name == "and":
        return _between([*test.elements()])
    if test.name in {"gt", "gte"} and ("map-response" in inside or _asks_score(test)):
        return "right", (), None
    return "unknown", (), None


def _asks_score(test: Element) -> bool:
    return any(each.attributes.get("identifier") in {"SCORE", "MAXSCORE"} for each in test.elements("variable"))


def _either(found: list[tuple[When, tuple[str, ...], float | None]]) -> tuple[When, tuple[str, ...], float | None]:
    whens = {when for when, _, _ in found}
    if whens == {"value"}:
        return "value", tuple(value for _, values, _ in found for value in values), found[0][2]
    return ("right" if whens == {"right"} else "unknown"), (), found[0][2] if found else None


def _between(tests: list[Element]) -> tuple[When, tuple[str, ...], float | None]:
    """Read "at least this and at most that" as a number and how far it may be off."""
    ends = {each.name: _number(value.text) for each in tests for value in each.elements("base-value")}
    low, high = ends.get("gte", ends.get("gt")), ends.get("lte", ends.get("lt"))
    if len(tests) == 2 and low is not None and high is not None:
        return "value", (repr((low + high) / 2),), abs(high - low) / 2
    return "unknown", (), None


def _tolerance(test: Element) -> float | None:
    if test.name == "equal-rounded" and test.attributes.get("rounding-mode", "") == "decimalPlaces":
        figures = _number(test.attributes.get("figures", "0"))
        return 0.5 * 10 ** -min(max(figures or 0, 0), 15)
    if test.attributes.get("tolerance-mode") == "absolute":
        found = [_number(each) for each in test.attributes.get("tolerance", "").split()]
        return max((abs(each) for each in found if each is not None), default=None)
    return None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
