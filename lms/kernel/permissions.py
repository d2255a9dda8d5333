"""Deny by default: who may call what, and which rows a person may see.

Every route, job and command declares who may call it (`allow`, `job`, `shell`); every model declares its scope, the
`WHERE` under which an actor may see its rows. What declares nothing keeps the application from starting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from lms.kernel.ids import AccountId, OrganisationId, PersonId
from lms.kernel.model import Base

Function = TypeVar("Function", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Base)
Rule = Callable[["Actor"], ColumnElement[bool]]


class Role(StrEnum):
    """What a person may do in one organisation. EVERYONE includes those who have not signed in."""

    EVERYONE = "everyone"
    LEARNER = "learner"
    HR = "hr"
    TRAINER = "trainer"
    ADMIN = "admin"


MEMBERS = (Role.LEARNER, Role.HR, Role.TRAINER, Role.ADMIN)


@dataclass(frozen=True)
class Actor:
    """The person a request works for, in one organisation."""

    person_id: PersonId
    account_id: AccountId
    organisation_id: OrganisationId
    roles: frozenset[Role]

    def may(self, allowed: Iterable[Role]) -> bool:
        """Return whether one of this actor's roles is among the allowed."""
        return not self.roles.isdisjoint(allowed)


class NotFound(LookupError):
    """There is no such row for this actor: not there and not yours are the same."""


class Undeclared(RuntimeError):
    """Something that can be called does not say who may call it; the application does not start."""


def allow(*roles: Role, checks_secret: bool = False) -> Callable[[Function], Function]:
    """Declare who may call a view. `checks_secret` marks a view whose wrong tries are throttled."""
    if not roles:
        raise Undeclared("allow() names at least one role")

    def mark(view: Function) -> Function:
        view.__dict__["allowed"] = frozenset(roles)
        view.__dict__["checks_secret"] = checks_secret
        return view

    return mark


def shell(command: Any) -> Any:
    """Declare that a command line command may be run by whoever has the machine's shell."""
    command.allowed = "shell"
    return command


def allowed_of(view: object) -> frozenset[Role] | None:
    """Return the roles a view was declared for, or None."""
    found = getattr(view, "allowed", None)
    return found if isinstance(found, frozenset) else None


_scopes: dict[type[Base], Rule] = {}


def scope(model: type[Base]) -> Callable[[Rule], Rule]:
    """Register the rule under which an actor sees rows of `model`. One rule a model."""

    def register(rule: Rule) -> Rule:
        if model in _scopes and _scopes[model] is not rule:
            raise Undeclared(f"{model.__name__} has two scope rules")
        _scopes[model] = rule
        return rule

    return register


def unscoped(model: type[Base], *, reason: str) -> None:
    """Declare that rows of `model` are never reached through an actor, and why."""
    if not reason:
        raise Undeclared(f"{model.__name__} needs a reason to have no scope")
    _scopes[model] = lambda _actor: ~true()


def models_without_scope() -> list[str]:
    """Return the names of models that no rule covers."""
    return sorted(each.class_.__name__ for each in Base.registry.mappers if each.class_ not in _scopes)


class Rows(Generic[Row]):
    """The rows of one model that one actor may see: the only door views have to the database."""

    def __init__(self, session: Session, actor: Actor, model: type[Row]) -> None:
        """Begin with everything the model's scope gives this actor."""
        self._session = session
        self._query: Select[Row] = select(model).where(_scopes[model](actor))

    def where(self, *conditions: ColumnElement[bool]) -> Rows[Row]:
        """Narrow; never widens."""
        self._query = self._query.where(*conditions)
        return self

    def order_by(self, *columns: Any) -> Rows[Row]:
        """Sort."""
        self._query = self._query.order_by(*columns)
        return self

    def limit(self, rows: int) -> Rows[Row]:
        """Take at most so many rows."""
        self._query = self._query.limit(rows)
        return self

    def all(self) -> list[Row]:
        """Return every row."""
        return list(self._session.scalars(self._query))

    def first(self) -> Row | None:
        """Return the first row or None."""
        return self._session.scalars(self._query.limit(1)).first()

    def one_or_404(self) -> Row:
        """Return the row or raise `NotFound`."""
        found = self.first()
        if found is None:
            raise NotFound
        return found


def scope_of(model: type[Base], actor: Actor) -> ColumnElement[bool]:
    """Return the condition under which `actor` sees rows of `model`, for queries that join or count."""
    return _scopes[model](actor)
