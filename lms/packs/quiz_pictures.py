"""Pictures in quizzes: files in `quizzes/media/`, shown by the items of kinds that are `Pictured`."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from lms.packs.files import PackFiles
from lms.packs.media import FILE_NAME, Medium, read_medium
from lms.packs.model import Quiz
from lms.packs.toml_files import TomlText
from lms.questions.kinds import Item, Pictured, kind_of
from lms.questions.tables import ItemErrors
from lms.questions.text import KeyPath, Text
from lms.sentences import say

FOLDER = "quizzes/media"


def stored_name(name: str) -> str:
    """Return the name of a quiz's picture beside the pictures of its module, none of which has two full stops."""
    return f"quiz.{name}"


def is_picture(path: str) -> bool:
    """Whether a path inside a pack is where a quiz's picture lies."""
    return PurePosixPath(path).parent.as_posix() == FOLDER


class QuizPictures:
    """Reads the pictures that the items of one quiz file show; `media` are those found, by their names."""

    def __init__(self, source: PackFiles, toml: TomlText) -> None:
        self._source, self._toml = source, toml
        self.media: dict[str, Medium] = {}

    def fitted(self, item: Item, path: KeyPath) -> Item:
        """Return the item with its pictures read; what is wrong becomes problems at `path` of the file."""
        kind = kind_of(item.kind)
        if not isinstance(kind, Pictured):
            return item
        wanted = kind.pictures(item)
        for name, alt in wanted.items():
            self._read(name, alt, path)
        sizes = {name: (self.media[name].width, self.media[name].height) for name in wanted if name in self.media}
        try:
            return kind.fitted(item, sizes) if len(sizes) == len(wanted) else item
        except ItemErrors as errors:
            self._toml.tell(errors.faults, under=path)
            return item

    def _read(self, name: str, alt: Text, path: KeyPath) -> None:
        where = f"{FOLDER}/{name}"
        if not FILE_NAME.fullmatch(name):
            message = say('"{name}" is no name for a picture.', name=name)
            self._toml.problem((*path, "picture"), message, say("Use its-name.svg, .png, .jpg or .webp."))
        elif where not in self._source.files:
            self._toml.problem(
                (*path, "picture"), say('There is no picture "{name}".', name=name), say("Add {where}.", where=where)
            )
        elif name not in self.media and (medium := read_medium(self._source, where, alt)):
            self.media[name] = medium


def refuse_unused(source: PackFiles, quizzes: Sequence[Quiz]) -> None:
    """Note each picture that no quiz shows."""
    shown = {f"{FOLDER}/{name}" for quiz in quizzes for name in quiz.media}
    for path in source.below(FOLDER):
        if path not in shown:
            source.findings.problem(
                path, 1, say("No question shows this picture."), say("Use it in a quiz, or remove it.")
            )
