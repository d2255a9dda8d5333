"""One question in one language, key and feedback included, for the browser's own scoring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from lms.calculators.declared import in_language
from lms.questions.hotspot.kind import HotspotItem
from lms.questions.kinds import Item, kind_of
from lms.questions.scoring import score_item
from lms.questions.short_text.kind import ShortTextItem
from lms.questions.short_text.likeness import normal
from lms.questions.text import Json

KINDS: Final = frozenset(
    {
        "single-choice",
        "number",
        "multiple-choice",
        "order",
        "scale",
        "matrix",
        "short-text",
        "matching",
        "ranking",
        "hotspot",
    }
)
"""The kinds for which `scorm-quiz-scores.js` has a twin; one that comes from elsewhere needs its server."""


def scored_here(kind: str) -> bool:
    """Return whether the browser can score that kind."""
    return kind in KINDS


def item_data(item: Item, language: str, picture: Callable[[str], str]) -> dict[str, Json]:
    """Return the question; `lang` is "en" where it stands in English because it is not translated, "" otherwise."""
    document: dict[str, Any] = in_language(kind_of(item.kind).document(item), language)
    own = _OWN[item.kind](item, language, picture) if item.kind in _OWN else {}
    lang = "" if language in item.stem else "en"
    return {**_filled(document), "counted": score_item(item, None).counted, "lang": lang, **own}


def _short_text(item: ShortTextItem, language: str, _picture: Callable[[str], str]) -> dict[str, Json]:
    """Return the answers in the form in which they are compared."""

    def compared(answers: tuple[str, ...]) -> list[Json]:
        return [*sorted({normal(each, accents_count=not item.accept_accents) for each in answers})]

    near: list[Json] = [
        {"answers": compared(each.answers), "feedback": in_language({**each.feedback}, language)} for each in item.near
    ]
    every = tuple(answer for answers in item.accepted.values() for answer in answers)
    return {"accepted": compared(every), "near": near, "shown": item.shown_answer(language)}


def _hotspot(item: HotspotItem, language: str, picture: Callable[[str], str]) -> dict[str, Json]:
    """Return where the picture lies, and each region as it is drawn."""
    regions: list[Json] = []
    for region in item.regions:
        tag, numbers = region.shape.drawn(*item.size)
        badge: list[Json] = [*map(_rounded, item.number_at(region))]
        drawn: dict[str, Json] = {"tag": tag, "numbers": numbers, "badge": badge}
        label, feedback = in_language([region.label, region.feedback], language)
        regions.append({"id": region.id, "label": label, "feedback": feedback, "correct": region.correct, **drawn})
    return {"picture": picture(item.picture), "list_first": item.list_first, "regions": regions}


_OWN: Final[dict[str, Callable[..., dict[str, Json]]]] = {"short-text": _short_text, "hotspot": _hotspot}


def _rounded(share: float) -> float:
    return round(share, 5)


def _filled(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document with "" where a text was left out."""
    return {key: _text(value) for key, value in document.items()}


def _text(value: Any) -> Any:
    if value == {}:
        return ""
    if isinstance(value, list):
        return [_filled(each) if isinstance(each, dict) else each for each in value]
    return value
