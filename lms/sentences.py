"""Sentences a program says in English and a page says in the reader's language: each remembers what it is made of.

Whoever finds something wrong says it here, in English and without knowing who will read it. A command and a log read
what they get, which is a plain text; a page asks `worded` for the same in another language. Nothing is imported, so
that every package may say something.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

Stored: TypeAlias = str | list[Any]
"""A text as JSON holds it: plain, or the parts of a sentence."""

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")


class Sentence(str):
    """An English text that knows the words it was made of, so that another language can say the same.

    `msgid` are the words with `{name}` for each of `values`, which are data and never translated, unless they are
    sentences themselves. `plural` is "" except where the words depend on a `number` of things. Of several sentences
    joined by `between` the msgid is "", and the values are the sentences. It is equal to its English text, and what is
    cut off it or joined to it with `+` is a plain text.
    """

    __slots__ = ("between", "msgid", "number", "plural", "values")

    msgid: str
    plural: str
    number: int
    values: Mapping[str, object]
    between: str

    def __str__(self) -> str:
        return self

    def __reduce__(self) -> tuple[Callable[..., "Sentence"], tuple[object, ...]]:
        return _made, (str.__str__(self), self.msgid, self.plural, self.number, dict(self.values), self.between)


def say(msgid: str, /, **values: object) -> Sentence:
    """Return a sentence: `say("The page {page} has no title.", page=page)`; a brace around another word stays."""
    return _made(_filled(msgid, values), msgid, "", 1, values, "")


def say_n(singular: str, plural: str, n: int, /, **values: object) -> Sentence:
    """Return the sentence for `n` things: in English the singular of exactly one; `{n}` is the number."""
    values = {"n": n, **values}
    return _made(_filled(singular if n == 1 else plural, values), singular, plural, n, values, "")


def sentences(*parts: str, between: str = " ") -> Sentence:
    """Return several texts as one, `between` between them, each sentence among them translatable; empty ones go."""
    kept = [part for part in parts if part]
    return _made(between.join(kept), "", "", 1, {str(at): part for at, part in enumerate(kept)}, between)


def worded(text: str, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str]) -> str:
    """Return a sentence in the language of `gettext` and `ngettext`, and a plain text as it is.

    A translation that has not the places of its English is not used: what is said is English, and whole, then.
    """
    if not isinstance(text, Sentence):
        return text
    values = {name: _value(value, gettext, ngettext) for name, value in text.values.items()}
    if not text.msgid:
        return text.between.join(map(str, values.values()))
    english = text.plural if text.plural and text.number != 1 else text.msgid
    found = ngettext(text.msgid, text.plural, text.number) if text.plural else gettext(text.msgid)
    return _filled(found if _fits(text, english, found) else english, values)


def kept(text: str) -> Stored:
    """Return a text as JSON that `brought_back` makes the same text of: a sentence keeps what it is made of."""
    if not isinstance(text, Sentence):
        return text
    values = {name: kept(each) if isinstance(each, str) else _plain(each) for name, each in text.values.items()}
    return [text.msgid, text.plural, text.number, values, text.between]


def brought_back(stored: Stored) -> str:
    """Return the text `kept` was given."""
    if isinstance(stored, str):
        return stored
    msgid, plural, number, values, between = stored
    values = {name: brought_back(value) if isinstance(value, list) else value for name, value in values.items()}
    if not msgid:
        return sentences(*values.values(), between=between)
    return say_n(msgid, plural, number, **values) if plural else say(msgid, **values)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int | float) else str(value)


def _made(english: str, msgid: str, plural: str, number: int, values: Mapping[str, object], between: str) -> Sentence:
    made = Sentence(english)
    made.msgid, made.plural, made.number, made.values, made.between = msgid, plural, number, values, between
    return made


def _filled(words: str, values: Mapping[str, object]) -> str:
    return _PLACE.sub(lambda place: str(values[place[1]]) if place[1] in values else place[0], words)


def _fits(text: Sentence, english: str, found: str) -> bool:
    """Return whether a translation has the places of the English, and only those; one thing needs no number."""

    def places(words: str) -> set[str]:
        return {name for name in _PLACE.findall(words) if name in text.values}

    wanted = places(english) | places(text.plural) if text.plural else places(english)
    return places(found) | {"n"} == wanted | {"n"} if text.plural else places(found) == wanted


def _value(value: object, gettext: Callable[[str], str], ngettext: Callable[[str, str, int], str]) -> object:
    return worded(value, gettext, ngettext) if isinstance(value, str) else value
