"""Hostile files: refused with place and remedy, in no time and little memory, and nobody is called."""

from __future__ import annotations

import io
import json
import random
import socket
import stat
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from lms.packs.exchange.archives import Package
from lms.packs.exchange.importing import import_quiz
from lms.packs.exchange.plain_text import from_html
from lms.packs.exchange.refusals import Refused
from lms.packs.exchange.xml_tree import read_xml
from tests.packs.exchange.conftest import SAMPLES

Zipped = Callable[..., bytes]
PACKAGES = json.loads((Path(__file__).parents[2] / "cases" / "packages.json").read_text(encoding="utf-8"))["cases"]
ITEM = '<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="a" title="A">{}</assessmentItem>'


@pytest.fixture
def canary() -> Iterator[tuple[str, Callable[[], bool]]]:
    """An address that must not be called, and whether it was."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)  # noqa: FBT003 -- the socket's own signature

        def called() -> bool:
            try:
                listener.accept()[0].close()
            except BlockingIOError:
                return False
            return True

        yield f"http://127.0.0.1:{listener.getsockname()[1]}/x", called


def refused(content: bytes, file: str, *, weighed: bool = False) -> Refused:
    """Return how a file is refused; it may take neither long nor, where it is `weighed`, much memory."""
    if weighed:
        tracemalloc.start()
    began = time.thread_time()
    with pytest.raises(Refused) as caught:
        import_quiz(content, file)
    took = time.thread_time() - began
    if weighed:
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 64_000_000
    assert took < 5
    told = caught.value
    assert told.place.startswith(file)
    assert told.reason
    assert told.remedy
    return told


def hostile_zip(case: dict[str, Any], canary_url: str) -> bytes:
    """Return the zip of a case."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(case.get("many", 0)):
            package.writestr(f"f{number}.txt", "x")
        for entry in case.get("entries", ()):
            info = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
            info.filename, info.compress_type = entry["name"], zipfile.ZIP_DEFLATED
            with package.open(info, "w", force_zip64=True) as file:
                for _ in range(entry.get("zeros", 0) >> 20):
                    file.write(bytes(1 << 20))
                file.write(entry.get("text", "").replace("{{CANARY_URL}}", canary_url).encode())
    return out.getvalue()


@pytest.mark.parametrize("case", PACKAGES, ids=lambda case: case["class"])
def test_the_hostile_packages_of_the_cases_are_refused(case: dict[str, Any], canary: Any, tmp_path: Path) -> None:
    url, called = canary
    refused(hostile_zip(case, url), "hostile.zip", weighed=True)
    assert not called()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("declaration", "says"),
    [
        ('<!DOCTYPE quiz SYSTEM "{url}">', "document type"),
        ('<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "document type"),
        ('<!DOCTYPE quiz [<!ENTITY % p SYSTEM "{url}"> %p;]>', "document type"),
        ('<!DOCTYPE quiz PUBLIC "-//x" "{url}">', "document type"),
        ("<!DOCTYPE quiz>", "document type"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_anything_is_read(
    declaration: str, says: str, encoding: str, canary: Any
) -> None:
    url, called = canary
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declaration.format(url=url)}<quiz>&x;</quiz>'
    assert says in refused(text.encode(encoding), "evil.xml").reason
    assert not called()


def test_an_inclusion_is_refused(canary: Any) -> None:
    url, called = canary
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}" parse="text"/>'
    assert "XInclude" in refused(ITEM.format(include).encode(), "item.xml").reason
    assert not called()


def test_style_sheets_and_schemas_are_not_fetched(canary: Any) -> None:
    url, called = canary
    head = f'<?xml version="1.0"?><?xml-stylesheet href="{url}"?>'
    body = f'<itemBody xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {url}"/>'
    imported = import_quiz((head + ITEM.format(body)).encode(), "item.xml")
    assert imported.quiz is None
    assert not called()


@pytest.mark.parametrize(
    "text",
    [
        "<quiz>" + "<a>" * 100_000,
        "<quiz>" + "<question/>" * 60_000 + "</quiz>",
        "<quiz " + " ".join(f'a{n}="x"' for n in range(60_000)) + "/>",
        "<quiz>" + "x" * 11_000_000 + "</quiz>",
        "<quiz><question></quiz>",
        "<quiz>&undefined;</quiz>",
        '<?xml version="1.0" encoding="no-such-thing"?><quiz/>',
        '<?xml version="1.0" encoding="utf-7"?><quiz/>',
        "<",
        "<quiz>\x00</quiz>",
    ],
    ids=["deep", "many", "attributes", "large", "broken", "entity", "encoding", "utf-7", "stump", "null"],
)
def test_xml_that_is_too_much_or_broken_is_refused(text: str) -> None:
    refused(text.encode(), "quiz.xml")


def test_the_place_names_the_line() -> None:
    assert refused(b"<quiz>\n\n<question></quiz>", "quiz.xml").place == "quiz.xml:3"


def member(name: str, content: bytes = b"<a/>", **about: Any) -> bytes:
    """Return a zip with one odd member."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        info = zipfile.ZipInfo("x")
        info.filename = name
        for key, value in about.items():
            setattr(info, key, value)
        package.writestr(info, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../a.xml", "/a.xml", "a/../../b.xml", "C:\\a.xml", "a\\..\\b.xml", "a//b.xml", "./a.xml", "a\x01.xml", "c:a"],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    refused(member(name), "x.zip")


def test_links_are_refused() -> None:
    link = member("imsmanifest.xml", b"/etc/passwd", create_system=3, external_attr=(stat.S_IFLNK | 0o777) << 16)
    assert "link" in refused(link, "x.zip").reason


def test_the_same_name_twice_is_refused_however_it_is_written() -> None:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as package:
        warnings.simplefilter("ignore")
        package.writestr("caf\u00e9.xml", "<a/>")
        package.writestr("CAFE\u0301.xml", "<a/>")
    assert "twice" in refused(out.getvalue(), "x.zip").reason


def overlapping(entries: int = 200, size: int = 1 << 20) -> bytes:
    """Return a zip whose directory names one lump many times."""
    # the same bytes in every run
    raw = random.Random(1).randbytes(20_000) * (size // 20_000)  # noqa: S311
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data, crc = packer.compress(raw) + packer.flush(), zlib.crc32(raw)
    out = io.BytesIO()
    out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 33, crc, len(data), len(raw), 1, 0) + b"a" + data)
    start = out.tell()
    for number in range(entries):
        name = f"f{number}".encode()
        head = (0x02014B50, 20, 20, 0, 8, 0, 33, crc, len(data), len(raw), len(name), 0, 0, 0, 0, 0, 0)
        out.write(struct.pack("<IHHHHHHIIIHHHHHII", *head) + name)
    end = out.tell()
    out.write(struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, entries, entries, end - start, start, 0))
    return out.getvalue()


def test_members_that_share_their_bytes_are_refused() -> None:
    assert "overlaps" in refused(overlapping(entries=20), "x.zip").reason
    refused(overlapping(entries=3_000), "x.zip")


def test_a_directory_that_lies_about_a_size_does_not_help(zipped: Zipped) -> None:
    honest = zipped({"imsmanifest.xml": b" " * 30_000_000})
    lying = honest.replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    with pytest.raises(Refused):
        Package(lying, "x.zip").content("imsmanifest.xml")


@pytest.mark.parametrize("cut", [3, 30, 200])
def test_half_a_zip_is_refused(cut: int, zipped: Zipped) -> None:
    refused(zipped({"imsmanifest.xml": "<manifest/>" * 20})[:cut], "x.zip")


def test_encrypted_members_are_refused(zipped: Zipped) -> None:
    content = bytearray(zipped({"imsmanifest.xml": "<manifest/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refused(bytes(content), "x.zip").reason


@pytest.mark.parametrize(
    "href", ["../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1/item.xml", "/etc/passwd", "missing.xml"]
)
def test_a_manifest_that_points_elsewhere_is_refused(href: str, zipped: Zipped) -> None:
    manifest = f'<manifest><resources><resource type="imsqti_item_xmlv2p2" href="{href}"/></resources></manifest>'
    refused(zipped({"imsmanifest.xml": manifest}), "x.zip")


@pytest.mark.parametrize("ugly", ["<" * 200_000, "<a" * 100_000, "<!--" * 50_000, "<a href='" * 20_000, "&" * 200_000])
def test_ugly_html_takes_no_time(ugly: str) -> None:
    began = time.thread_time()
    from_html(ugly + ">", lambda reason, done: None)
    assert time.thread_time() - began < 5  # backtracking would take minutes


@pytest.mark.parametrize(
    "ugly", ["{" * 200_000, "::" * 200_000, "a{=" + "~" * 200_000 + "}", "a\n\n" * 50_000, "\\" * 199_999]
)
def test_ugly_gift_takes_no_time(ugly: str) -> None:
    began = time.thread_time()
    import_quiz(ugly.encode(), "ugly.gift")
    assert time.thread_time() - began < 5


def test_scripts_never_come_along() -> None:
    gift = "[html]<p onclick=x>Which?</p><script>alert(1)</script><img src=x onerror=alert(1)>{=a#<b>x</b> ~b#y}"
    imported = import_quiz(gift.encode(), "evil.gift")
    assert imported.quiz is not None
    body = imported.quiz.text.partition("\n\n")[2]
    assert "alert" not in body
    assert "<" not in body.replace("<script>", "")
    assert any("<script>" in loss.reason for loss in imported.losses.found)


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_mutilated_samples_never_break(name: str) -> None:
    content = (SAMPLES / name).read_bytes()
    dice = random.Random(name)  # noqa: S311 -- the same damage in every run
    for _ in range(60):
        spoilt = bytearray(content)
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(spoilt))
            spoilt[at : at + dice.randint(0, 20)] = dice.choice(
                [b"", b"<", b"{", b"\xff", b"\x00", b'"', b";", b"&#0;", dice.randbytes(3)]
            )
        try:
            import_quiz(bytes(spoilt), name)
        except Refused as told:
            assert told.place.startswith(name)


def test_a_plain_file_is_taken() -> None:
    assert read_xml(b"<a b='1'>x<c/>y</a>", "a.xml").text == "xy"
