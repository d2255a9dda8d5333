"""A pack as a zip: what is odd about one is refused in words, and the same files give the same bytes."""

from __future__ import annotations

import io
import json
import stat
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.packs.archive import LIMITS, read_archive, write_archive
from lms.packs.problems import PackErrors
from tests.packs.conftest import FILES

PACKAGES = json.loads((Path(__file__).parents[1] / "cases" / "packages.json").read_text(encoding="utf-8"))["cases"]
SOUND = {path: text.encode() for path, text in FILES.items()}


def zipped(*entries: tuple[str, bytes], mode: int = 0o100644, **changes: Any) -> bytes:
    """Return a zip with these members, whatever their names; `changes` are set on each of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename, info.external_attr, info.create_system = name, mode << 16, 3
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in changes.items():
                setattr(info, key, value)
            package.writestr(info, content)
    return out.getvalue()


def refused(content: bytes) -> str:
    """Return what is said of a zip that is not taken."""
    with pytest.raises(PackErrors) as told:
        read_archive(content)
    (problem,) = told.value.problems
    assert problem.remedy
    return f"{problem.file} {problem.message}"


@pytest.mark.parametrize(
    "name",
    [
        "../modules/x/module.toml",
        "modules/../../x.toml",
        "/etc/passwd",
        "modules\\x\\module.toml",
        "C:/x.toml",
        "C:x.toml",
        "modules//x.toml",
        "./modules/x.toml",
        "modules/x/\x00.toml",
        "modules/x/\u202etoml.md",
    ],
)
def test_a_name_that_leads_out_or_hides_something_is_refused_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    canary = tmp_path.parent / "canary.toml"
    said = refused(zipped((name, b"x"), ("../canary.toml", b"x")))
    assert "leads out of the package" in said or "has no proper name" in said
    assert not canary.exists()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_another_odd_file_is_refused(kind: int) -> None:
    assert "is a link or no ordinary file" in refused(
        zipped(("modules/x/module.toml", b"/etc/passwd"), mode=kind | 0o777)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("modules/x/module.toml", "modules/x/module.toml"),
        ("modules/x/module.toml", "modules/X/Module.toml"),
        ("modules/x/é.md", unicodedata.normalize("NFD", "modules/x/é.md")),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(one: str, other: str) -> None:
    assert "stands in the zip twice" in refused(zipped((one, b"a"), (other, b"b")))


def test_a_bomb_is_refused_by_its_ratio_its_sum_and_its_number() -> None:
    assert "far more than a pack may hold" in refused(zipped(("modules/x/media/a.svg", bytes(30_000_000))))
    many = zipped(*((f"modules/x/en/{number}.md", b"") for number in range(LIMITS.members + 1)))
    assert "more than 2,000 files" in refused(many)


@pytest.mark.parametrize("inside", [zipped(("a.toml", b"x")), b"\x1f\x8b\x08rest", b"Rar!\x1a\x07\x00"])
def test_an_archive_in_the_archive_is_refused_whatever_it_is_called(inside: bytes) -> None:
    assert "is an archive inside the archive" in refused(zipped(("modules/x/media/a.svg", inside)))
    assert "is an archive inside the archive" in refused(zipped(("notes/a.zip", b"")))


@pytest.mark.parametrize("name", ["modules/x/run.py", "modules/x/a.JS", "start.exe", "modules/x/a.ｊｓ", ".hook.sh"])
def test_a_program_is_refused_wherever_it_lies(name: str) -> None:
    assert "is a program" in refused(zipped((name, b"x")))


def test_an_encrypted_file_is_refused() -> None:
    content = bytearray(zipped(("modules/x/module.toml", b"secret")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert "is encrypted" in refused(bytes(content))


def test_what_is_no_zip_or_a_damaged_one_is_refused() -> None:
    assert "damaged" in refused(b"hello")
    assert "damaged" in refused(write_archive(SOUND)[:-40])


@pytest.mark.parametrize("case", PACKAGES, ids=lambda case: case["class"])
def test_the_hostile_packages_of_the_cases_give_nothing(case: dict[str, Any], tmp_path: Path) -> None:
    entries = [
        (each["name"], each.get("text", "").encode() or bytes(each.get("zeros", 0))) for each in case.get("entries", ())
    ]
    entries += [(f"f{number}.txt", b"x") for number in range(case.get("many", 0))]
    try:
        assert read_archive(zipped(*entries)) == {}
    except PackErrors as told:
        assert all(problem.remedy for problem in told.problems)
    assert not list(tmp_path.iterdir())


def test_one_folder_around_it_all_and_what_a_computer_adds_are_left_away() -> None:
    around = {f"our-pack/{path}": content for path, content in SOUND.items()}
    added = {"our-pack/.DS_Store": b"x", "__MACOSX/our-pack/._x": b"x", "our-pack/README.md": b"read me"}
    assert read_archive(write_archive({**around, **added})) == SOUND


def test_the_same_files_give_the_same_bytes_in_whichever_order() -> None:
    backwards = dict(reversed(SOUND.items()))
    assert write_archive(SOUND) == write_archive(backwards)


_NAMES = st.from_regex(
    r"modules/[a-z]{1,8}/(en/[a-z0-9-]{1,8}\.md|[a-z]{1,8}\.calc\.toml|media/[a-z]{1,8}\.svg)", fullmatch=True
)
_ARCHIVES = (b"PK", b"\x1f\x8b", b"BZ", b"\xfd7zXZ", b"7z", b"Rar!")
"""How a file begins that is refused inside a pack."""


@given(
    st.dictionaries(
        _NAMES,
        st.binary(max_size=300).filter(lambda content: not content.startswith(_ARCHIVES)),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_what_is_packed_comes_out_byte_for_byte(files: dict[str, bytes]) -> None:
    packed = write_archive(files)
    assert read_archive(packed) == files
    assert write_archive(read_archive(packed)) == packed
