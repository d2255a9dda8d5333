"""Which languages a module is in, written into the head of its module.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Collection

import tomlkit

from lms.packs.partly import SOURCE
from lms.packs.segments import HEAD, text_of_part, with_part
from lms.packs.translating.units import MODULE
from lms.questions.text import LANGUAGES


def spoken_in(module: str) -> tuple[list[str], list[str]]:
    """Return the languages that a module.toml names, and those of them that are only partly there."""
    try:
        values = tomllib.loads(module)
    except tomllib.TOMLDecodeError:
        values = {}
    languages, partly = _known(values.get("languages")), _known(values.get("partly"))
    return [each for each in LANGUAGES if each in languages or each == SOURCE], [p for p in partly if p != SOURCE]


def with_languages(module: str, languages: Collection[str], partly: Collection[str]) -> str:
    """Return module.toml with these languages, in the order of the product's; remarks in it stay."""
    head = tomlkit.parse(text_of_part(MODULE, module, HEAD) or "")
    wanted = [each for each in LANGUAGES if each in languages or each == SOURCE]
    head["languages"] = wanted
    part = [each for each in wanted if each in partly and each != SOURCE]
    if part and "partly" not in head:
        texts = tomlkit.dumps(head)
        lines = texts.splitlines(keepends=True)
        at = next(number for number, line in enumerate(lines) if line.startswith("languages")) + 1
        head = tomlkit.parse("".join([*lines[:at], f"partly = {_list(part)}\n", *lines[at:]]))
    elif part:
        head["partly"] = part
    elif "partly" in head:
        del head["partly"]
    return with_part(MODULE, module, HEAD, tomlkit.dumps(head))


def _known(value: object) -> list[str]:
    return [each for each in LANGUAGES if each in value] if isinstance(value, list) else []


def _list(languages: Collection[str]) -> str:
    return "[" + ", ".join(f'"{each}"' for each in languages) + "]"
