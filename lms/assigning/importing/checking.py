"""A whole file looked at before anything changes: what each row says, and what only shows beside all the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from lms.assigning.importing.departments import Node, Tree
from lms.assigning.importing.problems import Problem
from lms.assigning.importing.reading import Row
from lms.assigning.importing.row_reading import RowReader, Said

SHOWN: Final = 8
"""Rows or addresses that are named in one message."""


@dataclass(frozen=True, slots=True)
class _Line:
    """What is kept of a row until every row was seen."""

    number: int
    email: str
    manager: str | None
    department: str | None
    well: bool


@dataclass
class Known:
    """The organisation as it is. `managers`: everybody's address → that of their line manager, or None."""

    managers: Mapping[str, str | None]
    tree: Tree


@dataclass
class Check:
    """A file that was looked at whole. `rows` reads it once more and gives each row with all of its problems."""

    reader: RowReader
    known: Known
    clear_empty: bool = False
    nodes: dict[str, Node | Problem] = field(default_factory=dict)
    beside: dict[int, list[Problem]] = field(default_factory=dict)
    unreadable_addresses: int = 0

    @classmethod
    def whole(cls, rows: Iterable[Row], reader: RowReader, known: Known, *, clear_empty: bool = False) -> Check:
        """Look at every row once; keep only what has to be compared with other rows."""
        check = cls(reader, known, clear_empty)
        lines = [check._line(check._named(reader.read(row))) for row in rows]
        check.unreadable_addresses = sum(not line.email for line in lines)
        check.nodes = known.tree.plan({line.department for line in lines if line.department})
        check._find_twice(lines)
        check._find_managers(lines)
        return check

    def rows(self, rows: Iterable[Row]) -> Iterator[Said]:
        """Yield what each row says, its department as a whole path, with every problem it has."""
        for row in rows:
            said = self.reader.read(row)
            said.problems += self.beside.get(said.number, ())
            node = self.nodes.get(said.values.get("department") or "")
            if isinstance(node, Problem):
                said.problems.append(node)
            elif node is not None:
                said.values["department"] = node.text
            yield said

    def _named(self, said: Said) -> Said:
        """Note that somebody new needs a name."""
        is_new = said.email and said.email not in self.known.managers
        if is_new and not said.values.get("name") and not any(problem.field == "name" for problem in said.problems):
            self.beside.setdefault(said.number, []).append(Problem("name", "missing"))
        return said

    def _line(self, said: Said) -> _Line:
        manager = said.values.get("manager_email")
        if "manager_email" not in said.values or (manager is None and not self.clear_empty):
            manager = self.known.managers.get(said.email)
        return _Line(said.number, said.email, manager, said.values.get("department"), not said.problems)

    def _say(self, line: _Line, problem: Problem) -> None:
        self.beside.setdefault(line.number, []).append(problem)

    def _is_well(self, line: _Line) -> bool:
        return (
            line.well
            and line.number not in self.beside
            and not isinstance(self.nodes.get(line.department or ""), Problem)
        )

    def _find_twice(self, lines: Iterable[_Line]) -> None:
        first: dict[str, _Line] = {}
        again: dict[str, list[_Line]] = {}
        for line in lines:
            if line.email and first.setdefault(line.email, line) is not line:
                again.setdefault(line.email, [first[line.email]]).append(line)
        for email, same in again.items():
            rows = [str(line.number) for line in same[:SHOWN]]
            for line in same:
                self._say(line, Problem("email", "twice", email, paths=rows))

    def _find_managers(self, lines: list[_Line]) -> None:
        of = {line.email: line for line in lines if line.email}
        for line in lines:
            if line.manager and line.manager == line.email:
                self._say(line, Problem("manager_email", "own-manager", line.manager))
            elif line.manager and line.manager not in of and line.manager not in self.known.managers:
                self._say(line, Problem("manager_email", "unknown-manager", line.manager))
        self._find_circles(of)
        self._pass_on(of)

    def _find_circles(self, of: Mapping[str, _Line]) -> None:
        """Say it on every row of a circle of line managers; each address is walked over once."""
        above = {**self.known.managers, **{email: line.manager for email, line in of.items()}}
        walked: set[str] = set()
        for start in of:
            way: dict[str, int] = {}
            at: str | None = start
            while at and at in above and at not in walked and at not in way:
                way[at] = len(way)
                at = above[at]
            if at in way and at is not None:
                circle = list(way)[way[at] :]
                if len(circle) > 1:
                    self._say_circle(circle, of)
            walked.update(way)

    def _say_circle(self, circle: list[str], of: Mapping[str, _Line]) -> None:
        shown = [*circle[:SHOWN], *(["…"] if len(circle) > SHOWN else []), circle[0]]
        for email in circle:
            if line := of.get(email):
                way = " → ".join(shown)
                self._say(line, Problem("manager_email", "manager-circle", line.manager or "", paths=[way]))

    def _pass_on(self, of: Mapping[str, _Line]) -> None:
        """Let nobody be taken on below somebody new whose own row is left out."""
        reports: dict[str, list[_Line]] = {}
        for line in of.values():
            if line.manager:
                reports.setdefault(line.manager, []).append(line)
        missing = [line for line in of.values() if not self._is_well(line) and line.email not in self.known.managers]
        while missing:
            above = missing.pop()
            for line in reports.get(above.email, ()):
                was_well = self._is_well(line)
                if line.number != above.number and not self._says(line, "manager-circle"):
                    problem = Problem("manager_email", "manager-left-out", above.email, paths=[str(above.number)])
                    self._say(line, problem)
                if was_well and line.email not in self.known.managers:
                    missing.append(line)

    def _says(self, line: _Line, code: str) -> bool:
        return any(problem.code == code for problem in self.beside.get(line.number, ()))
