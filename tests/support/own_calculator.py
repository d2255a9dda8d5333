"""A calculator of one organisation's own, declared by a test."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from lms.calculators.reading import read_calculator
from lms.catalog.models import SHELF, CalculatorVersion, Module, ModuleVersion
from lms.kernel.database import Database
from lms.kernel.ids import new_id
from tests.support.company import Company


def own_calculator(company: Company, text: str) -> tuple[str, str]:
    """Put a calculator on a shelf that only this company sees; return its address and the key of its numbers.

    `text` is the whole file; name and uuid are made anew.
    """
    installation = company.installation
    return put_up(installation.database, company.organisation.id, text, installation.clock.now())


def put_up(database: Database, owner: UUID, text: str, now: datetime) -> tuple[str, str]:
    """Do the same for the organisation `owner` of any database."""
    identity, version = uuid4(), new_id()
    name = f"own-{identity.hex}"
    document = {**read_calculator(text, "own.calc.toml").document(), "uuid": str(identity), "name": name}
    with database.writing() as session:
        module = Module(id=uuid4(), organisation_id=owner, slug=f"o{identity.hex}", major=1, position=9, kind=SHELF)
        session.add(module)
        session.flush()
        session.add(_version(owner, version, module.id, now))
        session.flush()
        session.add(
            CalculatorVersion(
                organisation_id=owner, version_id=version, calculator_id=identity, name=name, document=document
            )
        )
    return f"/tools/{name}", f"calculator:{identity}"


def _version(owner: UUID, identity: UUID, module: UUID, now: datetime) -> ModuleVersion:
    return ModuleVersion(
        id=identity,
        organisation_id=owner,
        module_id=module,
        major=1,
        minor=0,
        digest=identity.hex * 2,
        document={"title": {"en": "A shelf of one's own"}, "groups": [], "facts": [], "pages": []},
        closure={},
        published_at=now,
    )
