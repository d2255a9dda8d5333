"""What one SCIM request works with: the session, for which organisation, at what time; and what it has looked up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any, Final
from unicodedata import normalize
from uuid import UUID

from scim2_models import InvalidValueException
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from lms.assigning.importing.currently import tree_of
from lms.assigning.importing.departments import Tree
from lms.assigning.importing.problems import Problem
from lms.doors.scim.models import ScimSettings
from lms.doors.scim.refusing import words
from lms.kernel.ids import OrganisationId
from lms.kernel.permissions import Actor, Role
from lms.people import departments
from lms.people.models import Department

CAPACITY = "directory"
_DEPARTMENTS: Final = (
    select(Department.id, Department.parent_id, Department.name)
    .where(Department.organisation_id == bindparam("organisation"))
    .order_by(Department.id)
)


@lru_cache(maxsize=32)
def _grown(rows: tuple[tuple[UUID, UUID | None, str], ...]) -> Tree:
    """Return the tree of some departments: put together once, as long as all of them stay as they are."""
    return Tree(rows)


@dataclass(frozen=True)
class Directory(Actor):
    """A company's directory at work: nobody in person, with HR's and administrators' reach and no role to give."""

    capacity: str = CAPACITY

    @classmethod
    def of(cls, organisation: UUID) -> Directory:
        """Return the directory of an organisation."""
        nobody: Any = None
        return cls(nobody, nobody, OrganisationId(organisation), frozenset({Role.HR, Role.ADMIN}))


@dataclass
class Desk:
    """One request's place to work at. `bulk`: one of many operations, whose failure must not take others along.

    `pending`: people to be made, together. `foreseen`: names and addresses that were looked up, and those of them that
    are in use. `colleagues`: ids that are known to be people of the organisation. `broken`: nothing may be stored.
    """

    session: Session
    actor: Directory
    now: datetime
    bulk: bool = False
    broken: bool = False
    pending: list[Any] = field(default_factory=list)
    foreseen: tuple[set[str], set[str]] | None = None
    colleagues: set[UUID] = field(default_factory=set)

    @property
    def organisation(self) -> UUID:
        """Return the organisation, the only one this request can reach."""
        return self.actor.organisation_id

    @cached_property
    def adopts(self) -> bool:
        """Whether the directory may look after people who have a role here."""
        mine = ScimSettings.organisation_id == self.organisation
        return bool(self.session.scalar(select(ScimSettings.adopts).where(mine)))

    @cached_property
    def tree(self) -> Tree:
        """The department tree as it is, read when it is first asked for; nothing is planned in it."""
        rows = self.session.execute(_DEPARTMENTS, {"organisation": self.organisation})
        return _grown(tuple((each[0], each[1], each[2]) for each in rows))

    def path(self, department: UUID) -> str:
        """Return the path of a department."""
        return self.tree.path_of.get(department, "")

    def department(self, text: str) -> UUID:
        """Return the department that a name or path means, made with what is missing above it."""
        text = normalize("NFC", text)  # as departments are kept: one that looks the same is the same
        node = self.tree.known(text)
        if isinstance(node, Problem):
            raise InvalidValueException(detail=node.text)
        return node.id if node is not None and node.id is not None else self._made(text)

    def look_again(self) -> None:
        """Forget the tree: it was changed."""
        self.__dict__.pop("tree", None)

    def _made(self, text: str) -> UUID:
        departments.hold_tree(self.session, self.organisation)
        tree = tree_of(self.session, self.organisation)  # somebody may have made it while we waited
        node = tree.plan([text])[text]
        if isinstance(node, Problem):
            raise InvalidValueException(detail=node.text)
        parent: Department | None = None
        for depth in range(1, len(node.path) + 1):
            parent = self._step(node.path[:depth], parent)
        self.look_again()
        if parent is None:
            raise InvalidValueException(detail=words("long", said=text[:80]))
        return parent.id

    def _step(self, path: tuple[str, ...], parent: Department | None) -> Department:
        """Return the department at a path, made where it is missing."""
        mine = (Department.organisation_id == self.organisation, Department.name == path[-1])
        inside = Department.parent_id == parent.id if parent else Department.parent_id.is_(None)
        known = self._known(path)
        found = known or self.session.scalars(select(Department).where(*mine, inside)).first()
        try:
            return found or departments.add(self.session, self.actor, path[-1], parent, self.now)
        except departments.Refused as refused:
            raise InvalidValueException(detail=refused.text) from refused

    def _known(self, path: tuple[str, ...]) -> Department | None:
        """Return the department at a path however its letters are written."""
        wanted = tuple(" ".join(name.split()).casefold() for name in path)
        for identity, text in tree_of(self.session, self.organisation).path_of.items():
            if tuple(name.casefold() for name in text.split(" / ")) == wanted:
                return self.session.get(Department, identity)
        return None

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Let what is written inside go back alone where it fails, in a request of many operations."""
        if not self.bulk:
            yield
            return
        try:
            with self.session.begin_nested():
                yield
        except Exception:
            self.look_again()  # a department that was made for it is gone
            raise
