"""A tool shelf of one company: three facts, and two tools that take them; their other numbers are the library's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from lms.catalog.models import SHELF, CalculatorVersion, Module, ModuleVersion
from lms.kernel.ids import new_id
from tests.support.company import Company

CHURN, VALUE = "cost-of-churn", "customer-lifetime-value"
TAKES = {
    CHURN: {"customers": "customers", "churn_rate": "yearly_churn", "cac": "acquisition_cost"},
    VALUE: {"retention": "1 - yearly_churn", "acquisition_cost": "acquisition_cost"},
}
Fact = tuple[str, str, float | None, float | None, str]
FACTS: tuple[Fact, ...] = (
    ("customers", "count", 0.0, None, "Customers"),
    ("yearly_churn", "percent", 0.0, 1.0, "Lost in a year"),
    ("acquisition_cost", "money", None, None, "Cost of winning a customer"),
)


@dataclass(frozen=True)
class FactShelf:
    """The addresses of its two tools, and the keys their numbers are kept under."""

    churn: str
    value: str
    churn_context: str
    value_context: str


def fact_shelf(company: Company) -> FactShelf:
    """Put the shelf up for the people of one company, and nobody else."""
    names = {CHURN: f"churn-{uuid4().hex}", VALUE: f"value-{uuid4().hex}"}
    documents = {name: _document(company, name, fresh) for name, fresh in names.items()}
    _publish(company, list(documents.values()), FACTS)
    churn, value = (f"calculator:{documents[name]['uuid']}" for name in (CHURN, VALUE))
    return FactShelf(names[CHURN], names[VALUE], churn, value)


def filled_tool(company: Company) -> str:
    """Put up one more tool, every number of which that matters takes a fact of that shelf; return its address."""
    document = _document(company, VALUE, f"filled-{uuid4().hex}")
    document["inputs"] = [{**each, "matters": each["name"] in TAKES[VALUE]} for each in document["inputs"]]
    _publish(company, [document], ())
    return str(document["name"])


def _document(company: Company, name: str, fresh: str) -> dict[str, Any]:
    """Return a tool of the library under another name and identity."""
    shared = (CalculatorVersion.name == name) & CalculatorVersion.organisation_id.is_(None)
    with company.installation.database.reading() as session:
        found = session.scalars(select(CalculatorVersion.document).where(shared)).first()
    assert found is not None
    return {**found, "name": fresh, "uuid": str(uuid4()), "inputs": _inputs(name, found)}


def _publish(company: Company, documents: list[dict[str, Any]], facts: Sequence[Fact]) -> None:
    owner, module, version = company.organisation.id, uuid4(), new_id()
    with company.installation.database.writing() as session:
        session.add(Module(id=module, organisation_id=owner, slug=f"f{module.hex}", major=1, position=8, kind=SHELF))
        session.flush()
        session.add(_version(version, module, company, facts))
        session.flush()
        for each in documents:
            identity = UUID(each["uuid"])
            kept = {"version_id": version, "calculator_id": identity, "name": each["name"], "document": each}
            session.add(CalculatorVersion(organisation_id=owner, **kept))


def _version(identity: UUID, module: UUID, company: Company, facts: Sequence[Fact]) -> ModuleVersion:
    defined = [
        {"name": name, "unit": unit, "minimum": low, "maximum": high, "label": {"en": label}, "help": {"en": "…"}}
        for name, unit, low, high, label in facts
    ]
    return ModuleVersion(
        id=identity,
        organisation_id=company.organisation.id,
        module_id=module,
        major=1,
        minor=0,
        digest=identity.hex * 2,
        document={"title": {"en": f"Shelf {company.marker}"}, "groups": [], "facts": defined, "pages": []},
        closure={},
        published_at=company.installation.clock.now(),
    )


def _inputs(name: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the library's inputs, with the facts they take and nothing they took there."""
    bare = [{key: value for key, value in each.items() if key != "fact"} for each in document["inputs"]]
    return [{**each, **({"fact": TAKES[name][each["name"]]} if each["name"] in TAKES[name] else {})} for each in bare]
