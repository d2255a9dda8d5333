"""A self-assessment in one language, with everything its profile says."""

from __future__ import annotations

from collections.abc import Sequence

from lms.learning.assessing.scoring import needed
from lms.packs.instruments import Band, Instrument
from lms.questions.text import Json, in_language


def instrument_data(instrument: Instrument, language: str) -> dict[str, Json]:
    """Return statements, scale, bands and findings; nothing here is right or wrong."""

    def bands(found: Sequence[Band]) -> list[Json]:
        return [
            {
                "start": each.start,
                "title": in_language(each.title, language) if each.title else "",
                "text": in_language(each.text, language),
                "page": each.page,
            }
            for each in found
        ]

    items: list[Json] = [
        {
            "id": each.id,
            "sub": each.sub,
            "reverse": each.reverse,
            "text": in_language(each.text, language),
            "lang": "" if language in each.text else "en",
        }
        for each in instrument.items
    ]
    subscales: list[Json] = [
        {"id": sub.id, "title": in_language(sub.title, language), "findings": bands(sub.findings)}
        for sub in instrument.subscales
    ]
    return {
        "title": in_language(instrument.title, language),
        "frame": in_language(instrument.frame, language),
        "anchors": [in_language(each, language) for each in instrument.scale.anchors],
        "no_answer": in_language(instrument.scale.no_answer, language),
        "items": items,
        "subscales": subscales,
        "bands": bands(instrument.bands),
        "spread": in_language(instrument.spread.source, language),
        "needed": needed(instrument),
    }
