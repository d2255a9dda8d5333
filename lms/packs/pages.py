"""Reading one page in one language: front matter, then Markdown cut into blocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from lms.packs.blocks import TEXT, Block, Markdown, block_kind, block_kind_names
from lms.packs.markdown import Parsed, parse, take_heading_id
from lms.packs.page_text import PageText
from lms.packs.problems import Findings
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.tables import Table, did_you_mean
from lms.sentences import say

MARK = "+++"
LONGEST = 10_000
"""Characters in a line, and in a text inside a block."""
START = "start"
"""The id of the text before the first heading."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page text with the lines on which its blocks stand, for the checks that come later."""

    file: str
    text: PageText
    lines: Mapping[str, int]


def read_page(file: str, source: str, findings: Findings, *, clean: bool = True) -> PageSource | None:
    """Read a page; None where its front matter is beyond reading. Everything that is wrong goes to `findings`."""
    endless = next((n for n, line in enumerate(source.split("\n"), 1) if len(line) > LONGEST), None)
    if endless is not None:
        findings.problem(
            file,
            endless,
            say("The line has more than {longest} characters.", longest=f"{LONGEST:,}"),
            say("Begin a new paragraph."),
        )
        return None
    matter, body, body_line = _front_matter(file, source, findings)
    if matter is None:
        return None
    head = matter.table(())
    title, eyebrow = head.words("title", most=120), head.words("eyebrow", default="", most=120)
    head.finish()
    matter.tell(head.faults)
    cutter = _Cutter(file, parse(body, clean=clean), body_line, findings)
    blocks = cutter.cut()
    return PageSource(file, PageText(title, eyebrow, tuple(blocks)), cutter.lines)


def _front_matter(file: str, source: str, findings: Findings) -> tuple[TomlText | None, str, int]:
    """Return the front matter, the body, and the line (from 1) on which the body starts."""
    lines = source.split("\n")
    if lines[0].strip() != MARK:
        findings.problem(
            file, 1, say("The page has no head."), say('Begin with {mark}, title = "…", {mark}.', mark=MARK)
        )
        return None, "", 1
    end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == MARK), None)
    if end is None:
        findings.problem(
            file, 1, say("The head of the page is not closed."), say("Add a line {mark} after it.", mark=MARK)
        )
        return None, "", 1
    matter = parse_toml(file, "\n".join(lines[1:end]), findings, first_line=2)
    return matter, "\n".join(lines[end + 1 :]), end + 2


@dataclass
class _Cutter:
    """Cuts the tokens of a page into blocks."""

    file: str
    parsed: Parsed
    first_line: int
    findings: Findings
    lines: dict[str, int] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    def cut(self) -> list[Block]:
        """Return the blocks in reading order."""
        self._remark(self.parsed, self.first_line)
        waiting: list[Token] = []
        id, id_line = START, self.first_line
        tokens = self.parsed.tokens
        for number, token in enumerate(tokens):
            line = self.first_line + (token.map[0] if token.map else 0)
            if token.type == "heading_open" and token.level == 0:
                name = self._heading(token, tokens[number + 1], line)
                if name is not None:
                    self._text(id, waiting, id_line)
                    waiting, id, id_line = [], name, line
            if token.type == "fence" and self._is_block(token, line):
                self._text(id, waiting, id_line)
                name = self._fence(token, line)
                waiting, id, id_line = [], f"after-{name}", line
            else:
                waiting.append(token)
        self._text(id, waiting, id_line)
        return self.blocks

    def _heading(self, token: Token, inline: Token, line: int) -> str | None:
        id = take_heading_id(inline)
        if token.tag == "h1":
            self._problem(
                line, say("The page has its title in the head."), say("Begin the heading with ## instead of #.")
            )
        elif token.tag == "h2" and id is None:
            self._problem(
                line, say("The heading has no id."), say("Write ## Heading {#its-id}, the same id in every language.")
            )
        return id

    def _text(self, id: str, tokens: Sequence[Token], line: int) -> None:
        html = self.parsed.html(tokens) if tokens else ""
        if html:
            self._add(Block(id, TEXT, {}, html), line)

    def _is_block(self, token: Token, line: int) -> bool:
        word = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        known = word in block_kind_names()
        if known and token.level:
            self._problem(
                line,
                say("This {word} stands inside a list or quotation.", word=word),
                say("Move it out to the left margin."),
            )
        elif word and not known and (near := did_you_mean(word, block_kind_names())).startswith("Did"):
            self._problem(line, say('"{word}" is no kind of block.', word=word), near)
        return known and not token.level

    def _fence(self, token: Token, line: int) -> str:
        kind = token.info.split(maxsplit=1)[0]
        body = parse_toml(self.file, token.content, self.findings, first_line=line + 1)
        if body is None:
            return kind
        table = body.table(())
        id = table.name("id")
        made = block_kind(kind).read(table, self._markdown(body))
        table.finish()
        body.tell(table.faults)
        if id:
            self._add(Block(id, kind, made.data, made.html, made.references), line)
        return id or kind

    def _markdown(self, body: TomlText) -> Markdown:
        def markdown(table: Table, key: str, *, required: bool = True) -> str:
            source = table.words(key, default=None if required else "", most=LONGEST)
            parsed = parse(source, clean=self.parsed.clean)
            self._remark(parsed, body.lines.line((*table.path, key)))
            return parsed.html()

        return markdown

    def _add(self, block: Block, line: int) -> None:
        if block.id in self.lines:
            where = self.lines[block.id]
            self._problem(
                line,
                say('The id "{id}" is used in line {where} too.', id=block.id, where=where),
                say("Give each block its own id."),
            )
        self.lines.setdefault(block.id, line)
        self.blocks.append(block)

    def _remark(self, parsed: Parsed, first_line: int) -> None:
        for remark in parsed.remarks:
            self.findings.note(self.file, first_line + remark.line, remark.message, remark.remedy)

    def _problem(self, line: int, message: str, remedy: str) -> None:
        self.findings.problem(self.file, line, message, remedy)
