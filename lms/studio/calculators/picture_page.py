"""A picture of a calculator with the example's numbers, for the browser to draw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from lms.calculators.computing import compute
from lms.calculators.declared import Calculator, Chart, in_language
from lms.calculators.declared_parts import plain
from lms.tools.printed import harmless


@dataclass(frozen=True)
class ChartPreview:
    """One chart with its rows, as JSON that cannot end the script element it stands in, and what it shows in words."""

    printed: str
    description: str


def chart_preview(
    chart: Chart, rows: Sequence[Mapping[str, Any]], words: Sequence[Any], language: str, currency: str
) -> ChartPreview:
    """Return a chart for the browser; `words` are the lists that say numbers as words."""
    document = in_language({"chart": plain(asdict(chart)), "words": [plain(asdict(each)) for each in words]}, language)
    told = {"document": document, "language": language, "currency": currency, "rows": [dict(row) for row in rows]}
    said = chart.description.get(language) or chart.description.get("en", "")
    return ChartPreview(harmless(json.dumps(told, ensure_ascii=False)), said)


def previewed(calculator: Calculator, language: str, currency: str) -> ChartPreview | None:
    """Return the first picture of a calculator with its example's numbers; None where it has none to show."""
    if calculator.chart is None:
        return None
    rows = compute(calculator, {}, language).table
    return chart_preview(calculator.chart, rows, calculator.words, language, currency) if rows else None


def say(spoken: str, words: str) -> str:
    """Return words of ours in one of the languages a calculator is written in."""
    with force_locale(spoken):
        return str(_(words))
