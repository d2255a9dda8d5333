"""What is really taught, read once: the quizzes, self-assessments and drills of the library."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lms.calculators.declared import Calculator
from lms.packs.model import Pack
from lms.packs.reading import read_pack


@cache
def shelf() -> Pack:
    """Return the repository's own pack."""
    return read_pack(Path(__file__).parents[3])


@cache
def calculators() -> dict[str, dict[str, Calculator]]:
    """Return the calculators of the module that invites to each drill, by the drill's name."""
    return {name: module.calculators for module in shelf().modules for name in module.drill_names}
