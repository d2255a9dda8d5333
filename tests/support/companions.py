"""The small sound pack about coffee with its two pages beside the module."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MODULE: Final = "modules/coffee/module.toml"
TEAM_PAGE: Final = "modules/coffee/{}/team-card.md"
MANAGER_PAGE: Final = "modules/coffee/{}/for-the-line-manager.md"

TEAM: Final = """\
[[pages]]
name = "team-card"
beside = "team"
minutes = 10

"""
OPTIONAL_CARD: Final = TEAM.replace('beside = "team"', "required = false")
LINE_MANAGER: Final = """\
[[pages]]
name = "for-the-line-manager"
beside = "line-manager"
minutes = 5

"""
_CARD: Final = {
    "en": ("Ten minutes about cups", "A guest asked for a saucer and waited a quarter of an hour."),
    "da": ("Ti minutter om kopper", "En gæst bad om en underkop og ventede et kvarter."),
}
_MANAGER: Final = {
    "en": ("When your people learn about cups", "Ask what they tried, never what they wrote."),
    "da": ("Når dine folk lærer om kopper", "Spørg, hvad de prøvede, aldrig hvad de skrev."),
}


def page(title: str, text: str) -> str:
    """Return a page's file."""
    return f'+++\ntitle = "{title}"\n+++\n\n## One story {{#story}}\n\n{text}\n'


def with_companions(files: Mapping[str, str], *, entries: str = TEAM + LINE_MANAGER) -> dict[str, str]:
    """Return the pack's files with both companions in both languages; `entries` stand after its own pages."""
    texts = {TEAM_PAGE: _CARD, MANAGER_PAGE: _MANAGER}
    pages = {path.format(code): page(*words[code]) for path, words in texts.items() for code in words}
    return {**files, **pages, MODULE: before_media(files[MODULE], entries)}


def before_media(module: str, entries: str) -> str:
    """Return a module's file with more entries at the end of its pages."""
    head, mark, rest = module.partition('[media."cover.svg"]')
    return f"{head}{entries}{mark}{rest}"
