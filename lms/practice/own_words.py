"""Where reflections and notes from work are kept: private answers, sealed with the person's key, read by nobody else.

`reflection:<module uuid>` holds the item "text" of each `reflect` block, `practice:<module uuid>` the item "note" of
each `exercise` block. They belong to the module, not to one reading of it: a second round
finds them again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.answers import reading, saving
from lms.answers.contexts import Refusal, context_kind
from lms.answers.sent import SentAnswer
from lms.kernel.ids import new_id, read_id
from lms.kernel.permissions import Actor
from lms.practice.content import Version, own_blocks, versions_of

MOST = 4_000
"""Characters in a reflection or a note."""
REFLECTION, TEXT = "reflection", "text"
PRACTICE, NOTE = "practice", "note"


class OwnWords:
    """The private texts of one module: one field a block, of the kinds that ask for it in any published version."""

    private = True
    closed = None

    def __init__(self, session: Session, versions: list[Version], kind: str, item: str) -> None:
        """`versions` are the module's, newest first; `kind` is the kind of block that has the field `item`."""
        self._session, self._versions, self._kind, self._item = session, versions, kind, item
        self.version = f"{versions[0].major}.{versions[0].minor}"

    def value(self, block: str, item: str, value: Any) -> str:
        """Return the text with plain line ends; Refusal when there is no such field or it is too long."""
        if not any(self._has(version, block) for version in self._versions):
            raise Refusal("block", _("There is nothing to write in this place."))
        if item != self._item:
            raise Refusal("item", _("There is nothing to write in this place."))
        if not isinstance(value, str):
            raise Refusal("value", _("is a text"))
        text: str = value.replace("\r\n", "\n")
        if len(text) > MOST:
            raise Refusal("value", too_long(len(text)))
        return text

    def _has(self, version: Version, block: str) -> bool:
        found = own_blocks(self._session, version.id).get(block)
        return found is not None and found.kind == self._kind


def too_long(length: int) -> str:
    """Return in words that a text of `length` characters does not fit, and by how much."""
    words = _(
        "This is %(over)d characters more than the %(most)d that fit here. Shorten it a little.",
        over=length - MOST,
        most=MOST,
    )
    return str(words)


@context_kind(REFLECTION)
def reflections(session: Session, actor: Actor, identity: str) -> OwnWords:
    """Resolve `reflection:<module uuid>` to a module on the actor's shelf."""
    return _of(session, actor, identity, "reflect", TEXT)


@context_kind(PRACTICE)
def notes(session: Session, actor: Actor, identity: str) -> OwnWords:
    """Resolve `practice:<module uuid>` to a module on the actor's shelf."""
    return _of(session, actor, identity, "exercise", NOTE)


def _of(session: Session, actor: Actor, identity: str, kind: str, item: str) -> OwnWords:
    versions = versions_of(session, actor, read_id(identity))
    if not versions:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return OwnWords(session, versions, kind, item)


def keep(
    session: Session, actor: Actor, kind: str, module: UUID, block: str, text: str, secret: bytes, now: datetime
) -> None:
    """Keep what a form holds, unless it is what is kept already. Refusal as by the answer endpoint."""
    context, item = f"{kind}:{module}", TEXT if kind == REFLECTION else NOTE
    text = text.replace("\r\n", "\n")
    kept = reading.current(session, actor, [context], secret).get((context, block, item))
    if text != (kept.value if kept else ""):
        sent = SentAnswer(new_id(), context, block, item, kept.revision if kept else 0, text)
        saving.save(session, actor, [sent], secret, now)
