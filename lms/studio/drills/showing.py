"""What the trainer's pages of a drill show: every way through it with what it gives, and one scene's options tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lms.learning.analysis.reading import OnShelf
from lms.learning.drills.figures import Labels, money
from lms.packs.drills.model import Drill, Ending, Option, Scene
from lms.packs.drills.paths import Path, every_path
from lms.packs.drills.running import Simulation, Stretch
from lms.web.languages import local


@dataclass(frozen=True)
class ShelvedDrill:
    """A drill in its newest version on the shelf."""

    shelved: OnShelf
    drill: Drill


@dataclass(frozen=True)
class Way:
    """One way through the drill: what is decided, how it ends, what it gives, whether it is to be compared with."""

    choices: Sequence[str]
    ending: Ending | None
    total: str
    poorest: str
    is_best: bool
    is_cautious: bool


@dataclass(frozen=True)
class Tried:
    """What one option leads to from where the numbers stand on the best way to its scene."""

    option: Option
    sum: str
    after: Sequence[tuple[str, str]]


def ways(simulation: Simulation) -> list[Way]:
    """Return every way through a drill in the order of its file; the best and the most cautious are marked."""
    labels, every = Labels(simulation), list(every_path(simulation))
    best = max(every, key=lambda path: path.total)
    cautious = max(every, key=lambda path: (path.poorest, path.total))
    return [_way(labels, path, is_best=path is best, is_cautious=path is cautious) for path in every]


def _way(labels: Labels, path: Path, *, is_best: bool, is_cautious: bool) -> Way:
    simulation = labels.simulation
    choices = [local(stretch.option.title) for stretch in path.stretches]
    poorest = labels.say(simulation.drawn, path.poorest)
    return Way(choices, simulation.drill.ending(path.ending), money(path.total), poorest, is_best, is_cautious)


def tried(simulation: Simulation, scene: Scene) -> list[Tried]:
    """Return what each option of a scene leads to, on the way through it that gives most."""
    through = [path for path in every_path(simulation) if scene in path.scenes]
    best = max(through, key=lambda path: path.total)
    place = best.scenes.index(scene)
    before = best.stretches[place - 1].after if place else simulation.begin()
    return [_tried(Labels(simulation), scene, option, simulation.choose(before, option)) for option in scene.options]


def _tried(labels: Labels, scene: Scene, option: Option, stretch: Stretch) -> Tried:
    drawn, values = labels.simulation.drawn, labels.simulation.values(stretch.after)
    after = [(local(labels.label(name)), labels.say(name, values[name])) for name in scene.figures if name != drawn]
    return Tried(option, labels.say(drawn, stretch.sum(drawn)), after)
