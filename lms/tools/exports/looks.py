"""How the cells of a workbook look: type, colours and number formats, which every language of a spreadsheet reads."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_PINE: Final = "#0b5d51"
_PINE_SOFT: Final = "#dcebe6"
_QUIET: Final = "#4d5b56"
_LINE: Final = "#e2ddd0"
_MANY: Final = 100

PERIOD: Final = "period"
"""The unit of a column that counts years: whole numbers, as they are."""
HEAD_HEIGHT: Final = 32
"""Of a line of heads, in points: two lines of words."""

_RESULTS: Final = {"percent": "0.0%", "ratio": '#,##0.00"×"', "count": "#,##0", "money": "#,##0", PERIOD: "General"}
_INPUTS: Final = {"percent": "0.00%", "money": "#,##0.00", "count": "#,##0"}


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, currency: str) -> None:
        """`currency` is written beside amounts, never in their cells."""
        self._book, self.currency = book, currency
        self._made: dict[tuple[str, str], Format] = {}
        self.title = self._format(bold=True, font_size=16)
        self.head = self._format(
            bold=True, font_color=_PINE, bottom=1, bottom_color=_LINE, text_wrap=True, valign="top"
        )
        self.text = self._format(text_wrap=True, valign="top")
        self.wrapped = self._format(text_wrap=True, valign="top")
        self.quiet = self._format(font_color=_QUIET, align="left")
        self.aside = self._format(font_color=_QUIET, align="left", indent=1)
        self.remark = self._format()
        self.plain = self._format(align="right", valign="top")
        self.typed = self._format(bg_color=_PINE_SOFT, border=1, border_color=_LINE, text_wrap=True)

    def entered(self, unit: str, value: float | None) -> Format:
        """Return the look of a number that may be changed."""
        whole = value is not None and float(value).is_integer()
        return self._number("input", "#,##0" if unit == "money" and whole else _INPUTS.get(unit, "General"))

    def result(self, unit: str, value: object = None) -> Format:
        """Return the look of a result; `value` decides how many decimals an amount or a count has."""
        small = isinstance(value, float) and abs(value) < _MANY and not value.is_integer()
        form = (
            "#,##0.00" if small and unit == "money" else "#,##0.0" if small and unit == "count" else _RESULTS.get(unit)
        )
        return self._number("result", form or "#,##0.0##")

    def headline(self, unit: str, value: object) -> Format:
        """Return the look of the result that is the answer."""
        return self._number("headline", self.result(unit, value).num_format)

    def _number(self, kind: str, form: str) -> Format:
        if (kind, form) not in self._made:
            more: dict[str, Any] = {
                "input": {"bg_color": _PINE_SOFT, "border": 1, "border_color": _LINE},
                "result": {"text_wrap": True, "valign": "top"},
                "headline": {"bold": True, "font_size": 18, "font_color": _PINE, "text_wrap": True},
            }[kind]
            self._made[kind, form] = self._format(num_format=form, align="right", **more)
        return self._made[kind, form]

    def _format(self, **properties: Any) -> Format:
        return self._book.add_format({"font_name": "Calibri", "font_size": 11, **properties})
