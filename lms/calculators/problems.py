"""What an author is told when a calculator file cannot be accepted."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it stands, and what to do about it.

    `line` counts from 1; it points at the key, or at the table the key is missing from.
    """

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        """Return the problem as one line of text."""
        return f"{self.file}:{self.line}: {self.message} {self.remedy}".rstrip()


class CalculatorErrors(ValueError):
    """A calculator file was refused; `problems` holds every reason at once, in the order of the lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems sorted by file and line."""
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda each: (each.file, each.line)))
        super().__init__("\n".join(map(str, self.problems)))
