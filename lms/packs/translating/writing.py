"""Putting translations into a pack: words in, marks set, everything that is no text copied from English."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from typing import Final

from lms.packs.segments import split
from lms.packs.translating.page_files import TranslatedPage
from lms.packs.translating.toml_texts import texts_of, with_words
from lms.packs.translating.units import Unit, file_of, in_language, marks_in, slug_of, units_of
from lms.packs.translations import COPIED, FILE, written

ALIKE: Final = 4
"""Words from which a translation that is the English text to the letter is taken for one that is still to be made."""


class Translation:
    """A pack while it is translated into one language. `texts`: path -> text of all its files, as they are now."""

    def __init__(self, texts: Mapping[str, str], language: str) -> None:
        """Find what there is to translate."""
        self.texts, self.language = dict(texts), language
        self._before = texts
        self._slug = slug_of(texts)
        self._marks = marks_in(texts, self._slug)
        self._pages: dict[str, TranslatedPage] = {}
        self._tables: dict[str, dict[str, str]] = {}
        self.units = {unit.id: unit for unit in units_of(texts, language)}

    def put(self, words: Mapping[str, str], right: Collection[str] = ()) -> None:
        """Put translations in: {id of a text: its words}, "" takes one out. One call for each opened pack.

        A phrase that is the English one is noted as copied, unless it stands in `right`: names and single words are
        often the same. Ids that there are none of are passed over.
        """
        wanted = [self.units[id] for id in self.units if id in words]
        for (path, block), together in groupby(wanted, key=lambda unit: (unit.path, unit.block)):
            texts = {unit: words[unit.id].strip("\n").rstrip() for unit in together}
            if path.endswith(".md"):
                self._page(path, block, texts)
            else:
                self._toml(path, block, texts)
            for unit, text in texts.items():
                if text or self._mark_of(unit) != COPIED:
                    copied = text == unit.source and len(text.split()) >= ALIKE and unit.id not in right
                    self._set(unit.path, unit.part, "" if not text else COPIED if copied else unit.base)
        self._close()

    def confirm(self, ids: Iterable[str]) -> None:
        """Note that translations are right for the English words as they are now."""
        for unit in (self.units[id] for id in ids if id in self.units):
            if unit.target:
                self._set(unit.path, unit.part, unit.base)

    def made_from(self, bases: Mapping[str, str]) -> None:
        """Note which English words translations were made from, where they are not those of now: {id: base}."""
        for unit in (self.units[id] for id in bases if id in self.units):
            self._set(unit.path, unit.part, bases[unit.id])

    def crooked(self) -> list[str]:
        """Return the English paths of pages whose translation has other blocks, or them in another order."""
        pages = {path for path in self.texts if "/en/" in path and in_language(path, self.language) in self.texts}
        return sorted(path for path in pages if not self._opened(path).is_in_line())

    def bring_in_line(self) -> None:
        """Arrange each of those pages as the English one; blocks that English has no more are taken out."""
        for path in self.crooked():
            self._opened(path).bring_in_line()
        self._close()

    @property
    def changed(self) -> dict[str, str | None]:
        """Return the files that are others now: path -> text, None for one that is gone."""
        marks = f"modules/{self._slug}/{FILE}"
        after: dict[str, str | None] = {**self.texts, marks: written(self._marks) or None}
        return {path: text for path, text in after.items() if text != self._before.get(path)}

    def _set(self, path: str, part: str, mark: str) -> None:
        texts = self._marks.setdefault(self.language, {}).setdefault(file_of(path), {})
        if mark:
            texts[part] = mark
        else:
            texts.pop(part, None)

    def _mark_of(self, unit: Unit) -> str:
        return self._marks.get(self.language, {}).get(file_of(unit.path), {}).get(unit.part, "")

    def _toml(self, path: str, block: str, texts: Mapping[Unit, str]) -> None:
        parts = self._tables.setdefault(path, {each.part: each.text for each in split(path, self.texts[path])})
        at = {each.name: each.at for each in texts_of(path, self._before[path]) if each.part == block}
        words = {at[unit.part]: text for unit, text in texts.items() if unit.part in at}
        parts[block] = with_words(parts[block], self.language, words)

    def _opened(self, path: str) -> TranslatedPage:
        if path not in self._pages:
            theirs = self.texts.get(in_language(path, self.language))
            self._pages[path] = TranslatedPage.open(self.texts[path], theirs)
        return self._pages[path]

    def _page(self, path: str, block: str, texts: Mapping[Unit, str]) -> None:
        page = self._opened(path)
        kept = self._kept(path, block) | {unit.part.removeprefix(f"{block}."): text for unit, text in texts.items()}
        for key in kept:
            self._set(path, f"{block}.{key}", self._mark_now(path, block, key))
        if any(kept.values()) or not page.may_go(block):
            page.put(block, kept)
        else:
            page.parts.pop(block, None)
            for key in kept:
                self._set(path, f"{block}.{key}", "")
        for name in page.copied:
            self._set(path, name, COPIED)
        page.copied.clear()

    def _mark_now(self, path: str, block: str, key: str) -> str:
        """Return the mark of a text that is kept as it is: copied words are copied anew, so theirs is set again."""
        unit = self.units[f"{path}#{block}.{key}"]
        return "" if unit.mark == COPIED else unit.mark

    def _kept(self, path: str, block: str) -> dict[str, str]:
        """Return the words of a part as they are translated, "" for those that are not."""
        units = (unit for unit in self.units.values() if (unit.path, unit.block) == (path, block))
        return {unit.part.removeprefix(f"{block}."): "" if unit.state == "todo" else unit.target for unit in units}

    def _close(self) -> None:
        for path, page in self._pages.items():
            self.texts[in_language(path, self.language)] = page.text
        for path, parts in self._tables.items():
            self.texts[path] = "".join(parts.values())
