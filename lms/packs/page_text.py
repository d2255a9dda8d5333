"""A page in one language, as it is stored and shown; reading one from a file is `lms.packs.pages`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.packs.blocks import Block
from lms.questions.text import Json


@dataclass(frozen=True, slots=True)
class PageText:
    """One page in one language."""

    title: str
    eyebrow: str
    blocks: tuple[Block, ...]

    def document(self) -> dict[str, Json]:
        """Return the page text as JSON."""
        return {"title": self.title, "eyebrow": self.eyebrow, "blocks": [block.document() for block in self.blocks]}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "PageText":
        """Build the page text from its document."""
        return cls(document["title"], document["eyebrow"], tuple(map(Block.from_document, document["blocks"])))

    def block(self, id: str) -> Block | None:
        """Return the block with that id."""
        return next((block for block in self.blocks if block.id == id), None)
