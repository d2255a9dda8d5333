"""How the answers to one question went, as its card keeps it: sealed with the person's key, opened for nobody else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from lms.answers.sealing import PersonSeal, Unreadable
from lms.learning.recall.models import RecallCard
from lms.learning.recall.spacing import Memory, learnt
from lms.questions.text import Json


@dataclass(frozen=True)
class Kept:
    """What a card keeps: the memory the next day is reckoned from, and the latest answer, to show what it teaches.

    `response` None: "I do not know"; `sureness` None: not asked, or not said.
    """

    memory: Memory
    response: Json = None
    sureness: Json = None

    def document(self) -> dict[str, Any]:
        """Return it as JSON, with words of its own for the export."""
        memory = self.memory
        return {
            "stability": memory.stability,
            "difficulty": memory.difficulty,
            "last": memory.last.isoformat(),
            "reviews": memory.reviews,
            "lapses": memory.lapses,
            "response": self.response,
            "sureness": self.sureness,
        }


def sealed(kept: Kept, card: RecallCard, seal: PersonSeal) -> bytes:
    """Return what the card is to keep, sealed to its person and to itself."""
    return seal.seal(json.dumps(kept.document(), ensure_ascii=False), _field(card))


def opened(card: RecallCard, seal: PersonSeal | None) -> Kept:
    """Return what the card keeps; before the first answer that is the day its module was completed."""
    if card.sealed is None:
        return Kept(learnt(card.learnt_on)[0])
    if seal is None:
        raise Unreadable("a question that comes back has lost its person's key")
    found = json.loads(seal.open(card.sealed, _field(card)))
    last = date.fromisoformat(found["last"])
    memory = Memory(found["stability"], found["difficulty"], last, found["reviews"], found["lapses"])
    return Kept(memory, found["response"], found["sureness"])


def _field(card: RecallCard) -> str:
    return f"recall/{card.id}"
