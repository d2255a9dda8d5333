"""Reading XML from strangers: no document type, so no entities; nothing fetched, nothing included; everything bounded.

Expat alone, with a guard at each event: it stops at the first declaration of a document type, before an entity could
exist, and never opens another file or address.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from lms.packs.exchange.refusals import Refused
from lms.sentences import say

LARGEST = 10_000_000
"""Bytes of one XML file."""

DEEPEST = 60
MOST_ELEMENTS = 50_000
MOST_ATTRIBUTES = 40
INCLUDE = "http://www.w3.org/2001/XInclude"
_CHUNK = 1 << 16


@dataclass(slots=True)
class Element:
    """An element by its local name; namespaces and prefixes are gone. `children` holds elements and texts."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Element | str"] = field(default_factory=list)

    def elements(self, *names: str) -> Iterator["Element"]:
        """Yield the children that are elements, only those called one of `names` where some are given."""
        return (each for each in self.children if isinstance(each, Element) and (not names or each.name in names))

    def first(self, *names: str) -> "Element | None":
        """Return the first child called one of `names`."""
        return next(self.elements(*names), None)

    def everything(self) -> Iterator["Element"]:
        """Yield all descendants in the order of the file."""
        for each in self.elements():
            yield each
            yield from each.everything()

    def below(self, *names: str) -> Iterator["Element"]:
        """Yield the descendants called one of `names`, in the order of the file."""
        return (each for each in self.everything() if each.name in names)

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        """Yield the pieces of text inside, at any depth."""
        for each in self.children:
            if isinstance(each, Element):
                yield from each.texts()
            else:
                yield each


def read_xml(content: bytes, place: str) -> Element:
    """Return the root of an XML file; raise `Refused`, which names `place` and line, for anything but plain XML."""
    if len(content) > LARGEST:
        raise Refused(
            place,
            say("The XML is larger than {largest} MB.", largest=LARGEST // 1000000),
            say("Export fewer questions at a time."),
        )
    return _Reader(place).read(content)


class _Reader:
    def __init__(self, place: str) -> None:
        self.place = place
        self.root: Element | None = None
        self.open: list[Element] = []
        self.elements = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.ExternalEntityRefHandler = self._outside
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def read(self, content: bytes) -> Element:
        try:
            for start in range(0, len(content), _CHUNK):
                self.parser.Parse(content[start : start + _CHUNK], False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            words = expat.errors.messages.get(error.code, say("not well formed"))
            raise Refused(
                f"{self.place}:{error.lineno}",
                say("This is no XML: {words}.", words=words),
                say("Export the file again."),
            ) from None
        except (LookupError, UnicodeError, ValueError) as error:
            if isinstance(error, Refused):
                raise
            raise Refused(self.place, say("The XML is in an unknown encoding."), say("Save it as UTF-8.")) from None
        if self.root is None:
            raise Refused(self.place, say("The XML is empty."), say("Export the file again."))
        return self.root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.elements += 1
        if space == INCLUDE:
            self._refuse(say("It includes other files (XInclude)."), say("Export the file without them."))
        if self.elements > MOST_ELEMENTS or len(self.open) >= DEEPEST or len(attributes) > MOST_ATTRIBUTES:
            self._refuse(say("It is too large or nested too deeply."), say("Export fewer questions at a time."))
        own = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(local, own, self.parser.CurrentLineNumber)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, name: str) -> None:
        self.open.pop()

    def _characters(self, data: str) -> None:
        if self.open:
            self.open[-1].children.append(data)

    def _doctype(self, *_: object) -> None:
        self._refuse(
            say("It declares a document type (DOCTYPE)."), say("Remove that declaration; entities are never read.")
        )

    def _entity(self, *_: object) -> None:
        self._refuse(say("It declares an entity."), say("Remove the declaration; write the words themselves."))

    def _outside(self, *_: object) -> int:
        self._refuse(say("It refers to another file."), say("Export the file without such references."))
        return 0

    def _refuse(self, reason: str, remedy: str) -> None:
        raise Refused(f"{self.place}:{self.parser.CurrentLineNumber}", reason, remedy)
