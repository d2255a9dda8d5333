"""Decision drill blocks: an invitation. Where one left off stands on the drill's own page: this one asks nothing
more of the database."""

from __future__ import annotations

from collections.abc import Sequence

from lms.answers.reading import CurrentAnswers
from lms.catalog import shelf
from lms.kernel.permissions import NotFound
from lms.learning.blocks.turned import Block, Turned
from lms.packs.drills.model import Drill
from lms.web.context import actor, db


class DrillBlocks:
    """The drills a page invites to."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find them in the version in hand, which is kept in the process."""
        self._drills = {block["id"]: _drill(turned, block["data"]["use"]) for block in blocks}

    @property
    def contexts(self) -> list[str]:
        """Return nothing: what is decided in a play is no typed answer."""
        return []

    def filled(self, block: Block, answers: CurrentAnswers) -> Drill:
        """Return the drill."""
        return self._drills[block["id"]]


def _drill(turned: Turned, name: str) -> Drill:
    row = shelf.quiz_version(db(), actor(), turned.hand.version.id, name)
    if row is None:
        raise NotFound
    return shelf.drill(db(), row.id)
