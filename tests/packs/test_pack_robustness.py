"""Whatever lies in a folder, reading it ends in a pack or in problems with lines; what is read stays pure and light."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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
