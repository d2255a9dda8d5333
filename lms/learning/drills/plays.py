"""A play's life: begun, one decision at a time, each exactly once, to an ending; then again from the start."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.catalog import shelf
from lms.catalog.frozen import Frozen
from lms.catalog.models import QuizVersion
from lms.kernel.database import insert
from lms.kernel.permissions import Actor, NotFound
from lms.learning.drills.models import Play
from lms.learning.drills.tallies import Counted, count
from lms.packs.drills.model import Drill, Ending, Option, Scene
from lms.packs.drills.paths import Outlook, outlook
from lms.packs.drills.running import Simulation, Stretch
from lms.packs.identity import version_numbers


class NoOption(ValueError):
    """What was sent is none of the options of the scene."""


@dataclass(frozen=True)
class PlayInHand:
    """One play with the drill as it stood when it was begun."""

    play: Play
    row: QuizVersion
    simulation: Simulation

    @property
    def drill(self) -> Drill:
        """Return the drill in the version played."""
        return self.simulation.drill

    @cached_property
    def way(self) -> tuple[tuple[Scene, Option], ...]:
        """Return the scenes that were decided, each with what was."""
        found, place = [], self.drill.first.id
        for choice in self.play.choices:
            scene = self.drill.scene(place)
            option = scene.option(choice) if scene is not None else None
            if scene is None or option is None:
                raise LookupError(f"play {self.play.id} chose {choice} in {place}")
            found.append((scene, option))
            place = option.then
        return tuple(found)

    @cached_property
    def story(self) -> tuple[Stretch, ...]:
        """Return what the decisions led to."""
        return self.simulation.follow(option for _scene, option in self.way)

    @property
    def _place(self) -> str:
        return self.way[-1][1].then if self.way else self.drill.first.id

    @property
    def scene(self) -> Scene | None:
        """Return where something is to be decided; None at the end."""
        return self.drill.scene(self._place)

    @property
    def ending(self) -> Ending | None:
        """Return how it ended; None while it goes on."""
        return self.drill.ending(self._place)

    @property
    def counted(self) -> Counted:
        """Return the tally its first decisions belong to."""
        major, _minor = version_numbers(self.row.number) or (1, 0)
        return Counted(self.play.drill_id, major)

    @property
    def outlook(self) -> Outlook:
        """Return the two paths to compare with; worked out once a version."""
        found = _outlooks.get(self.row.id, lambda: outlook(self.simulation))
        if found is None:
            raise LookupError(f"drill {self.drill.name} has no path")
        return found


_outlooks: Frozen[UUID, Outlook] = Frozen(50)

_MINE = (
    select(Play)
    .where(Play.person_id == bindparam("person"), Play.drill_id.in_(bindparam("drills", expanding=True)))
    .order_by(Play.drill_id, Play.number)
)


def plays_of(session: Session, actor: Actor, drills: Collection[UUID]) -> dict[UUID, list[Play]]:
    """Return {drill: the actor's plays, oldest first}; one query."""
    found: dict[UUID, list[Play]] = {drill: [] for drill in drills}
    if found:
        for play in session.scalars(_MINE, {"person": actor.person_id, "drills": list(found)}):
            found[play.drill_id].append(play)
    return found


def own_play(session: Session, actor: Actor, identity: UUID) -> PlayInHand:
    """Return the actor's own play. NotFound when it is not there or not theirs."""
    found = session.execute(
        select(Play, QuizVersion)
        .join(QuizVersion, QuizVersion.id == Play.quiz_version_id)
        .where(Play.id == identity, Play.person_id == actor.person_id)
    ).first()
    if found is None:
        raise NotFound
    return in_hand(session, actor, found[0], found[1])


def in_hand(session: Session, actor: Actor, play: Play, row: QuizVersion) -> PlayInHand:
    """Return a play whose right to it is known, with the drill and the calculator of the version it was begun with."""
    drill = shelf.drill(session, row.id)
    calculator = shelf.calculator(session, actor, row.version_id, drill.calculator)
    if calculator is None:
        raise LookupError(f"drill {drill.name} has no calculator {drill.calculator}")
    return PlayInHand(play, row, Simulation(drill, calculator))


def begin(session: Session, actor: Actor, row: QuizVersion, now: datetime) -> Play:
    """Open the next play of a drill and return it, or the one that is open: a double click opens one."""
    mine = Play.person_id == actor.person_id, Play.drill_id == row.quiz_id
    latest = select(Play).where(*mine).order_by(Play.number.desc()).limit(1)
    last = session.scalars(latest).first()
    if last is not None and not last.is_over:
        return last
    values = {
        "organisation_id": actor.organisation_id,
        "person_id": actor.person_id,
        "drill_id": row.quiz_id,
        "quiz_version_id": row.id,
        "number": last.number + 1 if last is not None else 1,  # of the same look: a tab in between takes this number
        "choices": [],
        "started_at": now,
    }
    session.execute(insert(session, Play).values(values).on_conflict_do_nothing())
    return session.scalars(latest).one()


def choose(session: Session, actor: Actor, mine: PlayInHand, step: int, option: str, now: datetime) -> bool:
    """Decide in the scene numbered `step` (from 1); False when that scene was decided before, and then nothing changes.

    Whatever clicks and tabs coincide, one of them decides. The first play of a person is counted, without the person.
    Raises NoOption.
    """
    play = session.scalars(
        select(Play).where(Play.id == mine.play.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    now_in_hand = PlayInHand(play, mine.row, mine.simulation)
    scene = now_in_hand.scene
    if scene is None or step != len(play.choices) + 1:
        return False
    chosen = scene.option(option)
    if chosen is None:
        raise NoOption(option)
    play.choices = [*play.choices, chosen.id]
    if mine.drill.ending(chosen.then) is not None:
        play.ended_at = now
    session.flush()
    if play.number == 1:
        count(session, actor, now_in_hand.counted, scene.id, chosen.id)
    return True
