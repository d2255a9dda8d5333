"""Videos elsewhere: shown as a link only where the organisation allows it."""

from __future__ import annotations

from collections.abc import Sequence

from lms.answers.reading import CurrentAnswers
from lms.learning.blocks.turned import Block, Turned
from lms.people.models import Organisation
from lms.web.context import my


class VideoBlocks:
    """The videos elsewhere that a page leads to; one query."""

    def __init__(self, turned: Turned, blocks: Sequence[Block]) -> None:
        """Find whether the reader's organisation allows them."""
        self._allowed = my(Organisation).one_or_404().outside_video

    @property
    def contexts(self) -> list[str]:
        """Return nothing: nothing is typed here."""
        return []

    def filled(self, block: Block, answers: CurrentAnswers) -> bool:
        """Return whether the link is shown."""
        return self._allowed
