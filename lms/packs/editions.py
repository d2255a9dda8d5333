"""Which edition of a borrowed calculator a module is published with: the shelf moves on, what is published does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lms.calculators.declared import Calculator
from lms.packs.identity import version_numbers
from lms.packs.model import Module
from lms.packs.versions import same_meaning


@dataclass(frozen=True, slots=True)
class Settled:
    """A module with its borrowed calculators settled; `waiting` names those of which the shelf has a newer edition."""

    module: Module
    waiting: tuple[str, ...] = ()


def settled(old: Mapping[str, Any], module: Module) -> Settled:
    """Return `module` as it follows the published closure `old`; its digest is that of before and counts no more.

    Under the same number every borrowed calculator stays what it was. A higher number takes up a new wording; another
    meaning (inputs, formulas) waits for the next major, so that a mended comma never forces one.
    """
    kept = dict(_kept(old, module))
    waiting = tuple(name for name, each in kept.items() if each.document() != module.calculators[name].document())
    return Settled(replace(module, calculators={**module.calculators, **kept}), waiting)


def _kept(old: Mapping[str, Any], module: Module) -> Iterator[tuple[str, Calculator]]:
    published, number = old["module"]["calculators"], str(old["module"]["version"])
    before, after = version_numbers(number) or (0, 0), version_numbers(module.version) or (0, 0)
    for name in module.borrowed:
        was, now = published.get(name), module.calculators[name].document()
        if was is None or was["uuid"] != now["uuid"]:
            continue  # used for the first time, or another one under that name
        if after == before or (after[0] == before[0] and not same_meaning(was, now)):
            yield name, Calculator.from_document(was)
