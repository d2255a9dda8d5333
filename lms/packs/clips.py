"""Short clips of a module: a video file that lies in it, with captions in every language it is whole in.

A file is what its container says, not what its name says. Captions are WebVTT without looks of their own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from lms.packs.files import PackFiles
from lms.packs.media import Medium
from lms.questions.text import LANGUAGES, Text
from lms.sentences import say

LARGEST_CLIP: Final = 20_000_000
"""Bytes: two to three minutes of good picture at 720 lines."""
LARGEST_CAPTIONS: Final = 200_000
CLIP_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\.(?:mp4|webm)")
CAPTIONS_NAME: Final = re.compile(rf"([a-z0-9][a-z0-9-]{{0,59}})\.({'|'.join(LANGUAGES)})\.vtt")
CLIP_TYPES: Final = {".mp4": "video/mp4", ".webm": "video/webm"}
CAPTIONS_TYPE: Final = "text/vtt; charset=utf-8"

_BRANDS: Final = {
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"dash",
    b"MSNV", b"f4v ",
}  # fmt: skip
_EBML: Final = b"\x1a\x45\xdf\xa3"
_HEAD: Final = re.compile(r"\ufeff?WEBVTT(?:[ \t][^\n]*)?(?:\n|\Z)")
_TIMES: Final = re.compile(r"^(?:\d+:)?\d\d:\d\d\.\d{3}[ \t]+-->[ \t]+(?:\d+:)?\d\d:\d\d\.\d{3}(?:[ \t].*)?$")
_TAG: Final = re.compile(r"<[^<>]*>")
_NOT_WORDS: Final = ("STYLE", "REGION", "NOTE")


def clip_type(content: bytes) -> str | None:
    """Return "video/mp4" or "video/webm" by what the container says of itself; None for anything else."""
    if content[4:8] == b"ftyp" and content[8:12] in _BRANDS and b"moov" in set(_boxes(content)):
        return CLIP_TYPES[".mp4"]
    if content.startswith(_EBML) and b"webm" in content[:64]:
        return CLIP_TYPES[".webm"]
    return None


def captions_fault(content: bytes) -> str | None:
    """Return why captions cannot be used, None where they can."""
    try:
        text = _plain(content)
    except UnicodeDecodeError:
        return say("The captions are not UTF-8.")
    if not _HEAD.match(text):
        return say("The captions do not begin with WEBVTT.")
    if any(block.startswith(("STYLE", "REGION")) for block in text.split("\n\n")):
        return say("The captions have looks of their own (STYLE or REGION).")
    if not any(_TIMES.match(line) for line in text.split("\n")):
        return say("The captions hold no line with a time.")
    return None


def caption_words(content: bytes) -> str:
    """Return what is said in captions, line after line, without times and marks."""
    lines: list[str] = []
    for block in _plain(content).split("\n\n")[1:]:
        if block.startswith(_NOT_WORDS):
            continue
        rows = block.split("\n")
        at = next((number for number, line in enumerate(rows) if _TIMES.match(line)), None)
        lines += [_TAG.sub("", line).strip() for line in rows[at + 1 :]] if at is not None else []
    return "\n".join(line for line in lines if line)


def captions_name(clip: str, language: str) -> str:
    """Return what the captions of a clip are called in a language."""
    return f"{PurePosixPath(clip).stem}.{language}.vtt"


def read_clip(source: PackFiles, path: str, alt: Text, whole: Collection[str]) -> dict[str, Medium]:
    """Read a clip and its captions; what is wrong is a problem, captions missing in a `whole` language among it."""
    name, findings = PurePosixPath(path).name, source.findings
    content = source.content(path, LARGEST_CLIP)
    if content is None:
        return {}
    kind = CLIP_TYPES[PurePosixPath(name).suffix]
    if clip_type(content) != kind:
        remedy = say("Export it anew as MP4 (H.264) or WebM.")
        findings.problem(path, 1, say("The content is not what the name says."), remedy)
    found = {name: _medium(name, kind, content, alt)}
    for language in LANGUAGES:
        captions = f"{PurePosixPath(path).parent}/{captions_name(name, language)}"
        if captions in source.files:
            found |= _captions(source, captions)
        elif language in whole:
            message = say('The clip "{name}" has no captions in "{language}".', name=name, language=language)
            findings.problem(path, 1, message, say("Add {captions}: what is said, as WebVTT.", captions=captions))
    return found


def _captions(source: PackFiles, path: str) -> dict[str, Medium]:
    content = source.content(path, LARGEST_CAPTIONS)
    if content is None:
        return {}
    fault = captions_fault(content)
    if fault is not None:
        source.findings.problem(path, 1, fault, say("Save them as WebVTT (.vtt) in UTF-8."))
        return {}
    name = PurePosixPath(path).name
    return {name: _medium(name, CAPTIONS_TYPE, content, {})}


def _medium(name: str, kind: str, content: bytes, alt: Text) -> Medium:
    return Medium(name, kind, hashlib.sha256(content).hexdigest(), len(content), 0, 0, alt, content)


def _plain(content: bytes) -> str:
    return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def _boxes(content: bytes) -> Iterator[bytes]:
    """Yield the names of an MP4's outermost boxes (ISO/IEC 14496-12, 4.2); stops where they no longer fit."""
    position = 0
    while position + 8 <= len(content):
        size, header = int.from_bytes(content[position : position + 4], "big"), 8
        yield content[position + 4 : position + 8]
        if size == 1:
            size, header = int.from_bytes(content[position + 8 : position + 16], "big"), 16
        if size < header:
            return
        position += size
