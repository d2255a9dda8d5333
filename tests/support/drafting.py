"""Drafts in tests: one made for a trainer of a company, and its parts edited as a tab edits them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Role
from lms.packs.segments import base_of, text_of_part
from lms.people.models import Person
from lms.studio.drafts import making
from lms.studio.drafts.acts import FILE, ORDER, order_of
from lms.studio.drafts.held import content_of, files_of
from lms.studio.drafts.models import Draft
from tests.support.company import MODULE, Browser, Company


class Desk:
    """One trainer with one draft before them."""

    def __init__(self, company: Company, person: Person, draft: Draft) -> None:
        """Sit down at a draft."""
        self.company, self.person, self.draft = company, person, draft
        self.browser: Browser = company.browser(person)
        self.address = f"/author/drafts/{draft.id}"

    @property
    def page(self) -> str:
        """Return the path of the first page in English."""
        return min(path for path in self.files() if "/en/" in path)

    @property
    def module(self) -> str:
        """Return the path of module.toml."""
        return f"modules/{self.draft.slug}/module.toml"

    def beside(self, person: Person) -> Desk:
        """Return the desk of somebody else at the same draft."""
        return Desk(self.company, person, self.draft)

    def files(self) -> dict[str, bytes]:
        """Return every file as it is now."""
        with self.company.installation.database.reading() as session:
            return files_of(session, self.draft)

    def text(self, path: str) -> str:
        """Return a text as it is now."""
        with self.company.installation.database.reading() as session:
            return (content_of(session, self.draft, path) or b"").decode()

    def part(self, path: str, part: str) -> str | None:
        """Return a part as it is now."""
        text = self.text(path)
        if part == FILE:
            return text
        return order_of(path, text) if part == ORDER else text_of_part(path, text, part)

    def base(self, path: str, part: str) -> str:
        """Return the revision of a part as it is now."""
        found = self.part(path, part)
        return "" if found is None else base_of(found)

    def edit(self, path: str, part: str, text: str | None, *, base: str | None = None, **more: Any) -> dict[str, Any]:
        """Return an edit as a tab sends it; `base` is the revision now where none is given."""
        seen = self.base(path, part) if base is None else base
        return {"path": path, "part": part, "base": seen, "text": text, **more}

    def save(self, *edits: dict[str, Any], what: str = "written") -> TestResponse:
        """Send edits."""
        return self.browser.send(f"{self.address}/save", {"edits": list(edits), "what": what})

    def write(self, path: str, part: str, text: str | None, **more: Any) -> TestResponse:
        """Send one edit."""
        return self.save(self.edit(path, part, text, **more))


def begin(company: Company, title: str = "Listening on Mondays", *, person: Person | None = None) -> Desk:
    """Return a trainer's desk with a new draft on it."""
    trainer = person or company.person(Role.TRAINER)
    with company.installation.database.writing() as session:
        draft = making.new(session, company.actor(trainer), {"en": title}, company.installation.clock.now())
    return Desk(company, trainer, draft)


def copy_of_library(company: Company, *, person: Person | None = None) -> Desk:
    """Return a trainer's desk with an adapted copy of the library's module on it."""
    trainer = person or company.person(Role.TRAINER)
    with company.installation.database.writing() as session:
        version = session.scalars(
            select(ModuleVersion).join(Module).where(Module.slug == MODULE, Module.organisation_id.is_(None))
        ).one()
        draft = making.adapt(session, company.actor(trainer), version, company.installation.clock.now())
    return Desk(company, trainer, draft)


def draft_of(company: Company, identity: UUID) -> Draft | None:
    """Return a draft's row as it is now."""
    with company.installation.database.reading() as session:
        return session.get(Draft, identity)
