"""The forms of a page as a browser without JavaScript sees them: what it would send, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class SeenForm:
    """One form: its address, and what it would send as it stands. `radios` and `options`: what can be chosen."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SeenForm] = []
        self._open: SeenForm | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method", "").lower() == "post":
            self._open = SeenForm(given["action"])
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option":
            self._offer(
                self._select, given["value"], taken="selected" in given or self._select not in self._open.values
            )
        elif tag == "input" and given.get("type") == "radio":
            self._offer(name, given["value"], taken="checked" in given)
        elif tag == "input" and name and "disabled" not in given:
            self._open.values[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _offer(self, name: str, value: str, *, taken: bool) -> None:
        assert self._open is not None
        self._open.choices.setdefault(name, []).append(value)
        if taken:
            self._open.values[name] = value


def forms_of(html: str) -> list[SeenForm]:
    """Return the forms of a page that are sent by POST, in order."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def form_to(html: str, part: str) -> SeenForm:
    """Return the one form whose address is `part`, else the one whose address contains it."""
    forms = forms_of(html)
    found = [form for form in forms if form.action == part] or [form for form in forms if part in form.action]
    assert len(found) == 1, f"{len(found)} forms lead to {part}"
    return found[0]
