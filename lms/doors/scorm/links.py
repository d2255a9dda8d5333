"""Links in a page of a package: to its own pages they stay, others open a window of their own or lead home."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_LINK: Final = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_OUTSIDE: Final = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def led_right(html: str, slug: str, pages: Collection[str], home: str) -> str:
    """Return HTML in which every link leads somewhere from inside another platform's window.

    A page of the module is shown in the package. What lies on this installation leads there where `home` is its
    address; else only its words stay.
    """

    def led(match: re.Match[str]) -> str:
        address, words = match.groups()
        page = _own_page(address, slug)
        if page in pages:
            return f'<a href="#{page}" data-page-link="{page}">{words}</a>'
        if address.startswith("#") or address.lower().startswith("mailto:"):
            return match[0]
        if address.startswith("/"):
            address = home + address if home else ""
        elif not _OUTSIDE.match(address):
            address = ""
        return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{words}</a>' if address else words

    return _LINK.sub(led, html)


def _own_page(address: str, slug: str) -> str:
    """Return the name of the page of this module that an address is of, "" where it is of none."""
    path = address.partition("#")[0].rstrip("/")
    beginning = f"/learn/{slug}/"
    if path.startswith(beginning):
        return path.removeprefix(beginning)
    return "" if "/" in path else path.removesuffix(".md")
