"""What a pack may use without holding it: the calculators and facts that stand in the library around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from lms.calculators.declared import Calculator
from lms.packs.tool_shelves import FactDefinition

Key = TypeVar("Key")
Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Lent:
    """Calculators by name, and the facts that the tool shelves define, by name.

    The calculators may be a mapping that fetches each of them when it is asked for: only what is used is.
    """

    calculators: Mapping[str, Calculator] = field(default_factory=dict)
    facts: Mapping[str, FactDefinition] = field(default_factory=dict)


NOTHING_LENT: Final = Lent()


class Layered(Mapping[Key, Value_co]):
    """Several mappings as one; the first that has a key gives its value. Nothing is read before it is asked for."""

    def __init__(self, *layers: Mapping[Key, Value_co]) -> None:
        """The first layer comes first."""
        self._layers = layers

    def __getitem__(self, key: Key) -> Value_co:
        for layer in self._layers:
            if key in layer:
                return layer[key]
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(key in layer for layer in self._layers)

    def __iter__(self) -> Iterator[Key]:
        return iter(dict.fromkeys(key for layer in self._layers for key in layer))

    def __len__(self) -> int:
        return sum(1 for _key in self)
