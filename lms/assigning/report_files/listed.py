"""The completion list of a report's people: which of them, which curricula or modules, and in which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.reading import zone_of
from lms.assigning.cohorts.operations import led
from lms.assigning.curricula.models import Curriculum, CurriculumItem
from lms.assigning.report_files import completion, people
from lms.assigning.report_files.completion import CURRICULA, MODULES, Subject, Wanted
from lms.assigning.report_files.heads import OF_CURRICULUM, OF_MODULE, PERSON, Head, labelled, of_people, words
from lms.assigning.report_files.people import Whom
from lms.assigning.report_files.sheets import Sheet
from lms.assigning.reports import asking
from lms.assigning.reports.asking import Question
from lms.assigning.reports.words import in_language
from lms.catalog.models import MODULE, Module, ModuleVersion
from lms.catalog.shelf import newest
from lms.kernel.permissions import Actor, NotFound, Role, scope_of
from lms.people.models import Person


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says in the reader's language, taken while the request knows it: for a job there is none."""

    language: str
    labels: Mapping[str, str]

    @classmethod
    def now(cls, language: str) -> Said:
        """Return the words of this request."""
        every = {head.code: head.label for head in labelled((*PERSON, *OF_CURRICULUM, *OF_MODULE))}
        return cls(language, every | {f"word.{code}": word for code, word in words().items()})

    @property
    def words(self) -> dict[str, str]:
        """Return the words of codes."""
        return {code.removeprefix("word."): word for code, word in self.labels.items() if code.startswith("word.")}

    def heads(self, of: Sequence[Head]) -> list[Head]:
        """Return columns with these words."""
        return [replace(head, label=self.labels.get(head.code, head.code)) for head in of]


def completion_sheet(session: Session, actor: Actor, question: Question, of: str, said: Said, now: datetime) -> Sheet:
    """Return the completion list of a question's people, of CURRICULA or MODULES. NotFound where it is not theirs."""
    wanted = Wanted(of, whom(session, actor, question), _subjects(session, actor, question, of, said.language),
                    zone_of(session, actor.organisation_id), now)  # fmt: skip
    person = of_people(actor)
    heads = said.heads((*person, *(OF_MODULE if of == MODULES else OF_CURRICULUM)))
    name = f"completion-{of}-{now.date().isoformat()}"
    return Sheet(name, name, heads, len(person), said.words, partial(completion.pages, wanted=wanted))


def whom(session: Session, actor: Actor, question: Question) -> Whom:
    """Return the people of a question. HR asks about anybody; others about who reports to them, or whom they lead."""
    if question.kind == asking.COHORT:
        led(session, actor, question.id or actor.person_id)
    elif question.kind != asking.TEAM and Role.HR not in actor.roles:
        raise NotFound
    filters = question.filters
    return Whom(
        actor,
        department=question.id if question.kind == asking.DEPARTMENT else filters.department,
        group=filters.group,
        cohort=question.id if question.kind == asking.COHORT else None,
        curriculum=question.id if question.kind == asking.CURRICULUM else filters.curriculum,
        reports=question.kind == asking.TEAM,
    )


def count(session: Session, of: Whom) -> int:
    """Return how many people a list goes through."""
    them = (people.seen_by(of), Person.active, *people.narrowed(of))
    return session.scalar(select(func.count(Person.id)).where(*them)) or 0


def _subjects(session: Session, actor: Actor, question: Question, of: str, language: str) -> list[Subject]:
    return (_modules if of == MODULES else _curricula)(session, actor, question, language)


def _curricula(session: Session, actor: Actor, question: Question, language: str) -> list[Subject]:
    """Return the curricula of a list by title: the one a question is about, or all."""
    only = question.id if question.kind == asking.CURRICULUM else question.filters.curriculum
    rows = session.execute(select(Curriculum.id, Curriculum.title).where(scope_of(Curriculum, actor)))
    found = [Subject(id, in_language(title, language)) for id, title in rows if only in (None, id)]
    return sorted(found, key=lambda each: (each.title, each.id))


def _modules(session: Session, actor: Actor, question: Question, language: str) -> list[Subject]:
    """Return the modules of a list in the shelf's order: the one asked about, those of a curriculum, or all."""
    curriculum = question.id if question.kind == asking.CURRICULUM else question.filters.curriculum
    only = question.id if question.kind == asking.MODULE else None
    items = select(CurriculumItem.module_id, CurriculumItem.curriculum_id, CurriculumItem.required)
    inside: dict[UUID, dict[UUID, bool]] = {}
    for module, of, required in session.execute(items.where(CurriculumItem.organisation_id == actor.organisation_id)):
        inside.setdefault(module, {})[of] = required
    shelf: Any = (
        select(Module.id, Module.slug, ModuleVersion.document)
        .join(ModuleVersion, newest())
        .where(scope_of(Module, actor), Module.kind == MODULE)
        .order_by(Module.position, Module.id)
    )
    return [
        Subject(id, in_language(document["title"], language), slug, inside.get(id, {}))
        for id, slug, document in session.execute(shelf)
        if only in (None, id) and (curriculum is None or curriculum in inside.get(id, {}))
    ]


OF = (CURRICULA, MODULES)
"""What a completion list can be of."""
