"""Pictures: what may be shown, what is refused and where."""

import struct
import zlib
from collections.abc import Callable

import pytest

from lms.packs.media import bitmap_size
from lms.packs.model import Pack
from lms.packs.problems import Problem
from lms.packs.svg import read_svg

Problems = Callable[..., tuple[Problem, ...]]
COVER = "modules/coffee/media/cover.svg"
MODULE = "modules/coffee/module.toml"


def svg(inside: str, attributes: str = 'viewBox="0 0 120 80"') -> bytes:
    """A picture whose content begins on line 2."""
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {attributes}>\n{inside}\n</svg>".encode()


GOOD = [
    '<g fill="none" stroke="#15211e" stroke-width="2.5" stroke-linecap="round"><path d="M0 0 L10 10"/></g>',
    "<style>.ink{stroke:#15211e} @media (prefers-color-scheme: dark){.ink{stroke:#e9efec}}</style>",
    '<defs><linearGradient id="sky"><stop stop-color="#fff"/></linearGradient></defs><rect fill="url(#sky)"/>',
    '<defs><g id="cup"/></defs><use href="#cup" x="3"/><use xlink:href="#cup"/>',
    "<title>A cup</title><desc>Costs &lt; 5 kr.</desc>",
    "<style>/* url(https://example.org) is only a remark */ .a{clip-path:url('#b')}</style>",
    '<rect style="fill: var(--pine); opacity: .5"/>',
]


@pytest.mark.parametrize("inside", GOOD)
def test_a_drawn_picture_may_be_shown(inside: str) -> None:
    picture = read_svg(svg(inside))
    assert picture.faults == []
    assert (picture.width, picture.height) == (120, 80)


BAD = [
    ("<script>alert(1)</script>", "<script> may not"),
    ("<foreignObject><p/></foreignObject>", "<foreignObject> may not"),
    ('<image href="https://evil.example/x.png"/>', "<image> may not"),
    ('<animate attributeName="href" to="javascript:x"/>', "<animate> may not"),
    ('<set attributeName="onload" to="x"/>', "<set> may not"),
    ('<a href="https://evil.example"><rect/></a>', "<a> may not"),
    ('<rect onclick="x()"/>', 'The attribute "onclick" may not'),
    ('<rect onLoad="x()"/>', 'The attribute "onLoad" may not'),
    ('<use href="https://evil.example/x.svg#a"/>', "A picture may only point"),
    ('<use href="data:image/svg+xml;base64,AA"/>', "A picture may only point"),
    ('<use xlink:href="other.svg#a"/>', "A picture may only point"),
    ('<use href="javascript:alert(1)"/>', "A picture may only point"),
    ('<rect fill="url(https://evil.example/#a)"/>', '"fill" reaches outside'),
    ('<rect style="fill:url(//evil.example)"/>', '"style" reaches outside'),
    ('<rect style="fill:u\\72l(//evil.example)"/>', '"style" reaches outside'),
    ("<style>@import 'https://evil.example';</style>", "The style reaches outside"),
    ("<style>.a{background:url(https://evil.example)}</style>", "The style reaches outside"),
    ("<style>.a{fill:url(</style>", "The style reaches outside"),
    ("<style>@font-face{src:local(x)}</style>", "The style reaches outside"),
    ("<style><![CDATA[ @IMPORT 'x'; ]]></style>", "The style reaches outside"),
    ('<p xmlns="http://www.w3.org/1999/xhtml">x</p>', "<p> may not"),
    ('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>', "<script> may not"),
    ("<?xml-stylesheet href='https://evil.example'?>", "<?xml-stylesheet …?> may not"),
    ("<rect", "This is no SVG"),
    ("<g>" * 40 + "</g>" * 40, "The picture is too intricate."),
]


@pytest.mark.parametrize(("inside", "message"), BAD)
def test_what_runs_or_reaches_out_is_refused_with_its_line(inside: str, message: str) -> None:
    faults = read_svg(svg(inside)).faults
    assert faults, inside
    assert faults[0][1].startswith(message)
    assert faults[0][0] in (2, 3)


@pytest.mark.parametrize(
    "document",
    [
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'.encode("utf-16"),
        b"<html><script>alert(1)</script></html>",
        b'<svg viewBox="0 0 1 1"/>',
        b"",
        b"\x89PNG\r\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 nan inf"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" viewBox="0 0 1 1"/>',
    ],
)
def test_what_is_no_plain_svg_is_refused(document: bytes) -> None:
    assert read_svg(document).faults


def test_an_svg_that_runs_is_refused_in_its_pack(problems: Problems) -> None:
    bad = svg('<rect width="1"/>\n<script>alert(1)</script>').decode()
    assert [(p.file, p.line) for p in problems({COVER: bad})] == [(COVER, 3)]


def png(width: int, height: int) -> bytes:
    """A PNG of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x00\x40\x03" + b"\0" * 12
WEBP_LOSSY = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 64, 32)
WEBP_EXTENDED = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0" + b"\x3f\0\0" + b"\x1f\0\0"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(png(64, 32), "image/png"), (JPEG, "image/jpeg"), (WEBP_LOSSY, "image/webp"), (WEBP_EXTENDED, "image/webp")],
)
def test_the_size_of_a_bitmap_is_read_from_its_head(content: bytes, media_type: str) -> None:
    assert bitmap_size(content, media_type) == (64, 32)


@pytest.mark.parametrize("media_type", ["image/png", "image/jpeg", "image/webp"])
@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\0\0" * 9, b"RIFF\0\0\0\0WEBPVP8"],
)
def test_a_bitmap_that_is_none_is_refused(content: bytes, media_type: str) -> None:
    assert bitmap_size(content, media_type) == (None, None)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "The content is not what the name",
        ),
        (png(7000, 7000), "The picture has 7000 × 7000 pixels."),
        (b"\x89PNG" + b"0" * 2_000_001, "The file is larger than 2000 KB."),
    ],
)
def test_a_bitmap_is_what_its_name_says_and_no_bomb(
    problems: Problems, files: dict[str, str], content: bytes, message: str
) -> None:
    module = files[MODULE].replace("cover.svg", "cover.png")
    pages = {name: text.replace("cover.svg", "cover.png") for name, text in files.items() if name.endswith(".md")}
    found = problems({**pages, MODULE: module, COVER: None, "modules/coffee/media/cover.png": content})
    assert [p.message for p in found if p.file.endswith(".png")][0].startswith(message)


def test_a_photo_is_kept_with_its_size(read: Callable[..., Pack], files: dict[str, str]) -> None:
    module = files[MODULE].replace("cover.svg", "cover.png")
    pages = {name: text.replace("cover.svg", "cover.png") for name, text in files.items() if name.endswith(".md")}
    pack = read({**pages, MODULE: module, COVER: None, "modules/coffee/media/cover.png": png(64, 32)})
    medium = pack.modules[0].media["cover.png"]
    assert (medium.media_type, medium.width, medium.height, medium.size) == ("image/png", 64, 32, len(png(64, 32)))


@pytest.mark.parametrize(
    "name", ["../cover.svg", "Cover.svg", "cover.gif", "cover.svg.exe", "x" * 70 + ".svg", "a b.svg"]
)
def test_a_picture_needs_a_plain_name(problems: Problems, files: dict[str, str], name: str) -> None:
    found = problems({MODULE: files[MODULE] + f'\n[media."{name}"]\nalt.en = "x"\nalt.da = "x"\n'})
    assert f'"{name}" is no name for a picture.' in {problem.message for problem in found}
