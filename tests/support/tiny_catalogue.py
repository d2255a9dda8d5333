"""A catalogue of a few words for a test, before the one of the program: what is translated is known to the test."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations

from lms.web import languages


def catalogue_of(words: Mapping[str, str]) -> Translations:
    """Return a compiled catalogue with these words alone."""
    catalogue = Catalog(locale="da")
    for english, danish in words.items():
        catalogue.add(english, danish)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def in_danish(words: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every page in another language than English know these words, and behind them all it knew before."""
    known = languages.get_translations

    def found() -> Any:
        if languages.language() == "en":
            return known()
        catalogue = catalogue_of(words)
        catalogue.add_fallback(known())
        return catalogue

    monkeypatch.setattr(languages, "get_translations", found)
