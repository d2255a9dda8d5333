"""Does a drill hold together? Each scene is reached, each way ends, and none leads out of the calculator's ranges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lms.calculators.declared import Calculator
from lms.packs.drills.formulas import range_of
from lms.packs.drills.model import Drill, Option, Scene
from lms.packs.drills.paths import MOST_PATHS, count_paths
from lms.packs.drills.running import Broken, Simulation, State
from lms.packs.toml_files import TomlText
from lms.questions.tables import did_you_mean
from lms.questions.text import KeyPath
from lms.sentences import say, sentences

MOST_TOLD = 10
"""Broken ways that are told; mending one usually mends others."""


def check_drill(drill: Drill, calculator: Calculator, toml: TomlText) -> None:
    """Note what is wrong with the story, and, where the story is sound, with the numbers on any way through it."""
    before = len(toml.findings.problems)
    _check_ids(drill, toml)
    _check_leads(drill, toml)
    if len(toml.findings.problems) == before:
        _check_cycles(drill, toml)
    if len(toml.findings.problems) == before:
        _check_reached(drill, toml)
        paths = count_paths(drill)
        if paths > MOST_PATHS:
            message = say("{paths} ways lead through this drill, more than {most}.", paths=paths, most=MOST_PATHS)
            toml.problem(("scenes",), message, say("Let some options lead to the same scene, or take some out."))
    if len(toml.findings.problems) == before:
        _check_numbers(drill, calculator, toml)


def broken_ways(drill: Drill, calculator: Calculator) -> Iterator[tuple[tuple[Scene, ...], tuple[Option, ...], Broken]]:
    """Yield each shortest way that breaks, with the scenes and options that lead there and why; none when all hold."""
    simulation = Simulation(drill, calculator)
    try:
        begun = simulation.begin()
        known = simulation.values(begun)
        for name in (name for scene in drill.scenes for name in scene.figures if name not in known):
            raise Broken("scenes", name, "unknown", 1)
    except Broken as broken:
        yield (), (), broken
        return
    yield from _broken(simulation, drill.first.id, begun, (), ())


def _broken(
    simulation: Simulation, place: str, state: State, scenes: tuple[Scene, ...], options: tuple[Option, ...]
) -> Iterator[tuple[tuple[Scene, ...], tuple[Option, ...], Broken]]:
    scene = simulation.drill.scene(place)
    try:
        if scene is None:
            simulation.at_end(state)
            return
    except Broken as broken:
        yield scenes, options, broken
        return
    for option in scene.options:
        way = (*scenes, scene), (*options, option)
        try:
            after = simulation.choose(state, option).after
        except Broken as broken:
            yield *way, broken
        else:
            yield from _broken(simulation, option.then, after, *way)


def _check_ids(drill: Drill, toml: TomlText) -> None:
    for id, count in Counter(_places(drill)).items():
        if count > 1:
            toml.problem(
                ("scenes",), say('The id "{id}" is used twice.', id=id), say("Give each scene and ending its own id.")
            )
    for at, scene in enumerate(drill.scenes):
        for id, count in Counter(option.id for option in scene.options).items():
            if count > 1:
                message = say('Two options of the scene "{scene}" are called "{id}".', scene=scene.id, id=id)
                toml.problem(("scenes", at, "options"), message, say("Give each its own id."))


def _places(drill: Drill) -> list[str]:
    """Return the ids an option may lead to."""
    return [*(scene.id for scene in drill.scenes), *(ending.id for ending in drill.endings)]


def _check_leads(drill: Drill, toml: TomlText) -> None:
    known = _places(drill)
    for path, option in _options(drill):
        if option.then not in known:
            message = say('There is no scene and no ending "{then}".', then=option.then)
            toml.problem((*path, "then"), message, did_you_mean(option.then, known))


def _options(drill: Drill) -> Iterator[tuple[KeyPath, Option]]:
    for at, scene in enumerate(drill.scenes):
        for number, option in enumerate(scene.options):
            yield ("scenes", at, "options", number), option


def _check_cycles(drill: Drill, toml: TomlText) -> None:
    for path, option in _options(drill):
        if drill.scenes[int(path[1])].id in _reachable(drill, option.then):
            message = say(
                'This option leads in a circle: from "{then}" the story can come back here.', then=option.then
            )
            toml.problem((*path, "then"), message, say("Let it lead to a later scene or an ending."))


def _reachable(drill: Drill, start: str) -> set[str]:
    """Return the scenes and endings that can be met from `start` on, itself among them."""
    reached, open_ones = {start}, [start]
    while open_ones:
        scene = drill.scene(open_ones.pop())
        news = {option.then for option in scene.options} - reached if scene is not None else set()
        reached |= news
        open_ones.extend(news)
    return reached


def _check_reached(drill: Drill, toml: TomlText) -> None:
    reached = _reachable(drill, drill.first.id)
    every: list[tuple[KeyPath, str]] = [
        *((("scenes", at, "id"), each.id) for at, each in enumerate(drill.scenes)),
        *((("endings", at, "id"), each.id) for at, each in enumerate(drill.endings)),
    ]
    for path, id in every:
        if id not in reached:
            remedy = say('Write then = "{id}" at an option, or take it out.', id=id)
            toml.problem(path, say('Nothing leads to "{id}".', id=id), remedy)


def _check_numbers(drill: Drill, calculator: Calculator, toml: TomlText) -> None:
    for told, (scenes, options, broken) in enumerate(broken_ways(drill, calculator)):
        if told == MOST_TOLD:
            break
        way = " → ".join(option.id for option in options) or say("the start")
        message = say(
            'After {way}, "{name}" cannot be computed in year {year} ({code}).',
            way=way,
            name=broken.name,
            year=broken.year,
            code=broken.code,
        )
        declared = next((each for each in calculator.inputs if each.name == broken.name), None)
        remedy = range_of(declared) if declared is not None else say("Change the formula so that it has a value there.")
        if declared is not None:
            remedy = sentences(remedy, say("clamp(x, low, high) keeps it there."))
        toml.problem(_place(drill, scenes, options, broken), message, remedy)


def _place(drill: Drill, scenes: tuple[Scene, ...], options: tuple[Option, ...], broken: Broken) -> KeyPath:
    """Return the path of the key to mend."""
    if broken.part == "effects" and options:
        at, number = drill.scenes.index(scenes[-1]), scenes[-1].options.index(options[-1])
        return ("scenes", at, "options", number, "effects", broken.name)
    if broken.part == "figures":
        return ("figures", next(at for at, each in enumerate(drill.figures) if each.name == broken.name), "formula")
    return (broken.part, broken.name)
