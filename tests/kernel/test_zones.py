"""Zones by name: the first that is known, and UTC where none is; a name that has left the list stops nobody."""

from __future__ import annotations

from datetime import UTC

import pytest

from lms.kernel.zones import zone_of


def test_the_first_known_zone_is_taken() -> None:
    assert str(zone_of("Mars/Olympus", None, "Asia/Tokyo", "Europe/Oslo")) == "Asia/Tokyo"


@pytest.mark.parametrize("name", [None, "", "Europe", "../etc/passwd", "Mars/Olympus", "x" * 5000, "a\x00b"])
def test_what_is_no_zone_is_utc(name: str | None) -> None:
    assert zone_of(name) is UTC
