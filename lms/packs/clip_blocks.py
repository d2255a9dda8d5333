"""Moving pictures on a page: a clip that lies in the module, and a video elsewhere that is opened by a click."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from lms.packs.block_keys import Key
from lms.packs.blocks import Block, Body, Markdown, Reference
from lms.packs.clips import caption_words, captions_name
from lms.packs.media import Medium
from lms.packs.page_text import PageText
from lms.questions.tables import Table
from lms.questions.text import N_, Json
from lms.sentences import say

CLIP_ROLE: Final = "clip"
LONGEST_ADDRESS: Final = 500
_HOST: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,24}")


class Clip:
    """A short clip of the module: `file`, `title`, and a `poster` and a `transcript` (Markdown) that may be left out.

    It never plays by itself. Captions lie beside the file as its-name.en.vtt.
    """

    name = "clip"
    label = N_("Clip")
    keys = (
        Key("file", "clip", N_("Which one"), most=100, help=N_("Clips are put in under Pictures.")),
        Key("title", "words", N_("Title"), most=120),
        Key("poster", "media", N_("Picture before it plays"), required=False, most=100),
        Key("transcript", "markdown", N_("Transcript"), required=False, most=10_000),
    )

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read the keys; the words of the captions come when the files are at hand: `with_captions`."""
        file, poster = table.words("file", most=100), table.words("poster", default="", most=100)
        data: dict[str, Json] = {"file": file, "poster": poster, "title": table.words("title", most=120)}
        shown = (Reference("media", poster),) if poster else ()
        return Body(data, markdown(table, "transcript", required=False) or None, (Reference(CLIP_ROLE, file), *shown))


class Video:
    """A video elsewhere: `url` (https), `title`, a `summary` in Markdown, and a `transcript` that may be left out.

    Nothing of it is loaded; a reader opens it in a tab of its own, where the organisation allows that at all.
    """

    name = "video"
    label = N_("Video elsewhere")
    keys = (
        Key("url", "words", N_("Address"), most=LONGEST_ADDRESS),
        Key("title", "words", N_("Title"), most=120),
        Key("summary", "markdown", N_("What it says in a few sentences"), most=10_000),
        Key("transcript", "markdown", N_("Transcript"), required=False, most=10_000),
    )

    def read(self, table: Table, markdown: Markdown) -> Body:
        """Read the keys."""
        address = table.words("url", most=LONGEST_ADDRESS)
        host = outside_host(address)
        if address and not host:
            table.fault(
                "url", say("This is no address of a video elsewhere."), say("Write it as https://www.example.com/….")
            )
        data: dict[str, Json] = {"url": address, "host": host, "title": table.words("title", most=120)}
        transcript = markdown(table, "transcript", required=False)
        data |= {"transcript": {"html": transcript}} if transcript else {}
        return Body(data, markdown(table, "summary"))


def outside_host(address: str) -> str:
    """Return the host an https address leads to; "" where it is none that people may be sent to."""
    try:
        parts = urlsplit(address)
        plain = parts.scheme == "https" and parts.port is None and "@" not in parts.netloc
    except ValueError:
        return ""
    printable = address.isprintable() and " " not in address and "\\" not in address
    host = parts.netloc.lower()
    return host if plain and printable and _HOST.fullmatch(host) else ""


def with_captions(page: PageText, media: Mapping[str, Medium], language: str) -> PageText:
    """Return a page whose clips know the words of their captions, in its language or in English: they are searched and
    stand below the clip where it has no transcript."""
    return replace(page, blocks=tuple(_captioned(block, media, language) for block in page.blocks))


def _captioned(block: Block, media: Mapping[str, Medium], language: str) -> Block:
    if block.kind != Clip.name:
        return block
    names = (captions_name(str(block.data["file"]), each) for each in (language, "en"))
    found = next((media[name] for name in names if name in media), None)
    return block if found is None else replace(block, data={**block.data, "caption": caption_words(found.content)})


CLIP = Clip()
VIDEO = Video()
