"""What the pages of a play show, made ready for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from lms.learning.drills.figures import Labels, money, percent
from lms.learning.drills.pictures import Line, years_picture
from lms.learning.drills.plays import PlayInHand
from lms.packs.drills.model import Option, Scene
from lms.packs.drills.paths import Path, path_of
from lms.packs.drills.running import State, Stretch
from lms.tools.scenarios.comparing_chart import Picture
from lms.web.languages import local


@dataclass(frozen=True)
class ShownFigure:
    """One figure: what it is called and its value; `before` and `moved` where something has changed it."""

    label: str
    value: str
    before: str = ""
    moved: str = ""


@dataclass(frozen=True)
class ShownScene:
    """A scene to decide in: its number in this play, and the figures as they would be if nothing changed."""

    scene: Scene
    step: int
    figures: Sequence[ShownFigure]


def shown_scene(mine: PlayInHand, scene: Scene) -> ShownScene:
    """Return the scene the play stands in."""
    state = mine.story[-1].after if mine.story else mine.simulation.begin()
    return ShownScene(scene, len(mine.way) + 1, _figures(mine, scene, state))


def _figures(mine: PlayInHand, scene: Scene, state: State) -> list[ShownFigure]:
    labels, values = Labels(mine.simulation), mine.simulation.values(state)
    return [ShownFigure(local(labels.label(name)), labels.say(name, values[name])) for name in scene.figures]


@dataclass(frozen=True)
class Road:
    """One option of a scene and what it gives over the years: yours, or one not taken."""

    option: Option
    is_yours: bool
    name: str
    sum: str
    against: str
    after: Sequence[str]


@dataclass(frozen=True)
class ShownStep:
    """What one decision led to. `figures` before and after; `roads`: every option, yours first."""

    scene: Scene
    option: Option
    step: int
    first_year: int
    last_year: int
    figures: Sequence[ShownFigure]
    roads: Sequence[Road]
    heads: Sequence[str]
    picture: Picture
    is_last: bool


def shown_step(mine: PlayInHand, step: int) -> ShownStep:
    """Return what the decision numbered `step`, from 1, led to, beside what the others would have."""
    scene, option = mine.way[step - 1]
    before = mine.story[step - 2].after if step > 1 else mine.simulation.begin()
    taken = mine.story[step - 1]
    others = [mine.simulation.choose(before, each) for each in scene.options if each is not option]
    labels, stretches = Labels(mine.simulation), [taken, *others]
    names = [_name(at, stretch.option, yours=at == 1) for at, stretch in enumerate(stretches, 1)]
    return ShownStep(
        scene,
        option,
        step,
        taken.years[0].number,
        taken.years[-1].number,
        _moved(labels, scene, before, taken),
        [_road(labels, scene, taken, each, name) for each, name in zip(stretches, names, strict=True)],
        [local(labels.label(name)) for name in scene.figures if name != mine.simulation.drawn],
        years_picture(labels, [Line(name, each.years) for name, each in zip(names, stretches, strict=True)]),
        step == len(mine.way),
    )


def _name(at: int, option: Option, *, yours: bool) -> str:
    title = local(option.title)
    return f"{at}. {_('%(choice)s (your choice)', choice=title) if yours else title}"


def _moved(labels: Labels, scene: Scene, before: State, taken: Stretch) -> list[ShownFigure]:
    was, now = labels.simulation.values(before), labels.simulation.values(taken.after)
    found = []
    for name in scene.figures:
        old, new = was[name], now[name]
        moved = labels.between(name, new - old) if old is not None and new is not None else ""
        found.append(ShownFigure(local(labels.label(name)), labels.say(name, new), labels.say(name, old), moved))
    return found


def _road(labels: Labels, scene: Scene, taken: Stretch, road: Stretch, name: str) -> Road:
    drawn, values = labels.simulation.drawn, labels.simulation.values(road.after)
    against = "" if road is taken else labels.between(drawn, road.sum(drawn) - taken.sum(drawn))
    after = [labels.say(each, values[each]) for each in scene.figures if each != drawn]
    return Road(road.option, road is taken, name, labels.say(drawn, road.sum(drawn)), against, after)


@dataclass(frozen=True)
class Milestone:
    """One decision on the way to the end, and what others decided there; `others` empty while that is not released."""

    scene: Scene
    option: Option
    step: int
    first_year: int
    last_year: int
    sum: str
    others: Sequence[Share]
    people: int


@dataclass(frozen=True)
class Share:
    """How many of a hundred decided for an option the first time they played."""

    option: Option
    percent: int
    shown: str
    is_yours: bool


@dataclass(frozen=True)
class ShownPath:
    """A whole path: what it is called, its total and poorest year, and what is decided on it."""

    name: str
    total: str
    poorest: str
    choices: Sequence[str]


@dataclass(frozen=True)
class ShownEnd:
    """How a play ended: the way there, and your path, the best and the most cautious one, in this order."""

    milestones: Sequence[Milestone]
    paths: Sequence[ShownPath]
    picture: Picture
    possible: int
    years: int
    has_others: bool


def shown_end(mine: PlayInHand, released: Mapping[str, Mapping[str, int]]) -> ShownEnd:
    """Return the end of a finished play; `released`: what others decided, by scene."""
    labels, outlook = Labels(mine.simulation), mine.outlook
    own = path_of(mine.simulation, tuple(scene for scene, _option in mine.way), mine.story)
    named = [(_("Your path"), own), (_("The highest total"), outlook.best), (_("The most cautious"), outlook.cautious)]
    lines = [Line(name, [year for stretch in path.stretches for year in stretch.years]) for name, path in named]
    milestones = [_milestone(labels, mine, step, released) for step in range(1, len(mine.way) + 1)]
    return ShownEnd(
        milestones,
        [_path(labels, name, path) for name, path in named],
        years_picture(labels, lines),
        outlook.paths,
        mine.story[-1].after.years,
        any(each.others for each in milestones),
    )


def total_of(mine: PlayInHand) -> str:
    """Return the total of a finished play, for lists."""
    return money(path_of(mine.simulation, tuple(scene for scene, _option in mine.way), mine.story).total)


def _milestone(labels: Labels, mine: PlayInHand, step: int, released: Mapping[str, Mapping[str, int]]) -> Milestone:
    scene, option = mine.way[step - 1]
    stretch, drawn = mine.story[step - 1], mine.simulation.drawn
    counts = released.get(scene.id, {})
    people = sum(counts.values())
    shares = [_share(each, counts.get(each.id, 0) / people, yours=each is option) for each in scene.options if people]
    years = stretch.years[0].number, stretch.years[-1].number
    return Milestone(scene, option, step, *years, labels.say(drawn, stretch.sum(drawn)), shares, people)


def _share(option: Option, share: float, *, yours: bool) -> Share:
    return Share(option, round(100 * share), percent(share), yours)


def _path(labels: Labels, name: str, path: Path) -> ShownPath:
    choices = [local(stretch.option.title) for stretch in path.stretches]
    return ShownPath(name, money(path.total), labels.say(labels.simulation.drawn, path.poorest), choices)
