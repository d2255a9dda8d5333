"""Two sets of files: as a whole where both can be read, part by part where one cannot."""

from __future__ import annotations

import pytest

from lms.packs.differences.sources import between_sources, part_differences
from lms.packs.problems import PackErrors

WHY = "modules/coffee/en/01-why.md"
MODULE = "modules/coffee/module.toml"


@pytest.fixture
def sources(files: dict[str, str]) -> dict[str, bytes]:
    """The files of the sound pack."""
    return {path: text.encode() for path, text in files.items()}


def test_two_sound_sets_are_compared_as_a_whole(sources: dict[str, bytes]) -> None:
    new = sources | {WHY: sources[WHY].replace(b"costs", b"takes")}
    (found,) = between_sources(sources, new)
    assert (found.level, found.place.name, found.place.part) == ("wording", "01-why", "the-cup")


def test_a_faulty_set_is_compared_part_by_part(sources: dict[str, bytes]) -> None:
    new = sources | {WHY: sources[WHY].replace(b'use = "price-of-a-cup"', b"use = ")}
    with pytest.raises(PackErrors):
        between_sources(sources, new)
    (found,) = part_differences(sources, new)
    assert (found.path, found.part, found.happened) == (WHY, "cup", "changed")
    assert [run.text for run in found.runs if run.mark == "gone"] == ['"price-of-a-cup"']


def test_files_that_come_and_go_and_pictures_are_named(sources: dict[str, bytes]) -> None:
    picture = "modules/coffee/media/cover.svg"
    new = sources | {"modules/coffee/sv/01-why.md": sources[WHY], picture: b"<svg/>"}
    del new[MODULE]
    assert [(each.path, each.happened) for each in part_differences(sources, new)] == [
        (picture, "changed"),
        (MODULE, "removed"),
        ("modules/coffee/sv/01-why.md", "added"),
    ]


def test_blocks_in_another_order_differ(sources: dict[str, bytes]) -> None:
    head, first, second = sources[MODULE].partition(b'[[pages]]\nname = "01-why"\nrequired = true\nminutes = 6\n\n')
    moved = head + second.replace(b"[media", first + b"[media")
    (found,) = part_differences(sources, sources | {MODULE: moved})
    assert (found.part, found.happened) == ("", "changed")
