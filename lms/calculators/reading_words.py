"""Reads the words of a calculator file, numbers said as words, and what refers to them; and the fact of an input."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from lms.calculators.declared import Words
from lms.calculators.formula.parser import is_name
from lms.calculators.toml_source import Path, TomlSource
from lms.sentences import say

MOST_LISTS: Final = 10
MOST_TEXTS: Final = 40
WORDS_KEYS: Final = ("name", "texts")
"""What a list of words may hold."""

_FACT: Final = re.compile(r"(1 - )?([a-z][a-z0-9_]{0,39})")


def read_words(source: TomlSource) -> tuple[Words, ...]:
    """Return the lists of words of the file."""
    found = source.tables(source.data, (), "words", MOST_LISTS)
    return tuple(_list(source, each, ("words", at), found[:at]) for at, each in enumerate(found))


def _list(source: TomlSource, table: dict[str, Any], path: Path, before: Iterable[Mapping[str, Any]]) -> Words:
    source.keys(table, path, WORDS_KEYS)
    name = source.word(table, path, "name")
    if name and not is_name(name):
        source.problem(
            (*path, "name"), say("“{name}” cannot be a name.", name=name), say("Small letters, digits and underscores.")
        )
    if any(each.get("name") == name for each in before):
        source.problem(
            (*path, "name"), say("“{name}” is used twice.", name=name), say("Give one of them another name.")
        )
    texts = source.tables(table, path, "texts", MOST_TEXTS)
    if not texts:
        source.problem(
            path,
            say("“{name}” has no words.", name=name),
            say('Write texts = [ { en = "…" }, … ]: the first is said for 1.'),
        )
    return Words(name, tuple(source.text({"texts": each}, path, "texts") for each in texts))


def words_of(source: TomlSource, table: Mapping[str, Any], path: Path, unit: str) -> str:
    """Return the list of words that says the numbers of an output, series or column; empty when none is named."""
    name = source.word(dict(table), path, "words") if "words" in table else ""
    if name:
        known(source, name, path)
        if unit != "number":
            source.problem((*path, "words"), say("Words stand for plain numbers."), say('Give it unit = "number".'))
    return name


def known(source: TomlSource, name: object, path: Path) -> None:
    """Refuse words that the file does not declare."""
    found = source.data.get("words")
    names = [each.get("name") for each in found if isinstance(each, dict)] if isinstance(found, list) else []
    if name not in names:
        remedy = (
            say("These are: {known}.", known=", ".join(map(str, names)))
            if names
            else say("Declare them under [[words]].")
        )
        source.problem((*path, "words"), say("There are no words “{name}”.", name=name), remedy)


def fact_of(source: TomlSource, table: Mapping[str, Any], path: Path, unit: str) -> str:
    """Return the fact an input takes, "name" or "1 - name"; whether there is such a fact the reader of a pack knows."""
    text = source.word(dict(table), path, "fact") if "fact" in table else ""
    match = _FACT.fullmatch(text)
    if text and not match:
        source.problem(
            (*path, "fact"),
            say("“{text}” names no fact.", text=text),
            say('Write fact = "yearly_churn" or "1 - yearly_churn".'),
        )
    elif match and match[1] and unit != "percent":
        source.problem(
            (*path, "fact"), say("Only the rest of a share can be taken."), say('Write the fact alone, without "1 - ".')
        )
    elif text and unit == "choice":
        source.problem((*path, "fact"), say("A choice takes no fact."), say("Leave it out."))
    return text
