"""Every key an author may write is in docs/content-format.md, and the page's own examples are sound."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.packs.blocks import block_kind_names
from lms.packs.calculator_files import RESERVED
from lms.packs.model import Pack
from lms.packs.modules import RESERVED as NO_MODULE
from lms.packs.tool_shelves import ICONS
from lms.questions.kinds import kind_names
from lms.questions.tables import Table
from tests.support.tool_shelf import FILES

DOCS = (Path(__file__).parents[2] / "docs" / "content-format.md").read_text(encoding="utf-8")
DOCUMENTED = {part for name in re.findall(r"`([a-z_.]+)`", DOCS) for part in name.split(".")}


def test_every_key_that_is_read_is_documented(read: Callable[..., Pack], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: set[str] = set()
    finish = Table.finish

    def remember(table: Table) -> None:
        if table.path != ("media",):  # its keys are file names
            asked.update(table.asked)
        finish(table)

    monkeypatch.setattr(Table, "finish", remember)
    read(FILES)
    assert {"pass_mark", "work_minutes", "near", "eyebrow", "advanced", "minimum"} <= asked
    assert asked - {"cover.svg"} - DOCUMENTED == set()


def test_every_kind_of_block_and_question_is_documented() -> None:
    assert all(f"`{name}`" in DOCS for name in (*block_kind_names(), *kind_names()))


def test_every_refused_name_and_every_drawing_of_a_group_is_documented() -> None:
    assert all(f"`{name}`" in DOCS for name in (*RESERVED, *NO_MODULE, *ICONS))


def test_the_examples_are_toml() -> None:
    examples = re.findall(r"```toml\n(.*?)```", DOCS, re.DOTALL)
    assert len(examples) >= 9
    assert all(tomllib.loads(example) for example in examples)


def test_plug_ins_are_announced_where_the_docs_say(read: Callable[..., Pack]) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    announced = project["entry-points"]
    assert set(announced["lms.kinds"]) == set(kind_names())
    assert set(announced["lms.blocks"]) == set(block_kind_names())
