"""What the checker says: problems with file, line and remedy, all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.sentences import sentences


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem: the file (relative to the pack), the line (from 1), what is wrong and what to do."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return sentences(f"{self.file}:{self.line}", self.message, "→", self.remedy)


class PackErrors(ValueError):
    """A pack that cannot be used; `problems` holds every problem, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Findings:
    """Collects problems, which stop a pack, and notes, which do not."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def problem(self, file: str, line: int, message: str, remedy: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(file, line, message, remedy))

    def note(self, file: str, line: int, message: str, remedy: str) -> None:
        """Add a note: the pack is usable, but its author will want to know."""
        self.notes.append(Problem(file, line, message, remedy))
