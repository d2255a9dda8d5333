"""What a page's markup holds, read with a parser and not by eye."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

POINTERS = {
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "icon",
    "manifest",
    "ping",
    "poster",
    "src",
    "srcset",
    "xlink:href",
}
DATA_TYPES = {"application/json"}


@dataclass
class Markup(HTMLParser):
    """The addresses a page points at, what is written in it that should stand in a file, and its forms."""

    pointers: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    fields: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin."""
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element says."""
        given = {name: value or "" for name, value in attrs}
        self.pointers += [value for name, value in given.items() if name in POINTERS and tag != "object"]
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") not in DATA_TYPES):
            self.inline.append(tag)
        if tag == "form":
            self.forms.append(given)
        if tag == "input" and "name" in given:
            self.fields.append((len(self.forms) - 1, given["name"]))


def read(page: str) -> Markup:
    """Return what a page holds."""
    markup = Markup()
    markup.feed(page)
    markup.close()
    return markup


def addresses(page: str) -> list[str]:
    """Return every address a page points at."""
    return read(page).pointers


def unguarded_forms(page: str) -> list[str]:
    """Return where the forms go that change something and carry no token."""
    markup = read(page)
    guarded = {number for number, name in markup.fields if name == "csrf_token"}
    return [
        form.get("action", "")
        for number, form in enumerate(markup.forms)
        if form.get("method", "get").lower() == "post" and number not in guarded
    ]
