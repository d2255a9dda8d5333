"""The measures an organisation may enter: what is counted in each, and what counts cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l

MOST: Final = 1_000_000_000
FEWEST_ASKED: Final = 5
"""Fewer people asked than this could be told apart."""


@dataclass(frozen=True)
class Count:
    """One number of a measure: its name in forms, and its label (translated late)."""

    name: str
    label: Any


@dataclass(frozen=True)
class MeasureKind:
    """One kind: how it is called, what it is for, and its counts in the order they are kept in."""

    name: str
    title: Any
    about: Any
    counts: tuple[Count, ...]


class Impossible(ValueError):
    """Counts that cannot be; `field` is the one to look at, `text` says why (translated late)."""

    def __init__(self, field: str, text: Any) -> None:
        """Keep the field and the words."""
        super().__init__(field)
        self.field, self.text = field, text


CHURN: Final = MeasureKind(
    "churn",
    _l("Customers lost"),
    _l("Of the customers you had when the period began, how many had left when it ended. New ones do not count."),
    (
        Count("customers", _l("Customers at the start")),
        Count("lost", _l("Of these, lost by the end")),
    ),
)
NPS: Final = MeasureKind(
    "nps",
    _l("Recommendation (NPS)"),
    _l(
        "How many gave which answer to “How likely are you to recommend us?”, 0 to 10. Counts, because a score "
        "alone does not say how sure it is."
    ),
    (
        Count("promoters", _l("Answers 9 and 10")),
        Count("passives", _l("Answers 7 and 8")),
        Count("detractors", _l("Answers 0 to 6")),
    ),
)
TRIED: Final = MeasureKind(
    "tried",
    _l("Tried at work"),
    _l(
        "From a question of your own, asked without names: “Have you tried something from the programme at work?” "
        "What people note down here is private and is counted by nobody."
    ),
    (
        Count("asked", _l("People who answered, at least 5")),
        Count("tried", _l("Of these, who said yes")),
    ),
)
KINDS: Final = {kind.name: kind for kind in (CHURN, NPS, TRIED)}
_WHOLES: Final = {
    "churn": _l("No more can be lost than there were at the start."),
    "tried": _l("No more can have said yes than answered."),
}


def check(kind: MeasureKind, counts: Sequence[int]) -> None:
    """Raise Impossible where these counts cannot be: more of a part than of the whole, nobody asked, too few."""
    for field, count in zip(kind.counts, counts, strict=True):
        if not 0 <= count <= MOST:
            raise Impossible(field.name, _l("Enter a whole number from 0 to a billion."))
    if kind is NPS:
        if sum(counts) == 0:
            raise Impossible("promoters", _l("There has to be at least one answer."))
        return
    whole, part = counts
    if whole == 0:
        raise Impossible(kind.counts[0].name, _l("There has to be at least one."))
    if kind is TRIED and whole < FEWEST_ASKED:
        raise Impossible("asked", _l("At least five people, so that nobody is told apart."))
    if part > whole:
        raise Impossible(kind.counts[1].name, _WHOLES[kind.name])
