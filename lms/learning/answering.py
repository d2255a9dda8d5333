"""Where a quiz's answers go: the context `attempt:<id>`, closed field by field, in the end and when time is up."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, partial
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.answers.contexts import Refusal, context_kind
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor
from lms.learning import timing
from lms.learning.attempts import is_settled
from lms.learning.models import Attempt, AttemptState
from lms.learning.overdue import end
from lms.learning.paper import fields_of
from lms.packs.model import Quiz
from lms.questions.confidence import sureness
from lms.questions.kinds import BadResponse, kind_of


class AttemptContext:
    """Where a quiz's answers go, in the block it stands in: one field for each item asked."""

    private = False

    def __init__(self, session: Session, attempt: Attempt, number: str) -> None:
        """`number` is the exact quiz version."""
        self._session, self._attempt, self.version = session, attempt, number

    @property
    def closed(self) -> str | None:
        """Return why a late answer is refused."""
        submitted = _("This attempt is submitted. Start a new one to answer again.")
        return None if self._attempt.state is AttemptState.OPEN else submitted

    def closed_to(self, item: str, now: datetime) -> Refusal | None:
        """Return why an answer to `item` is refused now: submitted, too late, or checked. Too late ends the attempt."""
        if self.closed is not None:
            return Refusal("context", self.closed, status=409)
        if timing.is_overdue(self._attempt, now):
            late = _("The time was up before this answer arrived. What was saved by then counts.")
            return Refusal("context", late, status=409, then=partial(end, attempt=self._attempt.id, now=now))
        if is_settled(self._attempt, item):
            return Refusal("item", _("You have checked this question, so its answer stays as it is."), status=409)
        return None

    @cached_property
    def _quiz(self) -> Quiz:
        return shelf.quiz(self._session, self._attempt.quiz_version_id)

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the normal form of a response to `item`, or of how sure one is of it; Refusal when it is none."""
        if block != self._attempt.block:
            raise Refusal("block", _("This quiz stands in another block."))
        if item not in self._fields:
            raise Refusal("item", _("There is no such question in this quiz."))
        try:
            found = self._quiz.item(item)
            return sureness(item, value) if found is None else kind_of(found.kind).response(found, value)
        except BadResponse as bad:
            field = "value" if bad.field in ("", "value") else f"value.{bad.field}"
            raise Refusal(field, f"{_(bad.reason)} {_(bad.remedy)}") from bad

    @cached_property
    def _fields(self) -> frozenset[str]:
        return frozenset(fields_of(self._quiz, self._attempt))


_OWN = (
    select(Attempt, QuizVersion.number)
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(Attempt.id == bindparam("attempt"), Attempt.person_id == bindparam("person"))
    .with_for_update(read=True, of=Attempt)
)


@context_kind("attempt")
def attempt_context(session: Session, actor: Actor, identity: str) -> AttemptContext:
    """Resolve `attempt:<id>` to the actor's own attempt, which nobody submits until the answer is stored or refused."""
    wanted = read_id(identity)
    row = session.execute(_OWN, {"attempt": wanted, "person": actor.person_id}).first()
    if row is None:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return AttemptContext(session, row[0], row[1])
