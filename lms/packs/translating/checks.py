"""What to look at in a translation: other numbers or links, a slot that is gone. Remarks, never refusals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lms.packs.translating.glossary import Term, missing_terms
from lms.packs.translating.units import Unit

_NUMBER: Final = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_LINK: Final = re.compile(r"\]\(\s*<?([^)\s>]+)|<(https?://[^>\s]+)>")
_SLOT: Final = re.compile(r"\{(#?[A-Za-z_][A-Za-z0-9_-]*)\}")


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at: `kind` is "numbers", "links", "slots" or "terms"; what is missing and what stands there."""

    kind: str
    missing: tuple[str, ...]
    instead: tuple[str, ...] = ()


def remarks(unit: Unit, language: str, terms: Sequence[Term] = ()) -> tuple[Remark, ...]:
    """Return what to look at in a translated text; nothing where there is no translation yet."""
    if not unit.target:
        return ()
    found = [
        _differing("numbers", *(Counter(map(_digits, _NUMBER.findall(text))) for text in (unit.source, unit.target))),
        _differing("links", *(Counter(map(_address, _LINK.findall(text))) for text in (unit.source, unit.target))),
        _differing("slots", *(Counter(set(_SLOT.findall(text))) for text in (unit.source, unit.target))),
    ]
    unused = missing_terms(unit.source, unit.target, language, terms)
    words = (Remark("terms", tuple(term.words[language] for term in unused)),) if unused else ()
    return (*(each for each in found if each is not None), *words)


def _digits(number: str) -> str:
    """Return a number without the marks that differ between languages: 1,200.50 and 1.200,50 are one."""
    return re.sub(r"\D", "", number)


def _address(found: tuple[str, str]) -> str:
    return found[0] or found[1]


def _differing(kind: str, ours: Counter[str], theirs: Counter[str]) -> Remark | None:
    missing, instead = tuple((ours - theirs).elements()), tuple((theirs - ours).elements())
    return Remark(kind, missing, instead) if missing or instead else None
