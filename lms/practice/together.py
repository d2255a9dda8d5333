"""What one person has chosen and promised, in one query: a page of a module, home and "My week" hold both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, false, select
from sqlalchemy.orm import Session, aliased

from lms.answers.models import PersonKey
from lms.answers.sealing import unwrap
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, scope_of
from lms.kernel.prepared import Prepared
from lms.practice.content import own_blocks
from lms.practice.exercises import Exercise, Photographed
from lms.practice.models import ExerciseState, PracticeExercise, PracticePhotograph, Promise
from lms.practice.promises import OwnPromise, opened


@dataclass(frozen=True)
class Chosen:
    """An exercise that was chosen, and the photograph brought back from it, also while that is removed."""

    row: PracticeExercise
    photograph: Photographed | None

    @property
    def counts(self) -> bool:
        """Return whether it is the one taken of its choice: chosen or done, not set aside."""
        return self.row.state is not ExerciseState.SET_ASIDE


@dataclass(frozen=True)
class OnPage:
    """{block: exercise chosen there} and {block: promises made there, the nearest day first} of one module."""

    exercises: dict[str, Chosen]
    promises: dict[str, list[OwnPromise]]


def on_page(session: Session, actor: Actor, module: UUID, secret: bytes) -> OnPage:
    """Return what the actor has chosen and promised in the module."""
    found, seal = OnPage({}, {}), None
    for row, width, height, added_at, removed_at, promise, wrapped in _BOTH.run(session, actor, module=module).all():
        if row is not None:
            photograph = Photographed(width, height, added_at, removed_at is not None) if added_at else None
            found.exercises[row.block] = Chosen(row, photograph)
        if promise is not None:
            seal = seal or unwrap(secret, actor.person_id, wrapped)
            found.promises.setdefault(promise.block or "", []).append(OwnPromise(promise, opened(promise, seal)))
    return found


def all_of(session: Session, actor: Actor, secret: bytes) -> tuple[list[Exercise], list[OwnPromise]]:
    """Return every exercise the actor has chosen, set aside or not, and every promise they have made."""
    exercises: list[Exercise] = []
    promises: list[OwnPromise] = []
    seal = None
    for row, version, document, promise, wrapped in _ALL.run(session, actor).all():
        if row is not None and version is not None:
            block = own_blocks(session, version).get(row.block)
            if block is not None and block.kind == "exercise":
                exercises.append(Exercise(version, row.module_id, document["title"], block, row))
        if promise is not None:
            seal = seal or unwrap(secret, actor.person_id, wrapped)
            promises.append(OwnPromise(promise, opened(promise, seal)))
    return exercises, promises


def _side_by_side(actor: Actor, *here: ColumnElement[bool]) -> tuple[Any, Any]:
    """Return the actor's exercises and promises for a full join on nothing: they share no row, but one question."""
    mine = select(PracticeExercise).where(scope_of(PracticeExercise, actor), *here[:1])
    made = select(Promise).where(scope_of(Promise, actor), *here[1:])
    return aliased(PracticeExercise, mine.subquery()), aliased(Promise, made.subquery())


def _everything(actor: Actor) -> Any:
    exercise, promise = _side_by_side(actor)
    return (
        select(exercise, ModuleVersion.id, ModuleVersion.document, promise, PersonKey.wrapped)
        .select_from(exercise)
        .join(promise, false(), full=True)
        .outerjoin(Module, and_(Module.id == exercise.module_id, scope_of(Module, actor)))
        .outerjoin(ModuleVersion, newest(exercise.major))
        .outerjoin(PersonKey, PersonKey.person_id == promise.person_id)
        .order_by(promise.due, promise.id)
    )


def _both(actor: Actor) -> Any:
    module: Any = bindparam("module")
    exercise, promise = _side_by_side(actor, PracticeExercise.module_id == module, Promise.module_id == module)
    photograph = PracticePhotograph
    return (
        select(
            exercise,
            photograph.width,
            photograph.height,
            photograph.added_at,
            photograph.removed_at,
            promise,
            PersonKey.wrapped,
        )
        .select_from(exercise)
        .join(promise, false(), full=True)
        .outerjoin(photograph, photograph.exercise_id == exercise.id)
        .outerjoin(PersonKey, PersonKey.person_id == promise.person_id)
        .order_by(promise.due, promise.id)
    )


_BOTH = Prepared(_both)
_ALL = Prepared(_everything)
