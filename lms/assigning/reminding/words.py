"""The words of mails, in three languages, with `{name}` slots only. Pure: no request, so no catalogue; no database.

An organisation may put its own in place of each text. Whatever a slot holds is put in once and read no further, so a
name with braces in it stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lms.assigning.reminding.wordings import WORDS as _ALL
from lms.kernel.outbox import LONGEST_SUBJECT

LONGEST: Final = 4_000
"""Characters of a text of one's own."""
LANGUAGES: Final = ("en", "da", "sv")

UNKNOWN, BRACE, NEEDED, EMPTY, TOO_LONG, LINES = "unknown", "brace", "needed", "empty", "too-long", "lines"
SUBJECT, BODY = "subject", "body"

_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Words:
    """Subject and text of one mail, with slots."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class TextKind:
    """One text that can be changed. `slots`: what may stand in it; `needed`: what has to stand in its body."""

    key: str
    slots: tuple[str, ...]
    needed: tuple[str, ...] = ("link",)


class BadWords(ValueError):
    """Words that cannot be kept. `field`: subject or body; `why`: a code of this module; `slot`: what it is about."""

    def __init__(self, field: str, why: str, slot: str = "") -> None:
        """Name the field, the reason and the slot."""
        super().__init__(f"{field}: {why} {slot}".strip())
        self.field, self.why, self.slot = field, why, slot


_ONE: Final = ("name", "company", "title", "progress", "link")
_DATED: Final = (*_ONE, "day", "in_days")

TEXTS: Final[Mapping[str, TextKind]] = {
    kind.key: kind
    for kind in (
        TextKind("invitation", ("name", "company", "title", "given", "time", "opens", "due", "link")),
        TextKind("before", _DATED),
        TextKind("due", _DATED),
        TextKind("after", _DATED),
        TextKind("round", _ONE),
        TextKind("several", ("name", "company", "count", "list", "link"), ("list", "link")),
        TextKind("escalation", ("name", "company", "count", "list", "link"), ("list", "link")),
        TextKind("recall", ("name", "company", "questions", "part", "link"), ("part", "link")),
    )
}
"""Every text by its key, in the order in which they are listed."""

DEFAULT: Final[Mapping[tuple[str, str], Words]] = {
    (key, language): Words(*said) for key, languages in _ALL.items() for language, said in languages.items()
}
"""Our own words by (key, language)."""


def check(key: str, subject: str, body: str) -> Words:
    """Return words of an organisation's own as they are kept. Raises BadWords, LookupError for a key that is none."""
    kind = TEXTS[key]
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    if len(subject.splitlines()) > 1:
        raise BadWords(SUBJECT, LINES)
    for field, text, longest in ((SUBJECT, subject, LONGEST_SUBJECT), (BODY, body, LONGEST)):
        _checked(kind, field, text, longest)
    for slot in kind.needed:
        if f"{{{slot}}}" not in body:
            raise BadWords(BODY, NEEDED, slot)
    return Words(subject, body)


def _checked(kind: TextKind, field: str, text: str, longest: int) -> None:
    if not text:
        raise BadWords(field, EMPTY)
    if len(text) > longest:
        raise BadWords(field, TOO_LONG)
    for slot in _SLOT.findall(text):
        if slot not in kind.slots:
            raise BadWords(field, UNKNOWN, slot)
    if set("{}") & set(_SLOT.sub("", text)):
        raise BadWords(field, BRACE)


def fill(words: Words, slots: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text with what the slots hold; a line whose slots hold nothing goes."""

    def put(text: str) -> str:
        return _SLOT.sub(lambda found: slots.get(found[1], ""), text)

    lines = ((line, put(line).rstrip()) for line in words.body.splitlines())
    body = "\n".join(said for line, said in lines if said or not line.strip())
    return " ".join(put(words.subject).split()), re.sub(r"\n{3,}", "\n\n", body).strip()
