"""A difference, told: where it is, what happened, whether it is wording or meaning and why, and the words themselves.

Sentences are marked with `N_`: whoever shows them translates them and puts the values in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from lms.packs.differences.marking import Run
from lms.questions.text import N_, Text

Level = Literal["meaning", "wording"]
Name: TypeAlias = str | Text
"""What something is called: a name as it stands in a file, or a title in several languages."""

HARMLESS: Final = N_("Wording: people go on where they are, and every answer stands.")
"""Why something that is no meaning may follow as a minor version."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a difference is.

    `role`: "module", "page", "calculator", "quiz", "self-assessment" or "drill"; `name`: its name in the files, ""
    for the module; `title`: what people call it; `part`: the block, item, statement or scene inside it, "" for none.
    """

    role: str
    name: str = ""
    title: Name = ""
    part: str = ""

    @property
    def whole(self) -> tuple[str, str]:
        """Return role and name: what differences are gathered under."""
        return self.role, self.name


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way to a value: a term such as "Feedback", and the name of what is meant among several."""

    term: str
    name: Name = ""


@dataclass(frozen=True, slots=True)
class Detail:
    """One value, marked: the way to it, the language it is written in ("" for none), and the text."""

    steps: tuple[Step, ...]
    language: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference. `said` holds slots for `values`, such as %(name)s; `why` says why it is meaning or wording.

    `is_gone`: its place is not there any more, so that nobody can be led to it.
    """

    place: Place
    level: Level
    said: str
    values: Mapping[str, Name] = field(default_factory=dict)
    details: tuple[Detail, ...] = ()
    why: str = HARMLESS
    is_gone: bool = False

    @property
    def is_meaning(self) -> bool:
        """Return whether it makes the next version a major one."""
        return self.level == "meaning"
