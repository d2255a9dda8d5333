"""One's own notes, read back and opened."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from lms.answers import reading
from lms.kernel.permissions import Actor, NotFound
from lms.learning.in_hand import InHand
from lms.learning.notes.contents import Contents, Note
from lms.learning.notes.context import KIND, context_of


def my_notes(session: Session, actor: Actor, hands: Iterable[InHand], secret: bytes) -> list[Note]:
    """Return the actor's notes in these modules, the latest changed first; one query."""
    contexts = [context_of(hand.module.id) for hand in hands]
    return latest(notes_among(reading.current(session, actor, contexts, secret)))


def latest(notes: Iterable[Note]) -> list[Note]:
    """Return notes with the one that was changed last first."""
    return sorted(notes, key=lambda note: (note.at, note.id), reverse=True)


def my_note(session: Session, actor: Actor, hands: Iterable[InHand], secret: bytes, identity: UUID) -> Note:
    """Return one note of the actor's. NotFound when it is not there, not theirs or deleted."""
    found = (note for note in my_notes(session, actor, hands, secret) if note.id == str(identity))
    note = next(found, None)
    if note is None:
        raise NotFound
    return note


def notes_among(answers: reading.CurrentAnswers, page: str | None = None) -> list[Note]:
    """Return the notes among some answers in the order they were made, those of one page when it is named."""
    found = [
        Note(item, UUID(context.partition(":")[2]), block, Contents(**current.value), current.revision, current.at)
        for (context, block, item), current in answers.items()
        if current.value is not None and context.startswith(f"{KIND}:") and page in (None, block)
    ]
    return sorted(found, key=lambda note: note.id)
