"""Exercises at work: chosen, planned for a day, done, perhaps opened again. Days pass; nothing is ever late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.database import insert
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.kernel.prepared import Prepared
from lms.practice.content import OwnBlock, OwnBlocks, Version, own_blocks, version_on_shelf
from lms.practice.models import ExerciseState, PracticeExercise, PracticePhotograph
from lms.practice.own_words import PRACTICE


@dataclass(frozen=True)
class Photographed:
    """The size of a photograph, in pixels, and when it was added; one that `is_removed` can still come back."""

    width: int
    height: int
    added_at: datetime
    is_removed: bool = False


@dataclass(frozen=True)
class Exercise:
    """An exercise as one person has it: the block as it is published, and their row where they have chosen it.

    `module` and `version` are what it stands in; `title` is the module's, in every language.
    """

    version: UUID
    module: UUID
    title: dict[str, str]
    block: OwnBlock
    row: PracticeExercise | None = None
    photographed: Photographed | None = None

    @property
    def photograph(self) -> Photographed | None:
        """Return the photograph brought back from it; None too while it is removed."""
        return None if self.can_return else self.photographed

    @property
    def can_return(self) -> bool:
        """Return whether its photograph is removed and can be brought back."""
        return self.photographed is not None and self.photographed.is_removed

    @property
    def context(self) -> str:
        """Return the key its note is saved under."""
        return f"{PRACTICE}:{self.module}"

    @property
    def is_open(self) -> bool:
        """Return whether it is chosen and not done yet."""
        return self.row is not None and self.row.state is ExerciseState.CHOSEN

    @property
    def is_done(self) -> bool:
        """Return whether it is done."""
        return self.row is not None and self.row.state is ExerciseState.DONE


def choose(session: Session, actor: Actor, version: UUID, block: str, now: datetime) -> UUID:
    """Choose an exercise and return the id of the person's row; the others of its choice that are open are set aside.

    What was planned and brought back for those is kept, and there again when they are chosen again. NotFound.
    """
    found = version_on_shelf(session, actor, version)
    blocks = own_blocks(session, found.id)
    if block not in blocks or blocks[block].kind != "exercise":
        raise NotFound
    _move(session, actor, found, _others(blocks, blocks[block]), ExerciseState.CHOSEN, ExerciseState.SET_ASIDE)
    made = {"id": new_id(), "organisation_id": actor.organisation_id, "person_id": actor.person_id, "block": block}
    made |= {"module_id": found.module, "major": found.major, "state": ExerciseState.CHOSEN, "chosen_at": now}
    session.execute(insert(session, PracticeExercise).values(made).on_conflict_do_nothing())
    _move(session, actor, found, [block], ExerciseState.SET_ASIDE, ExerciseState.CHOSEN)
    return session.scalars(select(PracticeExercise.id).where(*_here(actor, found, [block]))).one()


def own_exercise(session: Session, actor: Actor, identity: UUID) -> Exercise:
    """Return one exercise of the actor's. NotFound when it is not there or not theirs."""
    for found in _found(session, _ONE.run(session, actor, exercise=identity)):
        return found
    raise NotFound


def exercises_of(session: Session, actor: Actor, module: UUID) -> dict[str, Exercise]:
    """Return {block: exercise} of what the actor has chosen in a module; one query."""
    return {each.block.id: each for each in _found(session, _MODULE.run(session, actor, module=module))}


def plan(exercise: PracticeExercise, day: date) -> None:
    """Plan it for a day, in place of the one before."""
    exercise.planned_for = day


def complete(exercise: PracticeExercise, now: datetime) -> None:
    """Mark it done; once done, it stays done since then."""
    if exercise.state is not ExerciseState.DONE:
        exercise.state, exercise.done_at = ExerciseState.DONE, now


def reopen(exercise: PracticeExercise) -> None:
    """Open it again: there is more to do, or it was marked too early."""
    exercise.state, exercise.done_at = ExerciseState.CHOSEN, None


def _others(blocks: OwnBlocks, chosen: OwnBlock) -> list[str]:
    same = (each for each in blocks.values() if each.choice and each.choice == chosen.choice)
    return [each.id for each in same if each.id != chosen.id]


def _move(
    session: Session, actor: Actor, version: Version, blocks: list[str], old: ExerciseState, new: ExerciseState
) -> None:
    moved = update(PracticeExercise).where(*_here(actor, version, blocks), PracticeExercise.state == old)
    session.execute(moved.values(state=new, major=version.major))


def _here(actor: Actor, version: Version, blocks: list[str]) -> tuple[Any, ...]:
    mine = scope_of(PracticeExercise, actor)
    return mine, PracticeExercise.module_id == version.module, PracticeExercise.block.in_(blocks)


def _query(actor: Actor) -> Any:
    photograph = PracticePhotograph
    return (
        select(
            PracticeExercise,
            ModuleVersion.id,
            ModuleVersion.document,
            photograph.width,
            photograph.height,
            photograph.added_at,
            photograph.removed_at,
        )
        .join(Module, Module.id == PracticeExercise.module_id)
        .join(ModuleVersion, newest(PracticeExercise.major))
        .outerjoin(photograph, photograph.exercise_id == PracticeExercise.id)
        .where(scope_of(PracticeExercise, actor), scope_of(Module, actor))
        .order_by(PracticeExercise.chosen_at.desc(), PracticeExercise.id)
    )


_ONE = Prepared(lambda actor: _query(actor).where(PracticeExercise.id == bindparam("exercise")))
_MODULE = Prepared(lambda actor: _query(actor).where(PracticeExercise.module_id == bindparam("module")))


def _found(session: Session, rows: Any) -> list[Exercise]:
    """Return the exercises whose text is still published: a version that is frozen never loses a block."""
    found = []
    for row, version, document, width, height, added_at, removed_at in rows.all():
        block = own_blocks(session, version).get(row.block)
        photographed = Photographed(width, height, added_at, removed_at is not None) if added_at else None
        if block is not None and block.kind == "exercise":
            found.append(Exercise(version, row.module_id, document["title"], block, row, photographed))
    return found
