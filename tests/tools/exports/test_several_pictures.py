"""Every picture leaves with its tool: beside each other on paper, the fan among them, and one file for each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lms.tools.exports.paper import sheet
from lms.tools.exports.sheet_pictures import picture_tables
from lms.tools.ranges.kept import KeptRange, KeptRanges
from tests.support.company import Company
from tests.support.learner import Learner
from tests.tools.exports.printed import words_of
from tests.tools.exports.spoken import seen, speaking, tool

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_sheet_with_ranges_has_the_fan_and_its_table() -> None:
    with speaking():
        shown = seen(tool("customer-lifetime-value"))
        shown.ranges = KeptRanges({"margin": KeptRange("triangular", 700, 1400)})
        said = " ".join(words_of(sheet(shown, AT, paper="a4", signed="")).split())
    assert "In all so far: how far it may spread" in said
    assert "1 in 10 lower half lower 1 in 10 higher" in said
    assert "in 8 of 10 runs" in said


def test_without_ranges_there_is_no_fan_and_both_pictures_have_their_table() -> None:
    with speaking():
        tables = picture_tables(seen(tool("kano-survey")), None)
    assert [each["title"] for each in tables] == ["", ""]
    assert tables[1]["columns"][:3] == ["", "Number", "Attractive"]
    assert tables[1]["rows"][0][1:3] == ["1", "54%"]


@pytest.mark.parametrize("asked", ["2", "0", "4", "-1", "one", "²"])
def test_a_picture_there_is_not_is_not_found(company: Company, asked: str) -> None:
    answered = Learner.of(company).browser.get(f"/tools/customer-lifetime-value/export.png?picture={asked}")
    assert answered.status_code == 404
