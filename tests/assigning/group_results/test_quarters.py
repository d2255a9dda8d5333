"""Quarters by the wall clock of an organisation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from lms.assigning.group_results.quarters import Quarter


def test_a_quarter_is_over_at_midnight_where_the_organisation_is() -> None:
    assert Quarter(2026, 3).end(ZoneInfo("Europe/Copenhagen")) == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert Quarter(2026, 4).end(ZoneInfo("Europe/Copenhagen")) == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_quarters_follow_one_another_over_the_year() -> None:
    assert Quarter(2026, 4).next == Quarter(2027, 1)
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    for month in range(1, 13):
        found = Quarter.of(date(2026, month, 28))
        assert found.begins <= date(2026, month, 28) < found.next.begins
    assert str(Quarter(2026, 4)) == "2026-Q4"
