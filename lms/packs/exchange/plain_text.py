"""HTML from other programs as plain words: what carries meaning stays as words, what was lost is told.

Reads tags in one pass of `str.find`, so that no text can make it slow.
"""

import html
import re

from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import Tell
from lms.questions.tables import HTML_TAG
from lms.sentences import say

BLOCKS = {
    "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "blockquote", "pre", "hr",
    "section", "figure", "dl", "dt", "dd", "prompt", "content-body", "item-body", "rubric-block",
}  # fmt: skip
SILENT = {"script", "style", "template", "noscript"}
PLAIN = {"p", "div", "span", "br", "prompt", "content-body", "item-body", "simple-choice", "template-block"}
"""What is not worth telling: it says nothing that words do not."""

UNSAID = {
    "img": say("a picture"),
    "image": say("a picture"),
    "object": say("a picture or another file"),
    "audio": say("a sound"),
    "video": say("a film"),
    "iframe": say("a page of another site"),
    "embed": say("another file"),
    "svg": say("a drawing"),
    "source": say("another file"),
}
MATHS = {"math", "m:math", "formula"}
_ATTRIBUTE = re.compile(r"(alt|href)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_NAME = re.compile(r"[a-zA-Z][\w:-]*")
_TEX = re.compile(r"\\\(|\\\[|\$\$")
_RAISED = str.maketrans("0123456789+-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
LONGEST = 20_000


class PlainText:
    """Collects the words of one text; `start`, `end` and `words` are told in the order of the source."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.pieces: list[str] = []
        self.silent = ""
        self.small: list[str] = []
        self.looks: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if self.silent:
            return
        if name in SILENT:
            self.silent = name
            self.tell(say("a text holds <{name}>", name=name), say("it was left out"))
        elif name in UNSAID:
            self._unsaid(name, attributes)
        elif name in MATHS:
            self.tell(say("a text holds a formula"), say("its letters were kept as words"))
        elif name in {"sub", "sup"}:
            self.small.append(name)
        elif name in {"td", "th"}:
            self.pieces.append(" | " if self.pieces and not self.pieces[-1].endswith("\n") else "")
        elif name == "li":
            self.pieces.append("\n– ")
        elif name in BLOCKS:
            self.pieces.append("\n")
        if name not in PLAIN and name not in UNSAID and name not in SILENT:
            self.looks.add(name)
        if name == "a" and attributes.get("href"):
            self.tell(say("a text holds a link"), say("its words were kept, its address left out"))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == self.silent:
            self.silent = ""
        elif name in {"sub", "sup"} and name in self.small:
            self.small.remove(name)
        elif name in BLOCKS and name != "br" and not self.silent:
            self.pieces.append("\n")

    def words(self, data: str) -> None:
        """Take text."""
        if self.silent:
            return
        if self.small and data.strip():
            table = _RAISED if self.small[-1] == "sup" else _LOWERED
            small = data.strip().translate(table)
            plain = any(letter.isascii() for letter in small)
            data = ("^" if self.small[-1] == "sup" else "_") + data.strip() if plain else small
        self.pieces.append(data.replace("\n", " "))

    def result(self) -> str:
        """Return the words in one line, and tell what looks were lost."""
        if self.looks:
            names = ", ".join(f"<{each}>" for each in sorted(self.looks)[:6])
            self.tell(say("a text holds HTML ({names})", names=names), say("it was made plain words"))
        return line(" ".join("".join(self.pieces).split()), self.tell)

    def _unsaid(self, name: str, attributes: dict[str, str]) -> None:
        words = attributes.get("alt", "").strip()
        done = (
            say("its description was kept: “{words}”", words=words[:60])
            if words
            else say("it was left out; it has no description")
        )
        self.tell(say("a text holds {what}", what=UNSAID[name]), done)
        self.pieces.append(f" [{words}] " if words else " ")


def line(text: str, tell: Tell) -> str:
    """Return a plain text in one line, without control characters and without anything that looks like a tag."""
    text = " ".join("".join(each if each.isprintable() or each.isspace() else "" for each in text).split())
    if len(text) > LONGEST:
        tell(say("a text is longer than {longest} characters", longest=f"{LONGEST:,}"), say("its end was left out"))
        text = text[:LONGEST]
    if _TEX.search(text):
        tell(say("a text holds a formula in TeX"), say("it was kept as it is written"))
    if HTML_TAG.search(text):
        tell(say("a text speaks of tags"), say("their < and > were written ‹ and ›"))
        text = HTML_TAG.sub(lambda tag: f"‹{tag[0][1:-1]}›", text)
    return text


def from_html(source: str, tell: Tell) -> str:
    """Return the words of a text in HTML."""
    if len(source) > 10 * LONGEST:
        tell(
            say("a text is longer than {longest} characters", longest=f"{10 * LONGEST:,}"), say("its end was left out")
        )
        source = source[: 10 * LONGEST]
    plain = PlainText(tell)
    at = 0
    while (found := source.find("<", at)) >= 0:
        name = _NAME.match(source, found + 2 if source.startswith("</", found) else found + 1)
        tag = name is not None or source.startswith(("<!", "<?"), found)
        end = source.find(">", found) if tag else -1
        if end < 0:
            plain.words(html.unescape(source[at : found + 1]))
            at = found + 1
            if tag:  # no tag ends from here on
                break
            continue
        plain.words(html.unescape(source[at:found]))
        if source.startswith("<!--", found):
            closing = source.find("-->", found)
            end = closing + 2 if closing >= 0 else len(source)
        if name is not None:
            _tag(plain, source[found : end + 1], name[0].lower())
        at = end + 1
    plain.words(html.unescape(source[at:]))
    return plain.result()


def _tag(plain: PlainText, tag: str, name: str) -> None:
    if tag.startswith("</"):
        plain.end(name)
    else:
        told = _ATTRIBUTE.findall(tag[:2_000])
        plain.start(name, {key.lower(): html.unescape(value.strip("\"'")) for key, value in told})


def from_element(element: Element, tell: Tell) -> str:
    """Return the words inside an element of an XML file; HTML written as text inside it is read as such."""
    inside = element.text
    if HTML_TAG.match(inside) and not any(element.elements()):
        return from_html("".join(element.texts()), tell)
    plain = PlainText(tell)
    _walk(plain, element)
    return plain.result()


def _walk(plain: PlainText, element: Element) -> None:
    for each in element.children:
        if isinstance(each, Element):
            name = each.name.rpartition(":")[2]
            plain.start(name, each.attributes)
            _walk(plain, each)
            plain.end(name)
        else:
            plain.words(each)
