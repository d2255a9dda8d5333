"""A decision drill in one language with what every way through it leads to, worked out beforehand by the one engine.

There are at most 200 ways (`lms.packs.drills.paths.MOST_PATHS`), so the browser looks things up and computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lms.calculators.declared import Calculator
from lms.packs.drills.model import Drill, Scene
from lms.packs.drills.paths import Path, outlook, path_of
from lms.packs.drills.running import Simulation, State, Stretch
from lms.questions.text import Json, Text, in_language
from lms.tools.scenarios.wording import difference, figure


def drill_data(drill: Drill, calculator: Calculator, language: str, currency: str) -> dict[str, Json]:
    """Return the story, and under `root` the tree of all ways; figures are written for a reader of `language`.

    A place in the tree is a scene (`scene`, `year`, `figures` and one of `roads` for each option) or an end (`ending`,
    `total`, `poorest`). A road has its `years` as written and as `drawn`, its `sum`, the figures `after` it and how
    they `moved`, what each road gives `against` it, and the place it leads to (`next`).
    """
    tree = _Tree(Simulation(drill, calculator), language, currency)
    known = outlook(tree.simulation)

    def say(text: Text) -> str:
        return in_language(text, language)

    scenes: list[Json] = [
        {
            "title": say(scene.title),
            "text": say(scene.text),
            "figures": [*scene.figures],
            "options": [
                {"title": say(each.title), "text": say(each.text), "afterwards": say(each.afterwards)}
                for each in scene.options
            ],
        }
        for scene in drill.scenes
    ]
    endings: list[Json] = [
        {"title": say(each.title), "text": say(each.text), "take_away": say(each.take_away), "page": each.page}
        for each in drill.endings
    ]
    return {
        "title": say(drill.title),
        "frame": say(drill.frame),
        "assumption": say(drill.assumption),
        "minutes": drill.minutes,
        "total": say(drill.total.label),
        "drawn": tree.simulation.drawn,
        "labels": {name: tree.label(name) for name in tree.names()},
        "scenes": scenes,
        "endings": endings,
        "paths": known.paths,
        "best": _places(known.best),
        "cautious": _places(known.cautious),
        "root": tree.root(),
    }


def _places(path: Path) -> list[Json]:
    """Return which option was taken in each scene, counted from 0."""
    return [scene.options.index(stretch.option) for scene, stretch in zip(path.scenes, path.stretches, strict=True)]


@dataclass(frozen=True)
class _Tree:
    """All ways through a drill, written for one reader."""

    simulation: Simulation
    language: str
    currency: str

    def root(self) -> Json:
        """Return the first scene with everything that can follow."""
        return self._place(self.simulation.drill.first.id, self.simulation.begin(), (), ())

    def names(self) -> Iterator[str]:
        """Yield each figure that is shown anywhere, once."""
        shown = (name for scene in self.simulation.drill.scenes for name in scene.figures)
        yield from dict.fromkeys((self.simulation.drawn, *shown))

    def label(self, name: str) -> str:
        """Return the words for a figure: the drill's own, else the calculator's."""
        own = self.simulation.drill.figure(name)
        text = own.label if own is not None else self._declared()[name][0]
        return in_language(text, self.language) if text else name

    def _unit(self, name: str) -> str:
        own = self.simulation.drill.figure(name)
        return own.unit if own is not None else self._declared()[name][1]

    def _declared(self) -> Mapping[str, tuple[Mapping[str, str], str]]:
        calculator = self.simulation.calculator
        return {
            **{each.name: (each.label, each.unit) for each in calculator.outputs},
            **{each.name: (each.label, each.unit) for each in calculator.inputs},
        }

    def _say(self, name: str, value: float | None) -> str:
        return figure(value, self._unit(name), self.language, self.currency)

    def _between(self, name: str, now: float | None, before: float | None) -> str:
        moved = None if now is None or before is None else now - before
        return difference(moved, self._unit(name), self.language, self.currency)

    def _place(
        self, place: str, state: State, scenes: tuple[Scene, ...], stretches: tuple[Stretch, ...]
    ) -> dict[str, Json]:
        scene = self.simulation.drill.scene(place)
        if scene is None:
            return self._end(place, scenes, stretches)
        found = [self.simulation.choose(state, option) for option in scene.options]
        before = self.simulation.values(state)
        roads: list[Json] = [
            {
                **self._road(scene, before, each, found),
                "next": self._place(each.option.then, each.after, (*scenes, scene), (*stretches, each)),
            }
            for each in found
        ]
        return {
            "scene": self.simulation.drill.scenes.index(scene),
            "year": state.years + 1,
            "figures": [self._say(name, before[name]) for name in scene.figures],
            "roads": roads,
        }

    def _road(
        self, scene: Scene, before: Mapping[str, float | None], road: Stretch, others: Sequence[Stretch]
    ) -> dict[str, Json]:
        drawn, now = self.simulation.drawn, self.simulation.values(road.after)
        sums = [(each.sum(drawn), road.sum(drawn)) for each in others]
        return {
            "years": [self._say(drawn, year.values[drawn]) for year in road.years],
            "drawn": [round(year.values[drawn] or 0.0, 4) for year in road.years],
            "sum": self._say(drawn, road.sum(drawn)),
            "after": [self._say(name, now[name]) for name in scene.figures],
            "moved": [self._between(name, now[name], before[name]) for name in scene.figures],
            "against": [self._between(drawn, other, mine) for other, mine in sums],
        }

    def _end(self, ending: str, scenes: tuple[Scene, ...], stretches: tuple[Stretch, ...]) -> dict[str, Json]:
        path = path_of(self.simulation, scenes, stretches)
        endings = [each.id for each in self.simulation.drill.endings]
        return {
            "ending": endings.index(ending),
            "total": figure(path.total, "money", self.language, self.currency),
            "poorest": self._say(self.simulation.drawn, path.poorest),
        }
