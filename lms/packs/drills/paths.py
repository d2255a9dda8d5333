"""All the ways through a drill: which earns most, and which never sinks as low as the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lms.packs.drills.model import Drill, Scene
from lms.packs.drills.running import Simulation, State, Stretch

MOST_PATHS = 200


@dataclass(frozen=True, slots=True)
class Path:
    """One way from the first scene to an ending: what was decided and what came of it.

    `total` is the drill's own; `poorest` the lowest yearly value of the figure that is drawn.
    """

    scenes: tuple[Scene, ...]
    stretches: tuple[Stretch, ...]
    ending: str
    total: float
    poorest: float

    @property
    def options(self) -> tuple[str, ...]:
        """Return the ids of what was decided, in order."""
        return tuple(stretch.option.id for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is to compare a play with.

    `best` has the highest total; `cautious` the highest poorest year, the higher total of two that share it. Of equal
    ones the first in the order of the file.
    """

    best: Path
    cautious: Path
    paths: int


def outlook(simulation: Simulation) -> Outlook:
    """Return the two paths worth knowing, out of all. Raises Broken."""
    every = list(every_path(simulation))
    best = max(every, key=lambda path: path.total)
    cautious = max(every, key=lambda path: (path.poorest, path.total))
    return Outlook(best, cautious, len(every))


def every_path(simulation: Simulation) -> Iterator[Path]:
    """Yield every way through, in the order of the file. The drill has neither cycles nor more than MOST_PATHS."""
    yield from _from(simulation, simulation.drill.first.id, simulation.begin(), (), ())


def path_of(simulation: Simulation, scenes: tuple[Scene, ...], stretches: tuple[Stretch, ...]) -> Path:
    """Return the finished path of these decisions. Raises Broken."""
    years = [year for stretch in stretches for year in stretch.years]
    total = sum(year.worth for year in years) + simulation.at_end(stretches[-1].after)
    poorest = min(year.values[simulation.drawn] or 0.0 for year in years)
    return Path(scenes, stretches, stretches[-1].option.then, total, poorest)


def _from(
    simulation: Simulation, place: str, state: State, scenes: tuple[Scene, ...], stretches: tuple[Stretch, ...]
) -> Iterator[Path]:
    scene = simulation.drill.scene(place)
    if scene is None:
        yield path_of(simulation, scenes, stretches)
    else:
        for option in scene.options:
            stretch = simulation.choose(state, option)
            yield from _from(simulation, option.then, stretch.after, (*scenes, scene), (*stretches, stretch))


def count_paths(drill: Drill) -> int:
    """Return how many ways lead through a drill without cycles; each scene is counted once, so it costs nothing."""
    counted: dict[str, int] = {}

    def ways(place: str) -> int:
        scene = drill.scene(place)
        if scene is None:
            return 1
        if place not in counted:
            counted[place] = sum(ways(option.then) for option in scene.options)
        return counted[place]

    return ways(drill.first.id)
