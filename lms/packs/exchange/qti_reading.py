"""Reading QTI 2 and 3: a single item, or a package whose manifest names a test and its items."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import unquote

from lms.packs.exchange.archives import Package
from lms.packs.exchange.plain_text import line
from lms.packs.exchange.qti_items import read_item
from lms.packs.exchange.qti_names import ITEM, OLD, TEST, respell, spelled
from lms.packs.exchange.qti_spots import Find
from lms.packs.exchange.reading import Reading
from lms.packs.exchange.refusals import Refused
from lms.packs.exchange.xml_tree import Element, read_xml
from lms.questions.exchanged import Unmapped
from lms.sentences import say

MANIFEST_FILE = "imsmanifest.xml"
_OLD_REMEDY = say("Export it as QTI 2.2 or 3.0, or bring it through Moodle and export Moodle XML there.")


def refuse_old(place: str) -> None:
    """Raise `Refused` for QTI 1."""
    raise Refused(place, say("This is QTI 1, which is another format."), _OLD_REMEDY)


def read_qti(root: Element, reading: Reading) -> None:
    """Add the question of a single item to `reading`; a test or manifest alone names files that are not here."""
    name = spelled(root.name)
    if name == OLD:
        refuse_old(reading.file)
    if name != ITEM:
        raise Refused(
            reading.file, say("It names its questions in other files."), say("Import the zip package it belongs to.")
        )
    _take(respell(root), reading, reading.file, "", lambda href: None)


def read_package(package: Package, reading: Reading) -> None:
    """Add the questions of a QTI package to `reading`, in the order of its test, or else of its manifest."""
    files = _Files(package, reading)
    taken: set[str] = set()
    for path, topic in files.items():
        if path in taken:
            reading.losses.add(reading.file, path, say("the test asks it twice"), say("it was taken once"))
            continue
        taken.add(path)
        root = files.root(path)
        if root.name == OLD:
            refuse_old(f"{reading.file}/{path}")
        elif root.name == ITEM:
            _take(root, reading, path, topic, partial(files.beside, path))
        else:
            reading.losses.add(reading.file, path, say("it is no item"), say("it was left out"))
    if not taken:
        raise Refused(
            reading.file, say("There is no QTI item in the package."), say("Export the questions as QTI 2.2 or 3.0.")
        )


def _take(item: Element, reading: Reading, place: str, topic: str, find: Find) -> None:
    title = " ".join((item.attributes.get("title") or item.attributes.get("identifier") or place).split())[:80]
    reading.language = reading.language or item.attributes.get("lang", "")
    try:
        reading.take(replace(read_item(item, reading.losses.of(reading.file, title), find), topic=topic))
    except Unmapped as reason:
        reading.leave_out(title, str(reason))


@dataclass
class _Files:
    """The files of a package by what its manifest and its test say."""

    package: Package
    reading: Reading

    def root(self, path: str) -> Element:
        """Return the root of a file."""
        return respell(read_xml(self.package.content(path), f"{self.reading.file}/{path}"))

    def beside(self, item: str, href: str) -> bytes:
        """Return the bytes of a file that an item refers to."""
        return self.package.content(self._path(item, href))

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield (path, topic) of each item."""
        named = [*self._resources()]
        test = None
        for path in (path for path, sort in named if "imsqti_test" in sort):
            root = self.root(path)
            if root.name != TEST:
                self.reading.losses.add(
                    self.reading.file, path, say("it is called a test and is none"), say("it was left out")
                )
            elif test is not None:
                self.reading.losses.add(self.reading.file, path, say("it is a second test"), say("the first was taken"))
            else:
                test = path, root
        if test is not None:
            yield from self._of_test(*test)
        else:
            yield from ((path, "") for path, sort in named if "qti" in sort and "test" not in sort)

    def _resources(self) -> Iterator[tuple[str, str]]:
        """Yield (path, type) of what the manifest names; of a package without one, every XML file as an item."""
        at = min(
            (name for name in self.package.names() if posixpath.basename(name) == MANIFEST_FILE), key=len, default=""
        )
        if not at:
            yield from ((name, "imsqti_item") for name in self.package.names() if name.endswith(".xml"))
            return
        for each in self.root(at).below("resource"):
            href = each.attributes.get("href", "")
            if href:
                yield self._path(at, href), each.attributes.get("type", "").casefold()

    def _of_test(self, path: str, test: Element) -> Iterator[tuple[str, str]]:
        self.reading.title = self.reading.title or " ".join(test.attributes.get("title", "").split())[:200]
        self.reading.identifier = test.attributes.get("identifier", "")
        self.reading.language = self.reading.language or test.attributes.get("lang", "")
        self._tell_unused(test)
        for part in test.elements("test-part"):
            for section in part.elements("assessment-section"):
                yield from self._of_section(section, path, "")

    def _of_section(self, section: Element, base: str, outer: str) -> Iterator[tuple[str, str]]:
        topic = line(section.attributes.get("title", ""), lambda reason, done: None) or outer
        for each in section.elements("assessment-section", "assessment-item-ref"):
            if each.name == "assessment-section":
                yield from self._of_section(each, base, topic)
            else:
                yield self._path(base, each.attributes.get("href", "")), topic

    def _tell_unused(self, test: Element) -> None:
        unused = {
            "time-limits": say("a time limit"),
            "selection": say("a draw of some questions"),
            "weight": say("weights of questions"),
            "pre-condition": say("conditions between questions"),
            "branch-rule": say("branches between questions"),
            "rubric-block": say("instructions for candidates"),
            "test-feedback": say("feedback on the whole test"),
        }
        for name, what in unused.items():
            if any(True for _ in test.below(name)):
                self.reading.losses.add(
                    self.reading.file,
                    "",
                    say("the test has {what}", what=what),
                    say("it was left out; set it in the quiz file"),
                )

    def _path(self, base: str, href: str) -> str:
        """Return the path of what a file refers to, inside the package."""
        target = unquote(href).partition("#")[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), target))
        if "://" in href or path.startswith(("/", "..")) or not target:
            raise Refused(
                f"{self.reading.file}/{base}", say("It refers to a file outside the package."), say("Export it again.")
            )
        return path
