"""What a certificate may say was practised at work: exercises done, by their published titles. Never a note."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor
from lms.practice.week import practised

Title = dict[str, str]


def done_exercises(session: Session, actor: Actor, module: UUID) -> dict[str, Title]:
    """Return {block: title} of the exercises of a module that the actor has done."""
    return {each.block: dict(each.title) for each in practised(session, actor, module).exercises}


def chosen(done: dict[str, Title], ticked: Collection[str]) -> list[Title]:
    """Return the titles that were ticked, of those that are done; anything else that was sent means nothing."""
    return [title for block, title in done.items() if block in ticked]
