"""Where notes are kept: among the person's private answers, one field a note, under the module they belong to."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from lms.answers.contexts import Refusal, context_kind
from lms.answers.models import Answer, AnswerHead
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, NotFound
from lms.learning.in_hand import InHand, module_by_id
from lms.learning.notes.contents import read_contents

KIND: Final = "notes"
MOST: Final = 500
"""Notes of one person in one module."""
EMPTY: Final = 32
"""Bytes of a sealed null, which a deleted note is: nonce, four letters and the tag. Any note is longer."""


def context_of(module: UUID) -> str:
    """Return the key under which one's notes in a module are saved: block is the page's name, item the note's id."""
    return f"{KIND}:{module}"


class NotesContext:
    """One person's notes in one module; None deletes one."""

    private = True
    closed = None

    def __init__(self, session: Session, actor: Actor, hand: InHand) -> None:
        """`hand` is the module as the actor has it."""
        self._session, self._actor, self._hand = session, actor, hand

    @property
    def version(self) -> str:
        """Return the version the text was read in."""
        return str(self._hand.document["version"])

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the note in its normal form; Refusal when it is none, or one too many."""
        if read_id(item) is None:
            raise Refusal("item", _("A note's id is a UUID."))
        contents = None if value is None else read_contents(value)
        if not self._is_kept(block, item):
            self._check_new(block)
        return contents.value() if contents else None

    def _check_new(self, page: str) -> None:
        if page not in {each.name for each in self._hand.contents}:
            raise Refusal("block", _("There is no such page in this module."))
        if self._count() >= MOST:
            words = _(
                "You have %(most)s notes in this module, and that is all it holds. Delete one to make room.", most=MOST
            )
            raise Refusal("value", words)

    def _is_kept(self, page: str, note: str) -> bool:
        return bool(self._session.scalar(_REVISION, self._mine | {"page": page, "note": note}))

    def _count(self) -> int:
        return self._session.scalar(_COUNT, self._mine) or 0

    @property
    def _mine(self) -> dict[str, Any]:
        return {"person": self._actor.person_id, "context": context_of(self._hand.module.id)}


_FIELDS = AnswerHead.person_id == bindparam("person"), AnswerHead.context == bindparam("context")
_REVISION = select(AnswerHead.revision).where(
    *_FIELDS, AnswerHead.block == bindparam("page"), AnswerHead.item == bindparam("note")
)
_COUNT = (
    select(func.count())
    .select_from(AnswerHead)
    .join(Answer, Answer.number == AnswerHead.answer)
    .where(*_FIELDS, func.length(Answer.sealed) > EMPTY)
)


@context_kind(KIND)
def notes_context(session: Session, actor: Actor, identity: str) -> NotesContext:
    """Resolve `notes:<module uuid>` to the module as the actor has it in hand."""
    wanted = read_id(identity)
    try:
        if wanted is None:
            raise NotFound
        return NotesContext(session, actor, module_by_id(session, actor, wanted))
    except NotFound as missing:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404) from missing
