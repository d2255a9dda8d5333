"""The pictures and clips of a module: declared in its module.toml, lying in its media/, each with words."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from lms.packs.clips import CAPTIONS_NAME, CLIP_NAME, read_clip
from lms.packs.files import PackFiles
from lms.packs.media import FILE_NAME, Medium, read_medium
from lms.questions.tables import Table
from lms.questions.text import Text
from lms.sentences import say


def read_media(source: PackFiles, folder: str, table: Table, whole: Collection[str]) -> dict[str, Medium]:
    """Return the pictures, clips and captions of the module in `folder` by their names; faults go to the table.

    `whole` are the languages in which a clip needs captions.
    """
    media: dict[str, Medium] = {}
    for name in table.values:
        entry = table.table(name)
        alt: Text = {}
        if not entry.flag("decorative", default=False):
            alt = entry.text("alt")
        entry.finish()
        path = f"{folder}/media/{name}"
        if not (FILE_NAME.fullmatch(name) or CLIP_NAME.fullmatch(name)):
            remedy = say("Use its-name.svg, .png, .jpg or .webp, for a clip .mp4 or .webm.")
            table.fault(name, say('"{name}" is no name for a picture.', name=name), remedy)
        elif path not in source.files:
            table.fault(
                name,
                say('There is no picture "{name}" in media/.', name=name),
                say("Add the file, or remove these lines."),
            )
        elif CLIP_NAME.fullmatch(name):
            media |= read_clip(source, path, alt, whole)
        elif medium := read_medium(source, path, alt):
            media[name] = medium
    return media


def is_declared(name: str, declared: Collection[str]) -> bool:
    """Return whether a file in media/ belongs to something declared: itself, or the clip it holds the captions of."""
    captions = CAPTIONS_NAME.fullmatch(name)
    clips = {PurePosixPath(each).stem for each in declared if CLIP_NAME.fullmatch(each)}
    return name in declared or (captions is not None and captions[1] in clips)


def pictures_of(declared: Collection[str]) -> set[str]:
    """Return the names among these that are pictures."""
    return {name for name in declared if not CLIP_NAME.fullmatch(name)}


def clips_of(declared: Collection[str]) -> set[str]:
    """Return the names among these that are clips."""
    return {name for name in declared if CLIP_NAME.fullmatch(name)}
