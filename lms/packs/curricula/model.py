"""What a curriculum of a library holds. Plain values; days count from the Monday it begins on, which is day 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.questions.text import Text

FORTNIGHT = 14


@dataclass(frozen=True, slots=True)
class ShippedItem:
    """One module, by the name of its folder. `after`: modules before it that come first, by name.

    `opens_after_days`: it opens so many days after the start; None where it is open from the beginning.
    """

    module: str
    required: bool = True
    opens_after_days: int | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippedSection:
    """Modules that stand together. `needed` of its required ones are enough; None means all of them."""

    title: Text
    items: tuple[ShippedItem, ...]
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A kick-off or a workshop: on which day, for how many minutes, which tools are opened in the room.

    `cards`: the modules whose team card is printed for it.
    """

    name: str
    title: Text
    day: int
    minutes: int
    tools: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that HR sends: `day` is that of sending, below 0 before the start. `to`: who gets it, in words.

    Subject and body may hold slots such as {start}; `lms.packs.curricula.letters.SLOTS` are those there are.
    """

    name: str
    title: Text
    to: Text
    day: int
    subject: Text
    body: Text


@dataclass(frozen=True, slots=True)
class GuideSection:
    """A section of a guide: its heading in words, and the HTML below it, cleaned."""

    id: str
    title: str
    html: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A facilitator's guide in one language. `agendas`: how many lines the agenda of each meeting has, by its name."""

    title: str
    sections: tuple[GuideSection, ...]
    agendas: dict[str, int] = field(default_factory=dict)

    def section(self, id: str) -> GuideSection | None:
        """Return the section of that id."""
        return next((each for each in self.sections if each.id == id), None)


@dataclass(frozen=True, slots=True)
class ShippedCurriculum:
    """A whole curriculum. `name`: that of its file. `audience`: for whom it is. `due_days`: the suggested due date.

    `every_days`: days from one module to the next. `guides`: by language, one in each of `languages`.
    """

    uuid: str
    name: str
    languages: tuple[str, ...]
    title: Text
    summary: Text
    audience: Text
    every_days: int
    due_days: int
    sections: tuple[ShippedSection, ...]
    meetings: tuple[Meeting, ...]
    letters: tuple[Letter, ...]
    guides: dict[str, Guide]

    @property
    def items(self) -> Iterator[ShippedItem]:
        """Yield its modules in order."""
        for section in self.sections:
            yield from section.items

    @property
    def modules(self) -> tuple[str, ...]:
        """The names of its modules in order."""
        return tuple(item.module for item in self.items)

    def meeting(self, name: str) -> Meeting | None:
        """Return the meeting of that name."""
        return next((each for each in self.meetings if each.name == name), None)

    def letter(self, name: str) -> Letter | None:
        """Return the letter of that name."""
        return next((each for each in self.letters if each.name == name), None)

    def guide(self, language: str) -> Guide:
        """Return the guide in a language, or in English where it is not written in that one."""
        return self.guides.get(language) or self.guides["en"]
