"""The fact book as its page shows it: one card a fact, with where it is used and what it was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.answers.reading import CurrentAnswers
from lms.calculators.declared import Input
from lms.packs.tool_shelves import FactDefinition
from lms.tools.facts.book import Earlier, Fact
from lms.tools.facts.changes import Rests
from lms.tools.facts.forms import FactForm, written
from lms.tools.facts.models import ApprovedFact
from lms.tools.facts.using import BLOCK, CONTEXT, fact_named, turned
from lms.tools.showing import BLOCK as INPUTS


@dataclass(frozen=True)
class Use:
    """One tool or scenario that asks for a fact. `own`: the number that stands there instead of the fact, if any."""

    rests: Rests
    asking: Input
    own: float | None


@dataclass(frozen=True)
class FactCard:
    """What the template of one fact needs. `base` is the revision its forms were made with.

    `form`: the one that was sent and is shown again, None for a fresh one.
    `is_open`: its form is unfolded, because something in it was refused. `overtaken`: another window was faster, and
    `fact` is what it kept.
    """

    definition: FactDefinition
    fact: Fact | None
    base: int
    earlier: Sequence[Earlier]
    uses: Sequence[Use]
    approved: ApprovedFact | None
    form: FactForm | None = None
    is_open: bool = False
    overtaken: bool = False

    @property
    def name(self) -> str:
        """Return the fact's name, which is its address too."""
        return self.definition.name

    def said(self, fact: Fact | None) -> str:
        """Return the likely number in the reader's format; a dash where there is none."""
        return "–" if fact is None else written(fact.likely, self.definition.unit)

    def end(self, number: float | None) -> str:
        """Return one end of a range; empty where it is open."""
        return "" if number is None else written(number, self.definition.unit)

    @property
    def tools(self) -> Sequence[Use]:
        """Return the tools that ask for it."""
        return [use for use in self.uses if use.rests.scenario is None]

    @property
    def scenarios(self) -> Sequence[Use]:
        """Return the scenarios that take it; those with a number of their own do not."""
        return [use for use in self.uses if use.rests.scenario is not None and use.own is None]

    def own(self, use: Use) -> str:
        """Return a tool's own number as the tool shows it."""
        return "" if use.own is None else written(use.own, use.asking.unit)

    @property
    def day(self) -> date:
        """Return the day the figure is of."""
        return date.fromisoformat(self.fact.date) if self.fact else date.min

    @property
    def place(self) -> float | None:
        """Return where the likely number lies between low and high, from 2 to 96; None without both ends."""
        fact = self.fact
        if fact is None or fact.low is None or fact.high is None or fact.low == fact.high:
            return None
        return round(2 + 94 * (fact.likely - fact.low) / (fact.high - fact.low), 2)

    @property
    def suggestion(self) -> Use | None:
        """Return a number of one's own in a tool that could be taken over, while the book has none."""
        known = self.fact is not None
        return None if known else next((use for use in self.tools if use.own is not None), None)

    def in_book(self, use: Use) -> str:
        """Return a tool's own number as the fact counts it."""
        return "" if use.own is None else written(turned(use.asking, use.own), self.definition.unit)

    @property
    def offer(self) -> ApprovedFact | None:
        """Return the organisation's figure, where it is not the one already held."""
        row, mine = self.approved, self.fact
        if row is None or (mine and (mine.likely, mine.low, mine.high) == (row.likely, row.low, row.high)):
            return None
        return row

    @property
    def removed(self) -> Earlier | None:
        """Return the number that was taken away last, to put it back; None while there is one, or never was."""
        if self.fact is not None:
            return None
        return next((line for line in self.earlier if line.fact is not None and line.revision is not None), None)

    @property
    def before(self) -> Sequence[Earlier]:
        """Return the lines of its history that are not the current one."""
        return [line for line in self.earlier if line.revision != self.base]


@dataclass(frozen=True)
class Book:
    """The whole page."""

    cards: Sequence[FactCard] = field(default_factory=list)

    @property
    def known(self) -> int:
        """Return how many facts have a number."""
        return sum(card.fact is not None for card in self.cards)

    @property
    def first_missing(self) -> FactCard | None:
        """Return the fact worth filling in next: the one most results would take."""
        missing = [card for card in self.cards if card.fact is None]
        return max(missing, key=lambda card: len(card.tools), default=None)

    def with_card(self, changed: FactCard) -> Book:
        """Return the page with one card in its changed state."""
        return Book([changed if card.name == changed.name else card for card in self.cards])

    def card(self, name: str) -> FactCard | None:
        """Return one card, None when there is no such fact."""
        return next((card for card in self.cards if card.name == name), None)


@dataclass(frozen=True)
class BookSources:
    """Everything a page of facts is made of, each read once."""

    definitions: Mapping[str, FactDefinition]
    answers: CurrentAnswers
    results: Sequence[Rests]
    earlier: Mapping[str, Sequence[Earlier]]
    approved: Mapping[str, ApprovedFact]


def book_of(sources: BookSources) -> Book:
    """Return the page as it stands."""
    uses = _uses(sources.results)
    return Book([_card(each, sources, uses.get(each.name, [])) for each in sources.definitions.values()])


def _card(definition: FactDefinition, sources: BookSources, uses: Sequence[Use]) -> FactCard:
    kept = sources.answers.get((CONTEXT, BLOCK, definition.name))
    fact = None if kept is None or kept.value is None else Fact.of(kept.value)
    return FactCard(
        definition=definition,
        fact=fact,
        base=kept.revision if kept else 0,
        earlier=sources.earlier.get(definition.name, ()),
        uses=uses,
        approved=sources.approved.get(definition.name),
    )


def _uses(results: Sequence[Rests]) -> dict[str, list[Use]]:
    """Return {fact: where it is asked for}, each result looked at once."""
    found: dict[str, list[Use]] = {}
    for rests in results:
        for asking in rests.calculator.inputs:
            if asking.fact:
                found.setdefault(fact_named(asking), []).append(Use(rests, asking, rests.values.get(asking.name)))
    return found


def own_values(answers: CurrentAnswers) -> dict[str, dict[str, object]]:
    """Return {context: the numbers a person has entered there, by input}, without those taken back."""
    found: dict[str, dict[str, object]] = {}
    for (context, block, item), each in answers.items():
        if block == INPUTS and each.value is not None:
            found.setdefault(context, {})[item] = each.value
    return found
