"""The right answers of a QTI item: its correct response, or the mapping of responses to points."""

from dataclasses import dataclass

from lms.packs.exchange.qti_processing import uses_mapping
from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import Unmapped
from lms.sentences import say


@dataclass(frozen=True, slots=True)
class Key:
    """`correct` values in their order, points of each `mapped` value, and which of both counts."""

    base: str
    correct: tuple[str, ...]
    mapped: dict[str, float]
    by_mapping: bool
    case_counts: bool

    def shares(self, *, several: bool) -> dict[str, float]:
        """Return {value: share of the points}: of the best one, or of all right ones where several are chosen."""
        if not self.by_mapping:
            return {value: 1 / len(self.correct) if several else 1.0 for value in self.correct}
        gains = [points for points in self.mapped.values() if points > 0]
        most = (sum(gains) if several else max(gains, default=0.0)) or 1.0
        return {value: points / most for value, points in self.mapped.items()}

    @property
    def right_values(self) -> tuple[str, ...]:
        """The values that bring points, in the order of the file."""
        gained = tuple(value for value, points in self.mapped.items() if points > 0)
        return gained if self.by_mapping else self.correct


def key_of(item: Element, declaration: Element | None) -> Key:
    """Return the key of a response; raise `Unmapped` where a mapping holds no numbers."""
    if declaration is None:
        return Key("", (), {}, False, False)
    correct = declaration.first("correct-response")
    mapping = declaration.first("mapping")
    entries = [*mapping.elements("map-entry")] if mapping else []
    mapped = {each.attributes.get("map-key", ""): _points(each) for each in entries}
    values = tuple(each.text for each in correct.elements("value")) if correct else ()
    base = declaration.attributes.get("base-type", "")
    by_mapping = bool(mapped) and (uses_mapping(item) or not values)
    counts = base == "string" and any(each.attributes.get("case-sensitive", "true") == "true" for each in entries)
    return Key(base, values, mapped, by_mapping, counts)


def _points(entry: Element) -> float:
    try:
        return float(entry.attributes.get("mapped-value", ""))
    except ValueError:
        raise Unmapped(say("line {line} maps an answer to no number", line=entry.line)) from None
