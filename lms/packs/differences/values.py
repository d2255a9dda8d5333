"""Two documents value by value, along the ids and names inside them; so any kind of question is compared alike."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.packs.differences.marking import Run, marked
from lms.packs.differences.model import Detail, Name, Step
from lms.packs.differences.terms import term_of
from lms.questions.text import LANGUAGES, N_, Text, is_text

_KEYS: Final = ("id", "name", "value", "start")
"""What tells the entries of a list apart, the first that all of them have."""
_TITLES: Final = ("stem", "title", "label", "text", "en", "name")
_SHOWN: Final = 4_000
"""Characters of a value that is no text, at most."""
ORDER: Final = "order"


class _Missing:
    """What stands where there is nothing."""


MISSING: Final = _Missing()


@dataclass(frozen=True, slots=True)
class Value:
    """A value that differs: the way to it, in keys and in words, and what it was and is (`MISSING`: not there)."""

    at: tuple[str, ...]
    steps: tuple[Step, ...]
    old: Any
    new: Any

    @property
    def is_words(self) -> bool:
        """Return whether it is a text on both sides: wording, wherever it stands."""
        return _is_words(self.old) and _is_words(self.new)

    def details(self) -> Iterator[Detail]:
        """Yield what to show: a text by language, everything else once."""
        old, new = _shown(self.old), _shown(self.new)
        if isinstance(old, dict) or isinstance(new, dict):
            old, new = _by_language(old), _by_language(new)
            for language in LANGUAGES:
                before, after = old.get(language, ""), new.get(language, "")
                if before != after:
                    yield Detail(self.steps, language, marked(before, after))
        else:
            runs = [Run("gone", old)] if old else []
            yield Detail(self.steps, "", (*runs, *([Run("new", new)] if new else [])))


def differing(old: Any, new: Any, at: tuple[str, ...] = (), steps: tuple[Step, ...] = ()) -> Iterator[Value]:
    """Yield every value in which two documents differ; an entry that came or went is one value."""
    if isinstance(old, Mapping) and isinstance(new, Mapping) and not (is_text(old) and is_text(new)):
        yield from _mappings(old, new, at, steps)
    elif (keyed := _keyed(old, new)) is not None:
        yield from _lists(*keyed, at, steps)
    elif old != new:
        yield Value(at, steps, old, new)


def _mappings(
    old: Mapping[str, Any], new: Mapping[str, Any], at: tuple[str, ...], steps: tuple[Step, ...]
) -> Iterator[Value]:
    for key in dict.fromkeys((*old, *new)):
        if key == "tree" and old.get("formula") != new.get("formula"):
            continue  # it only repeats the formula
        before, after = old.get(key, MISSING), new.get(key, MISSING)
        if before != after:
            yield from differing(before, after, (*at, key), (*steps, Step(term_of(key))))


def _lists(
    old: Mapping[str, Any], new: Mapping[str, Any], at: tuple[str, ...], steps: tuple[Step, ...]
) -> Iterator[Value]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, MISSING), new.get(key, MISSING)
        if before != after:
            name = title_of(after if before is MISSING else before) or key
            named = (*steps[:-1], Step(steps[-1].term, name)) if steps else (Step(N_("Entry"), name),)
            yield from differing(before, after, (*at, key), named)
    both = [key for key in old if key in new]
    if both != (now := [key for key in new if key in old]):
        yield Value((*at, ORDER), (*steps, Step(N_("Order"))), ", ".join(both), ", ".join(now))


def _keyed(old: Any, new: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return two lists of tables by what tells their entries apart; None for anything else."""
    if not isinstance(old, Sequence) or not isinstance(new, Sequence) or isinstance(old, str) or isinstance(new, str):
        return None
    entries = [*old, *new]
    if not entries or not all(isinstance(each, Mapping) for each in entries):
        return None
    for key in _KEYS:
        if all(isinstance(each.get(key), str | int | float) for each in entries):
            found = tuple({str(each[key]): each for each in side} for side in (old, new))
            if len(found[0]) == len(old) and len(found[1]) == len(new):
                return found[0], found[1]
    return ({str(n): each for n, each in enumerate(side, 1)} for side in (old, new))  # type: ignore[return-value]


def title_of(value: Any) -> Name:
    """Return what a table calls itself, "" where it has no title."""
    if not isinstance(value, Mapping):
        return ""
    if _is_words(value):
        return {key: str(text) for key, text in value.items()}
    found = next((value[key] for key in _TITLES if value.get(key)), "")
    return found if isinstance(found, str) or _is_words(found) else ""


def _is_words(value: Any) -> bool:
    return value is MISSING or (is_text(value) and all(isinstance(each, str) for each in value.values()))


def _by_language(value: Any) -> Text:
    if isinstance(value, dict):
        return value
    return {"en": value} if value else {}


def _shown(value: Any) -> str | Text:
    """Return a value for showing: a text by language, else words, figures, or the table's own title."""
    if value is MISSING or value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        return title_of(value) or _written(value)
    return value if isinstance(value, str) else _written(value)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:_SHOWN]
