"""Which stretch of a file a browser asks for."""

import pytest

from lms.web.ranges import MOST, Stretch, Unsatisfiable, asked


@pytest.mark.parametrize(
    ("header", "stretch"),
    [
        (None, None),
        ("bytes=0-", Stretch(0, 99)),
        ("bytes=10-19", Stretch(10, 19)),
        ("bytes=10-1000", Stretch(10, 99)),
        ("bytes=-5", Stretch(95, 99)),
        ("bytes=-500", Stretch(0, 99)),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 40 + "-", None),
    ],
)
def test_a_stretch_is_read_and_anything_else_is_the_whole_file(header: str | None, stretch: Stretch | None) -> None:
    assert asked(header, 100) == stretch


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=5-2", "bytes=-0"])
def test_what_lies_beyond_the_end_is_told(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked(header, 100)


def test_one_answer_holds_no_more_than_a_megabyte() -> None:
    found = asked("bytes=0-", 10 * MOST)
    assert found is not None
    assert found.length == MOST
