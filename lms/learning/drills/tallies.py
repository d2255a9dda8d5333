"""What others decided: counted at a person's first play, shown only in releases of five people or more.

Tallies belong to an organisation and to a major version of a drill, in which the options mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, scope_of
from lms.learning.analysis.releasing import may_release
from lms.learning.drills.models import ChoiceTally


@dataclass(frozen=True)
class Counted:
    """What a tally is about: a drill under its lasting identity, and a major version of it."""

    drill: UUID
    major: int


def count(session: Session, actor: Actor, counted: Counted, scene: str, option: str) -> None:
    """Count one person's first decision in a scene, and release what may be released.

    The row is held from here to the end of the transaction, so that two people at once are two.
    """
    key = {
        "organisation_id": actor.organisation_id,
        "drill_id": counted.drill,
        "major": counted.major,
        "scene": scene,
    }
    first = {"id": new_id(), "chosen": {}, "released": {}}
    session.execute(insert(session, ChoiceTally).values({**key, **first}).on_conflict_do_nothing())
    tally = session.scalars(select(ChoiceTally).filter_by(**key).with_for_update()).one()
    tally.chosen = {**tally.chosen, option: tally.chosen.get(option, 0) + 1}
    if may_release(sum(tally.chosen.values()), sum(tally.released.values())):
        tally.released = dict(tally.chosen)
    session.flush()


def released(session: Session, actor: Actor, counted: Counted) -> dict[str, dict[str, int]]:
    """Return {scene: {option: people}} of what has been released in the actor's organisation; one query."""
    rows = session.execute(
        select(ChoiceTally.scene, ChoiceTally.released).where(
            scope_of(ChoiceTally, actor), ChoiceTally.drill_id == counted.drill, ChoiceTally.major == counted.major
        )
    )
    return {row.scene: dict(row.released) for row in rows if row.released}
