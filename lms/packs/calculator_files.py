"""Reading the calculators of a folder: a module's own, and those that stand on a tool shelf."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from lms.calculators.declared import Calculator
from lms.calculators.problems import CalculatorErrors
from lms.calculators.reading import read_calculator
from lms.packs.files import PackFiles
from lms.packs.identity import Identities
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.text import missing_translations
from lms.sentences import say

SUFFIX = ".calc.toml"

RESERVED = (
    "business-cases", "compare", "export", "facts", "journeys", "ranges", "scenarios", "search", "shared",
    "uncertainty",
)  # fmt: skip
"""Words that are addresses of their own below /tools; no calculator may be called one of them."""


@dataclass(frozen=True, slots=True)
class CalculatorFile:
    """A calculator with the text it was read from, for the checks that come later."""

    calculator: Calculator
    toml: TomlText


def calculator_files(source: PackFiles, folder: str) -> dict[str, str]:
    """Return the calculator files directly in `folder`, the broken ones too: name -> path."""
    places = map(PurePosixPath, source.below(folder))
    here = (place for place in places if place.name.endswith(SUFFIX) and place.parent.as_posix() == folder)
    return {place.name.removesuffix(SUFFIX): place.as_posix() for place in here}


def read_calculators(
    source: PackFiles, folder: str, languages: Sequence[str], identities: Identities, partly: Collection[str] = ()
) -> dict[str, CalculatorFile]:
    """Return the calculators of `folder` that can be read, by name; what is wrong goes to the findings of `source`.

    `languages` are those every text must have, `partly` those in which texts may be missing.
    """
    files = calculator_files(source, folder).items()
    read = (_read(source, name, path, languages, identities, partly) for name, path in files)
    return {each.calculator.name: each for each in read if each is not None}


def _read(
    source: PackFiles,
    name: str,
    path: str,
    languages: Sequence[str],
    identities: Identities,
    partly: Collection[str],
) -> CalculatorFile | None:
    text = source.text(path)
    toml = parse_toml(path, text, source.findings) if text is not None else None
    if text is None or toml is None:
        return None
    _check_languages(toml, languages)
    try:
        calculator = read_calculator(text, path, partly)
    except CalculatorErrors as errors:
        for problem in errors.problems:
            source.findings.problem(problem.file, problem.line, problem.message, problem.remedy)
        return None
    _check_name(calculator, name, toml)
    identities.claim(calculator.uuid, toml)
    return CalculatorFile(calculator, toml)


def _check_languages(toml: TomlText, languages: Sequence[str]) -> None:
    title = toml.values.get("title")
    # the calculator's own reader sees to the languages its title has
    unspoken = [each for each in languages if not isinstance(title, dict) or each not in title]
    for at, language in missing_translations(toml.values, unspoken):
        toml.problem(
            at,
            say('"{key}" is missing in "{language}".', key=at[-1], language=language),
            say('Add {key}.{language} = "…".', key=at[-1], language=language),
        )


def _check_name(calculator: Calculator, name: str, toml: TomlText) -> None:
    if calculator.name != name:
        toml.problem(
            ("name",),
            say('The file is called "{name}".', name=name),
            say('Write name = "{name}", or rename the file.', name=name),
        )
    if calculator.name in RESERVED:
        message = say('"{name}" is an address of its own below /tools.', name=calculator.name)
        toml.problem(
            ("name",), message, say("Give the calculator another name than {known}.", known=", ".join(RESERVED))
        )
