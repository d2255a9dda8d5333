"""Reading GIFT, Moodle's text format: questions apart by empty lines, answers in braces."""

import re
from dataclasses import dataclass, field, replace

from lms.packs.exchange.gift_answers import shape_of
from lms.packs.exchange.gift_text import IDS, OUR_REMARK, formatted, hidden, last_category, shown
from lms.packs.exchange.plain_text import from_html, line
from lms.packs.exchange.reading import Reading
from lms.packs.exchange.wording import BLANK
from lms.questions.exchanged import Answer, Choices, Question, Sequence, Shape, Tell, Unmapped
from lms.sentences import say

_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_ID = re.compile(r"\[id:([^\]]{1,200})\]")
_CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)")
_EMPHASIS = re.compile(r"(\*\*|__|`)(\S(?:.{0,500}?\S)?)\1")


@dataclass
class _Block:
    """The lines of one question, and what its remarks say."""

    line: int
    topic: str
    lines: list[str] = field(default_factory=list)
    id: str = ""
    kind: str = ""
    own: dict[str, str] = field(default_factory=dict)


def read_gift(text: str, reading: Reading, language: str) -> None:
    """Add the questions of a GIFT file to `reading`."""
    for block in _blocks(text, reading):
        try:
            question = _question(block, reading, language)
        except Unmapped as reason:
            reading.leave_out(_name(block), str(reason))
        else:
            reading.take(question)


def _blocks(text: str, reading: Reading) -> list[_Block]:
    topic = ""
    blocks = [_Block(1, topic)]
    for number, row in enumerate(text.split("\n"), 1):
        category = _CATEGORY.match(row)
        if category:
            topic = last_category(category[1])
            blocks.append(_Block(number, topic))
        elif row.lstrip().startswith("//"):
            _remark(blocks[-1], row.strip(), reading)
        elif row.strip():
            blocks[-1].lines.append(row)
        elif blocks[-1].lines:
            blocks.append(_Block(number + 1, topic))
    return [each for each in blocks if each.lines]


def _remark(block: _Block, row: str, reading: Reading) -> None:
    """Take what a remark tells: Moodle's [id:…], and settings of ours."""
    if row.startswith(OUR_REMARK):
        key, _, value = row.removeprefix(OUR_REMARK).partition("=")
        target = {"title": "title", "uuid": "identifier", "language": "language"}.get(key)
        if target:
            setattr(reading, target, value)
        elif key == "kind":
            block.kind = value
        else:
            block.own[key] = value
    elif match := _ID.search(row):
        block.id = match[1]


def _name(block: _Block) -> str:
    match = _TITLE.match("\n".join(block.lines))
    return match[1].strip()[:80] if match else say("line {line}", line=block.line)


def _question(block: _Block, reading: Reading, language: str) -> Question:
    text = hidden("\n".join(block.lines))
    tell = reading.losses.of(reading.file, _name(block))
    title, text = _titled(text)
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        raise Unmapped(
            say("it asks nothing: a description without answers") if start < 0 else say("its { is never closed")
        )
    before, answers, after = text[:start], text[start + 1 : end], text[end + 1 :]
    usual, before = formatted(before, "moodle")
    answers, _, general = answers.partition("####")
    blank = f" {BLANK} " if after.strip() else ""
    words = _Words(usual, tell)
    stem = words.plain(f"{before}{blank}{after}")
    shape, wrong = shape_of(answers, words.plain, tell, language)
    ids = block.own.pop(IDS, "").split()
    return Question(
        id=block.id or title,
        title=_name(block),
        stem=stem,
        shape=_with_ids(shape, ids),
        right=block.own.pop("right", ""),
        wrong=block.own.pop("wrong", wrong),
        general=words.plain(general),
        topic=block.topic,
        kind=block.kind,
        own=block.own,
    )


def _with_ids(shape: Shape, ids: list[str]) -> Shape:
    """Return the shape with the ids its answers had when we wrote them, unless somebody has added or removed one."""
    if isinstance(shape, Choices) and len(ids) == len(shape.answers):
        return replace(shape, answers=_renamed(shape.answers, ids))
    if isinstance(shape, Sequence) and len(ids) == len(shape.parts):
        return replace(shape, parts=_renamed(shape.parts, ids))
    return shape


def _renamed(answers: tuple[Answer, ...], ids: list[str]) -> tuple[Answer, ...]:
    return tuple(replace(each, id=id) for each, id in zip(answers, ids, strict=True))


def _titled(text: str) -> tuple[str, str]:
    match = _TITLE.match(text)
    return (shown(match[1]).strip(), text[match.end() :]) if match else ("", text)


@dataclass(frozen=True, slots=True)
class _Words:
    """Makes the texts of one question plain; `usual` is the format of its first text."""

    usual: str
    tell: Tell

    def plain(self, text: str) -> str:
        """Return a text in plain words, whatever its format."""
        format, text = formatted(text, self.usual)
        words = shown(text).strip()
        if format == "plain":
            return line(words, self.tell)
        if format == "markdown" and _EMPHASIS.search(words):
            self.tell(say("a text holds Markdown"), say("it was made plain words"))
            words = _EMPHASIS.sub(r"\2", words)
        return from_html(words, self.tell) if "<" in words or "&" in words else line(words, self.tell)
