"""Photographs from work: drawn anew without their past, sealed, shown to nobody else; hostile files get clear words."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from lms.kernel.clock import SetClock
from lms.practice.models import PracticePhotograph
from lms.practice.photographs import forget_removed
from lms.web.photographs import taking
from tests.practice.work import Doer, picture, with_photograph
from tests.support.company import Company
from tests.support.rows import dump

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
WORDS = {
    "no picture": "This is no photograph that can be read.",
    "pixels": "more than 64 megapixels",
    "large": "larger than 15 MB",
    "heic": "This is a HEIC photograph",
    "nothing": "Choose a photograph first.",
}


def _phone_photograph(orientation: int = 6) -> bytes:
    """Return a JPEG as a phone makes it: lying on its side, with place and maker."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "Zebraphone"
    exif[GPS] = {1: "N", 2: (55.0, 40.0, 34.0), 3: "E", 4: (12.0, 34.0, 6.0)}
    return picture(80, 40, exif=exif, comment=b"zebracomment")


def _png_that_says(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it has so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


HOSTILE = {
    "an empty file": (b"", "nothing"),
    "a text": (b"This is a letter, not a picture.", "no picture"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "no picture"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture"),
    "a moving picture": (picture(kind="GIF"), "no picture"),
    "a TIFF": (picture(kind="TIFF"), "no picture"),
    "half a JPEG": (picture(400, 400, quality=95)[:1_500], "no picture"),
    "the head of a JPEG": (picture()[:20], "no picture"),
    "half a PNG": (picture(300, 300, "PNG")[:200], "no picture"),
    "zeros behind a JPEG's first bytes": (b"\xff\xd8\xff" + bytes(5_000), "no picture"),
    "an Apple photograph": (b"\0\0\0\x18ftypheic" + bytes(200), "heic"),
    "60,000 x 60,000 in 100 bytes": (_png_that_says(60_000, 60_000), "pixels"),
    "65 megapixels": (_png_that_says(10_000, 6_500), "pixels"),
    "16 MB": (picture() + bytes(16 * 1024 * 1024), "large"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_photograph_is_refused_in_words_at_the_field_and_keeps_the_old_one(what: str, doer: Doer) -> None:
    content, words = HOSTILE[what]
    row = doer.choose()
    assert doer.photograph(picture()).status_code == 303
    before = doer.browser.get(f"/practice/exercises/{row.id}/photograph").data
    refused = doer.photograph(content)
    assert refused.status_code == 422
    assert WORDS[words] in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert doer.browser.get(f"/practice/exercises/{row.id}/photograph").data == before


def test_a_form_without_a_file_says_so(doer: Doer) -> None:
    row = doer.choose()
    refused = doer.browser.post(f"/practice/exercises/{row.id}/photograph")
    assert (refused.status_code, WORDS["nothing"] in refused.text) == (422, True)


def test_a_body_beyond_every_limit_is_refused_before_it_is_read(doer: Doer) -> None:
    doer.choose()
    assert doer.photograph(bytes(21 * 1024 * 1024)).status_code == 413


def test_only_this_address_takes_large_bodies_and_only_from_members(doer: Doer, company: Company) -> None:
    row = doer.choose()
    large = with_photograph(bytes(2_000_000), doer.browser.token())
    place = f"/practice/exercises/{row.id}"
    assert doer.browser.client.post(f"{place}/note", **large).status_code == 413
    assert company.anonymous().client.post(f"{place}/photograph", **large).status_code == 413
    assert doer.browser.client.post(f"{place}/photograph", **large).status_code == 422


def test_a_photograph_stands_upright_and_has_forgotten_place_maker_and_comment(doer: Doer) -> None:
    row = doer.choose()
    assert doer.photograph(_phone_photograph()).status_code == 303
    shown = doer.browser.get(f"/practice/exercises/{row.id}/photograph").data
    with Image.open(io.BytesIO(shown)) as found:
        assert (found.format, found.size) == ("JPEG", (40, 80))
        assert dict(found.getexif()) == {}
        assert "comment" not in found.info
        red, _green, blue = found.convert("RGB").getpixel((30, 8))  # type: ignore[misc]  # three numbers of an RGB picture
        assert red > 200 > blue, "what was left lies on top once it is turned"
    assert b"Zebraphone" not in shown
    assert b"zebracomment" not in shown


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_way_a_camera_can_be_held(orientation: int) -> None:
    drawn = taking.drawn(_phone_photograph(orientation))
    assert (drawn.width, drawn.height) == ((80, 40) if orientation < 5 else (40, 80))


def test_what_hides_behind_a_photograph_stays_behind(doer: Doer) -> None:
    row = doer.choose()
    doer.photograph(picture() + b"PK\x03\x04<script>zebrascript</script>")
    assert b"zebrascript" not in doer.browser.get(f"/practice/exercises/{row.id}/photograph").data


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (picture(3_200, 1_000), (1_600, 500)),
        (picture(200, 6_400, "PNG"), (50, 1_600)),
        (picture(30, 20, "WEBP"), (30, 20)),
        (picture(1, 1), (1, 1)),
    ],
)
def test_a_large_photograph_is_made_smaller_and_a_small_one_stays(content: bytes, size: tuple[int, int]) -> None:
    drawn = taking.drawn(content)
    assert (drawn.width, drawn.height) == size


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_becomes_a_plain_photograph(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (40, 30)).save(written, "JPEG" if mode == "CMYK" else "PNG")
    assert taking.drawn(written.getvalue()).width == 40


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 0)).save(written, "PNG")
    with Image.open(io.BytesIO(taking.drawn(written.getvalue()).jpeg)) as found:
        assert min(found.getpixel((5, 5))) > 250  # type: ignore[arg-type]  # three numbers of an RGB picture


def test_sixty_megapixels_from_a_phone_are_taken() -> None:
    written = io.BytesIO()
    Image.new("RGB", (9_000, 6_667), "teal").save(written, "JPEG", quality=60)
    drawn = taking.drawn(written.getvalue())
    assert (drawn.width, drawn.height) == (1_600, 1_185)


def test_the_process_that_draws_has_little_memory_and_time() -> None:
    """The control: the same program without its bounds would report the system's."""
    program = (
        "import resource, runpy, sys; sys.argv = ['x'];"
        f"found = runpy.run_path({str(taking.PROGRAM)!r}, run_name='bounds'); found['_bound']();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0] // 2**20, resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["512", "5"]


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_arguments: Any, **_settings: Any) -> Any:
        raise subprocess.TimeoutExpired("redrawing", 10)

    monkeypatch.setattr(taking.subprocess, "run", slow)
    with pytest.raises(taking.Unusable, match="too much work"):
        taking.drawn(picture())


def test_it_is_sealed_in_the_database_and_shown_to_its_owner_alone(
    doer: Doer, stranger: Doer, company: Company
) -> None:
    row = doer.choose()
    doer.photograph(picture())
    place = f"/practice/exercises/{row.id}/photograph"
    shown = doer.browser.get(place)
    assert shown.data.startswith(b"\xff\xd8\xff")
    assert shown.data[:64] not in dump(doer.database)
    for other in (stranger.browser, company.browser(company.person())):
        assert other.get(place).status_code == 404
    assert company.anonymous().get(place).status_code == 302


def test_a_browser_keeps_no_copy_and_takes_it_for_nothing_else(doer: Doer) -> None:
    row = doer.choose()
    doer.photograph(picture())
    headers = doer.browser.get(f"/practice/exercises/{row.id}/photograph").headers
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_second_one_takes_the_place_of_the_first(doer: Doer) -> None:
    row = doer.choose()
    doer.photograph(picture(20, 10))
    doer.photograph(picture(30, 10, "PNG"), "p.png")
    with Image.open(io.BytesIO(doer.browser.get(f"/practice/exercises/{row.id}/photograph").data)) as found:
        assert found.size == (30, 10)


def _kept(doer: Doer) -> int:
    with doer.database.reading() as session:
        mine = select(PracticePhotograph.exercise_id).where(PracticePhotograph.person_id == doer.person.id)
        return len(session.scalars(mine).all())


def test_a_removed_one_is_shown_no_more_comes_back_on_request_and_is_gone_after_a_day(
    doer: Doer, stranger: Doer, clock: SetClock
) -> None:
    row = doer.choose()
    here = f"/practice/exercises/{row.id}"
    place = f"{here}/photograph"
    doer.photograph(picture())
    assert "Bring it back" not in doer.browser.get(here).text
    assert doer.browser.post(f"{place}/removal").status_code == 303
    assert doer.browser.get(place).status_code == 404
    assert "Bring it back" in doer.browser.get(here).text
    assert stranger.browser.post(f"{place}/return").status_code == 404
    assert doer.browser.post(f"{place}/return").status_code == 303
    assert doer.browser.get(place).status_code == 200
    doer.browser.post(f"{place}/removal")
    for hours, left in ((23, 1), (1, 0)):
        clock.forward(hours=hours)
        with doer.database.writing() as session:
            forget_removed(session, clock.now())
        assert _kept(doer) == left


def test_a_new_one_after_a_removal_stays(doer: Doer, clock: SetClock) -> None:
    row = doer.choose()
    place = f"/practice/exercises/{row.id}/photograph"
    doer.photograph(picture())
    doer.browser.post(f"{place}/removal")
    assert doer.photograph(picture(30, 10)).status_code == 303
    clock.forward(days=2)
    with doer.database.writing() as session:
        forget_removed(session, clock.now())
    assert _kept(doer) == 1
