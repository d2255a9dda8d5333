"""The kinds of block a page is made of.

A text block is whatever stands between headings and fences. Every other block is a fence whose first word names its
kind and whose body is a few TOML keys. A kind is one small class; it registers under the entry point group
`lms.blocks`, ours included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lms.questions.entry_group import EntryGroup
from lms.questions.tables import Table
from lms.questions.text import Json

GROUP = "lms.blocks"
TEXT = "text"


class Markdown(Protocol):
    """Turns the Markdown under a key of a table into clean HTML."""

    def __call__(self, table: Table, key: str, *, required: bool = True) -> str:
        """Return the HTML, or "" where the key is missing, which is noted when it is `required`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a block uses by name: `role` is "calculator", "quiz", "self-assessment", "drill" or "media"."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """What a block kind makes of a fence: data for its template, HTML where it has some, and what it uses.

    `data` is JSON; HTML inside it is clean. The references must be the same in all languages.
    """

    data: dict[str, Json]
    html: str | None = None
    references: tuple[Reference, ...] = ()


class BlockKind(Protocol):
    """How one kind of block is read."""

    name: str

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read the keys of the fence; what is wrong is noted in the table. `id` is read already."""


class Use:
    """A block that stands for something declared elsewhere: `use = "its-name"`."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `use`."""
        name = table.name("use")
        return Body({"use": name}, references=(Reference(self.name, name),))


class Picture:
    """A picture of the module with a caption: `file`, `caption` (Markdown, may be left out)."""

    name = "picture"

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `file` and `caption`."""
        file = table.words("file", most=100)
        return Body({"file": file}, markdown(table, "caption", required=False) or None, (Reference("media", file),))


class Example:
    """A worked example: `title`, and `text` in Markdown."""

    name = "example"

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `title` and `text`."""
        return Body({"title": table.words("title")}, markdown(table, "text"))


class Compare:
    """Two columns side by side: `left` and `right`, each with `title` and `text` in Markdown."""

    name = "compare"

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read both columns."""
        return Body({side: _column(table.table(side), markdown) for side in ("left", "right")})


def _column(table: Table, markdown: Markdown) -> Json:
    column: Json = {"title": table.words("title"), "html": markdown(table, "text")}
    table.finish()
    return column


CALCULATOR = Use("calculator")
QUIZ = Use("quiz")
PICTURE = Picture()
EXAMPLE = Example()
COMPARE = Compare()

_blocks = EntryGroup(
    GROUP,
    {kind: f"lms.packs.blocks:{kind.upper()}" for kind in ("calculator", "quiz", "picture", "example", "compare")}
    | {kind: f"lms.packs.practice_blocks:{kind.upper()}" for kind in ("reflect", "exercise", "promise")}
    | {"self-assessment": "lms.packs.assessment_block:SELF_ASSESSMENT", "drill": "lms.packs.drills.block:DRILL"},
)


def block_kind_names() -> tuple[str, ...]:
    """Return the names of all fenced block kinds that are installed."""
    return _blocks.names()


def block_kind(name: str) -> BlockKind:
    """Return the block kind of that name; raise `NotInstalled`."""
    kind: BlockKind = _blocks.load(name)
    return kind


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page with an id that is stable across languages and versions.

    `kind` is "text" or a fenced kind; `html` is clean HTML or None; `data` holds what the kind's template needs;
    `references` what it uses.
    """

    id: str
    kind: str
    data: dict[str, Any]
    html: str | None
    references: tuple[Reference, ...] = ()

    def document(self) -> dict[str, Json]:
        """Return the block as JSON."""
        uses: list[Json] = [[use.role, use.name] for use in self.references]
        return {"id": self.id, "kind": self.kind, "data": self.data, "html": self.html, "references": uses}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Block":
        """Build the block from its document."""
        uses = tuple(Reference(*use) for use in document["references"])
        return cls(document["id"], document["kind"], document["data"], document["html"], uses)

    @property
    def use(self) -> str | None:
        """The name of the calculator, quiz, self-assessment or drill this block stands for."""
        roles = ("calculator", "quiz", "self-assessment", "drill")
        return next((use.name for use in self.references if use.role in roles), None)
