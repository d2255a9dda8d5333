"""Reading a table of a content file strictly and kindly.

A `Table` hands out typed values; whatever is missing, wrong or unknown becomes a `Fault` with the path to the place,
and reading goes on with a harmless value, so that an author sees every fault at once. The caller builds its object
only when no fault was noted.
"""

import difflib
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from lms.questions.text import LANGUAGES, KeyPath, Text
from lms.sentences import say

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""Names of things in content: ids, quizzes, calculators, pages."""

HTML_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
"""An HTML tag. "Costs < sales" and "<3" are not tags."""

LARGEST = 1e15
MOST_UNKNOWN = 20
"""Unknown keys of one table that are told; who has more has another problem."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a table: where it stands, what it is, and what to do about it."""

    path: KeyPath
    message: str
    remedy: str


class ItemErrors(ValueError):
    """An item that cannot be read; `faults` holds all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(fault.message for fault in self.faults))


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return a remedy that names the known word nearest to `word`, or all known ones where none is near."""
    near = difflib.get_close_matches(word, list(known), n=1)
    if near:
        remedy = say('Did you mean "{near}"?', near=near[0])
    else:
        remedy = say("Known here: {known}.", known=", ".join(sorted(known))) if known else say("Remove it.")
    return remedy


class Table:
    """One table of a content file with the languages its texts must have and a shared list of faults."""

    def __init__(
        self,
        values: Mapping[str, object],
        languages: Sequence[str] = ("en",),
        faults: list[Fault] | None = None,
        path: KeyPath = (),
    ) -> None:
        self.values = values
        self.languages = languages
        self.faults: list[Fault] = [] if faults is None else faults
        self.path = path
        self.asked: set[str] = set()

    def fault(self, key: str | None, message: str, remedy: str) -> None:
        """Note a fault at `key`, or at the table itself when `key` is None."""
        self.faults.append(Fault(self.path if key is None else (*self.path, key), message, remedy))

    def has(self, key: str) -> bool:
        """Whether the table holds `key`."""
        self.asked.add(key)
        return key in self.values

    def text(self, key: str, *, required: bool = True, html: bool = True) -> Text:
        """Return a text in every language of the file.

        With `html=False` a text with an HTML tag is a fault: it would be shown as letters, which no author wants.
        """
        value = self._get(key, required)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(
                key,
                say('"{key}" needs one text per language.', key=key),
                say('Write {key}.en = "…", {key}.da = "…".', key=key),
            )
            return {}
        return Table(value, self.languages, self.faults, (*self.path, key)).own_text(f"{key}.", html=html)

    def own_text(self, prefix: str = "", *, html: bool = True) -> Text:
        """Return this table itself as a text; `prefix` is what stands before the language in messages."""
        text: Text = {}
        for language, words in self.values.items():
            self.asked.add(language)
            at = f"{prefix}{language}"
            if language not in LANGUAGES:
                self.fault(
                    language,
                    say('"{language}" is no language here.', language=language),
                    did_you_mean(language, LANGUAGES),
                )
            elif not isinstance(words, str) or not words.strip():
                self.fault(language, say('"{at}" is empty.', at=at), say("Write the text, or remove the line."))
            elif not html and HTML_TAG.search(words):
                self.fault(
                    language, say('"{at}" has an HTML tag.', at=at), say("Write plain words; tags are never shown.")
                )
            else:
                text[language] = words.strip()
        for language in dict.fromkeys(("en", *self.languages)):
            if language not in self.values:
                self.fault(
                    None,
                    say('"{prefix}{language}" is missing.', prefix=prefix, language=language),
                    say('Add {prefix}{language} = "…".', prefix=prefix, language=language),
                )
        return text

    def words(self, key: str, *, default: str | None = None, most: int = 500) -> str:
        """Return a text that is not per language, of at most `most` characters."""
        value = self._get(key, required=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.fault(key, say('"{key}" must be a text.', key=key), say('Write {key} = "…".', key=key))
            return default or ""
        if len(value) > most:
            self.fault(key, say('"{key}" is longer than {most} characters.', key=key, most=most), say("Shorten it."))
        return value.strip()

    def name(self, key: str, *, default: str | None = None) -> str:
        """Return a name: lower-case letters, digits and hyphens, at most 64."""
        value = self.words(key, default=default)
        if value and not NAME.fullmatch(value):
            self.fault(
                key,
                say('"{value}" is no name.', value=value),
                say("Use lower-case letters a–z, digits and hyphens (at most 64)."),
            )
        return value

    def one_of(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """Return one of the words `allowed`."""
        value = self.words(key, default=default)
        if value and value not in allowed:
            self.fault(key, say('{key} = "{value}" is not known.', key=key, value=value), did_you_mean(value, allowed))
        return value

    def number(self, key: str, low: float, high: float, *, default: float | None = None) -> float:
        """Return a finite number within `low` and `high` (both included)."""
        value = self._get(key, required=default is None)
        if value is None:
            return default if default is not None else low
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.fault(
                key,
                say('"{key}" must be a number.', key=key),
                say(
                    "Write {key} = {low} to {high}, without quotation marks.", key=key, low=f"{low:g}", high=f"{high:g}"
                ),
            )
            return low
        if not low <= value <= high:
            self.fault(
                key,
                say('"{key}" is {value}.', key=key, value=f"{value:g}"),
                say("It must lie between {low} and {high}.", low=f"{low:g}", high=f"{high:g}"),
            )
        return float(value)

    def whole(self, key: str, low: int, high: int, *, default: int | None = None) -> int:
        """Return a whole number within `low` and `high` (both included)."""
        value = self._get(key, required=default is None)
        if value is None:
            return default if default is not None else low
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(
                key,
                say('"{key}" must be a whole number.', key=key),
                say("Write {key} = {low} to {high}.", key=key, low=low, high=high),
            )
            return low
        if not low <= value <= high:
            self.fault(
                key,
                say('"{key}" is {value}.', key=key, value=value),
                say("It must lie between {low} and {high}.", low=low, high=high),
            )
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._get(key, required=False)
        if value is not None and not isinstance(value, bool):
            self.fault(
                key,
                say('"{key}" must be true or false.', key=key),
                say("Write {key} = {default}.", key=key, default=str(default).lower()),
            )
        return value if isinstance(value, bool) else default

    def list_of_words(self, key: str) -> list[str]:
        """Return a list of texts."""
        value = self._get(key, required=True)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self.fault(key, say('"{key}" must be a list of texts.', key=key), say('Write {key} = ["…", "…"].', key=key))
            return []
        return list(value)

    def table(self, key: str, *, required: bool = True) -> "Table":
        """Return the table under `key`; an empty one where it is missing."""
        value = self._get(key, required)
        if value is not None and not isinstance(value, Mapping):
            self.fault(key, say('"{key}" must be a table.', key=key), say("Write [{key}] and its keys below.", key=key))
            value = None
        return Table(value or {}, self.languages, self.faults, (*self.path, key))

    def tables(self, key: str, *, least: int = 0) -> list["Table"]:
        """Return the list of tables under `key`, at least `least` of them."""
        value = self._get(key, required=least > 0)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
            self.fault(
                key,
                say('"{key}" must be a list of tables.', key=key),
                say("Write [[{key}]] before each of them.", key=key),
            )
            return []
        if len(value) < least:
            self.fault(
                key,
                say('"{key}" has {count} of at least {least} entries.', key=key, count=len(value), least=least),
                say("Add [[{key}]].", key=key),
            )
        return [Table(entry, self.languages, self.faults, (*self.path, key, i)) for i, entry in enumerate(value)]

    def finish(self) -> None:
        """Note the keys that nobody asked for."""
        unknown = [key for key in self.values if key not in self.asked]
        for key in unknown[:MOST_UNKNOWN]:
            self.fault(key, say('"{key}" is not known here.', key=key[:64]), did_you_mean(key[:64], self.asked))

    def _get(self, key: str, required: bool) -> object:
        self.asked.add(key)
        value = self.values.get(key)
        if value is None and required:
            self.fault(None, say('"{key}" is missing.', key=key), say("Add {key}.", key=key))
        return value
