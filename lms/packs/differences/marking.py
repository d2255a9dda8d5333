"""Two texts word by word: what stayed, what went, what came. Marks only; whoever shows them makes the HTML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

Mark = Literal["same", "gone", "new"]

_WORD: Final = re.compile(r"\S+\s*")
_ENTITY: Final = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": "\u00a0", "&amp;": "&"}
_PARAGRAPH: Final = re.compile(r"</(?:p|h2|h3|h4|li|tr|blockquote|pre|ul|ol|table)>|<br>|<hr>")
_CELL: Final = re.compile(r"</t[dh]>")
_TAG: Final = re.compile(r"<[^<>]*>")
_ALIKE: Final = 0.3
"""Two paragraphs with fewer words in common than this share are shown as one gone and one new."""
_MOST_PAIRS: Final = 1_000_000
"""Pairs of lines, or of words, that are compared; where more stand between the common beginning and the common end,
one stretch is shown as gone and one as new: comparing costs the product of both."""
_AROUND: Final = 12
"""Words of an unchanged stretch that are shown on either side of a change."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one mark."""

    mark: Mark
    text: str


def marked(old: str, new: str) -> tuple[Run, ...]:
    """Return the two texts as one, marked; paragraph by paragraph first, then word by word within those that changed.

    Unchanged stretches far from any change are shortened to an ellipsis.
    """
    return tuple(_shortened(list(_joined(_paragraphs(old.split("\n"), new.split("\n"))))))


def words_of(html: str) -> str:
    """Return clean HTML as plain text, a line for each paragraph, heading, point or row."""
    lines = _TAG.sub("", _CELL.sub(" | ", _PARAGRAPH.sub("\n", html.replace("\n", " "))))
    for entity, letter in _ENTITY.items():
        lines = lines.replace(entity, letter)
    stripped = (re.sub(r" +", " ", line).strip(" |") for line in lines.split("\n"))
    return "\n".join(line for line in stripped if line)


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    for tag, i, j, k, m in _opcodes(old, new):
        if tag == "equal":
            yield from (Run("same", f"{line}\n") for line in old[i:j])
        else:
            yield from _changed(old[i:j], new[k:m])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    """Yield paragraphs that stand for each other side by side; the longer side's rest as gone or new."""
    for before, after in zip(old, new, strict=False):
        yield from _words(before, after)
        yield Run("same", "\n")
    yield from (Run("gone", f"{line}\n") for line in old[len(new) :])
    yield from (Run("new", f"{line}\n") for line in new[len(old) :])


def _words(old: str, new: str) -> Iterator[Run]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    opcodes = _opcodes([each.strip() for each in before], [each.strip() for each in after])
    common = sum(j - i for tag, i, j, _k, _m in opcodes if tag == "equal")
    if 2 * common < _ALIKE * (len(before) + len(after)):
        yield from (Run(mark, text) for mark, text in (("gone", old), ("new", new)) if text)  # type: ignore[arg-type]
        return
    for tag, i, j, k, m in opcodes:
        if tag == "equal":
            yield Run("same", "".join(max(pair, key=len) for pair in zip(before[i:j], after[k:m], strict=True)))
        else:
            yield Run("gone", "".join(before[i:j]))
            yield Run("new", "".join(after[k:m]))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Return what makes one list the other, as difflib says it; the common beginning and end are found first."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    most = shorter - head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    a, b = len(old) - tail, len(new) - tail
    if (a - head) * (b - head) > _MOST_PAIRS:
        middle = [("replace", head, a, head, b)]
    else:
        found = SequenceMatcher(None, old[head:a], new[head:b], autojunk=False).get_opcodes()
        middle = [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in found]
    ends = [("equal", 0, head, 0, head), ("equal", a, len(old), b, len(new))]
    return [*ends[: bool(head)], *middle, *(ends[1:] if tail else [])]


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Yield neighbours with the same mark as one, and none that is empty."""
    waiting: Run | None = None
    for run in runs:
        if not run.text:
            continue
        if waiting is not None and waiting.mark == run.mark:
            waiting = Run(run.mark, waiting.text + run.text)
        else:
            if waiting is not None:
                yield waiting
            waiting = run
    if waiting is not None:
        yield waiting


def _shortened(runs: list[Run]) -> Iterator[Run]:
    last = len(runs) - 1
    if last < 1:
        yield from runs
        return
    for number, run in enumerate(runs):
        words = _WORD.findall(run.text)
        head = 0 if number == 0 else _AROUND
        tail = 0 if number == last else _AROUND
        if run.mark != "same" or len(words) <= head + tail + 3:
            text = run.text
        else:
            text = f"{''.join(words[:head])}… {''.join(words[len(words) - tail :])}"
        yield Run(run.mark, text.rstrip("\n") if number == last else text)
