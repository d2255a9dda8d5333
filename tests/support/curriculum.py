"""Curricula for tests: modules of a company's own, a plan of them published, and people who have been given it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.assigning.assignments.models import APPLIED, Assigned, Assignment, AssignmentRun
from lms.assigning.curricula import keeping
from lms.assigning.curricula.document import Document
from lms.assigning.curricula.models import Curriculum
from lms.assigning.curricula.plan import FORTNIGHT, Item, Section
from lms.catalog.models import Module, ModuleVersion, PageVersion
from lms.kernel.ids import new_id
from lms.kernel.permissions import Role
from lms.learning.models import Enrolment, State
from lms.people.models import Person
from tests.support.company import MODULE, Browser, Company

WORDS = ("Anchor", "Bridge", "Compass", "Delta", "Ember", "Forest")


@dataclass
class School:
    """A company with modules of its own, an HR person, and what they do with curricula."""

    company: Company
    size: int = 3
    hr: Person = field(init=False)
    browser: Browser = field(init=False)
    modules: list[UUID] = field(init=False)
    slugs: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Take an HR person on, and put modules on the company's shelf: copies of the tests' own under other names."""
        self.hr = self.company.person(Role.HR, name="Hanne Holm")
        self.browser = self.company.browser(self.hr)
        self.modules, self.slugs = [], []
        for word in WORDS[: self.size]:
            self._put_on_shelf(word)

    def _put_on_shelf(self, word: str) -> None:
        slug = f"{word.lower()}-{new_id().hex[-8:]}-{self.company.marker}"
        with self.company.installation.database.writing() as session:
            original, version = session.execute(
                select(Module, ModuleVersion)
                .join(ModuleVersion, ModuleVersion.module_id == Module.id)
                .where(Module.slug == MODULE)
            ).first() or (None, None)
            assert original is not None
            assert version is not None
            of = {"organisation_id": self.company.organisation.id}
            module = Module(id=new_id(), **of, slug=slug, major=1, position=len(self.modules))
            session.add(module)
            session.flush()
            document = {**version.document, "title": {"en": word}, "minutes": 40, "work_minutes": 60}
            numbers = {"major": 1, "minor": 0, "digest": "0" * 64, "closure": {}, "published_at": version.published_at}
            copy = ModuleVersion(id=new_id(), **of, module_id=module.id, document=document, **numbers)
            session.add(copy)
            session.flush()
            for page in session.scalars(select(PageVersion).where(PageVersion.version_id == version.id)):
                names = ("name", "language", "position", "required", "minutes", "title")
                blocks = [block for block in page.document["blocks"] if block["kind"] == "text"]
                words = {**page.document, "blocks": blocks}
                settings = {name: getattr(page, name) for name in names}
                session.add(PageVersion(**of, version_id=copy.id, document=words, **settings))
            self.modules.append(module.id)
            self.slugs.append(slug)

    def publish(self, *sections: Section, title: str = "First steps", every_days: int = FORTNIGHT) -> UUID:
        """Publish a curriculum of these sections, of all modules in one where none is given; return its id."""
        whole = (Section(tuple(Item(module) for module in self.modules)),)
        document = Document({"en": title}, {"en": "What you need."}, sections or whole, every_days)
        now = self.company.installation.clock.now()
        with self.company.installation.database.writing() as session:
            actor = self.company.actor(self.hr)
            made = keeping.create(session, actor, document, now)
            keeping.publish(session, actor, made, "en", now)
            return made.id

    def give(
        self,
        curriculum: UUID,
        *people: Person,
        due: date | None = None,
        late_after: date | None = None,
        cycle: int = 1,
        counted_from: date | None = None,
        run_state: str = APPLIED,
        state: str = "open",
        available_from: date | None = None,
    ) -> list[UUID]:
        """Give a curriculum to people, as a run that is applied leaves it; return the rows' ids."""
        now = self.company.installation.clock.now()
        of = {"organisation_id": self.company.organisation.id}
        rows = []
        with self.company.installation.database.writing() as session:
            assignment = Assignment(id=new_id(), **of, curriculum_id=curriculum, name="", created_at=now)
            session.add(assignment)
            session.flush()
            run = AssignmentRun(id=new_id(), **of, assignment_id=assignment.id, state=run_state, created_at=now)
            session.add(run)
            session.flush()
            for person in people:
                row = Assigned(
                    id=new_id(),
                    **of,
                    person_id=person.id,
                    curriculum_id=curriculum,
                    assignment_id=assignment.id,
                    run_id=run.id,
                    cycle=cycle,
                    state=state,
                    due=due,
                    due_by_rule=due,
                    late_after=late_after or due,
                    counted_from=counted_from,
                    available_from=available_from or now.date(),
                    created_at=now,
                )
                session.add(row)
                rows.append(row.id)
        return rows

    def complete(self, person: Person, *modules: UUID, days_ago: int = 0) -> None:
        """Let somebody have completed modules so many days ago."""
        at = self.now - timedelta(days=days_ago)
        with self.company.installation.database.writing() as session:
            for module in modules:
                session.add(
                    Enrolment(
                        organisation_id=self.company.organisation.id,
                        person_id=person.id,
                        module_id=module,
                        major=1,
                        state=State.COMPLETED,
                        completed_at=at,
                        created_at=at,
                    )
                )

    @property
    def now(self) -> datetime:
        """Return the installation's clock."""
        return self.company.installation.clock.now()

    @property
    def today(self) -> date:
        """Return the day on the clock."""
        return self.now.date()

    def curriculum(self, identity: UUID) -> Curriculum:
        """Return a curriculum as it is kept."""
        with self.company.installation.database.reading() as session:
            return session.get_one(Curriculum, identity)

    def document(self, identity: UUID) -> Document:
        """Return a curriculum as it stands for those who change it."""
        with self.company.installation.database.reading() as session:
            return keeping.working(session, session.get_one(Curriculum, identity))

    def enrolments(self, person: Person) -> list[Enrolment]:
        """Return somebody's enrolments, by cycle."""
        with self.company.installation.database.reading() as session:
            mine = select(Enrolment).where(Enrolment.person_id == person.id)
            return list(session.scalars(mine.order_by(Enrolment.cycle)))


def page(identity: UUID) -> str:
    """Return the address of a curriculum."""
    return f"/assign/curricula/{identity}"


def act(school: School, identity: UUID, said: str = "keep", **typed: Any) -> Any:
    """Press a button of the page, with what was typed there."""
    revision = typed.pop("revision", school.curriculum(identity).revision)
    sent = {name.replace("__", "-"): value for name, value in typed.items()}
    return school.browser.post(page(identity), {"revision": revision, "act": said, **sent})


def order(school: School, identity: UUID) -> list[list[UUID]]:
    """Return the modules of each section in order."""
    return [[item.module for item in section.items] for section in school.document(identity).sections]


def change_one(company: Company, person: Person) -> None:
    """Let somebody have been the last to change a curriculum."""
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        keeping.create(session, company.actor(person), Document({"en": "Begun"}), now)
