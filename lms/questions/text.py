"""Texts in several languages: a mapping from language code to text, English always among them."""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

LANGUAGES = ("en", "da", "sv")
"""The languages of the product, the fallback first."""

Text: TypeAlias = dict[str, str]
"""Language code -> text; "en" is always present."""

Json: TypeAlias = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What JSON can hold."""

KeyPath: TypeAlias = tuple[str | int, ...]
"""The way from the top of a file to a value: `("items", 2, "stem", "da")`."""


def N_(text: str) -> str:  # the name under which Babel extracts texts that are translated later
    """Mark `text` for translation and hand it back unchanged; whoever shows it translates it."""
    return text


def in_language(text: Mapping[str, str], language: str) -> str:
    """Return the text in `language`, or in English where that is not written yet."""
    return text.get(language) or text["en"]


def joined(between: str, *texts: Text) -> Text:
    """Return the texts one after the other with `between` between them, in every language that any of them has."""
    languages = [language for language in LANGUAGES if any(language in text for text in texts)]
    return {language: between.join(in_language(text, language) for text in texts) for language in languages}


def is_text(value: object) -> bool:
    """Whether a table read from a file is a text: only language codes as keys, at least one."""
    return isinstance(value, Mapping) and bool(value) and all(key in LANGUAGES for key in value)


def missing_translations(value: object, languages: Collection[str], at: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Yield (path, language) for each text anywhere inside `value` that lacks one of `languages`."""
    if isinstance(value, Mapping):
        if is_text(value):
            yield from ((at, language) for language in languages if not value.get(language))
        else:
            for key, inner in value.items():
                yield from missing_translations(inner, languages, (*at, str(key)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from missing_translations(inner, languages, (*at, index))
