"""The tool shelf as one person sees it: what they used last, then every tool under the question it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy.orm import Session

from lms.answers import reading
from lms.calculators.declared import Calculator
from lms.catalog.search import Query
from lms.catalog.tool_shelf import tool_shelf
from lms.kernel.permissions import Actor
from lms.packs.tool_shelves import ToolGroup
from lms.tools.finding import find_tools
from lms.tools.inputs import newest_on_shelf
from lms.tools.numbers import MyNumber, contexts_of, numbers_among
from lms.tools.written_once import written_once
from lms.web.languages import language

MOST_RECENT = 3


@dataclass(frozen=True)
class ShelvedTool:
    """One tool. `mine`: what it says of the person's own numbers, None while it shows an example."""

    calculator: Calculator
    mine: MyNumber | None

    def tile(self, write: Callable[[ShelvedTool], Markup]) -> Markup:
        """Return what the macro `write` makes of the tool; one without own numbers is written once for everybody."""
        if self.mine is not None:
            return write(self)
        return written_once((self.calculator, "tile", language(), "", 3), lambda: write(self))


@dataclass(frozen=True)
class ShelvedGroup:
    """A question and the tools that answer it."""

    group: ToolGroup
    tools: Sequence[ShelvedTool]


@dataclass(frozen=True)
class Shelved:
    """The whole shelf. `recent`: the tools used last, the latest first; `count`: how many tools there are in all."""

    groups: Sequence[ShelvedGroup]
    recent: Sequence[MyNumber]
    count: int

    @property
    def found(self) -> int:
        """Return how many tools are shown."""
        return sum(len(each.tools) for each in self.groups)


def shelved(session: Session, actor: Actor, secret: bytes, words: str) -> Shelved:
    """Return the shelf, only the tools that hold the `words` when there are any; three queries.

    A tool whose module was withdrawn stands there only for whoever has something in it.

    Results are computed for tools with numbers of the person's own, for no other.
    """
    calculators, off = newest_on_shelf(session, actor)
    answers = reading.current(session, actor, contexts_of(calculators), secret)
    mine = numbers_among(calculators, answers)
    own = {each.name for each in mine}
    calculators = [each for each in calculators if each.name not in off or each.name in own]
    wanted = _wanted(calculators, Query.of(words))
    tools = {each.name: ShelvedTool(each, None) for each in calculators if each.name in wanted}
    tools |= {each.name: ShelvedTool(tools[each.name].calculator, each) for each in mine if each.name in tools}
    groups = [_group(each, tools) for each in tool_shelf(session, actor).arranged(tools)]
    return Shelved(groups, () if words else mine[:MOST_RECENT], len(calculators))


def _wanted(calculators: Sequence[Calculator], query: Query) -> set[str]:
    if not query.words:
        return {each.name for each in calculators}
    return {each.name for each in find_tools(calculators, query, language())}


def _group(group: ToolGroup, tools: Mapping[str, ShelvedTool]) -> ShelvedGroup:
    return ShelvedGroup(group, [tools[name] for name in group.calculators])
