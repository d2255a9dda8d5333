"""A question with everything around it: who asks and may, whose figures it is about, and what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from lms.assigning.cohorts.models import Cohort, CohortMember, leads
from lms.assigning.curricula.models import Curriculum
from lms.assigning.groups.models import GroupMember, PeopleGroup
from lms.assigning.reports import editions
from lms.assigning.reports.asking import COHORT, CURRICULUM, DEPARTMENT, MODULE, TEAM, Question
from lms.assigning.reports.counting import Counted, People
from lms.assigning.reports.departments import Tree
from lms.assigning.reports.editions import Basis
from lms.assigning.reports.rows import Figures
from lms.assigning.reports.words import in_language, words_of
from lms.assigning.team.reports import has_reports
from lms.catalog import models as catalog
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, NotFound, Role, scope_of
from lms.people.departments import Node
from lms.people.models import Person

Narrowing = ColumnElement[bool]


@dataclass
class Asked:
    """One question of one actor. Raises NotFound when it is about something that is not there or not theirs, and
    `departments.Gone` when it is about a department that was merged or removed."""

    session: Session
    actor: Actor
    question: Question
    now: datetime
    language: str = "en"

    def __post_init__(self) -> None:
        """Refuse who may not ask it: HR asks of everybody, a facilitator of their cohort, anybody of their reports."""
        self.narrowing: tuple[Narrowing, ...] = (*self._whose(), *self._group())
        if self.department_id is not None:
            _ = self.department

    def words(self, key: str, **given: str) -> str:
        """Return words of a report in the reader's language."""
        return words_of(key, self.language, **given)

    def _whose(self) -> tuple[Narrowing, ...]:
        if self.question.kind == TEAM:
            if not has_reports(self.session, self.actor):
                raise NotFound
            return (Person.manager_id == self.actor.person_id,)
        if self.question.kind == COHORT:
            members = select(CohortMember.person_id).where(CohortMember.cohort_id == self.cohort.id)
            return (Person.id.in_(members),)
        if Role.HR not in self.actor.roles:
            raise NotFound
        return ()

    def prove(self) -> None:
        """Raise NotFound where a curriculum or module it names is not there: for what keeps a question unanswered."""
        if self.question.kind == MODULE:
            self.module(self.question.id)
        for id in (self.question.id if self.question.kind == CURRICULUM else None, self.question.filters.curriculum):
            if id is not None:
                self.curriculum(id)

    def _group(self) -> tuple[Narrowing, ...]:
        if self.question.filters.group is None:
            return ()
        group = self._one(PeopleGroup, self.question.filters.group)
        return (Person.id.in_(select(GroupMember.person_id).where(GroupMember.group_id == group.id)),)

    def _one(self, model: Any, id: UUID | None, *more: ColumnElement[bool]) -> Any:
        found = self.session.scalars(select(model).where(scope_of(model, self.actor), model.id == id, *more)).first()
        if found is None:
            raise NotFound
        return found

    @cached_property
    def basis(self) -> Basis:
        """Return what the figures rest on; those of few people are always counted now."""
        if self.narrowing:
            return Basis(None, self.now)
        return editions.basis_of(self.session, self.actor, self.now)

    @cached_property
    def people(self) -> People:
        """Return whose figures they are, the department left out: figures come by department anyway."""
        return editions.people_of(self.session, self.actor.organisation_id, self.now, *self.narrowing)

    @cached_property
    def tree(self) -> Tree:
        """Return the organisation's departments."""
        return Tree(self.session, self.actor.organisation_id)

    @property
    def department_id(self) -> UUID | None:
        """Return the id of the department it is about or narrowed to."""
        return self.question.id if self.question.kind == DEPARTMENT else self.question.filters.department

    @cached_property
    def department(self) -> Node | None:
        """Return the department it is about or narrowed to, None for all of them."""
        if self.department_id is None:
            return None
        found = self.tree.node(self.department_id)
        if found is None:
            raise NotFound
        return found

    @cached_property
    def inside(self) -> frozenset[UUID] | None:
        """Return the department it is narrowed to with all below it, None for all of them."""
        return None if self.department is None else self.tree.below(self.department.id)

    @cached_property
    def cohort(self) -> Cohort:
        """Return the cohort it is about: HR's, or one the actor leads."""
        found: Cohort = self._one(Cohort, self.question.id, leads(self.actor))
        return found

    def curriculum(self, id: UUID | None) -> Curriculum:
        """Return a curriculum of the actor's organisation."""
        found: Curriculum = self._one(Curriculum, id)
        return found

    def module(self, id: UUID | None) -> Module:
        """Return a module of the actor's shelf."""
        found: Module = self._one(Module, id, Module.kind == catalog.MODULE)
        return found

    def titles(self, curricula: Collection[UUID]) -> dict[UUID, str]:
        """Return the titles of curricula that are there, the newest first; one query."""
        ours = select(Curriculum.id, Curriculum.title).where(
            scope_of(Curriculum, self.actor), Curriculum.id.in_(curricula), Curriculum.removed_at.is_(None)
        )
        rows = self.session.execute(ours.order_by(Curriculum.created_at.desc(), Curriculum.id))
        return {id: in_language(title, self.language) for id, title in rows}

    @cached_property
    def module_titles(self) -> dict[UUID, str]:
        """Return the titles of the modules on the shelf, in its order; one query."""
        rows = self.session.execute(
            select(Module.id, ModuleVersion.document["title"])
            .join(ModuleVersion, newest())
            .where(scope_of(Module, self.actor), Module.kind == catalog.MODULE)
            .order_by(Module.position, Module.id)
        )
        return {id: in_language(found, self.language) for id, found in rows}

    def together(self, subject: str, only: Collection[UUID] | None = None) -> dict[UUID, Figures]:
        """Return how everybody asked for stands with each curriculum or module, departments together."""
        edition = self.basis.edition
        if edition is not None and not self.narrowing:
            those = None if self.inside is None else self.tree.ever(self.inside)
            counted = editions.together(self.session, edition, subject, those)
        elif subject == CURRICULUM:
            counted = self.here(editions.of_curricula(self.session, self.basis, self.people))
        else:
            counted = self.here(editions.of_modules(self.session, self.basis, self.people, only or ()))
        found: dict[UUID, Figures] = {}
        for each in counted:
            found[each.subject_id] = found.get(each.subject_id, Figures()) + each.figures
        return found

    def here(self, counted: Iterable[Counted]) -> list[Counted]:
        """Return the figures of the department that is asked for with all below it, by where its people are today."""
        found: dict[UUID, list[Counted]] = {}
        for each in counted:
            found.setdefault(each.subject_id, []).append(each)
        wanted = self.inside
        return [
            Counted(subject, id, figures)
            for subject, those in found.items()
            for id, figures in self.tree.today((each.by, each.figures) for each in those).items()
            if wanted is None or id in wanted
        ]
