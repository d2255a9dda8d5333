"""A person's own inputs of a calculator: private, kept between visits, the same on a tool's page and in a module."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session

from lms.answers.contexts import Refusal, context_kind
from lms.calculators.computing import input_problem
from lms.calculators.declared import Calculator, Table
from lms.calculators.tables import INCOMPLETE, table_problems, table_rows
from lms.catalog.models import SHELF, CalculatorVersion, Module, ModuleVersion
from lms.catalog.shelf import calculator_version
from lms.kernel.ids import read_id
from lms.kernel.permissions import Actor, NotFound, scope_of
from lms.kernel.prepared import Prepared
from lms.tools.ranges.asking import BLOCK as ASKED
from lms.tools.ranges.asking import checked_asked
from lms.tools.ranges.kept import BLOCK as RANGES
from lms.tools.ranges.kept import checked_range
from lms.tools.showing import BLOCK
from lms.tools.wording import problem_words, table_words


class CalculatorContext:
    """Where the inputs of one calculator go: one field an input, sealed with the person's key."""

    private = True
    closed = None

    def __init__(self, calculator: Calculator, version: str) -> None:
        """`version` is the exact module version the calculator is read from."""
        self._calculator, self.version = calculator, version

    def value(self, block: str, item: str, value: Any) -> Any:
        """Return the value of an input: a number in its range, a choice, or None for "back to the example".

        A table's value is a list of rows; what is only incomplete is kept. A refused cell is named `value[2].share`.
        """
        if block == RANGES:
            return checked_range(self._calculator, item, value)
        if block == ASKED:
            return checked_asked(item, value)
        if block != BLOCK:
            raise Refusal("block", _("A calculator's numbers stand in its block %(name)s.", name=BLOCK))
        table = next((each for each in self._calculator.tables if each.name == item), None)
        if table is not None:
            return None if value is None else _rows(table, value)
        declared = next((each for each in self._calculator.inputs if each.name == item), None)
        if declared is None:
            raise Refusal("item", _("There is no such number in this calculator."))
        if value is None:
            return None
        problem = input_problem(declared, value if isinstance(value, str | int | float) else "")
        if problem:
            raise Refusal("value", problem_words(declared, problem))
        return value


def _rows(table: Table, value: Any) -> list[dict[str, Any]]:
    for problem in table_problems(table, value):
        if problem.code not in INCOMPLETE:
            row = "" if problem.row is None else f"[{problem.row}]"
            raise Refusal(f"value{row}{f'.{problem.column}' if problem.column else ''}", table_words(table, problem))
    return table_rows(table, value)


@context_kind("calculator")
def calculator_context(session: Session, actor: Actor, identity: str) -> CalculatorContext:
    """Resolve `calculator:<uuid>` to the newest version on the actor's shelf."""
    wanted = read_id(identity)
    found = None if wanted is None else newest_of(session, actor, wanted)
    if found is None:
        raise Refusal("context", _("there is nothing to answer under this key"), status=404)
    return CalculatorContext(*found)


def newest_of(session: Session, actor: Actor, calculator: UUID) -> tuple[Calculator, str] | None:
    """Return the newest version of a calculator on the actor's shelf and the module version it is of, or None."""
    found = _newest(session, _ONE.run(session, actor, calculator=calculator).all())
    return found[0] if found else None


def all_newest(session: Session, actor: Actor) -> list[Calculator]:
    """Return the newest version of every calculator on the actor's shelf."""
    return [calculator for calculator, _version in _newest(session, _ALL.run(session, actor).all())]


def newest_on_shelf(session: Session, actor: Actor) -> tuple[list[Calculator], frozenset[str]]:
    """Return the newest version of every calculator, and the names of those that only withdrawn modules hold.

    One query. A withdrawn tool stays with whoever has something in it, and is nobody else's any more.
    """
    rows = _ALL.run(session, actor).all()
    held = {row.name for row in rows if row.withdrawn_at is None}
    off = frozenset(row.name for row in rows) - held
    return [calculator for calculator, _version in _newest(session, rows)], off


def named(session: Session, actor: Actor, name: str) -> Calculator:
    """Return the newest version of the calculator at /tools/<name>. NotFound when there is none.

    Where the library has one of that name since, the organisation's own keeps its address.
    """
    known = name.isprintable()  # PostgreSQL takes no zero byte, not even to look for it
    rows = _NAMED.run(session, actor, name=name).all() if known else []
    if not rows:
        raise NotFound
    shared = {row.calculator_id for row in rows if row.organisation_id is None}
    own = [row for row in rows if row.calculator_id not in shared]
    return _newest(session, own or rows)[0][0]


def _versions(actor: Actor) -> Any:
    """Return the query of all versions of the calculators on the actor's shelf, newest first."""
    return (
        select(CalculatorVersion.calculator_id, CalculatorVersion.id, ModuleVersion.major, ModuleVersion.minor)
        .add_columns(CalculatorVersion.organisation_id, CalculatorVersion.name, Module.withdrawn_at)
        .join(ModuleVersion, ModuleVersion.id == CalculatorVersion.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(scope_of(CalculatorVersion, actor))
        .order_by(*newest_first())
    )


def newest_first() -> tuple[Any, ...]:
    """Return the order in which the first version of a calculator is its newest.

    A tool shelf comes before the modules: what they hold of its tools are copies, and may be of an earlier edition.
    """
    copies = case((Module.kind == SHELF, 0), else_=1)
    return copies, Module.position, CalculatorVersion.name, ModuleVersion.major.desc(), ModuleVersion.minor.desc()


_ALL = Prepared(_versions)
_NAMED = Prepared(lambda actor: _versions(actor).where(CalculatorVersion.name == bindparam("name")))
_ONE = Prepared(lambda actor: _versions(actor).where(CalculatorVersion.calculator_id == bindparam("calculator")))


def _newest(session: Session, rows: Sequence[Any]) -> list[tuple[Calculator, str]]:
    found: dict[UUID, tuple[Calculator, str]] = {}
    for identity, row, major, minor, *_rest in rows:
        if identity not in found:
            found[identity] = (calculator_version(session, row), f"{major}.{minor}")
    return list(found.values())
