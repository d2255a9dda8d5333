"""What the pages show of one version of a module: page by page, as far as it has been released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from lms.catalog.models import Module, ModuleVersion
from lms.kernel.permissions import Actor
from lms.learning.usefulness.models import Answer, PageRelease
from lms.learning.usefulness.parts import PARTS, STOPPED, TIME, USEFUL, WAY
from lms.learning.usefulness.reading import Which, more_needed, released
from lms.questions.text import Text
from lms.studio.working.verdicts import Taught, taught_by_page

MANY: Final = 0.25
"""The share of people from which on a page counts as one that many stop at."""


@dataclass(frozen=True)
class PageFigures:
    """One page. `opened`, `stopped`, `timed`, `answered`: people; each None until that part has been released.

    `minutes`: what its author says it takes. `median`: seconds. `said`: {answer: people}.
    """

    name: str
    title: Text
    minutes: int
    is_last: bool
    opened: int | None = None
    stopped: int | None = None
    timed: int | None = None
    median: float | None = None
    answered: int | None = None
    said: Mapping[str, int] | None = None
    questions: tuple[Taught, ...] = ()

    @property
    def stop_share(self) -> float | None:
        """Return the share of those who opened it and opened nothing further."""
        return self.stopped / self.opened if self.opened and self.stopped is not None else None

    @property
    def useful_share(self) -> float | None:
        """Return the share of those who answered that said yes."""
        return self.said.get(Answer.YES, 0) / self.answered if self.answered and self.said is not None else None

    @property
    def many_stop(self) -> bool:
        """Return whether many stop here; of the last page that means that many do not finish it."""
        return (self.stop_share or 0.0) >= MANY

    @property
    def is_known(self) -> bool:
        """Return whether anything has been released."""
        return any(each is not None for each in (self.opened, self.timed, self.answered))


@dataclass(frozen=True)
class ModuleFigures:
    """One version of a module with what has been released of it. `more`: people until there is more to tell.

    `versions`: every number, newest first; `known`: those of them of which anything has been released.
    """

    module: Module
    version: ModuleVersion
    number: str
    pages: tuple[PageFigures, ...]
    versions: tuple[str, ...]
    known: tuple[str, ...]
    at: datetime | None = None
    more: int | None = None
    loose: tuple[Taught, ...] = ()

    @property
    def is_known(self) -> bool:
        """Return whether anything has been released."""
        return any(page.is_known for page in self.pages)

    @property
    def people(self) -> int:
        """Return how many have opened its most opened page; 0 while that is not known."""
        return max((page.opened or 0 for page in self.pages), default=0)

    def page(self, name: str) -> PageFigures | None:
        """Return the page of that name."""
        return next((page for page in self.pages if page.name == name), None)


def number_of(version: ModuleVersion) -> str:
    """Return a version's number."""
    return f"{version.major}.{version.minor}"


def module_figures(
    session: Session, actor: Actor, module: Module, versions: Sequence[ModuleVersion], number: str = ""
) -> ModuleFigures | None:
    """Return the figures of one version: of `number`, or the newest of which anything is known, else the newest.

    `versions`: those of the module the actor may see, newest first. None where there is no version of that number.
    """
    told = released(session, actor, [module.id])
    numbers = tuple(number_of(each) for each in versions)
    known = tuple(each for each in numbers if any(which.number == each for which in told))
    wanted = number or (*known, *numbers)[0]
    version = next((each for each in versions if number_of(each) == wanted), None)
    if version is None:
        return None
    taught, loose = taught_by_page(session, actor, version)
    pages = version.document["pages"]
    shown = tuple(
        _page(page, place == len(pages) - 1, _parts(told, module, wanted, page["name"]), taught.get(page["name"], ()))
        for place, page in enumerate(pages)
    )
    at = max((row.released_at for which, row in told.items() if which.number == wanted), default=None)
    needed = [more_needed(session, actor, module.id, wanted, part) for part in PARTS]
    more = min((each for each in needed if each is not None), default=None)
    return ModuleFigures(module, version, wanted, shown, numbers, known, at, more, loose)


def _parts(told: Mapping[Which, PageRelease], module: Module, number: str, page: str) -> dict[str, PageRelease]:
    rows = ((part, told.get(Which(module.id, number, page, part))) for part in PARTS)
    return {part: row for part, row in rows if row is not None}


def _page(
    page: Mapping[str, Any], is_last: bool, told: Mapping[str, PageRelease], questions: tuple[Taught, ...]
) -> PageFigures:
    way, time, useful = (told.get(part) for part in (WAY, TIME, USEFUL))
    return PageFigures(
        str(page["name"]),
        page["title"],
        page["minutes"],
        is_last,
        opened=way.people if way else None,
        stopped=way.figures.get(STOPPED, 0) if way else None,
        timed=time.people if time else None,
        median=time.figures.get("median") if time else None,
        answered=useful.people if useful else None,
        said=useful.figures if useful else None,
        questions=questions,
    )
