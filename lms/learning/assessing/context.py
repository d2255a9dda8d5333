"""Where the answers of a sitting go. Not sealed with the person's key, as group snapshots are made from them later;
their scope is the person alone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.answers.contexts import Refusal, context_kind
from lms.catalog import shelf
from lms.catalog.models import QuizVersion
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor
from lms.learning.assessing.models import Sitting, SittingState
from lms.learning.assessing.scoring import CANNOT_JUDGE
from lms.learning.assessing.sittings import BLOCK
from lms.packs.instruments import Instrument


class SittingContext:
    """One field a statement: a point of the scale, CANNOT_JUDGE, or None for an answer taken back."""

    private = False

    def __init__(self, session: Session, sitting: Sitting, number: str) -> None:
        """`number` is the exact version of the instrument."""
        self._session, self._sitting, self.version = session, sitting, number

    @property
    def closed(self) -> str | None:
        """Return why a late answer is refused."""
        if self._sitting.state is SittingState.OPEN:
            return None
        return str(_("This self-assessment is closed. What you answered stays as it was."))

    @cached_property
    def _instrument(self) -> Instrument:
        return shelf.instrument(self._session, self._sitting.quiz_version_id)

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the answer as it is kept; Refusal where it is none."""
        if block != BLOCK:
            raise Refusal("block", _("The statements stand in their block %(name)s.", name=BLOCK))
        if self._instrument.item(item) is None:
            raise Refusal("item", _("There is no such statement."))
        points = self._instrument.scale.points
        if value is None or value == CANNOT_JUDGE or (type(value) is int and 1 <= value <= points):
            return value
        raise Refusal("value", _("Choose one of the answers shown."))


_OWN = (
    select(Sitting, QuizVersion.number)
    .join(QuizVersion, QuizVersion.id == Sitting.quiz_version_id)
    .where(Sitting.id == bindparam("sitting"), Sitting.person_id == bindparam("person"))
    .with_for_update(read=True, of=Sitting)
)


@context_kind("sitting")
def sitting_context(session: Session, actor: Actor, identity: str) -> SittingContext:
    """Resolve `sitting:<id>` to the actor's own sitting, which nobody closes until the answer is stored or refused."""
    row = session.execute(_OWN, {"sitting": read_id(identity), "person": actor.person_id}).first()
    if row is None:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return SittingContext(session, row[0], row[1])
