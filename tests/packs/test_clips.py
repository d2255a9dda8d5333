"""Clips and outside videos: what may lie in a module, what is refused, and which words are found."""

from collections.abc import Callable

import pytest

from lms.packs.clip_blocks import outside_host
from lms.packs.clips import LARGEST_CLIP, caption_words, captions_fault, clip_type
from lms.packs.model import Pack
from lms.packs.problems import Problem

Read = Callable[..., Pack]
Problems = Callable[..., tuple[Problem, ...]]
TOML, WHY, WHY_DA = "modules/coffee/module.toml", "modules/coffee/en/01-why.md", "modules/coffee/da/01-why.md"
MEDIA = "modules/coffee/media"


def box(name: bytes, content: bytes = b"") -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


MP4 = box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + box(b"moov", b"\0" * 24) + box(b"mdat", b"\0" * 64)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\0" * 40
CAPTIONS = b"""\
WEBVTT

1
00:00.000 --> 00:02.500 align:start
<v Anna>We lost ten <b>customers</b>.

NOTE nobody hears this

00:00:03.000 --> 00:00:04.000
Every year.
"""
FENCE = '\n```clip\nid = "visit"\nfile = "visit.mp4"\ntitle = "A visit"\nposter = "cover.svg"\n```\n'
DECLARED = '[media."cover.svg"]'


@pytest.fixture
def with_clip(files: dict[str, str]) -> dict[str, str | bytes]:
    """A module with a clip on its first page, captions in both languages."""
    entry = '[media."visit.mp4"]\nalt.en = "Two people talk."\nalt.da = "To mennesker taler."\n\n'
    return {
        TOML: files[TOML].replace(DECLARED, entry + DECLARED),
        WHY: files[WHY] + FENCE,
        WHY_DA: files[WHY_DA] + FENCE.replace("A visit", "Et besøg"),
        f"{MEDIA}/visit.mp4": MP4,
        f"{MEDIA}/visit.en.vtt": CAPTIONS,
        f"{MEDIA}/visit.da.vtt": CAPTIONS.replace(b"Every year", b"Hvert aar"),
    }


def test_a_clip_is_frozen_with_its_captions_and_their_words_stand_on_the_page(
    read: Read, with_clip: dict[str, str | bytes]
) -> None:
    module = read(with_clip).modules[0]
    assert {"visit.mp4", "visit.en.vtt", "visit.da.vtt"} < set(module.media)
    assert module.media["visit.mp4"].media_type == "video/mp4"
    blocks = {code: text.block("visit") for code, text in module.pages[0].texts.items()}
    assert blocks["en"] is not None
    assert blocks["en"].data["caption"] == "We lost ten customers.\nEvery year."
    assert blocks["da"] is not None
    assert "Hvert aar." in blocks["da"].data["caption"]
    assert ("clip", "visit.mp4") in [(use.role, use.name) for use in blocks["en"].references]


@pytest.mark.parametrize(
    ("path", "content", "message"),
    [
        ("visit.en.vtt", None, 'The clip "visit.mp4" has no captions in "en".'),
        ("visit.da.vtt", None, 'The clip "visit.mp4" has no captions in "da".'),
        ("visit.mp4", WEBM, "The content is not what the name says."),
        ("visit.mp4", b"<html>" + b"\0" * 99, "The content is not what the name says."),
        ("visit.mp4", b"\0" * (LARGEST_CLIP + 1), "The file is larger than 20000 KB."),
        ("visit.en.vtt", b"1\n00:00.000 --> 00:01.000\nHi\n", "The captions do not begin with WEBVTT."),
        ("visit.en.vtt", b"WEBVTT\n\nHello.\n", "The captions hold no line with a time."),
        ("visit.en.vtt", b"WEBVTT\n\nSTYLE\n::cue{background:url(https://x.example)}\n", "The captions have looks of"),
        ("visit.en.vtt", b"WEBVTT\xff\n", "The captions are not UTF-8."),
        ("other.en.vtt", CAPTIONS, "The picture has no words."),
        ("visit.exe", b"MZ", "The picture has no words."),
    ],
)
def test_what_is_no_clip_or_has_no_captions_is_refused(
    problems: Problems, with_clip: dict[str, str | bytes], path: str, content: bytes | None, message: str
) -> None:
    found = problems({**with_clip, f"{MEDIA}/{path}": content})
    assert any(problem.message.startswith(message) for problem in found), found


def test_a_picture_is_no_clip_and_a_clip_no_picture(problems: Problems, with_clip: dict[str, str | bytes]) -> None:
    for old, new, message in (
        ('file = "visit.mp4"', 'file = "cover.svg"', 'There is no clip "cover.svg".'),
        ('poster = "cover.svg"', 'poster = "visit.mp4"', 'There is no picture "visit.mp4".'),
    ):
        changed = {path: str(with_clip[path]).replace(old, new) for path in (WHY, WHY_DA)}
        assert {problem.message for problem in problems({**with_clip, **changed})} == {message}


def test_captions_may_be_missing_where_the_language_is_partly_there(
    read: Read, with_clip: dict[str, str | bytes]
) -> None:
    toml = str(with_clip[TOML]).replace('languages = ["en", "da"]', 'languages = ["en", "da"]\npartly = ["da"]')
    module = read({**with_clip, TOML: toml, f"{MEDIA}/visit.da.vtt": None}).modules[0]
    block = module.pages[0].texts["da"].block("visit")
    assert block is not None
    assert block.data["caption"].startswith("We lost")


def test_containers_are_told_by_what_they_say() -> None:
    assert clip_type(MP4) == "video/mp4"
    assert clip_type(WEBM) == "video/webm"
    heic = box(b"ftyp", b"heic\0\0\0\0") + box(b"moov")
    for other in (
        b"",
        b"RIFF....WEBPVP8 ",
        heic,
        box(b"ftyp", b"isom"),
        b"\x1a\x45\xdf\xa3matroska",
        b"\0\0\0\0ftypisom",
    ):
        assert clip_type(other) is None


def test_words_of_captions_are_free_of_times_names_and_remarks() -> None:
    assert captions_fault(CAPTIONS) is None
    assert caption_words(CAPTIONS.replace(b"\n", b"\r\n")) == "We lost ten customers.\nEvery year."


VIDEO = '\n```video\nid = "talk"\nurl = "{url}"\ntitle = "A talk"\nsummary = "What it says."\n```\n'


def test_an_outside_video_says_where_it_leads_and_loads_nothing(read: Read, files: dict[str, str]) -> None:
    fence = VIDEO.format(url="https://Video.Example.org/watch?v=1")
    block = read({WHY: files[WHY] + fence, WHY_DA: files[WHY_DA] + fence}).modules[0].pages[0].texts["en"].block("talk")
    assert block is not None
    assert block.data["host"] == "video.example.org"
    assert "<img" not in (block.html or "")
    assert "<iframe" not in (block.html or "")


@pytest.mark.parametrize(
    "address",
    [
        "http://video.example.org/", "javascript:alert(1)", "//video.example.org", "https://user@video.example.org/",
        "https://video.example.org:8443/", "https://127.0.0.1/", "https://localhost/", "https://x.example/\\evil",
        "data:text/html,x", "https://[::1", "https://exa mple.org/",
    ],
)  # fmt: skip
def test_other_addresses_are_no_outside_video(problems: Problems, files: dict[str, str], address: str) -> None:
    assert outside_host(address) == ""
    fence = VIDEO.format(url=address.replace("\\", "\\\\"))
    found = problems({WHY: files[WHY] + fence, WHY_DA: files[WHY_DA] + fence})
    assert {problem.message for problem in found} == {"This is no address of a video elsewhere."}
