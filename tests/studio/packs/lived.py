"""A trainer who is looking into a pack and has adapted a module, for tests that go through everybody's rooms."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Actor, Role
from lms.packs.archive import write_archive
from lms.people.models import Person
from lms.studio.drafts import making
from lms.studio.packs import uploads
from tests.support.coffee_pack import coffee
from tests.support.company import MODULE, Company


@dataclass(frozen=True)
class Packed:
    """The zip that is looked into, and the module that was adapted."""

    upload: UUID
    adapted: UUID

    @property
    def ids(self) -> dict[str, str]:
        """Return both as arguments of addresses."""
        return {"upload": str(self.upload), "adapted": str(self.adapted)}


def look_and_adapt(company: Company, person: Person) -> Packed:
    """Let somebody look into a pack, and adapt a module of the shared library."""
    known = company.actor(person)
    actor = Actor(known.person_id, known.account_id, known.organisation_id, known.roles | {Role.TRAINER})
    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        upload = uploads.keep(session, actor, "coffee.zip", write_archive(coffee()), now)
        versions = select(ModuleVersion).join(Module, Module.id == ModuleVersion.module_id)
        shared = versions.where(Module.slug == MODULE, Module.organisation_id.is_(None))
        draft = making.adapt(session, actor, session.scalars(shared).first(), now)  # type: ignore[arg-type]
        return Packed(upload.id, draft.module_id)
