"""The business case of our tool shelf, put up for one company: the tests' frozen library has no such calculator."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from lms.calculators.declared import Calculator
from lms.calculators.reading import read_calculator
from lms.catalog.models import SHELF, CalculatorVersion, Module, ModuleVersion
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id

FILE: Final = Path(__file__).parents[2] / "modules" / "tool-shelf" / "business-case.calc.toml"


def business_case() -> Calculator:
    """Return the calculator as it lies on our shelf."""
    return read_calculator(FILE.read_text(encoding="utf-8"), FILE.name)


def put_up(session: Session, owner: UUID, clock: Clock) -> None:
    """Publish it for the people of one organisation, and nobody else."""
    calculator, module, version = business_case(), uuid4(), new_id()
    session.add(Module(id=module, organisation_id=owner, slug=f"c{module.hex}", major=1, position=9, kind=SHELF))
    session.flush()
    document = {"title": {"en": "Cases"}, "groups": [], "facts": [], "pages": []}
    session.add(
        ModuleVersion(
            id=version,
            organisation_id=owner,
            module_id=module,
            major=1,
            minor=0,
            digest=version.hex * 2,
            document=document,
            closure={},
            published_at=clock.now(),
        )
    )
    session.flush()
    identity = {"calculator_id": UUID(calculator.uuid), "name": calculator.name}
    kept = {"version_id": version, "document": calculator.document(), **identity}
    session.add(CalculatorVersion(organisation_id=owner, **kept))
