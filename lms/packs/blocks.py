"""The kinds of block a page is made of.

A text block is whatever stands between headings and fences. Every other block is a fence whose first word names its
kind and whose body is a few TOML keys. A kind is one small class; it registers under the entry point group
`lms.blocks`, ours included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from lms.packs.block_keys import Key
from lms.questions.entry_group import EntryGroup
from lms.questions.tables import Table
from lms.questions.text import N_, Json

GROUP = "lms.blocks"
TEXT = "text"


class Markdown(Protocol):
    """Turns the Markdown under a key of a table into clean HTML."""

    def __call__(self, table: Table, key: str, *, required: bool = True) -> str:
        """Return the HTML, or "" where the key is missing, which is noted when it is `required`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a block uses by name: `role` is "calculator", "quiz", "self-assessment", "drill", "media" or "clip"."""

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

    def __init__(self, name: str, label: str = "") -> None:
        self.name = name
        self.label = label or name
        self.keys = (Key("use", "use", N_("Which one")),)

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `use`."""
        name = table.name("use")
        return Body({"use": name}, references=(Reference(self.name, name),))


class Picture:
    """A picture of the module with a caption: `file`, `caption` (Markdown, may be left out)."""

    name = "picture"
    label = N_("Picture")
    keys = (
        Key("file", "media", N_("Picture"), most=100),
        Key("caption", "markdown", N_("Caption"), required=False, most=1000),
    )

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `file` and `caption`."""
        file = table.words("file", most=100)
        return Body({"file": file}, markdown(table, "caption", required=False) or None, (Reference("media", file),))


class Example:
    """A worked example: `title`, and `text` in Markdown."""

    name = "example"
    label = N_("Worked example")
    keys = (Key("title", "words", N_("Title")), Key("text", "markdown", N_("Text"), most=10_000))

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read `title` and `text`."""
        return Body({"title": table.words("title")}, markdown(table, "text"))


class Compare:
    """Two columns side by side: `left` and `right`, each with `title` and `text` in Markdown."""

    name = "compare"
    label = N_("Two columns")
    keys = (
        Key("left.title", "words", N_("Title at the left")),
        Key("left.text", "markdown", N_("Text at the left"), most=10_000),
        Key("right.title", "words", N_("Title at the right")),
        Key("right.text", "markdown", N_("Text at the right"), most=10_000),
    )

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read both columns."""
        return Body({side: _column(table.table(side), markdown) for side in ("left", "right")})


def _column(table: Table, markdown: Markdown) -> Json:
    column: Json = {"title": table.words("title"), "html": markdown(table, "text")}
    table.finish()
    return column


CALCULATOR = Use("calculator", N_("Calculator"))
QUIZ = Use("quiz", N_("Quiz"))
PICTURE = Picture()
EXAMPLE = Example()
COMPARE = Compare()

_blocks = EntryGroup(
    GROUP,
    {kind: f"lms.packs.blocks:{kind.upper()}" for kind in ("calculator", "quiz", "picture", "example", "compare")}
    | {kind: f"lms.packs.practice_blocks:{kind.upper()}" for kind in ("reflect", "exercise", "promise")}
    | {kind: f"lms.packs.clip_blocks:{kind.upper()}" for kind in ("clip", "video")}
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
    `references` what it uses; `language` the one it is written in where that is not its page's.
    """

    id: str
    kind: str
    data: dict[str, Any]
    html: str | None
    references: tuple[Reference, ...] = ()
    language: str = ""

    def document(self) -> dict[str, Json]:
        """Return the block as JSON."""
        uses: list[Json] = [[use.role, use.name] for use in self.references]
        # a block in the language of its page keeps the digest it was published under before there were any others
        language: dict[str, Json] = {"language": self.language} if self.language else {}
        return {"id": self.id, "kind": self.kind, "data": self.data, "html": self.html, "references": uses, **language}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Block":
        """Build the block from its document."""
        uses = tuple(Reference(*use) for use in document["references"])
        d = document
        return cls(d["id"], d["kind"], d["data"], d["html"], uses, d.get("language", ""))

    @property
    def use(self) -> str | None:
        """The name of the calculator, quiz, self-assessment or drill this block stands for."""
        roles = ("calculator", "quiz", "self-assessment", "drill")
        return next((use.name for use in self.references if use.role in roles), None)
