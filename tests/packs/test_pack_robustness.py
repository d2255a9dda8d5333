"""Whatever lies in a folder, reading it ends in a pack or in problems with lines; what is read stays pure and light."""

import importlib
import pkgutil
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import lms.packs
import lms.questions
from lms.packs.problems import PackErrors
from lms.packs.reading import read_pack

SPLINTERS = [
    "", "+++", "```", "```calculator\n", "[[", "]]", "=", '"', "'''", '"""', "{#x}", "{#start}", "#", "## ", "\n", "\t",
    "\\", "{", "}", "[", "]", "é", "\u202e", "\ufffd", "<svg", "</style>", "&#0;", "1e999", "nan", "-0", "0x1",
    "1979-05-27", "en", "da", "uuid", "options", "[items]", "> > > ",
    "- " * 40, "a" * 5000, "|" * 200, "![](", "](", "<!--", "%00",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_a_mutilated_pack_is_refused_or_read_and_never_an_accident(
    write: Callable[..., Path], files: dict[str, str], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 -- repeatable mutilation, no secret
    for round_ in range(25):
        broken = dict(files)
        for _ in range(chance.randint(1, 4)):
            name = chance.choice(list(broken))
            text = broken[name]
            start = chance.randrange(len(text) + 1)
            end = min(len(text), start + chance.choice([0, 0, 1, 5, 60]))
            broken[name] = text[:start] + chance.choice(SPLINTERS) + text[end:]
        folder = write(broken, f"{seed}-{round_}")
        try:
            read_pack(folder)
        except PackErrors as errors:
            for problem in errors.problems:
                assert problem.line >= 1
                assert problem.message
                assert problem.remedy
                if problem.file in broken:
                    assert problem.line <= broken[problem.file].count("\n") + 1, problem


@pytest.mark.parametrize("seed", range(3))
def test_bytes_at_random_are_refused_or_read(write: Callable[..., Path], files: dict[str, str], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- repeatable mutilation, no secret
    for round_ in range(20):
        broken: dict[str, bytes] = {name: text.encode() for name, text in files.items()}
        name = chance.choice(list(broken))
        content = bytearray(broken[name])
        for _ in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read_pack(write({**broken, name: bytes(content)}, f"{seed}-{round_}"))
        except PackErrors as errors:
            assert errors.problems


def test_packs_are_pure() -> None:
    code = (
        "import sys, lms.packs.reading, lms.packs.commands, lms.packs.versions;"
        "sys.exit(any(m in sys.modules for m in ('flask', 'sqlalchemy', 'wtforms', 'numpy', 'lms.kernel')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_showing_a_stored_page_needs_no_parser() -> None:
    code = (
        "import sys, lms.packs.model;sys.exit(any(m in sys.modules for m in ('markdown_it', 'nh3', 'click', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


ANCHORED = {"_KEY_PART", "_SCHEME", "_LENGTH", "_ORDER", "_TITLE", "_CATEGORY", "_FORMAT", "_WEIGHT"}
"""Patterns that are only ever tried at one place, so that how they search is no matter."""


def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every regular expression of packs and questions."""
    found: list[tuple[str, re.Pattern[str]]] = []
    for package in (lms.packs, lms.questions):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(each.name)
            found += [(f"{each.name}.{k}", v) for k, v in vars(module).items() if isinstance(v, re.Pattern)]
    return found


@pytest.mark.parametrize(("name", "pattern"), patterns(), ids=[name for name, _ in patterns()])
def test_no_regular_expression_can_be_made_slow(name: str, pattern: re.Pattern[str]) -> None:
    units = [
        " ",
        "a",
        "<",
        "<a",
        "</a ",
        "{#a",
        "{#a}",
        "/*",
        "url(",
        '"',
        "\\",
        '"\\',
        "'",
        '"""',
        "\n",
        "[",
        "a.",
        "1",
        "%0",
    ]
    for unit in units:
        attack = unit * (50_000 // len(unit))
        for text in (attack, f"x{attack}x", f"{attack}!"):
            started = time.thread_time()
            pattern.match(text)
            pattern.fullmatch(text)
            if name.rpartition(".")[2] not in ANCHORED:
                list(pattern.finditer(text))
            assert time.thread_time() - started < 5, (name, unit)  # backtracking would take minutes


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("modules/coffee/module.toml", "\n".join(f"k{number} = 1" for number in range(18_000))),
        ("modules/coffee/module.toml", "title = {" + ", ".join(f"l{number} = 1" for number in range(14_000)) + "}"),
        ("modules/coffee/module.toml", ".".join("a" * 90_000) + " = 1"),
        ("quizzes/coffee.toml", "[[items]]\n" * 19_000),
        ("quizzes/coffee.toml", "[[items]]\n[[items.options]]\n" + "[[items.options]]\n" * 10_000),
        ("modules/coffee/en/02-how.md", "+++\ntitle = 'x'\n+++\n" + "```quix\n```\n\n" * 14_000),
        ("modules/coffee/en/02-how.md", "+++\ntitle = 'x'\n+++\n" + "## a {#a}\n" * 19_000),
    ],
    ids=["keys", "languages", "dots", "items", "options", "fences", "headings"],
)
def test_a_file_made_to_be_slow_is_refused_soon(
    write: Callable[..., Path], files: dict[str, str], name: str, text: str
) -> None:
    folder = write({**files, name: text})
    started = time.thread_time()
    with pytest.raises(PackErrors):
        read_pack(folder)
    assert time.thread_time() - started < 5
