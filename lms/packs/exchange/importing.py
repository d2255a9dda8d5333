"""From the bytes of a file to a quiz file of ours: which format it is, and who reads it."""

from dataclasses import dataclass

from lms.packs.exchange.archives import Package
from lms.packs.exchange.csv_layout import decoded, read_csv
from lms.packs.exchange.gift_reading import read_gift
from lms.packs.exchange.moodle_xml import ROOT, read_moodle
from lms.packs.exchange.qti_names import ITEM, OLD, TEST, spelled
from lms.packs.exchange.qti_reading import read_package, read_qti, refuse_old
from lms.packs.exchange.quiz_file import QuizFile, quiz_file
from lms.packs.exchange.reading import Reading
from lms.packs.exchange.refusals import Losses, Refused
from lms.packs.exchange.xml_tree import Element, read_xml
from lms.sentences import say

FORMATS = ("gift", "qti", "moodle-xml", "csv")
LARGEST_TEXT = 5_000_000
"""Bytes a GIFT file may have."""

_ENDINGS = {"gift": "gift", "txt": "gift", "csv": "csv", "tsv": "csv"}
_REMEDY = say("Say which it is with --format {known} or {last}.", known=", ".join(FORMATS[:-1]), last=FORMATS[-1])


@dataclass(frozen=True, slots=True)
class Import:
    """What came of a file: the quiz file (None where no question could be mapped) and all that did not come along."""

    quiz: QuizFile | None
    losses: Losses


def import_quiz(content: bytes, file: str, *, format: str = "", language: str = "en", name: str = "") -> Import:
    """Read a file of another program; raise `Refused` where it cannot be read at all.

    `file` is its name, `format` one of `FORMATS` ("" to find out), `language` the one its texts are in, `name` that of
    the quiz ("" to take it from the title or the file).
    """
    reading = Reading(file)
    _READERS[format or _format(content, file)](content, reading, language)
    if reading.language and not reading.language.lower().startswith(language):
        told = say("the file says its language is “{language}”", language=reading.language[:10])
        reading.losses.add(
            file,
            "",
            told,
            say("its texts were written as “{language}”; import it with --language to change that", language=language),
        )
    if not reading.questions and not reading.losses.found:
        raise Refused(file, say("There is no question in it."), say("Look whether the right file was chosen."))
    return Import(quiz_file(reading, language, name or _stem(file)), reading.losses)


def _stem(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _format(content: bytes, file: str) -> str:
    """Return the format of a file by what it begins with, or else by how its name ends."""
    if content.startswith(b"PK"):
        return "qti"
    if content[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return "xml"
    ending = file.rpartition(".")[2].lower()
    if ending not in _ENDINGS:
        raise Refused(file, say("It is not clear which format this is."), _REMEDY)
    return _ENDINGS[ending]


def _gift(content: bytes, reading: Reading, language: str) -> None:
    if len(content) > LARGEST_TEXT:
        raise Refused(
            reading.file,
            say("The file is larger than {largest} MB.", largest=LARGEST_TEXT // 1000000),
            say("Divide it."),
        )
    read_gift(decoded(content, reading.file), reading, language)


def _csv(content: bytes, reading: Reading, language: str) -> None:
    read_csv(content, reading)


def _qti(content: bytes, reading: Reading, language: str) -> None:
    if content.startswith(b"PK"):
        read_package(Package(content, reading.file), reading)
    else:
        read_qti(read_xml(content, reading.file), reading)


def _moodle(content: bytes, reading: Reading, language: str) -> None:
    _of_moodle(read_xml(content, reading.file), reading, language)


def _of_moodle(root: Element, reading: Reading, language: str) -> None:
    if root.name != ROOT:
        raise Refused(
            reading.file, say("This is no Moodle XML: it begins with <{name}>.", name=root.name[:40]), _REMEDY
        )
    read_moodle(root, reading, language)


def _xml(content: bytes, reading: Reading, language: str) -> None:
    """Read an XML file as what its first element says it is."""
    root = read_xml(content, reading.file)
    name = spelled(root.name)
    if name == OLD:
        refuse_old(reading.file)
    elif name in {ITEM, TEST, "manifest"}:
        read_qti(root, reading)
    else:
        _of_moodle(root, reading, language)


_READERS = {"gift": _gift, "qti": _qti, "moodle-xml": _moodle, "csv": _csv, "xml": _xml}
