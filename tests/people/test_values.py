"""Single values of a person, as people write them: read, or refused with the field and the remedy."""

from __future__ import annotations

from datetime import date

import pytest

from lms.people.values import (
    LABELS,
    TEXTS,
    Wrong,
    read_date,
    read_email,
    read_language,
    read_name,
    read_text,
    read_time_zone,
)


@pytest.mark.parametrize(
    "written",
    ["2026-11-30", "2026-11-30 00:00:00", "20261130", "30.11.2026", "30/11/2026", "30-11-2026", " 30. 11. 2026 "],
)
def test_a_day_is_read_however_people_here_write_it(written: str) -> None:
    assert read_date(written) == date(2026, 11, 30)


def test_an_american_file_has_the_month_first() -> None:
    assert read_date("11/30/2026", order="mdy") == date(2026, 11, 30)
    assert read_date("3/4/2026") == date(2026, 4, 3)
    assert read_date("3/4/2026", order="mdy") == date(2026, 3, 4)


@pytest.mark.parametrize("written", ["31.02.2026", "30/13/2026", "tomorrow", "12", "2026-11-30T10:00", "１.１.x"])
def test_what_is_no_day_is_refused_and_said_again(written: str) -> None:
    with pytest.raises(Wrong) as refused:
        read_date(written)
    assert refused.value.code == "date"
    assert written in refused.value.text
    assert "2026-11-30" in refused.value.text


def test_a_year_nobody_was_hired_in_is_a_slip() -> None:
    with pytest.raises(Wrong, match="date-range"):
        read_date("30.11.0206")


def test_nothing_is_nothing_and_no_mistake() -> None:
    assert (read_date(" "), read_text("job", ""), read_language(None), read_time_zone("")) == (None, None, None, None)


@pytest.mark.parametrize(
    ("written", "read"), [("da", "da"), ("DA-dk", "da"), ("Svenska", "sv"), ("engelsk", "en"), ("en_GB", "en")]
)
def test_a_language_by_code_or_by_name(written: str, read: str) -> None:
    assert read_language(written) == read


def test_a_language_that_is_not_here_is_refused() -> None:
    with pytest.raises(Wrong, match="language"):
        read_language("norsk")


def test_a_zone_is_found_however_its_letters_are_written() -> None:
    assert read_time_zone("asia/kathmandu") == "Asia/Kathmandu"
    assert read_time_zone("America/New York") == "America/New_York"
    with pytest.raises(Wrong, match="time_zone"):
        read_time_zone("Middle/Earth")


def test_a_name_has_its_spaces_put_in_order_and_is_kept_as_written() -> None:
    assert read_name("  Åse \n Østergård ") == "Åse Østergård"
    assert read_name("=1+1") == "=1+1"


@pytest.mark.parametrize(("written", "code"), [("", "missing"), ("x" * 201, "long"), ("a\x07b", "unreadable")])
def test_a_name_nobody_can_have_is_refused(written: str, code: str) -> None:
    with pytest.raises(Wrong, match=code):
        read_name(written)


def test_an_address_is_compared_in_small_letters() -> None:
    assert read_email(" Mette@Firm.DK ") == "mette@firm.dk"
    with pytest.raises(Wrong, match="email"):
        read_email("mette at firm")


def test_everything_that_can_be_wrong_has_words_with_its_field_and_value() -> None:
    for code in TEXTS:
        for field in ("hire_date", "manager_email"):
            said = Wrong(field, code, "what stood there", 9).text
            assert said.startswith(str(LABELS[field]))
            assert "%(" not in said


def test_a_very_long_value_is_said_again_shortened() -> None:
    assert len(Wrong("job", "long", "x" * 5_000, 120).said) == 80
