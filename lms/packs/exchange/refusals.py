"""What an exchange says: why a file is refused, and what of it could not be mapped."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lms.sentences import say, sentences

MOST_LOSSES = 1_000
"""Lines of the list; a file with more has another problem, and is told so in the last one."""


class Refused(ValueError):
    """A file that is not imported at all: which part of it, why, and what to do."""

    def __init__(self, place: str, reason: str, remedy: str) -> None:
        self.place, self.reason, self.remedy = place, reason, remedy
        super().__init__(sentences(f"{place}:", reason, "→", remedy))


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that did not come along: the file, the question ("" for the whole file), why, and what was done."""

    file: str
    question: str
    reason: str
    done: str

    def __str__(self) -> str:
        what = sentences(self.reason, "→", self.done)
        if not self.question:
            return sentences(f"{self.file}:", what)
        return say('{file}, "{question}": {what}', file=self.file, question=self.question, what=what)


@dataclass
class Losses:
    """Collects what did not come along, each thing once."""

    found: list[Loss] = field(default_factory=list)

    def add(self, file: str, question: str, reason: str, done: str) -> None:
        """Add one; over the limit only the fact that there are more."""
        if len(self.found) > MOST_LOSSES:
            return
        loss = Loss(file, question, reason, done)
        if len(self.found) == MOST_LOSSES:
            loss = Loss(
                file,
                "",
                say("more than {most} things could not be mapped", most=f"{MOST_LOSSES:,}"),
                say("the rest is not listed"),
            )
        if loss not in self.found[-50:]:
            self.found.append(loss)

    def of(self, file: str, question: str = "") -> Callable[[str, str], None]:
        """Return `tell(reason, done)` for one question of a file."""
        return lambda reason, done: self.add(file, question, reason, done)
