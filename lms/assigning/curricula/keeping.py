"""What is done with a curriculum: made, changed, taken back, published, copied, retired, removed. Flushes at most."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from lms.assigning.assignments.models import Assignment
from lms.assigning.curricula.checking import Problem, problems
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.models import Curriculum, CurriculumItem, CurriculumSection
from lms.assigning.curricula.reading import plan_of
from lms.kernel import audit, ledger
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, NotFound, scope_of

RECOUNT = "assignments.recount"


class Stale(Exception):
    """Somebody else has changed the curriculum since this page was opened."""


class Unfit(Exception):
    """It cannot be published as it stands."""

    def __init__(self, found: list[Problem], *, untitled: bool = False) -> None:
        """`found`: what is wrong with the plan; `untitled`: it has no title in the organisation's language."""
        super().__init__(f"{len(found)} problems")
        self.found, self.untitled = found, untitled


class InUse(Exception):
    """It has been assigned, so it can be retired but not removed."""


def one(session: Session, actor: Actor, identity: UUID, *, removed: bool = False, hold: bool = False) -> Curriculum:
    """Return a curriculum of the organisation; NotFound where there is none. `hold` keeps others from changing it."""
    query = select(Curriculum).where(scope_of(Curriculum, actor), Curriculum.id == identity)
    query = query.where(Curriculum.removed_at.is_not(None) if removed else Curriculum.removed_at.is_(None))
    found = session.scalars(query.with_for_update() if hold else query).first()
    if found is None:
        raise NotFound
    return found


def working(session: Session, curriculum: Curriculum) -> Document:
    """Return the curriculum as it stands for those who change it: the working copy, else what was published."""
    if curriculum.draft is not None:
        return Document.from_json(curriculum.draft)
    return Document.of(curriculum.title, curriculum.summary, plan_of(session, curriculum.id))


def create(
    session: Session, actor: Actor, document: Document, now: datetime, *, begun_from: UUID | None = None
) -> Curriculum:
    """Begin a curriculum that nobody has yet. `begun_from`: the library's curriculum that it was taken from."""
    made = Curriculum(
        id=new_id(),
        organisation_id=actor.organisation_id,
        title=dict(document.title),
        summary=dict(document.summary),
        every_days=document.every_days,
        draft=document.to_json(),
        changed_by=actor.person_id,
        changed_at=now,
        begun_from=begun_from,
        created_at=now,
    )
    session.add(made)
    audit.note(session, actor, "curriculum.made", now, detail=str(made.id))
    session.flush()
    return made


def change(session: Session, actor: Actor, curriculum: Curriculum, document: Document, now: datetime) -> None:
    """Keep the working copy; what it was before can be brought back once. The same again changes nothing.

    What people have changes only when it is published.
    """
    was = working(session, curriculum)
    if document != was:
        _keep(actor, curriculum, document, was, now)


def take_back(session: Session, actor: Actor, curriculum: Curriculum, now: datetime) -> None:
    """Put the working copy back as it was before the last act; once more does the act again. Without one nothing."""
    if curriculum.before is not None:
        _keep(actor, curriculum, Document.from_json(curriculum.before), working(session, curriculum), now)


def _keep(actor: Actor, curriculum: Curriculum, document: Document, was: Document, now: datetime) -> None:
    curriculum.draft, curriculum.before = document.to_json(), was.to_json()
    curriculum.revision += 1
    curriculum.changed_by, curriculum.changed_at = actor.person_id, now
    if not curriculum.published:
        curriculum.title, curriculum.summary = dict(document.title), dict(document.summary)
        curriculum.every_days = document.every_days


def check_fresh(curriculum: Curriculum, revision: int) -> None:
    """Raise `Stale` where the page that sent something showed another revision."""
    if curriculum.revision != revision:
        raise Stale


def publish(session: Session, actor: Actor, curriculum: Curriculum, language: str, now: datetime) -> None:
    """Let people have the working copy. Raise `Unfit` with every problem; then nothing is changed.

    `language`: the organisation's. Where people have it already, a job counts anew where they stand.
    """
    document = working(session, curriculum)
    found = problems(document.plan)
    untitled = not document.title.get(language)
    if found or untitled:
        raise Unfit(found, untitled=untitled)
    curriculum.title, curriculum.summary = dict(document.title), dict(document.summary)
    curriculum.every_days = document.every_days
    curriculum.published, curriculum.draft, curriculum.before = True, None, None
    curriculum.revision += 1
    curriculum.changed_by, curriculum.changed_at = actor.person_id, now
    _write_plan(session, curriculum, document)
    audit.note(session, actor, "curriculum.published", now, detail=str(curriculum.id))
    if is_assigned(session, curriculum):
        arguments = {"organisation": str(curriculum.organisation_id), "curriculum": str(curriculum.id)}
        key = f"{curriculum.id}:{curriculum.revision}"
        ledger.enqueue(session, RECOUNT, arguments, now=now, key=key, organisation_id=curriculum.organisation_id)


def _write_plan(session: Session, curriculum: Curriculum, document: Document) -> None:
    session.execute(delete(CurriculumItem).where(CurriculumItem.curriculum_id == curriculum.id))
    session.execute(delete(CurriculumSection).where(CurriculumSection.curriculum_id == curriculum.id))
    of = {"organisation_id": curriculum.organisation_id, "curriculum_id": curriculum.id}
    kept = [section for section in document.sections if section.items]
    for number, section in enumerate(kept):
        row = CurriculumSection(id=new_id(), **of, position=number, title=dict(section.title), needed=section.needed)
        session.add(row)
        session.flush()
        for position, item in enumerate(section.items):
            session.add(
                CurriculumItem(
                    **of,
                    section_id=row.id,
                    module_id=item.module,
                    position=position,
                    required=item.required,
                    after=[str(module) for module in item.after],
                    opens_on=item.opens_on,
                    opens_after_days=item.opens_after_days,
                )
            )
    session.flush()


def discard(actor: Actor, curriculum: Curriculum, now: datetime) -> None:
    """Drop the working copy of a published curriculum: it stands again as people have it."""
    if curriculum.published:
        curriculum.draft, curriculum.before = None, None
        curriculum.revision += 1
        curriculum.changed_by, curriculum.changed_at = actor.person_id, now


def copy(session: Session, actor: Actor, curriculum: Curriculum, title: dict[str, str], now: datetime) -> Curriculum:
    """Begin another curriculum that holds the same, under another title."""
    was = working(session, curriculum)
    document = Document(title, was.summary, was.sections, was.every_days)
    return create(session, actor, document, now, begun_from=curriculum.begun_from)


def retire(session: Session, actor: Actor, curriculum: Curriculum, retired: bool, now: datetime) -> None:
    """Take a curriculum out of what can be assigned, or bring it back; who has it keeps it."""
    if curriculum.retired != retired:
        curriculum.retired = retired
        curriculum.revision += 1
        action = "curriculum.retired" if retired else "curriculum.unretired"
        audit.note(session, actor, action, now, detail=str(curriculum.id))


def is_assigned(session: Session, curriculum: Curriculum) -> bool:
    """Return whether an assignment names it, whether it was carried out or not."""
    return bool(session.scalar(select(exists().where(Assignment.curriculum_id == curriculum.id))))


def remove(session: Session, actor: Actor, curriculum: Curriculum, now: datetime) -> None:
    """Remove a curriculum that nobody was given; `restore` brings it back. Raise `InUse` for one that is assigned."""
    if is_assigned(session, curriculum):
        raise InUse
    curriculum.removed_at = now
    audit.note(session, actor, "curriculum.removed", now, detail=str(curriculum.id))


def restore(session: Session, actor: Actor, curriculum: Curriculum, now: datetime) -> None:
    """Bring a removed curriculum back."""
    curriculum.removed_at = None
    audit.note(session, actor, "curriculum.restored", now, detail=str(curriculum.id))
