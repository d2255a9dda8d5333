"""What every kind of block is given: the page a learner has turned to, and the shape of what shows a kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lms.answers.reading import CurrentAnswers
from lms.catalog.models import PageVersion
from lms.learning.in_hand import InHand
from lms.web.forms import Form

Block = dict[str, Any]
"""A block as the page's document holds it: `id`, `kind`, `data`, `html`, `references`."""


@dataclass(frozen=True)
class Turned:
    """A page in a learner's hands. `refused`: {block: the form that was refused in it}."""

    hand: InHand
    page: PageVersion
    refused: Mapping[str, Form] = field(default_factory=dict)


class ShownBlocks(Protocol):
    """All blocks of one kind on a page. Made once a page, with one query at most whatever stands there."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Look up what the blocks need."""

    @property
    def contexts(self) -> Sequence[str]:
        """Return the keys under which answers typed in these blocks are kept; all kinds' are read in one query."""
        ...

    def filled(self, block: Block, answers: CurrentAnswers) -> Any:
        """Return what the template `learning/blocks/<kind>.html` finds as `filled`."""
        ...
