"""Reading a drill's file: strictly, kindly, everything wrong at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lms.calculators.declared import Calculator, Formula
from lms.calculators.formula.parser import is_name
from lms.calculators.reading import UNITS
from lms.packs.drills.checking import check_drill
from lms.packs.drills.formulas import Names
from lms.packs.drills.model import KIND, YEAR, Drill, Ending, Option, Scene, Total
from lms.packs.files import PackFiles
from lms.packs.identity import Identities, read_uuid, read_version
from lms.packs.partly import Spoken
from lms.packs.problems import Findings
from lms.packs.quizzes import languages_of
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.tables import Table, did_you_mean
from lms.questions.text import Text
from lms.sentences import say, sentences

MOST_SCENES, MOST_ENDINGS, MOST_FIGURES = 20, 12, 6
FEWEST_OPTIONS, MOST_OPTIONS = 2, 4
MOST_YEARS = 10
DEFAULT_YEARS = 3
MOST_MINUTES = 60


def drill_calculators(source: PackFiles, files: Mapping[str, str]) -> dict[str, str]:
    """Return {drill: the name of its calculator} of those files that call themselves drills, the broken ones too."""
    found: dict[str, str] = {}
    for name, path in files.items():
        text = source.text(path)
        toml = parse_toml(path, text, Findings()) if text is not None and KIND in text else None
        if toml is not None and toml.values.get("kind") == KIND:
            found[name] = str(toml.values.get("calculator", ""))
    return found


def read_drill(
    source: PackFiles,
    name: str,
    path: str,
    spoken: Spoken,
    identities: Identities,
    calculators: Mapping[str, Calculator | None],
) -> Drill | None:
    """Read a drill; None, and problems, where it is unusable.

    `spoken` are the languages of the modules that use it; `calculators` those it may name, None for one that is broken
    itself, which is told elsewhere.
    """
    text = source.text(path)
    toml = parse_toml(path, text, source.findings) if text is not None else None
    if toml is None:
        return None
    before = len(source.findings.problems)
    table = toml.table(languages := languages_of(toml, spoken))
    table.has("languages")
    table.one_of("kind", (KIND,))
    calculator = _calculator(table, calculators)
    if calculator is None:
        toml.tell(table.faults)
        return None
    drill = _drill(table, name, tuple(languages), Names(calculator))
    table.finish()
    toml.tell(table.faults)
    identities.claim(drill.uuid, toml)
    if len(source.findings.problems) == before:
        check_drill(drill, calculator, toml)
    return drill if len(source.findings.problems) == before else None


def check_pages(drill: Drill, path: str, users: Mapping[str, Collection[str]], findings: Findings) -> None:
    """Note each page an ending points to that a module using the drill does not have. `users`: {module: pages}."""
    for slug, pages in sorted(users.items()):
        for page in drill.pages:
            if page not in pages:
                message = say(
                    'The module "{slug}" has no page "{page}", where an ending sends people.', slug=slug, page=page
                )
                findings.problem(path, 1, message, did_you_mean(page, pages))


def _calculator(table: Table, calculators: Mapping[str, Calculator | None]) -> Calculator | None:
    name = table.name("calculator")
    if name and name not in calculators:
        remedy = say("It is one of the tool shelf, or one that every module using the drill has.")
        message = say('There is no calculator "{name}" here.', name=name)
        table.fault(
            "calculator",
            message,
            sentences(did_you_mean(name, calculators), remedy),
        )
    return calculators.get(name)


def _drill(table: Table, name: str, languages: tuple[str, ...], names: Names) -> Drill:
    """Read everything, in the order in which names become known: inputs, then outputs, figures, the year's number."""
    uuid, version, words = read_uuid(table), read_version(table), _words(table, "title", "frame", "assumption")
    start = names.start(table.table("start", required=False))
    scenes = tuple(_scene(each, names) for each in _at_most(table, "scenes", MOST_SCENES))
    names.add([each.name for each in names.calculator.outputs])
    figures = tuple(_figure(each, names) for each in _at_most(table, "figures", MOST_FIGURES))
    _check_shown(table, scenes, names)
    return Drill(
        uuid=uuid,
        name=name,
        version=version,
        **words,
        minutes=table.whole("minutes", 1, MOST_MINUTES),
        calculator=names.calculator.name,
        start=start,
        figures=figures,
        year=names.changes(table.table("year", required=False)),
        total=_total(table.table("total"), names),
        scenes=scenes,
        endings=tuple(_ending(each) for each in _at_most(table, "endings", MOST_ENDINGS)),
        languages=languages,
    )


def _words(table: Table, *keys: str) -> dict[str, Text]:
    return {key: table.text(key, html=False) for key in keys}


def _at_most(table: Table, key: str, most: int, least: int = 1) -> list[Table]:
    tables = table.tables(key, least=least)
    if len(tables) > most:
        table.fault(key, say("There are more than {most} of {key}.", most=most, key=key), say("Take some out."))
    return tables[:most]


def _scene(table: Table, names: Names) -> Scene:
    options = tuple(_option(each, names) for each in _at_most(table, "options", MOST_OPTIONS, FEWEST_OPTIONS))
    shown = tuple(table.list_of_words("figures")) if table.has("figures") else ()
    words = _words(table, "title", "text")
    scene = Scene(table.name("id"), words["title"], words["text"], shown, options)
    table.finish()
    return scene


def read_scene(toml: TomlText, drill: Drill, calculator: Calculator) -> Scene | None:
    """Read the one scene of a text that is to stand in a drill; what is wrong with it is told."""
    table, names = toml.table(drill.languages), Names(calculator)
    scenes = tuple(_scene(each, names) for each in _at_most(table, "scenes", 1))
    names.add([*(each.name for each in calculator.outputs), *(each.name for each in drill.figures)])
    _check_shown(table, scenes, names)
    table.finish()
    toml.tell(table.faults)
    return scenes[0] if scenes else None


def _option(table: Table, names: Names) -> Option:
    words = _words(table, "title", "text", "afterwards")
    effects = names.changes(table.table("effects", required=False))
    years = table.whole("years", 1, MOST_YEARS, default=DEFAULT_YEARS)
    option = Option(id=table.name("id"), **words, effects=effects, years=years, then=table.name("then"))
    table.finish()
    return option


def _figure(table: Table, names: Names) -> Formula:
    """Read a figure; those below it may use it."""
    name, unit = table.words("name", most=40), table.one_of("unit", UNITS)
    if name and not is_name(name):
        table.fault("name", say('"{name}" cannot be a name.', name=name), say("Small letters, digits and underscores."))
    elif name in names.kinds:
        table.fault("name", say('"{name}" is the name of something else.', name=name), say("Give it another one."))
    figure = names.formula(table, "formula", name, unit=unit, label=table.text("label", html=False))
    table.finish()
    names.add([name])
    return figure


def _total(table: Table, names: Names) -> Total:
    names.add([YEAR])
    each_year = names.formula(table, "each_year", "each_year", unit="money")
    at_end = names.formula(table, "at_end", "at_end", unit="money") if table.has("at_end") else None
    total = Total(table.text("label", html=False), each_year, at_end)
    table.finish()
    return total


def _ending(table: Table) -> Ending:
    words = _words(table, "title", "text", "take_away")
    ending = Ending(table.name("id"), **words, page=table.name("page", default=""))
    table.finish()
    return ending


def _check_shown(table: Table, scenes: tuple[Scene, ...], names: Names) -> None:
    for number, scene in enumerate(scenes):
        for name in scene.figures:
            if name not in names.numbers:
                place = Table({}, (), table.faults, (*table.path, "scenes", number))
                place.fault(
                    "figures", say('There is no figure "{name}".', name=name), did_you_mean(name, names.numbers)
                )
