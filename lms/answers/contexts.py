"""What an answer can belong to: an attempt, an enrolment, a calculator's inputs. Upper rooms register theirs.

A context key reads `<kind>:<id>`. The room that owns the kind says whether it is this person's, which content version
it stands on, whether it still takes answers, which fields it has, and whether what is typed there is private.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from sqlalchemy.orm import Session

from lms.kernel.permissions import Actor


class Refusal(ValueError):
    """An answer that cannot be taken: the field it concerns, and what to do about it."""

    def __init__(
        self, field: str, reason: str, *, status: int = 422, then: Callable[[Session], object] | None = None
    ) -> None:
        """`field` names the key of the sent record; `reason` is for a person to read.

        `then` is what the refusal brings about, in a transaction of its own after everything sent was rolled back.
        """
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason
        self.status = status
        self.then = then

    def at(self, position: int) -> Refusal:
        """Return the refusal of a list, with the position of the answer it concerns."""
        return Refusal(f"[{position}].{self.field}", self.reason, status=self.status, then=self.then)


class Context(Protocol):
    """One open place to answer in."""

    @property
    def version(self) -> str:
        """Return the exact content version answers are recorded against."""
        ...

    @property
    def private(self) -> bool:
        """Return whether answers are sealed with the person's key."""
        ...

    @property
    def closed(self) -> str | None:
        """Return why nothing new is taken here, for a person to read, or None while it is open."""
        ...

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the value as it is stored; Refusal when there is no such field or the value does not fit it."""
        ...


@runtime_checkable
class Closing(Protocol):
    """A context that closes field by field, or when its time is up."""

    def closed_to(self, item: str, now: datetime) -> Refusal | None:
        """Return the refusal of a new answer to `item`, or None while one is taken."""
        ...


Resolver = Callable[[Session, Actor, str], Context]
_resolvers: dict[str, Resolver] = {}


def context_kind(name: str) -> Callable[[Resolver], Resolver]:
    """Register how `<name>:<id>` is resolved. The resolver raises Refusal (404) when it is not this actor's."""

    def register(resolver: Resolver) -> Resolver:
        _resolvers[name] = resolver
        return resolver

    return register


def resolve(session: Session, actor: Actor, key: str) -> Context:
    """Return the context behind a key, or raise Refusal: not there and not yours are the same."""
    kind, _, identity = key.partition(":")
    if kind not in _resolvers:
        raise Refusal("context", "there is nothing to answer under this key", status=404)
    return _resolvers[kind](session, actor, identity)
