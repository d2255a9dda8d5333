"""Making, changing and deleting a note from a form: through the one way everything typed is saved."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.answers import saving
from lms.answers.contexts import Refusal
from lms.answers.keys import known_seal
from lms.answers.models import Answer
from lms.answers.reading import opened
from lms.answers.sent import SentAnswer
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound
from lms.learning.notes.contents import Contents, Note
from lms.learning.notes.context import KIND, context_of

TAKEN = 409


class Kept(StrEnum):
    """What became of a note that was sent by a form."""

    SAVED = "saved"
    BESIDE = "beside"
    """It had been changed elsewhere meanwhile: both are kept, each as a note of its own."""


class Keeper:
    """One person's hand on their notes, in the caller's transaction. Every verb raises Refusal for bad contents."""

    def __init__(self, session: Session, actor: Actor, secret: bytes, now: datetime) -> None:
        """`secret` is the installation's key; `now` the moment of the change."""
        self._session, self._actor, self._secret, self._now = session, actor, secret, now

    def add(self, module: UUID, page: str, identity: UUID, contents: Contents) -> None:
        """Keep a new note; the same form sent twice makes one."""
        sent = SentAnswer(identity, context_of(module), page, str(identity), 0, contents.value())
        if not self._is_saved(sent):
            self._beside(module, page, contents)

    def change(self, note: Note, base: int, contents: Contents) -> Kept:
        """Replace the contents of a note that was read at revision `base`; never over a newer one."""
        sent = SentAnswer(new_id(), context_of(note.module), note.page, note.id, base, contents.value())
        if contents == note.contents or self._is_saved(sent):
            return Kept.SAVED
        self._beside(note.module, note.page, contents)
        return Kept.BESIDE

    def delete(self, note: Note) -> None:
        """Take a note away; `restore` brings it back."""
        self._is_saved(SentAnswer(new_id(), context_of(note.module), note.page, note.id, note.revision, None))

    def restore(self, identity: UUID) -> None:
        """Bring back a deleted note as it last was. NotFound when there never was such a note of the actor's."""
        rows = self._session.scalars(
            select(Answer)
            .where(
                Answer.person_id == self._actor.person_id,
                Answer.context.startswith(f"{KIND}:", autoescape=True),
                Answer.item == str(identity),
                Answer.revision.is_not(None),
            )
            .order_by(Answer.number.desc())
            .limit(2)
        ).all()
        seal = known_seal(self._session, self._actor.person_id, self._secret)
        values = [opened(row, seal) for row in rows]
        if not any(values):
            raise NotFound
        if values[0] is None:
            last = rows[0]
            self._is_saved(SentAnswer(new_id(), last.context, last.block, last.item, last.revision or 0, values[1]))

    def _beside(self, module: UUID, page: str, contents: Contents) -> None:
        fresh = new_id()
        self._is_saved(SentAnswer(fresh, context_of(module), page, str(fresh), 0, contents.value()))

    def _is_saved(self, sent: SentAnswer) -> bool:
        """Save one record; False when the field has moved on or the id is used for other words."""
        try:
            outcome = saving.save(self._session, self._actor, [sent], self._secret, self._now)
        except Refusal as refusal:
            if refusal.status == TAKEN:
                return False
            raise
        return bool(outcome.saved)
