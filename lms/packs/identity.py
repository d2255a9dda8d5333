"""Identity and version of a thing in a pack: the `uuid` and `version` in its file, never its path or title."""

import re
from uuid import UUID

from lms.packs.toml_files import TomlText
from lms.questions.tables import Table
from lms.questions.text import KeyPath
from lms.sentences import say

_VERSION = re.compile(r"([1-9]\d{0,3})\.(0|[1-9]\d{0,3})")


class Identities:
    """The uuids of a pack, each of which may stand in one place only."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}

    def claim(self, uuid: str, toml: TomlText, path: KeyPath = ("uuid",)) -> None:
        """Note that `uuid` stands in this file; a second place is a problem."""
        place = self._places.setdefault(uuid, toml.file) if uuid else toml.file
        if place != toml.file:
            remedy = say("Make a new one: python3 -c 'import uuid; print(uuid.uuid4())'")
            toml.problem(path, say("The uuid is that of {place} too.", place=place), remedy)


def read_uuid(table: Table) -> str:
    """Return the uuid of a file in its usual form."""
    value = table.words("uuid")
    try:
        return str(UUID(value)) if value else ""
    except ValueError:
        table.fault("uuid", say("This is no uuid."), say("Make one: python3 -c 'import uuid; print(uuid.uuid4())'"))
        return ""


def read_version(table: Table) -> str:
    """Return the version, "major.minor"."""
    value = table.words("version")
    if value and version_numbers(value) is None:
        table.fault(
            "version",
            say('"{version}" is no version.', version=value),
            say('Write version = "1.0": major, full stop, minor.'),
        )
    return value


def version_numbers(version: str) -> tuple[int, int] | None:
    """Return (major, minor), or None where it is no version."""
    match = _VERSION.fullmatch(version)
    return (int(match[1]), int(match[2])) if match else None
