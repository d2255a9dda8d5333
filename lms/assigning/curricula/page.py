"""The page on which a curriculum is changed: everything its template shows, and how it is shown again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from flask import render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.assigning.curricula import keeping, listing
from lms.assigning.curricula.checking import problems
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.listing import People
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import Hours, Step, hours, rhythm
from lms.assigning.curricula.shelf import OnShelf, minutes_of, shelf
from lms.assigning.curricula.shipped.finding import begun_from
from lms.assigning.curricula.wording import Said, problem_words, untitled
from lms.kernel.permissions import Actor, scope_of
from lms.packs.curricula.model import ShippedCurriculum
from lms.people.models import Person
from lms.web.context import actor, db, today
from lms.web.forms import Confirmation
from lms.web.languages import LANGUAGES
from lms.web.visitors import signed_in_visitor

WEEK = 7


@dataclass(frozen=True)
class Editing:
    """One curriculum on the page: `document` as it is shown, `errors` by field, `others` who was faster, if anybody.

    `shipped`: the library's curriculum it was begun from, whose guide and letters go with it.
    """

    curriculum: Curriculum
    document: Document
    shelf: Mapping[UUID, OnShelf]
    people: People
    start: date
    language: str
    shipped: ShippedCurriculum | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    others: str | None = None

    @property
    def languages(self) -> list[str]:
        """Return the languages it can be written in, the organisation's first."""
        return [self.language, *(each for each in LANGUAGES if each != self.language)]

    @property
    def is_changed(self) -> bool:
        """Return whether it is published, and something waits to be published anew."""
        return self.curriculum.published and self.curriculum.draft is not None

    @cached_property
    def hours(self) -> Hours:
        """Return what it takes."""
        return hours(self.document.plan, minutes_of(self.shelf.values()))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Return the suggested rhythm for somebody who begins on `start`."""
        return rhythm(self.document.plan, self.start)

    @property
    def weeks(self) -> int:
        """Return how many weeks the rhythm takes, whole ones."""
        last = max((step.done_by for step in self.steps if step.required), default=self.start)
        return -(-(last - self.start).days // WEEK)

    @cached_property
    def problems(self) -> list[Said]:
        """Return what keeps it from being published, in words."""
        found = [problem_words(each, self.shelf) for each in problems(self.document.plan)]
        return found if self.document.title.get(self.language) else [untitled(self.language), *found]

    @property
    def addable(self) -> list[OnShelf]:
        """Return the modules on the shelf that are not in it, and have not been taken off the shelf."""
        held = set(self.document.plan.modules)
        return [each for each in self.shelf.values() if each.id not in held and not each.is_withdrawn]

    def value(self, name: str, kept: object) -> str:
        """Return what a field shows: what was typed where it could not be taken, else what is kept."""
        if name in self.errors:
            return request.form.get(name, "")
        return "" if kept is None else str(kept)


def editing(curriculum: Curriculum, document: Document | None = None, **said: object) -> Editing:
    """Return the page of a curriculum, as it stands unless another document is given."""
    people = listing.people_of(db(), actor(), [curriculum.id])[curriculum.id]
    kept = keeping.working(db(), curriculum) if document is None else document
    language = signed_in_visitor().organisation_language
    shipped = begun_from(curriculum.begun_from)
    return Editing(curriculum, kept, shelf(db(), actor()), people, start_day(), language, shipped, **said)  # type: ignore[arg-type]


def start_day() -> date:
    """Return the day the rhythm begins that was asked for, today where none was."""
    asked = request.form.get("start") or request.args.get("start") or ""
    try:
        return date.fromisoformat(asked[:10])
    except ValueError:
        return today()


def shown(page: Editing, status: int = 200) -> tuple[str, int]:
    """Return the page under a status."""
    return render_template("assigning/curricula/edit.html", page=page, form=Confirmation(), today=today()), status


def name_of(session: Session, who: Actor, person: UUID | None) -> str:
    """Return the name of a colleague, "" where they are gone."""
    if person is None:
        return ""
    return session.scalar(select(Person.name).where(scope_of(Person, who), Person.id == person)) or ""
