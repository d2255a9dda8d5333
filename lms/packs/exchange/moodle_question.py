"""One question of a Moodle XML file: its texts, its numbers, and what of it has no place here."""

from dataclasses import dataclass

from lms.packs.exchange.plain_text import from_html, line
from lms.packs.exchange.wording import SET_PHRASES
from lms.packs.exchange.xml_tree import Element
from lms.questions.exchanged import Tell, Unmapped
from lms.sentences import say

_UNUSED = {
    "hint": say("hints for a second try"),
    "tags": "tags",
    "units": say("units of a number"),
    "file": say("a file"),
}


def title_of(question: Element) -> str:
    """Return the name of a question, or the line it stands in."""
    name = question.first("name")
    text = " ".join((name.text if name else "").split())[:80]
    return text or say("line {line}", line=question.line)


@dataclass(frozen=True, slots=True)
class Asked:
    """One <question> of the type `sort`, in the language of the import."""

    element: Element
    sort: str
    tell: Tell
    language: str

    @property
    def title(self) -> str:
        """Its name, or the line it stands in."""
        return title_of(self.element)

    def combined(self, name: str) -> str:
        """Return a feedback on the whole question; Moodle's set phrases are left out and told."""
        words = self.words(name)
        if words.casefold() in SET_PHRASES:
            self.tell(
                say("its feedback is Moodle's set phrase (“{words}”)", words=words),
                say("it was left out, since it teaches nothing"),
            )
            return ""
        return words

    def tell_unused(self) -> None:
        """Tell what has no place here."""
        if self.combined("partiallycorrectfeedback"):
            self.tell(say("it has feedback after a partly right answer"), say("it was left out"))
        for name, what in _UNUSED.items():
            if any(True for _ in self.element.below(name)):
                self.tell(
                    say("it has {what}", what=what),
                    say("they were left out") if what != "a file" else say("it was left out"),
                )
        if self.amount("defaultgrade", 1.0) != 1.0:
            self.tell(
                say("it weighs {points} points", points=f"{self.amount('defaultgrade', 1.0):g}"),
                say("every question weighs the same"),
            )
        if self.plain("hidden") == "1":
            self.tell(say("it is hidden in the source"), say("it was taken all the same"))
        if self.plain("shuffleanswers") in {"0", "false"}:
            self.tell(
                say("its answers keep their order in the source"),
                say("they are shuffled, unless the quiz file says shuffle = false"),
            )

    def plain(self, name: str) -> str:
        """Return the text of a child, "" where there is none."""
        child = self.element.first(name)
        return child.text if child else ""

    def amount(self, name: str, usual: float) -> float:
        """Return a number of a child, `usual` where there is none."""
        try:
            return float(self.plain(name) or usual)
        except ValueError:
            return usual

    def words(self, name: str) -> str:
        """Return the text of a child in plain words."""
        return self.inside(self.element.first(name))

    def inside(self, element: Element | None) -> str:
        """Return the plain words of an element with a <text>, whatever its format."""
        if element is None:
            return ""
        text = element.first("text")
        words = "".join(text.texts() if text else (each for each in element.children if isinstance(each, str))).strip()
        format = element.attributes.get("format", "moodle_auto_format")
        if format == "plain_text" or not ("<" in words or "&" in words):
            return line(words, self.tell)
        return from_html(words, self.tell)

    def answers(self) -> list[tuple[Element, float]]:
        """Return the answers with their shares of the points."""
        found = []
        for each in self.element.elements("answer"):
            try:
                found.append((each, float(each.attributes.get("fraction", "0")) / 100))
            except ValueError:
                raise Unmapped(say("line {line} has no proper fraction", line=each.line)) from None
        return found
