"""Self-assessment blocks: an invitation, a sitting to go on with, or the latest profile."""

from __future__ import annotations

from collections.abc import Sequence

from lms.answers.reading import CurrentAnswers
from lms.catalog import shelf
from lms.kernel.permissions import NotFound
from lms.learning.assessing.at_hand import AtHand
from lms.learning.assessing.showing import ShownAssessment, shown_assessment
from lms.learning.assessing.sittings import sittings_of
from lms.learning.blocks.turned import Block, Turned
from lms.web.context import actor, db


class SelfAssessmentBlocks:
    """The self-assessments a page invites to, each with the learner's sittings."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find the instruments in the version in hand and the sittings; one query."""
        rows = {
            block["id"]: shelf.quiz_version(db(), actor(), turned.hand.version.id, block["data"]["use"])
            for block in blocks
        }
        found = {block: row for block, row in rows.items() if row is not None}
        if len(found) < len(rows):
            raise NotFound
        mine = sittings_of(db(), actor(), [row.quiz_id for row in found.values()])
        self._found = {
            block: AtHand(turned.hand, row, shelf.instrument(db(), row.id), tuple(mine[row.quiz_id]))
            for block, row in found.items()
        }

    @property
    def contexts(self) -> list[str]:
        """Return the sittings that are open."""
        return [found.open.context for found in self._found.values() if found.open is not None]

    def filled(self, block: Block, answers: CurrentAnswers) -> ShownAssessment:
        """Return how the person stands with it."""
        found = self._found[block["id"]]
        context = found.open.context if found.open else ""
        answered = sum(of == context and each.value is not None for (of, _block, _item), each in answers.items())
        return shown_assessment(found, answered)
