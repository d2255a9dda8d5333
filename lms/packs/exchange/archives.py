"""Taking files out of a zip from strangers: in memory, within limits, and only where every name in it is harmless.

Nothing is unpacked to the disk. Sizes are counted while inflating, whatever the directory claims.
"""

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lms.packs.exchange.refusals import Refused
from lms.sentences import say

RATIO = 100
FROM_SIZE = 200_000
"""Bytes from which the ratio counts: a short manifest of equal lines is packed tightly and harmless."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a zip may be, in bytes: itself, one file in it, all together; and how many files.

    `needs`: what it would be far more than; `fewer` and `again`: what to do about one too large, and a strange one.
    """

    zip: int
    member: int
    together: int
    members: int
    needs: str
    fewer: str
    again: str


QUIZZES = Limits(
    zip=50_000_000,
    member=10_000_000,
    together=40_000_000,
    members=2_000,
    needs=say("a quiz needs"),
    fewer=say("Export fewer questions at a time, without media."),
    again=say("Export the package again from the program it came from."),
)

_DIRECTORY_OF_ONE = 512
_END = b"PK\x05\x06"
_HEADER = 30


class Package:
    """The members of a zip by their paths; raise `Refused` for anything odd about any of them."""

    def __init__(self, content: bytes, place: str, limits: Limits = QUIZZES) -> None:
        self.place = place
        self.limits = limits
        self._read = 0
        if len(content) > limits.zip:
            raise Refused(place, say("The zip is larger than {zip} MB.", zip=limits.zip // 1000000), limits.fewer)
        self._check_directory(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
            raise Refused(place, say("This zip is damaged."), limits.again) from None
        self.members = {info.filename: info for info in self._zip.infolist() if not info.is_dir()}
        self._check()

    def names(self) -> list[str]:
        """Return the paths of all files."""
        return sorted(self.members)

    def content(self, name: str) -> bytes:
        """Return the bytes of a file; raise `Refused` where it is missing, damaged, or larger than it may be."""
        info = self.members.get(name)
        if info is None:
            raise Refused(
                f"{self.place}/{name}", say("The package names this file and does not hold it."), self.limits.again
            )
        parts: list[bytes] = []
        size = 0
        for part in self._inflated(info):
            size += len(part)
            self._read += len(part)
            packed = max(info.compress_size, 1)
            if (
                size > self.limits.member
                or self._read > self.limits.together
                or (size > FROM_SIZE and size > RATIO * packed)
            ):
                self._bomb(name)
            parts.append(part)
        return b"".join(parts)

    def _inflated(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(info) as file:
                while part := file.read(1 << 16):
                    yield part
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, struct.error):
            raise Refused(
                f"{self.place}/{info.filename}", say("This file in the zip is damaged."), self.limits.again
            ) from None

    def _check_directory(self, content: bytes) -> None:
        """Refuse a directory that would be slow to read, before it is."""
        end = content.rfind(_END, max(0, len(content) - 66_000))
        if end < 0 or len(content) < end + 22:
            raise Refused(self.place, say("This zip is damaged."), self.limits.again)
        members, size = struct.unpack_from("<HI", content, end + 10)
        if members > self.limits.members or size > self.limits.members * _DIRECTORY_OF_ONE:
            raise Refused(
                self.place,
                say("The zip holds more than {members} files.", members=f"{self.limits.members:,}"),
                self.limits.fewer,
            )

    def _check(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > self.limits.members:
            raise Refused(
                self.place,
                say("The zip holds more than {members} files.", members=f"{self.limits.members:,}"),
                self.limits.fewer,
            )
        seen: set[str] = set()
        for info in infos:
            self._check_member(info)
            folded = unicodedata.normalize("NFC", info.filename).casefold().rstrip("/")
            if folded in seen:
                self._odd(info, say("stands in the zip twice"))
            seen.add(folded)
        self._check_places(infos)
        if sum(info.file_size for info in infos) > self.limits.together:
            self._bomb("")

    def _check_member(self, info: zipfile.ZipInfo) -> None:
        name = info.orig_filename
        parts = name.rstrip("/").split("/")
        if name.startswith("/") or "\\" in name or ":" in name or any(part in {"", ".", ".."} for part in parts):
            self._odd(info, say("leads out of the package"))
        if len(name) > 255 or not name.isprintable():
            self._odd(info, say("has no proper name"))
        mode = info.external_attr >> 16
        if info.create_system == 3 and stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
            self._odd(info, say("is a link or no ordinary file"))
        if info.flag_bits & 1:
            self._odd(info, say("is encrypted"))
        if info.file_size > FROM_SIZE and info.file_size > RATIO * max(info.compress_size, 1):
            self._bomb(info.filename)

    def _check_places(self, infos: list[zipfile.ZipInfo]) -> None:
        """Refuse members that share bytes: many names for one lump is how a small zip becomes a large one."""
        free = 0
        for info in sorted(infos, key=lambda each: each.header_offset):
            if info.header_offset < free:
                self._odd(info, say("overlaps another file of the zip"))
            free = info.header_offset + _HEADER + info.compress_size

    def _odd(self, info: zipfile.ZipInfo, what: str) -> None:
        raise Refused(
            self.place, say("“{filename}” {what}.", filename=shown(info.filename), what=what), self.limits.again
        )

    def _bomb(self, name: str) -> None:
        reason = say("It unpacks to far more than {needs}.", needs=self.limits.needs)
        raise Refused(f"{self.place}/{shown(name)}".rstrip("/"), reason, self.limits.fewer)


def shown(name: str) -> str:
    """Return a name from a stranger in a form that may be printed: short, without control characters."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:80])
