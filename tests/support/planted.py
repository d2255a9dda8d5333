"""Numbers and words that stand nowhere else, planted wherever a person may keep some of their own in the tools."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from lms.calculators.computing import input_problem
from lms.calculators.declared import Calculator, Table
from lms.catalog.tool_shelf import fact_definitions
from lms.packs.tool_shelves import FactDefinition
from lms.people.models import Person
from lms.tools.inputs import all_newest
from tests.support.company import Browser, Company, answer
from tests.tools.journeys.lived import keep_picture

DIGITS = "91827364"
"""How every planted number begins, whatever its size."""
WORD = "quokkaplinth"
"""How every planted word begins; what follows says where it was planted."""
MOST_SENT = 50
Number = int | float
KEY = re.compile(r"/([0-9a-f]{8}-[0-9a-f-]{27})")


@dataclass
class Planter:
    """One person who enters something unmistakable everywhere."""

    company: Company
    person: Person
    browser: Browser
    scenarios: list[str] = field(default_factory=list)
    case: str = ""
    numbers: list[Number] = field(default_factory=list)
    _serial: Iterator[int] = field(default_factory=lambda: count(401))

    def number(self, fits: Callable[[Number], bool]) -> Number | None:
        """Return a number of these digits that fits, a later one always greater; None where only other ones do."""
        digits = int(f"{DIGITS}{next(self._serial)}")
        tried: list[Number] = [digits + 0.5, digits, *(digits / 10**places for places in range(1, 12))]
        found = next((each for each in tried if fits(each)), None)
        self.numbers += [] if found is None else [found]
        return found

    def three(self, fits: Callable[[Number], bool]) -> list[Number | None]:
        """Return three such numbers, the least first."""
        return [self.number(fits) for _each in range(3)]

    @cached_property
    def tools(self) -> list[Calculator]:
        """Return every tool there is for them."""
        with self.company.installation.database.reading() as session:
            return all_newest(session, self.company.actor(self.person))

    def everywhere(self) -> None:
        """Enter own numbers, tables, ranges, facts, scenarios, a business case and what a picture shows."""
        for fact in self._definitions():
            self._fact(fact)
        for tool in self.tools:
            self._fill(tool, f"calculator:{tool.uuid}", tool.name)
        for name in ("cost-of-churn", "customer-journey", "value-to-the-customer"):
            self.scenario(name, f"scenario-{name}")
        self._told()
        self._business_case()
        keep_picture(self.company, self.person, f"{WORD}-picture-words")

    def scenario(self, tool: str, place: str) -> str:
        """Keep a scenario of which every number, range, name and note is planted; return its id."""
        identity = key_of(self.browser.post(f"/tools/{tool}/scenarios", {"name": f"{WORD}-{place}-name"}))
        self.scenarios.append(identity)
        calculator = next(each for each in self.tools if each.name == tool)
        self._fill(calculator, f"scenario:{identity}", place, base=1)
        note = answer(f"scenario:{identity}", "about", "note", f"{WORD}-{place}-note")
        taken(self.browser.save(note))
        return identity

    def _definitions(self) -> list[FactDefinition]:
        with self.company.installation.database.reading() as session:
            return list(fact_definitions(session, self.company.actor(self.person)).values())

    def _fact(self, fact: FactDefinition) -> None:
        low, likely, high = (
            self.number(lambda value: _within(value, fact.minimum, fact.maximum)) for _each in range(3)
        )
        note = f"{WORD}-fact-{fact.name}"
        value = {"likely": likely, "low": low, "high": high, "source": "guess", "date": "2026-11-01", "note": note}
        taken(self.browser.save(answer("facts:mine", "facts", fact.name, value)))
        taken(self.browser.save(answer("facts:mine", "facts", fact.name, {**value, "source": "measured"}, base=1)))

    def _fill(self, tool: Calculator, context: str, place: str, base: int = 0) -> None:
        numbers: dict[str, Any] = {}
        sent = []
        for declared in tool.inputs:
            fitting = [
                self.number(lambda value, of=declared: not input_problem(of, value)) for _each in range(3)
            ]  # low, likely, high
            if declared.unit != "choice" and None not in fitting:
                low, likely, high = fitting
                numbers[declared.name] = likely
                sent.append(
                    answer(
                        context, "ranges", declared.name, {"shape": "triangular", "low": low, "high": high}, base=base
                    )
                )
        numbers |= {table.name: self._rows(table, f"{place}-{table.name}") for table in tool.tables}
        sent += [answer(context, "inputs", name, value, base=base) for name, value in numbers.items()]
        for first in range(0, len(sent), MOST_SENT):
            taken(self.browser.save(*sent[first : first + MOST_SENT]))

    def _rows(self, table: Table, place: str) -> list[dict[str, Any]]:
        many = len(table.example) if table.fixed else max(2, table.fewest)
        return [{"name": f"{WORD}-{place}-row-{at}", **self._cells(table, place)} for at in range(many)]

    def _cells(self, table: Table, place: str) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for column in table.columns:
            text = column.unit == "text"
            fitting = None if text else self.number(lambda value, of=column: not input_problem(of, value))
            cells[column.name] = f"{WORD}-{place}-{column.name}"[:60] if text else fitting
        return cells

    def _told(self) -> None:
        """Lock a baseline, tell its outcome, and copy it."""
        address = f"/tools/scenarios/{self.scenarios[-1]}"
        taken(self.browser.post(f"{address}/baseline"), 303)
        outcome = {"output": "evc", "value": f"{DIGITS}777", "day": "2026-11-20"}
        taken(self.browser.post(f"{address}/outcome", outcome), 303)
        self.scenarios.append(key_of(self.browser.post(f"{address}/copies")))

    def _business_case(self) -> None:
        sent = {"name": f"{WORD}-case-name", "what": f"{WORD}-case-what"}
        self.case = key_of(self.browser.post("/tools/business-cases", sent))
        self.scenarios.append(self.case)
        calculator = next(each for each in self.tools if each.name == "business-case")
        self._fill(calculator, f"scenario:{self.case}", "case", base=0)
        measure = {"what": f"{WORD}-case-measure", "by": "2026-12-24"}
        taken(self.browser.post(f"/tools/business-cases/{self.case}/measure", measure), 303)


def planter_in(company: Company, **details: Any) -> Planter:
    """Take somebody on who will plant."""
    person = company.person(**details)
    return Planter(company, person, company.browser(person))


def key_of(answered: TestResponse) -> str:
    """Return the id in the address a form leads to."""
    found = KEY.search(answered.location or "")
    assert found is not None, answered.text
    return found[1]


def taken(answered: TestResponse, wanted: int = 200) -> None:
    """Stop where something was not kept as it was sent."""
    assert answered.status_code == wanted, f"{answered.status_code}: {answered.text[-2000:]}"
    assert not (answered.is_json and answered.json.get("conflicts")), answered.text


def _within(value: Number, minimum: float | None, maximum: float | None) -> bool:
    return (minimum is None or value >= minimum) and (maximum is None or value <= maximum)
