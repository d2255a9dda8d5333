"""What somebody wants a package to be: which standard, which languages, and whether it leads back here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SCORM_12_LIMIT: Final = 4096
SCORM_2004_LIMIT: Final = 64_000


class Standard(StrEnum):
    """The standard a package keeps to."""

    SCORM_12 = "1.2"
    SCORM_2004 = "2004"

    @property
    def limit(self) -> int:
        """Return how many characters a platform keeps of where somebody is in the package."""
        return SCORM_12_LIMIT if self is Standard.SCORM_12 else SCORM_2004_LIMIT

    @property
    def label(self) -> str:
        """Return its name."""
        return "SCORM 1.2" if self is Standard.SCORM_12 else "SCORM 2004, 4th edition"


@dataclass(frozen=True, slots=True)
class Choice:
    """A package as it is wanted. `languages`: the first is where nobody's own is among them.

    `home`: the address of this installation ("https://learn.example.com"), "" for a package that leads nowhere.
    `currency`: in which amounts of money are written. `outside_video`: whether videos elsewhere are linked to.
    """

    standard: Standard
    languages: Sequence[str]
    currency: str
    home: str = ""
    outside_video: bool = False
