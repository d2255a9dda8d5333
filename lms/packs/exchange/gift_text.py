"""The marks of GIFT: backslashes, formats in brackets, remarks that carry our own settings."""

import re
from collections.abc import Iterator

from lms.packs.exchange.plain_text import line
from lms.packs.exchange.reading import MOST_ANSWERS
from lms.questions.exchanged import Unmapped
from lms.sentences import say

OUR_REMARK = "// outside-in "
"""How a remark begins that only this product reads: `// outside-in unit=money`."""

IDS = "ids"
"""The remark with the ids of the answers, which GIFT has no place for."""

SPECIAL = "\\~=#{}:"
_HIDDEN = {letter: chr(0xE000 + at) for at, letter in enumerate((*SPECIAL, "\n"))}
_SHOWN = {hidden: letter for letter, hidden in _HIDDEN.items()}
_FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_MARKED = re.compile(r"\[(?:html|moodle|plain|markdown)\]|//|\$CATEGORY|%", re.IGNORECASE)
"""Beginnings of a text that GIFT would take for something else: a format, a remark, a category, a weight."""

_ANSWER = re.compile(r"[=~]")
_WEIGHT = re.compile(r"\s*%(-?\d{1,3}(?:[.,]\d{1,7})?)%")


def hidden(text: str) -> str:
    """Return a text in which what stands behind a backslash is hidden from the parser."""
    text = "".join(" " if letter in _SHOWN else letter for letter in text)
    out: list[str] = []
    letters = iter(text)
    for letter in letters:
        if letter != "\\":
            out.append(letter)
            continue
        after = next(letters, "")
        out.append(_HIDDEN["\n"] if after == "n" else _HIDDEN.get(after, f"\\{after}"))
    return "".join(out)


def shown(text: str) -> str:
    """Return a text with what was hidden back in its place."""
    return "".join(_SHOWN.get(letter, letter) for letter in text)


def last_category(path: str) -> str:
    """Return the last part of a category's path; "//" inside it stands for a slash."""
    parts = path.replace("//", "\0").rstrip("/").split("/")
    return line(parts[-1].replace("\0", "/"), lambda reason, done: None)


def escaped(text: str) -> str:
    """Return a text as GIFT writes it, in one line."""
    flat = " ".join(text.split())
    plain = "[plain]" if _MARKED.match(flat) else ""
    return plain + "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in flat)


def formatted(text: str, usual: str) -> tuple[str, str]:
    """Return (format, rest): "html", "markdown", "plain" or "moodle", from the brackets a text may begin with."""
    match = _FORMAT.match(text)
    return (match[1].lower(), text[match.end() :]) if match else (usual, text)


def pieces(answers: str) -> Iterator[tuple[str, float | None, str]]:
    """Yield (mark, weight, text) of each answer: "=" or "~", the share of the points where one is written."""
    starts = [match.start() for match in _ANSWER.finditer(answers)]
    if len(starts) > MOST_ANSWERS:
        raise Unmapped(say("it has more than {most} answers", most=MOST_ANSWERS))
    for start, end in zip(starts, [*starts[1:], len(answers)], strict=True):
        body = answers[start + 1 : end]
        weight = _WEIGHT.match(body)
        if weight:
            yield answers[start], float(weight[1].replace(",", ".")) / 100, body[weight.end() :]
        else:
            yield answers[start], None, body
